//! What the customer's browser posts to the merchant.
//!
//! Anybody can post to a callback URL. [`verify`] tells Craftgate's callbacks from forged ones. It and
//! [`verify_fields`] are the only ways to a [`ThreeDsCallback`]. A checkout page's callback can't be verified at all:
//! see [`CheckoutCallback`].
//!
//! ```
//! use craftgate_core::callback::{self, CallbackError, CallbackKey, NextStep};
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::CompleteThreeDsPayment;
//!
//! let key = CallbackKey::from("merchantThreeDsCallbackKeySndbox");
//! let form = "status=SUCCESS&completeStatus=WAITING&paymentId=5&conversationData=conversation-data\
//!     &conversationId=conversation-id&hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1";
//!
//! let callback = callback::verify(&key, form.as_bytes()).unwrap();
//! assert_eq!(callback.conversation_id(), Some("conversation-id"));
//!
//! let started = PaymentId::new(5); // the payment that this customer started, kept with their order
//! assert_eq!(callback.next_step(started), NextStep::Complete(CompleteThreeDsPayment::new(started)));
//!
//! let forged = form.replace("paymentId=5", "paymentId=6");
//! assert_eq!(callback::verify(&key, forged.as_bytes()), Err(CallbackError::Hash));
//! ```

mod checkout;
mod three_ds;

pub use checkout::CheckoutCallback;
pub use three_ds::{CallbackVersion, CompleteStatus, NextStep, ThreeDsCallback, verify, verify_fields};

use std::fmt;

use crate::protocol::secret::Secret;

/// The merchant's 3D Secure callback key, from the merchant panel. An empty one verifies nothing.
#[derive(Debug, Clone)]
pub struct CallbackKey(Secret);

impl From<&str> for CallbackKey {
    fn from(key: &str) -> Self {
        Self(key.into())
    }
}

impl From<String> for CallbackKey {
    fn from(key: String) -> Self {
        Self(key.into())
    }
}

/// Why a callback is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// The body is not a form, or lacks what every callback has.
    Malformed,
    /// A field comes twice, or the fields could be cut apart in another way under the same hash.
    Ambiguous,
    /// The hash is not Craftgate's for these fields and this key.
    Hash,
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the callback is malformed",
            Self::Ambiguous => "the callback's fields are ambiguous",
            Self::Hash => "the callback's hash does not match",
        })
    }
}

impl std::error::Error for CallbackError {}
