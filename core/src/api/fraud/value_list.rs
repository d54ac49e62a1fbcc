//! Lists of values that fraud rules look at: black, grey or white, as the rules make them.

use super::FraudOperation;
use crate::api::id::{FraudValueId, PaymentId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};

operation! {
    /// Lists every list with its values.
    GET "/fraud/v1/value-lists/all" => Page<FraudValueList>;

    pub struct RetrieveAllValueLists {}
}

operation! {
    /// Looks a list and its values up.
    GET "/fraud/v1/value-lists/{list_name}" => FraudValueList;

    pub struct RetrieveValueList {
        path {
            /// The list's name.
            list_name: String
        }
    }
}

operation! {
    /// Deletes a list with all its values.
    DELETE "/fraud/v1/value-lists/{list_name}" => ();

    pub struct DeleteValueList {
        path {
            /// The list's name.
            list_name: String
        }
    }
}

variant_operation! {
    /// Adds a value to a list, or makes an empty list.
    ///
    /// Without a `value` and a `payment_id` it makes the list. A card is added by a payment that it made,
    /// never by its number: give the `payment_id` and no `value`.
    POST "/fraud/v1/value-lists" => ();

    pub struct AddValueToValueList {
        required {
            /// The list's name.
            list_name: String,
            /// What the list holds.
            value_type as "type": FraudValueType,
        }
        optional {
            /// The merchant's own words for the value.
            label: String,
            /// The value; not for cards.
            value: String,
            /// For how many seconds it stays on the list. A card's fingerprint is kept for two hours at most.
            duration_in_seconds: i32,
            /// Craftgate's id of a payment made with the card to add.
            payment_id: PaymentId,
        }
    }
}

impl AddValueToValueList {
    /// Returns the request to create the list, until a `value` or a `payment_id` is set.
    #[must_use]
    pub fn new(list_name: impl Into<String>, value_type: FraudValueType) -> Self {
        Self::with_required(list_name.into(), value_type)
    }
}

operation! {
    /// Adds the fingerprint of the card that an operation was made with to a list.
    POST "/fraud/v1/value-lists/{list_name}/card-fingerprints" => ();

    pub struct AddCardFingerprintToValueList {
        path {
            /// The list's name.
            list_name: String
        }
        optional {
            /// The merchant's own words for the card.
            label: String,
            /// For how many seconds it stays on the list.
            duration_in_seconds: i32,
            /// The kind of operation that the card was used for.
            operation: FraudOperation,
            /// That operation's id, such as the payment's.
            operation_id: String,
        }
    }
}

operation! {
    /// Takes a value off a list.
    DELETE "/fraud/v1/value-lists/{list_name}/values/{value_id}" => ();

    pub struct RemoveValueFromValueList {
        path {
            /// The list's name.
            list_name: String,
            /// The value's id on the list.
            value_id: FraudValueId,
        }
    }
}

response_object! {
    /// A list of values.
    pub struct FraudValueList {
        required {
            /// The list's name.
            name: String,
        }
        repeated {
            /// The values on it.
            values: FraudValue,
        }
    }
}

response_object! {
    /// A value on a list.
    pub struct FraudValue {
        required {
            /// The value's id on the list, as taking it off needs.
            id: FraudValueId,
        }
        optional {
            /// The merchant's own words for it.
            label: String,
            /// The value.
            value: String,
            /// In how many seconds it leaves the list.
            expire_in_seconds: i32,
        }
    }
}

open_enum! {
    /// What a list holds.
    pub enum FraudValueType {
        /// Cards, as fingerprints.
        Card = "CARD",
        /// IP addresses.
        Ip = "IP",
        /// Telephone numbers.
        PhoneNumber = "PHONE_NUMBER",
        /// E-mail addresses.
        Email = "EMAIL",
        /// Anything else, such as ids of buyers.
        Other = "OTHER",
    }
}
