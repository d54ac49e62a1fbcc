//! Tokens that stand for a secret value, such as a meal card's number.
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
    /// Has Craftgate keep a value and give a token for it.
    ///
    /// The merchant keeps the token and need not keep the value.
    POST "/payment/v1/payment-tokens" => PaymentToken;

    pub struct CreatePaymentToken {
        required {
            /// The value, such as a card's number.
            value: Secret,
        }
        optional {
            /// Whose value it is, such as `EDENRED`.
            issuer: String,
        }
    }
}

operation! {
    /// Has Craftgate forget a token and its value.
    DELETE "/payment/v1/payment-tokens/{token}" => ();

    pub struct DeletePaymentToken {
        path {
            /// The token.
            token: Secret
        }
    }
}

response_object! {
    /// A token that stands for a value.
    pub struct PaymentToken {
        required {
            /// The token: it is as good as the value.
            token: Secret,
        }
        optional {
            /// Whose value it is.
            issuer: String,
        }
    }
}
