//! Proving that a card works, and storing it, before anything is bought.
//!
//! ```
//! use craftgate_core::payment::{Card, CardVerificationAuthType, VerifyCard};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let card = Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000").card_alias("Maaş kartım");
//! let verify = VerifyCard::new(card, CardVerificationAuthType::ThreeDs)
//!     .verification_price(Decimal::new(1_00, 2))
//!     .currency(Currency::Try)
//!     .callback_url("https://example.com/callback");
//!
//! assert_eq!(verify.path().unwrap(), "/payment/v1/cards/verify");
//! ```

use rust_decimal::Decimal;

use super::{Card, CheckoutPage, HtmlContent, RefundStatus, StoredCard};
use crate::api::currency::Currency;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Proves that a card works and stores it.
    ///
    /// A small amount is taken from the card and given back. With 3D Secure, show the customer the page
    /// in the answer; the result comes to `callback_url`.
    POST "/payment/v1/cards/verify" => CardVerification;

    pub struct VerifyCard {
        required {
            /// The card's own data ([`Card::new`]), with the alias and the person's key to store it under.
            card: Card,
            /// Whether the customer has to confirm at their bank.
            payment_authentication_type: CardVerificationAuthType,
        }
        optional {
            /// What is taken and given back.
            verification_price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// The buyer's IP address.
            client_ip: String,
            /// Ties requests together in the merchant's own records.
            conversation_id: String,
            /// The merchant's address for the result, reachable from the customer's browser. Needed with 3D
            /// Secure.
            callback_url: String,
        }
    }
}

impl Validate for VerifyCard {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let needs_callback = self.payment_authentication_type == CardVerificationAuthType::ThreeDs;
        Validator::default()
            .card(&self.card)
            .callback_url(&self.callback_url)
            .require("callbackUrl", !needs_callback || self.callback_url.is_some())
            .finish()
    }
}

operation! {
    /// Opens a page on which the customer has a card verified and stored.
    ///
    /// Send the customer to the answer's `page_url`. What comes to `callback_url` is a token that proves
    /// nothing: look up the card with [`RetrieveCheckoutCardVerify`].
    POST "/payment/v1/checkout-card-verify/init" => CheckoutPage;

    pub struct InitCheckoutCardVerify {
        required {
            /// Whether the customer has to confirm at their bank.
            payment_authentication_type: CardVerificationAuthType,
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// What is taken from the card and given back.
            verification_price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// Ties requests together in the merchant's own records.
            conversation_id: String,
            /// The person's key, if they have stored a card before.
            card_user_key: String,
            /// How long the page can be used, in minutes as for a checkout page; the answer's
            /// `token_expire_date` tells for certain.
            ttl: i64,
        }
    }
}

impl Validate for InitCheckoutCardVerify {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Looks up the card that the customer had verified on Craftgate's page.
    GET "/payment/v1/checkout-card-verify/{token}" => CheckoutCardVerification;

    pub struct RetrieveCheckoutCardVerify {
        path {
            /// The page's token.
            token: String
        }
    }
}

response_object! {
    /// How a card's verification went, or goes on.
    pub struct CardVerification {
        required {
            /// How far it has come.
            card_verify_status: CardVerifyStatus,
        }
        optional {
            /// The person's key: the same for all of their cards.
            card_user_key: String,
            /// The card's token: with the key, it is enough to pay with.
            card_token: Secret,
            /// The page to show to the customer, with 3D Secure.
            html_content: HtmlContent,
            /// Where to send the customer instead of showing a page.
            redirect_url: String,
            /// The merchant's address for the result, as it was sent.
            merchant_callback_url: String,
            /// Whether the amount went back to the card.
            refund_status: RefundStatus,
        }
    }
}

response_object! {
    /// What a customer did on a page to verify a card.
    pub struct CheckoutCardVerification {
        required {
            /// The page's token.
            token: String,
        }
        optional {
            /// The card, stored.
            card: StoredCard,
        }
    }
}

open_enum! {
    /// How a card is verified.
    pub enum CardVerificationAuthType {
        /// By a payment without 3D Secure.
        NonThreeDs = "NON_THREE_DS",
        /// By a payment with 3D Secure.
        ThreeDs = "THREE_DS",
        /// By no payment.
        None = "NONE",
    }
}

open_enum! {
    /// How far a card's verification has come.
    pub enum CardVerifyStatus {
        /// The card works.
        Success = "SUCCESS",
        /// It does not.
        Failure = "FAILURE",
        /// The customer is to confirm at their bank.
        ThreeDsPending = "THREE_DS_PENDING",
    }
}
