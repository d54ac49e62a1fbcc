//! Apple Pay on the merchant's own web page.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::CreateApplePayMerchantSession;
//!
//! let session = CreateApplePayMerchantSession::new(
//!     "merchant.com.example",
//!     "Örnek Mağaza",
//!     "web",
//!     "example.com",
//!     "https://apple-pay-gateway.apple.com/paymentservices/startSession",
//! );
//! assert_eq!(session.path().unwrap(), "/payment/v1/apple-pay/merchant-sessions");
//! ```

use crate::macros::operation::operation;
use crate::wire::json::Json;

operation! {
    /// Opens the merchant session that Apple Pay asks a web page for.
    ///
    /// Answers the page's `onvalidatemerchant` event: hand the [`Json`] back to Apple's script as it came.
    /// The token that the customer then approves is paid with as
    /// [`Card::tokenized`](super::Card::tokenized).
    POST "/payment/v1/apple-pay/merchant-sessions" => Json;

    pub struct CreateApplePayMerchantSession {
        required {
            /// Apple's id of the merchant.
            merchant_identifier: String,
            /// The shop's name, as the payment sheet shows it.
            display_name: String,
            /// Where the payment is made; `web` on a web page.
            initiative: String,
            /// The web page's domain, as registered with Apple.
            initiative_context: String,
            /// Apple's address for this session, from the page's event.
            validation_url: String,
        }
    }
}
