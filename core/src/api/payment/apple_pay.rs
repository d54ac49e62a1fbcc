//! Apple Pay on the merchant's own web page.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::{ApplePayMerchant, CreateApplePayMerchantSession};
//!
//! let merchant = ApplePayMerchant {
//!     merchant_identifier: "merchant.com.example".into(),
//!     display_name: "Örnek Mağaza".into(),
//!     initiative: "web".into(),
//!     initiative_context: "example.com".into(),
//! };
//! let url = "https://apple-pay-gateway.apple.com/paymentservices/startSession"; // from the page's event
//! let session = CreateApplePayMerchantSession::new(merchant, url);
//! assert_eq!(session.path().unwrap(), "/payment/v1/apple-pay/merchant-sessions");
//! ```

use crate::macros::object::literal_object;
use crate::macros::operation::operation;
use crate::wire::json::Json;

operation! {
    /// Opens the merchant session that Apple Pay requests from a web page.
    ///
    /// Send it on the page's `onvalidatemerchant` event, and pass the [`Json`] in the response to Apple's script as it
    /// came. The token that the customer then approves is paid with as [`Card::tokenized`](super::Card::tokenized).
    POST "/payment/v1/apple-pay/merchant-sessions" => Json;

    pub struct CreateApplePayMerchantSession {
        flatten {
            /// The merchant, as registered with Apple.
            merchant: ApplePayMerchant
        }
        required {
            /// Apple's URL for this session, from the page's event.
            validation_url: String,
        }
    }
}

literal_object! {
    /// A merchant, as registered with Apple. The fields are named, so that they can't be swapped.
    pub struct ApplePayMerchant {
        /// Apple's id of the merchant.
        merchant_identifier: String,
        /// The shop's name, as the payment sheet shows it.
        display_name: String,
        /// The place where the payment is made: `web` for a web page.
        initiative: String,
        /// The web page's domain.
        initiative_context: String,
    }
}
