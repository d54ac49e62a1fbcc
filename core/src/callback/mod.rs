//! Callbacks, which the customer's browser posts to the merchant.
//!
//! Anybody can post to a callback URL. Verifying is the only way to a callback's fields, and what it says counts only for
//! the payment that it names.
//!
//! | the payment was started by | its callback is read by |
//! |---|---|
//! | [`InitThreeDsPayment`], [`InitThreeDsDepositPayment`], [`InitThreeDsMasterpassPayment`] | [`verify`] |
//! | [`InitApmPayment`], [`InitPosApmPayment`], [`InitGarantiPayPayment`] | [`verify`]: success means to look the payment up |
//! | [`InitBnplPayment`] | [`verify_bnpl`] |
//! | [`InitCheckoutPayment`], [`InitMultiPayment`], [`InitCheckoutCardVerify`] | [`CheckoutCallback`]: no hash |
//! | [`InitJuzdanPayment`] | [`JuzdanCallback`]: no hash |
//! | [`InitBkmExpressPayment`] | none: a [webhook](crate::webhook) |
//!
//! ```
//! use craftgate_core::callback::{self, CallbackError, CallbackKey, NextStep, StartedPayment};
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::CompleteThreeDsPayment;
//!
//! let key = CallbackKey::new("merchantThreeDsCallbackKeySndbox").unwrap();
//! let form = "status=SUCCESS&completeStatus=WAITING&paymentId=5&conversationData=conversation-data\
//!     &conversationId=conversation-id&hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1";
//!
//! let callback = callback::verify(&key, form.as_bytes()).unwrap();
//! assert_eq!(callback.conversation_id(), Some("conversation-id"));
//!
//! // The payment that this customer started, kept with their order:
//! let started = StartedPayment::new(PaymentId::new(5), "conversation-id");
//! let complete = CompleteThreeDsPayment::new(started.payment_id);
//! assert_eq!(callback.next_step(&started), NextStep::Complete(complete));
//!
//! let forged = form.replace("paymentId=5", "paymentId=6");
//! assert_eq!(callback::verify(&key, forged.as_bytes()), Err(CallbackError::Hash));
//! ```
//!
//! A callback may never come, because the customer closed the browser or the network failed, or come in a shape that
//! can't be verified. Webhooks bring the result as well, and [`StartedPayment::retrieve`] looks the payment up at any
//! time.
//!
//! [`InitThreeDsPayment`]: crate::payment::InitThreeDsPayment
//! [`InitThreeDsDepositPayment`]: crate::payment::InitThreeDsDepositPayment
//! [`InitThreeDsMasterpassPayment`]: crate::masterpass::InitThreeDsMasterpassPayment
//! [`InitApmPayment`]: crate::payment::InitApmPayment
//! [`InitPosApmPayment`]: crate::payment::InitPosApmPayment
//! [`InitGarantiPayPayment`]: crate::payment::InitGarantiPayPayment
//! [`InitBnplPayment`]: crate::payment::InitBnplPayment
//! [`InitCheckoutPayment`]: crate::payment::InitCheckoutPayment
//! [`InitMultiPayment`]: crate::payment::InitMultiPayment
//! [`InitCheckoutCardVerify`]: crate::payment::InitCheckoutCardVerify
//! [`InitJuzdanPayment`]: crate::juzdan::InitJuzdanPayment
//! [`InitBkmExpressPayment`]: crate::bkm_express::InitBkmExpressPayment

mod bnpl;
mod checkout;
mod hash;
mod juzdan;
pub(crate) mod key;
mod started;
mod three_ds;

pub use bnpl::{BnplCallback, BnplNextStep, verify_bnpl, verify_bnpl_fields};
pub use checkout::CheckoutCallback;
pub use juzdan::JuzdanCallback;
pub use key::CallbackKey;
pub use started::{RetrievedNextStep, StartedPayment};
pub use three_ds::{CallbackVersion, CompleteStatus, NextStep, ThreeDsCallback, verify, verify_fields};

use std::fmt;

use crate::encoding::form;

/// The reason why a callback is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackError {
    /// The body is not a form, or lacks a field that every callback has.
    Malformed,
    /// A field occurs more than once.
    DuplicateField,
    /// The hash is not Craftgate's for these fields and this key.
    Hash,
    /// The hash is Craftgate's, but `hashParams` lists its fields in an order that is unknown to this version. The hash
    /// does not cover the order, so a value could be under another's name.
    ///
    /// Not a dead end: look the started payment up, by [`next_step`](Self::next_step).
    UnknownFieldOrder,
    /// The hash is Craftgate's, but it would be the same for other values in these fields.
    ///
    /// Not a dead end: look the started payment up, by [`next_step`](Self::next_step).
    Ambiguous,
}

impl CallbackError {
    /// Returns the next step for the started payment: retrieve it, if the callback has Craftgate's hash but its content
    /// is ambiguous. `None` if the callback is not Craftgate's: ignore it.
    ///
    /// ```
    /// use craftgate_core::callback::{CallbackError, NextStep, StartedPayment};
    /// use craftgate_core::id::PaymentId;
    ///
    /// let started = StartedPayment::new(PaymentId::new(5), "siparis-17-1");
    /// let retrieve = NextStep::Retrieve(started.retrieve());
    /// assert_eq!(CallbackError::UnknownFieldOrder.next_step(&started), Some(retrieve));
    /// assert_eq!(CallbackError::Hash.next_step(&started), None);
    /// ```
    #[must_use]
    pub fn next_step(self, started: &StartedPayment) -> Option<NextStep> {
        self.has_matching_hash().then(|| NextStep::Retrieve(started.retrieve()))
    }

    /// Returns the next step as [`next_step`](Self::next_step), for a shopping loan's callback: ask the bank.
    #[must_use]
    pub fn bnpl_next_step(self, started: &StartedPayment) -> Option<BnplNextStep> {
        self.has_matching_hash().then(|| BnplNextStep::Verify(started.verify_bnpl()))
    }

    fn has_matching_hash(self) -> bool {
        matches!(self, Self::UnknownFieldOrder | Self::Ambiguous)
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the callback is malformed",
            Self::DuplicateField => "the callback has a duplicate field",
            Self::Hash => "the callback's hash does not match",
            Self::UnknownFieldOrder => "the callback's hash covers its fields in an unknown order",
            Self::Ambiguous => "the callback's hash fits other values as well",
        })
    }
}

impl std::error::Error for CallbackError {}

/// The value of a form's only field with this name.
fn sole_value(form_body: &[u8], name: &str) -> Result<String, CallbackError> {
    let fields = form::parse(form_body).ok_or(CallbackError::Malformed)?;
    let mut values = fields.into_iter().filter(|(known, _)| known == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) if !value.is_empty() => Ok(value.into_owned()),
        (Some(_), Some(_)) => Err(CallbackError::DuplicateField),
        _ => Err(CallbackError::Malformed),
    }
}
