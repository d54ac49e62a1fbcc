//! Payments on Craftgate's own checkout page.
//!
//! Three steps: open a page and send the customer to it; when the callback brings the token back,
//! retrieve the payment; hold it against the order.
//!
//! ```
//! use craftgate_core::payment::{Amounts, InitCheckoutPayment, PaymentItem, PaymentMethod};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(100_00, 2);
//! let checkout = InitCheckoutPayment::new(Amounts::same(price), Currency::Try, "https://example.com/callback")
//!     .items([PaymentItem::new(price).name("Gümüş küpe")])
//!     .enabled_payment_methods([PaymentMethod::Card, PaymentMethod::Papara])
//!     .enabled_installments([1, 2, 3])
//!     .conversation_id("sipariş-17");
//!
//! assert_eq!(checkout.path().unwrap(), "/payment/v1/checkout-payments/init");
//! ```

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    Amounts, FraudCheckParameters, Payment, PaymentGroup, PaymentItem, PaymentMethod, PaymentPhase, PaymentStatus,
    RoutingOptions,
};
use crate::api::currency::Currency;
use crate::api::id::MemberId;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Opens a checkout page: Craftgate asks the customer for the card, the installments, all of it.
    ///
    /// Send the customer to the answer's `page_url`. The customer chooses there how to pay, so take the
    /// installments, the paid price and the wallet's part from the retrieved payment, not from here.
    POST "/payment/v1/checkout-payments/init" => CheckoutPage;

    pub struct InitCheckoutPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The merchant's address for the token, reachable from the customer's browser. What comes to it
            /// is read by [`CheckoutCallback`](crate::callback::CheckoutCallback).
            callback_url: String,
        }
        optional {
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// Comes back with the payment; usually the merchant's order number. Set it, or `external_id`, to
            /// tell this order's payment from another's.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// The order number to show to the bank.
            order_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The customer's telephone number at Masterpass.
            masterpass_gsm_number: String,
            /// The customer's id at Masterpass.
            masterpass_user_id: String,
            /// The person's key, to offer them their stored cards.
            card_user_key: String,
            /// Craftgate's id of the buyer, to offer them their wallet.
            buyer_member_id: MemberId,
            /// Whether to store every card without asking the customer.
            always_store_card_after_payment: bool,
            /// Whether to take stored cards only.
            allow_only_stored_cards: bool,
            /// Whether to take credit cards only.
            allow_only_credit_card: bool,
            /// Whether installments are for companies' cards only.
            allow_installment_only_commercial_cards: bool,
            /// Whether every card needs 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// Whether cards other than credit cards are charged at once even in a pre-authorization.
            force_auth_for_non_credit_cards: bool,
            /// Whether the money goes into the buyer's wallet. Needs `buyer_member_id`, and no items.
            deposit_payment: bool,
            /// The same as `deposit_payment`, by the name that Craftgate's Node client has for it.
            deposit_payments: bool,
            /// Whether the customer pays as a guest.
            guest_checkout: bool,
            /// Whether the customer may delete stored cards on the page (Craftgate's default: yes).
            allow_delete_stored_card: bool,
            /// Whether a page shown in a frame sends the whole window on, and not the frame.
            use_top_redirection: bool,
            /// Where the customer goes who leaves the page without paying.
            return_back_url: String,
            /// The merchant's address for the token from server to server, as JSON: it comes even if the
            /// customer closes their browser. Craftgate's docs have it; its official clients don't.
            merchant_webhook_url: String,
            /// How long the page can be used, in minutes.
            ttl: i64,
            /// How to choose the POS.
            routing_options: RoutingOptions,
            /// What the fraud rules should look at.
            fraud_params: FraudCheckParameters,
            /// Further parameters.
            additional_params: JsonMap,
            /// What each number of installments comes to, by card family, such as `Bonus`.
            card_brand_installments: BTreeMap<String, Vec<CustomInstallment>>,
            /// Whether another POS is tried after a technical failure.
            retry: bool,
        }
        repeated {
            /// The methods to offer. Without them, all of the merchant's.
            enabled_payment_methods: PaymentMethod,
            /// The numbers of installments to offer; 1 is a single payment.
            enabled_installments: i32,
            /// What each number of installments comes to, instead of the merchant's commissions.
            custom_installments: CustomInstallment,
            /// The basket. The prices add up to `amounts.price`.
            items: PaymentItem,
        }
    }
}

impl Validate for InitCheckoutPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut validator = Validator::default();
        // A page that takes money for a wallet needs whose it is, and no basket.
        if self.deposit_payment == Some(true) {
            validator.require("buyerMemberId", self.buyer_member_id.is_some());
        } else {
            validator.basket(&self.amounts, &self.items);
        }
        validator.callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Looks up the payment that a checkout page's token stands for.
    ///
    /// The callback of a checkout page proves nothing but that somebody knows a token. Retrieve the
    /// payment, then hold it against the order with [`ExpectedPayment::check`].
    GET "/payment/v1/checkout-payments/{token}" => Payment;

    pub struct RetrieveCheckoutPayment {
        path {
            /// The checkout page's token.
            token: String
        }
    }
}

operation! {
    /// Closes a checkout page, so that nobody can pay there any more.
    ///
    /// For an order that was cancelled, or whose price has changed.
    DELETE "/payment/v1/checkout-payments/{token}" => ();

    pub struct ExpireCheckoutPayment {
        path {
            /// The checkout page's token.
            token: String
        }
    }
}

request_object! {
    /// What a number of installments comes to for the buyer.
    pub struct CustomInstallment {
        required {
            /// The number of installments; 1 for a single payment.
            number: i32,
            /// What all of them come to, in the payment's currency.
            total_price: Decimal,
        }
    }
}

response_object! {
    /// A page of Craftgate's that is ready for the customer.
    pub struct CheckoutPage {
        required {
            /// What the page's result is looked up by.
            token: String,
        }
        optional {
            /// Where to send the customer. Add `iframe=true` to its query to show it in a frame, and
            /// `animatedCard=true` for a card that is drawn as they type.
            page_url: String,
            /// Until when the page can be used, local to Turkey.
            token_expire_date: NaiveDateTime,
        }
    }
}

/// What a paid order must look like: the merchant's own figures to hold a payment against.
///
/// ```
/// use craftgate_core::Currency;
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::{Amounts, ExpectedPayment, Payment, PaymentMismatch, PaymentStatus};
/// use craftgate_core::rust_decimal::Decimal;
///
/// let amounts = Amounts::same(Decimal::new(100_00, 2));
/// let expected = ExpectedPayment::by_conversation_id("sipariş-17", amounts, Currency::Try);
///
/// let mut payment = Payment::new(PaymentId::new(1), PaymentStatus::Success);
/// payment.conversation_id = Some("sipariş-18".into());
/// assert_eq!(expected.check(&payment), Err(PaymentMismatch::Order));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedPayment {
    order: Order,
    amounts: Amounts,
    currency: Currency,
    may_be_held: bool,
}

/// The merchant's own name for the order.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Order {
    Conversation(String),
    External(String),
}

impl ExpectedPayment {
    /// The payment of the order that was sent with this `conversation_id` and these amounts.
    pub fn by_conversation_id(conversation_id: impl Into<String>, amounts: Amounts, currency: Currency) -> Self {
        Self { order: Order::Conversation(conversation_id.into()), amounts, currency, may_be_held: false }
    }

    /// The payment of the order that was sent with this `external_id` and these amounts.
    pub fn by_external_id(external_id: impl Into<String>, amounts: Amounts, currency: Currency) -> Self {
        Self { order: Order::External(external_id.into()), amounts, currency, may_be_held: false }
    }

    /// Takes a payment too whose money is only held, to be taken later.
    #[must_use]
    pub fn allow_pre_auth(mut self) -> Self {
        self.may_be_held = true;
        self
    }

    /// Whether `payment` succeeded and is the one for this order.
    ///
    /// More than the paid price may have been taken: on a checkout page the customer may choose installments,
    /// whose commission comes on top.
    ///
    /// # Errors
    ///
    /// The first thing in which it differs.
    pub fn check(&self, payment: &Payment) -> Result<(), PaymentMismatch> {
        let is_order = match &self.order {
            Order::Conversation(id) => payment.conversation_id.as_ref() == Some(id),
            Order::External(id) => payment.external_id.as_ref() == Some(id),
        };
        let is_held = payment.payment_phase == Some(PaymentPhase::PreAuth);
        if !is_order {
            Err(PaymentMismatch::Order)
        } else if payment.payment_status != PaymentStatus::Success {
            Err(PaymentMismatch::Status)
        } else if is_held && !self.may_be_held {
            Err(PaymentMismatch::NotCaptured)
        } else if payment.currency.as_ref() != Some(&self.currency) {
            Err(PaymentMismatch::Currency)
        } else if payment.price != Some(self.amounts.price) {
            Err(PaymentMismatch::Price)
        } else if payment.paid_price.is_none_or(|paid| paid < self.amounts.paid_price) {
            Err(PaymentMismatch::PaidPrice)
        } else {
            Ok(())
        }
    }
}

/// In what a payment differs from the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PaymentMismatch {
    /// It is for another order.
    Order,
    /// It did not succeed.
    Status,
    /// Its money is only held.
    NotCaptured,
    /// It is in another currency.
    Currency,
    /// Its basket has another price.
    Price,
    /// Less was taken.
    PaidPrice,
}

impl fmt::Display for PaymentMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "the payment is for another order",
            Self::Status => "the payment did not succeed",
            Self::NotCaptured => "the payment's money is only held",
            Self::Currency => "the payment is in another currency",
            Self::Price => "the payment's basket has another price",
            Self::PaidPrice => "less was taken than was due",
        })
    }
}

impl std::error::Error for PaymentMismatch {}
