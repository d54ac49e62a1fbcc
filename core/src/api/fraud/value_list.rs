//! Lists of values that fraud rules refer to, such as blocked or trusted e-mail addresses.

use rust_decimal::Decimal;

use super::FraudOperation;
use crate::api::id::{FraudValueId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Retrieves all value lists with their values.
    ///
    /// The path in Craftgate's documentation lacks `/all`; its clients send it, and so does this one.
    GET "/fraud/v1/value-lists/all" => Page<FraudValueList>;

    pub struct RetrieveAllValueLists {}
}

operation! {
    /// Retrieves a value list with its values.
    GET "/fraud/v1/value-lists/{list_name}" => FraudValueList;

    pub struct RetrieveValueList {
        path {
            /// The list's name.
            list_name: String
        }
    }
}

operation! {
    /// Deletes a value list with its values.
    DELETE "/fraud/v1/value-lists/{list_name}" => ();

    pub struct DeleteValueList {
        path {
            /// The list's name.
            list_name: String
        }
    }
}

variant_operation! {
    /// Adds a value to a value list, or creates an empty list.
    ///
    /// Without `value` and `payment_id` it creates the list. A card is added by the `payment_id` of a payment made with
    /// it, never by its number: Craftgate keeps its fingerprint, for two hours at most.
    POST "/fraud/v1/value-lists" => ();

    pub struct AddValueToValueList {
        required {
            /// The list's name.
            list_name: String,
            /// The kind of the list's values.
            value_type as "type": FraudValueType,
        }
        optional {
            /// The merchant's label for the value.
            label: String,
            /// The value, unless it is a card.
            value: String,
            /// The time that the value stays on the list, in seconds; two hours at most for a card. If absent, it does
            /// not expire.
            duration_in_seconds: i32,
            /// The id of a payment made with the card to add.
            payment_id: PaymentId,
        }
    }
}

/// The longest time that a card's fingerprint is kept: two hours. (Source: Craftgate's "Liste Yönetimi".)
const LONGEST_CARD_SECONDS: i32 = 2 * 60 * 60;

impl Validate for AddValueToValueList {
    fn check(&self, validator: &mut Validator) {
        let is_card = self.value_type == FraudValueType::Card;
        let adds_something = self.label.is_some() || self.duration_in_seconds.is_some();
        let is_kept_too_long = is_card && self.duration_in_seconds.is_some_and(|time| time > LONGEST_CARD_SECONDS);
        validator
            .require_filled([("listName", Some(&self.list_name))])
            .exclude("value", is_card && self.value.is_some(), "type CARD")
            .require("value", is_card || !adds_something || self.value.is_some())
            .require("paymentId", !is_card || !adds_something || self.payment_id.is_some())
            .exclude("paymentId", !is_card && self.payment_id.is_some(), "another type than CARD")
            .positive("durationInSeconds", self.duration_in_seconds.map(Decimal::from))
            .allow("durationInSeconds", !is_kept_too_long, "7200 (two hours) at most for a card");
    }
}

impl AddValueToValueList {
    /// Returns the request to create an empty list, or to add the `value` or `payment_id` that is set afterwards.
    #[must_use]
    pub fn new(list_name: impl Into<String>, value_type: FraudValueType) -> Self {
        Self::with_required(list_name.into(), value_type)
    }
}

operation! {
    /// Adds the fingerprint of an operation's card to a value list.
    POST "/fraud/v1/value-lists/{list_name}/card-fingerprints" => ();

    pub struct AddCardFingerprintToValueList {
        path {
            /// The list's name.
            list_name: String
        }
        optional {
            /// The merchant's label for the card.
            label: String,
            /// The time that the card stays on the list, in seconds.
            duration_in_seconds: i32,
            /// The kind of the operation.
            operation: FraudOperation,
            /// The operation's id, such as a payment's.
            operation_id: String,
        }
    }
}

impl Validate for AddCardFingerprintToValueList {
    fn check(&self, validator: &mut Validator) {
        let is_kept_too_long = self.duration_in_seconds.is_some_and(|time| time > LONGEST_CARD_SECONDS);
        validator.positive("durationInSeconds", self.duration_in_seconds.map(Decimal::from)).allow(
            "durationInSeconds",
            !is_kept_too_long,
            "7200 (two hours) at most for a card",
        );
    }
}

operation! {
    /// Removes a value from a value list.
    DELETE "/fraud/v1/value-lists/{list_name}/values/{value_id}" => ();

    pub struct RemoveValueFromValueList {
        path {
            /// The list's name.
            list_name: String,
            /// The value's id, from [`FraudValue::id`].
            value_id: FraudValueId,
        }
    }
}

response_object! {
    /// A value list.
    pub struct FraudValueList {
        required {
            /// The list's name.
            name: String,
        }
        repeated {
            /// The list's values.
            values: FraudValue,
        }
    }
}

response_object! {
    /// A value of a value list.
    pub struct FraudValue {
        required {
            /// The value's id, for [`RemoveValueFromValueList`].
            id: FraudValueId,
        }
        optional {
            /// The merchant's label for it.
            label: String,
            /// The value.
            value: String,
            /// The time until it leaves the list, in seconds.
            expire_in_seconds: i32,
        }
    }
}

open_enum! {
    /// The kind of a value list's values.
    pub enum FraudValueType {
        /// Cards, by their fingerprints.
        Card = "CARD",
        /// IP addresses.
        Ip = "IP",
        /// Telephone numbers.
        PhoneNumber = "PHONE_NUMBER",
        /// E-mail addresses.
        Email = "EMAIL",
        /// Others, such as buyers' ids.
        Other = "OTHER",
    }
}
