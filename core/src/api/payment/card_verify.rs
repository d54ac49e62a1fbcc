//! Card verification: proves that a card works, and stores it, before anything is bought.
//!
//! ```
//! use craftgate_core::payment::{Card, CardExpiry, CardNumber, CardVerificationAuthType, VerifyCard};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let expiry = CardExpiry::new(2044, 7).unwrap();
//! let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry, "000").card_alias("Maaş kartım");
//! let verify = VerifyCard::new(card, CardVerificationAuthType::ThreeDs)
//!     .verification_price(Decimal::new(1_00, 2))
//!     .currency(Currency::Try)
//!     .callback_url("https://example.com/callback");
//!
//! assert_eq!(verify.validate(), Ok(vec![]));
//! assert_eq!(verify.path().unwrap(), "/payment/v1/cards/verify");
//! ```

use rust_decimal::Decimal;

use super::{Card, CardToken, CardUserKey, CheckoutPage, HtmlContent, RefundStatus, StoredCard};
use crate::api::currency::Currency;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator, form};

operation! {
    /// Verifies a card and stores it.
    ///
    /// A small amount is taken from the card and refunded. With 3D Secure, show the customer the page in the response;
    /// the result is posted to `callback_url`.
    POST "/payment/v1/cards/verify" => CardVerification;

    pub struct VerifyCard {
        required {
            /// The card's own data ([`Card::new`]), with the alias and the person's key to store it under.
            card: Card,
            /// The way in which the card is verified.
            payment_authentication_type: CardVerificationAuthType,
        }
        optional {
            /// The amount that is taken and refunded.
            verification_price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// The buyer's IP address.
            client_ip: String,
            /// The merchant's own value, to relate requests to each other.
            conversation_id: String,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser. Needed with 3D
            /// Secure.
            callback_url: String,
        }
    }
}

impl Validate for VerifyCard {
    fn check(&self, validator: &mut Validator) {
        let needs_callback = self.payment_authentication_type == CardVerificationAuthType::ThreeDs;
        validator
            .card(&self.card)
            .callback_url(&self.callback_url)
            .require("callbackUrl", !needs_callback || self.callback_url.is_some())
            .verification_price(self.verification_price, self.currency.as_ref())
            .form("conversationId", self.conversation_id.as_deref(), &form::LOOKUP_ID)
            .client_ip(self.client_ip.as_ref());
    }
}

operation! {
    /// Opens a page on which the customer's card is verified and stored.
    ///
    /// Send the customer to the response's `page_url`. The token that is posted to `callback_url` proves nothing:
    /// retrieve the card with [`RetrieveCheckoutCardVerify`].
    POST "/payment/v1/checkout-card-verify/init" => CheckoutPage;

    pub struct InitCheckoutCardVerify {
        required {
            /// The way in which the card is verified.
            payment_authentication_type: CardVerificationAuthType,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// The amount that is taken from the card and refunded.
            verification_price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// The merchant's own value, to relate requests to each other.
            conversation_id: String,
            /// The person's key, if they have stored a card before.
            card_user_key: CardUserKey,
            /// The page's time to live, in minutes as for a checkout page; the response's `token_expire_date` is
            /// authoritative.
            ttl: i64,
        }
    }
}

impl Validate for InitCheckoutCardVerify {
    fn check(&self, validator: &mut Validator) {
        validator
            .callback_url(&self.callback_url)
            .verification_price(self.verification_price, self.currency.as_ref())
            .form("conversationId", self.conversation_id.as_deref(), &form::LOOKUP_ID);
    }
}

impl Validator {
    fn verification_price(&mut self, price: Option<Decimal>, currency: Option<&Currency>) -> &mut Self {
        let field = "verificationPrice";
        self.positive(field, price).decimals(field, price, currency.and_then(Currency::decimals))
    }
}

operation! {
    /// Retrieves the card that was verified on Craftgate's page.
    GET "/payment/v1/checkout-card-verify/{token}" => CheckoutCardVerification;

    pub struct RetrieveCheckoutCardVerify {
        path {
            /// The page's token.
            token: Secret
        }
    }
}

response_object! {
    /// The result of a card's verification, or its next step.
    pub struct CardVerification {
        required {
            /// The verification's status.
            card_verify_status: CardVerifyStatus,
        }
        optional {
            /// The person's key: the same for all of their cards.
            card_user_key: CardUserKey,
            /// The card's token.
            card_token: CardToken,
            /// The page to show to the customer, with 3D Secure.
            html_content: HtmlContent,
            /// The URL to send the customer to instead of showing a page.
            redirect_url: String,
            /// The merchant's callback URL, as it was sent.
            merchant_callback_url: String,
            /// The status of the refund of the amount.
            refund_status: RefundStatus,
        }
    }
}

response_object! {
    /// The result of a page to verify a card.
    pub struct CheckoutCardVerification {
        required {
            /// The page's token. Hidden from `Debug`.
            token: Secret,
        }
        optional {
            /// The stored card. Absent until a card is verified.
            card: StoredCard,
        }
    }
}

open_enum! {
    /// The way in which a card is verified. (Source: the official clients.)
    pub enum CardVerificationAuthType {
        /// A payment without 3D Secure.
        NonThreeDs = "NON_THREE_DS",
        /// A payment with 3D Secure.
        ThreeDs = "THREE_DS",
        /// No payment.
        None = "NONE",
    }
}

open_enum! {
    /// The status of a card's verification. (Source: the official clients.)
    pub enum CardVerifyStatus {
        /// The card works.
        Success = "SUCCESS",
        /// The card does not work.
        Failure = "FAILURE",
        /// The customer has to confirm at their bank.
        ThreeDsPending = "THREE_DS_PENDING",
    }
}
