//! Payments in parts: one order, paid by several cards or methods on Craftgate's own page.
//!
//! ```
//! use craftgate_core::payment::{InitMultiPayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(3_000_00, 2);
//! let payment = InitMultiPayment::new(price, Currency::Try, "https://example.com/callback")
//!     .items([PaymentItem::new(price).name("Çamaşır makinesi")])
//!     .enabled_installments([1, 2, 3])
//!     .maximum_split_payment_count(3)
//!     .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.path().unwrap(), "/payment/v1/multi-payments/init");
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{CheckoutPage, PaymentGroup, PaymentItem, PaymentMethod, PaymentSource};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, MultiPaymentId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Opens a page on which the customer pays in parts.
    ///
    /// Send the customer to the answer's `page_url`. The callback and the webhook carry the token only:
    /// look up what was paid with [`RetrieveMultiPayment`].
    POST "/payment/v1/multi-payments/init" => CheckoutPage;

    pub struct InitMultiPayment {
        required {
            /// What all parts come to.
            price: Decimal,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// The kind of integration that it comes through.
            payment_source: PaymentSource,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The person's key, to offer them their stored cards.
            card_user_key: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// Whether to take credit cards only.
            allow_only_credit_card: bool,
            /// Whether cards other than credit cards are charged at once even in a pre-authorization.
            force_auth_for_non_credit_cards: bool,
            /// Whether to take stored cards only.
            allow_only_stored_cards: bool,
            /// Whether installments are for companies' cards only.
            allow_installment_only_commercial_cards: bool,
            /// Whether to store every card without asking the customer.
            always_store_card_after_payment: bool,
            /// Whether to offer no storing of cards.
            disable_store_card: bool,
            /// Whether every card needs 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// The customer's telephone number at Masterpass.
            masterpass_gsm_number: String,
            /// The customer's id at Masterpass.
            masterpass_user_id: String,
            /// Who the customer is to an alternative payment method, such as their telephone number or their
            /// meal card's number.
            apm_user_identity: Secret,
            /// How long the page can be used, in minutes as for a checkout page; the answer's
            /// `token_expire_date` tells for certain.
            ttl: i64,
            /// The most parts that the customer may pay in.
            maximum_split_payment_count: i32,
            /// Further parameters.
            additional_params: JsonMap,
            /// Whether another POS is tried after a technical failure.
            retry: bool,
        }
        repeated {
            /// The methods to offer. Without them, all of the merchant's.
            enabled_payment_methods: PaymentMethod,
            /// The numbers of installments to offer; 1 is a single payment.
            enabled_installments: i32,
            /// The basket. The prices add up to `price`.
            items: PaymentItem,
        }
    }
}

impl Validate for InitMultiPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Looks up how much of a payment in parts has been paid.
    ///
    /// Anybody can post a token to the callback. Compare `external_id` or `conversation_id` and the
    /// `price` with the order before it is shipped.
    GET "/payment/v1/multi-payments/{token}" => MultiPayment;

    pub struct RetrieveMultiPayment {
        path {
            /// The page's token.
            token: String
        }
    }
}

response_object! {
    /// A payment in parts. Amounts are in its currency, times local to Turkey.
    pub struct MultiPayment {
        required {
            /// Craftgate's id of it.
            id: MultiPaymentId,
            /// Whether all of it is paid.
            multi_payment_status: MultiPaymentStatus,
        }
        optional {
            /// The page's token.
            token: String,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's id of the order, as it was sent.
            external_id: String,
            /// What all parts come to.
            price: Decimal,
            /// What was taken so far.
            paid_price: Decimal,
            /// What is still to be paid.
            remaining_amount: Decimal,
            /// Until when the page can be used.
            token_expire_date: NaiveDateTime,
        }
        repeated {
            /// Craftgate's ids of the payments, one for each part.
            payment_ids: PaymentId,
        }
    }
}

open_enum! {
    /// Whether a payment in parts is paid.
    pub enum MultiPaymentStatus {
        /// All of it.
        Completed = "COMPLETED",
        /// Not all of it yet.
        Created = "CREATED",
    }
}
