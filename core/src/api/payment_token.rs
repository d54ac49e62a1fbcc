//! Tokens for secret values, such as a meal card's number.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment_token::CreatePaymentToken;
//!
//! let token = CreatePaymentToken::new("6036819041742253").issuer("EDENRED");
//! assert_eq!(token.path().unwrap(), "/payment/v1/payment-tokens");
//! assert!(!format!("{token:?}, gizli değer").contains("6036819041742253"));
//! ```

use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;

operation! {
    /// Stores a value at Craftgate, and returns a token for it.
    ///
    /// The merchant stores the token instead of the value.
    POST "/payment/v1/payment-tokens" => PaymentToken;

    pub struct CreatePaymentToken {
        required {
            /// The value, such as a card's number.
            value: Secret,
        }
        optional {
            /// The value's issuer, such as `EDENRED`.
            issuer: String,
        }
    }
}

operation! {
    /// Deletes a token and its value.
    DELETE "/payment/v1/payment-tokens/{token}" => ();

    pub struct DeletePaymentToken {
        path {
            /// The token.
            token: Secret
        }
    }
}

response_object! {
    /// A token for a value that Craftgate stores.
    pub struct PaymentToken {
        required {
            /// The token. Keep it as secret as the value.
            token: Secret,
        }
        optional {
            /// The value's issuer.
            issuer: String,
        }
    }
}
