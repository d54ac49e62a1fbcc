//! Payments in parts: one order, paid by several cards or methods on Craftgate's own page.
//!
//! ```
//! use craftgate_core::payment::{InitMultiPayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(3_000_00, 2);
//! let payment = InitMultiPayment::new(price, Currency::Try, "https://example.com/callback")
//!     .items([PaymentItem::new(price).name("Çamaşır makinesi")])
//!     .enabled_installments([1, 2, 3])
//!     .maximum_split_payment_count(3)
//!     .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! assert_eq!(payment.path().unwrap(), "/payment/v1/multi-payments/init");
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{CardUserKey, CheckoutPage, PaymentGroup, PaymentItem, PaymentMethod, PaymentSource};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, MultiPaymentId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator, form};
use crate::wire::json::JsonMap;

operation! {
    /// Opens a page on which the customer pays in parts.
    ///
    /// Send the customer to the response's `page_url`. The callback and the webhook have the token only: retrieve what
    /// was paid with [`RetrieveMultiPayment`].
    POST "/payment/v1/multi-payments/init" => CheckoutPage;

    pub struct InitMultiPayment {
        required {
            /// The price of all parts.
            price: Decimal,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The kind of integration that the payment comes through.
            payment_source: PaymentSource,
            /// The merchant's own value, returned with the payment; usually the order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The person's key, to offer them their stored cards.
            card_user_key: CardUserKey,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// Whether to accept credit cards only.
            allow_only_credit_card: bool,
            /// Whether cards other than credit cards are charged at once even in a pre-authorization.
            force_auth_for_non_credit_cards: bool,
            /// Whether to accept stored cards only.
            allow_only_stored_cards: bool,
            /// Whether installments are for companies' cards only.
            allow_installment_only_commercial_cards: bool,
            /// Whether to store every card without asking the customer.
            always_store_card_after_payment: bool,
            /// Whether to offer no storage of cards.
            disable_store_card: bool,
            /// Whether every card needs 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// The customer's telephone number at Masterpass.
            masterpass_gsm_number: String,
            /// The customer's id at Masterpass.
            masterpass_user_id: String,
            /// The customer's identity at an alternative payment method, such as their telephone number or their meal
            /// card's number.
            apm_user_identity: Secret,
            /// The page's time to live, in minutes as for a checkout page; the response's `token_expire_date` is
            /// authoritative.
            ttl: i64,
            /// The greatest number of parts.
            maximum_split_payment_count: i32,
            /// Further parameters.
            additional_params: JsonMap,
            /// Whether Craftgate tries another POS after some failures.
            retry: bool,
        }
        repeated {
            /// The methods to offer (Craftgate's default: all of the merchant's).
            enabled_payment_methods: PaymentMethod,
            /// The numbers of installments to offer; 1 is a single payment.
            enabled_installments: i32,
            /// The items in the basket, whose prices add up to `price`.
            items: PaymentItem,
        }
    }
}

impl Validate for InitMultiPayment {
    fn check(&self, validator: &mut Validator) {
        let decimals = self.currency.decimals();
        validator
            .item_total("items", self.items.iter().map(|item| Some(item.price)), self.price)
            .amount("price", self.price, decimals)
            .line_prices(&self.items, decimals)
            .sellers(&self.items, &self.currency)
            .disputed_callback_url(Some(&self.callback_url))
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .page_cards(
                self.allow_only_stored_cards == Some(true),
                self.always_store_card_after_payment == Some(true),
                self.card_user_key.is_some(),
            )
            .form("masterpassGsmNumber", self.masterpass_gsm_number.as_deref(), &form::MASTERPASS_PHONE)
            .installments("enabledInstallments", self.enabled_installments.iter().copied())
            .positive("maximumSplitPaymentCount", self.maximum_split_payment_count.map(Decimal::from));
    }
}

operation! {
    /// Retrieves a payment in parts.
    ///
    /// Anybody can post a token to the callback. Compare `external_id` or `conversation_id` and the `price` with the
    /// order before it is shipped.
    GET "/payment/v1/multi-payments/{token}" => MultiPayment;

    pub struct RetrieveMultiPayment {
        path {
            /// The page's token.
            token: Secret
        }
    }
}

response_object! {
    /// A payment in parts. Amounts are in its currency, times local to Turkey.
    pub struct MultiPayment {
        required {
            /// Craftgate's id of the payment in parts.
            id: MultiPaymentId,
            /// The payment's status: `Completed` if all of it is paid.
            multi_payment_status: MultiPaymentStatus,
        }
        optional {
            /// The page's token. Hidden from `Debug`.
            token: Secret,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's id of the order, as it was sent.
            external_id: String,
            /// The price of all parts.
            price: Decimal,
            /// The amount paid so far.
            paid_price: Decimal,
            /// The amount still to be paid.
            remaining_amount: Decimal,
            /// The time at which the page expires.
            token_expire_date: NaiveDateTime,
        }
        repeated {
            /// Craftgate's ids of the payments: one for each attempt, whether it succeeded or failed.
            payment_ids: PaymentId,
        }
    }
}

open_enum! {
    /// The status of a payment in parts. (Source: Craftgate's "Parçalı Ödeme Sorgulama".)
    pub enum MultiPaymentStatus {
        /// All of it is paid.
        Completed = "COMPLETED",
        /// Not all of it is paid yet.
        Created = "CREATED",
    }
}
