//! The callback of Juzdan.

use super::{CallbackError, sole_value};
use crate::api::id::JuzdanReferenceId;
use crate::api::juzdan::RetrieveJuzdanPayment;

/// Juzdan's callback: the payment's reference, without authentication.
///
/// Retrieve the payment that the reference stands for, and compare it with the order:
///
/// ```
/// use craftgate_core::Operation;
/// use craftgate_core::callback::JuzdanCallback;
///
/// let callback = JuzdanCallback::parse(b"referenceId=5493c7a7-4d8b").unwrap();
/// assert_eq!(callback.retrieve().path().unwrap(), "/payment/v1/juzdan-payments/5493c7a7-4d8b");
/// // let payment = client.call(&callback.retrieve()).send()?;
/// // ExpectedPayment::by_conversation_id("order-17", amounts, currency).check(&payment)?;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JuzdanCallback {
    reference_id: JuzdanReferenceId,
}

impl JuzdanCallback {
    /// Parses the form that the customer's browser posted.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Malformed`] if there is no reference, [`CallbackError::DuplicateField`] if there are two.
    pub fn parse(form_body: &[u8]) -> Result<Self, CallbackError> {
        sole_value(form_body, "referenceId")
            .map(|reference_id| Self { reference_id: JuzdanReferenceId::new(reference_id) })
    }

    /// Returns the operation that retrieves the payment.
    #[must_use]
    pub fn retrieve(&self) -> RetrieveJuzdanPayment {
        RetrieveJuzdanPayment::new(self.reference_id.clone())
    }

    /// Returns the payment's reference, as received. That of the started payment is in
    /// [`InitJuzdanPaymentResponse`](crate::juzdan::InitJuzdanPaymentResponse).
    #[must_use]
    pub fn reference_id(&self) -> &JuzdanReferenceId {
        &self.reference_id
    }
}
