//! The reason of a failed payment, in a response's `errors` and in payments.

use super::{ErrorCode, ErrorGroup};
use crate::macros::object::response_object;

response_object! {
    /// The reason of a failed payment.
    pub struct PaymentError {
        optional {
            /// Craftgate's code: above 10000 for a declined payment.
            error_code: ErrorCode,
            /// Craftgate's description, for the merchant. For the customer there is [`ErrorGroup::customer_message`],
            /// which doesn't call a stolen card stolen.
            error_description: String,
            /// The group of the bank's own code.
            error_group: ErrorGroup,
            /// The bank's or provider's own error.
            provider_error: ProviderError,
        }
    }
}

response_object! {
    /// A bank's or payment provider's own error.
    pub struct ProviderError {
        optional {
            /// The bank's or provider's code.
            error_code: ErrorCode,
            /// The bank's or provider's message.
            error_message: String,
        }
    }
}
