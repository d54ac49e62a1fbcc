//! The callback of Craftgate's checkout page.

use super::CallbackError;
use crate::api::payment::RetrieveCheckoutPayment;
use crate::encoding::form;

/// A checkout page's callback: a token, and nothing that could be trusted.
///
/// Retrieve the payment that the token stands for, and hold it against the order:
///
/// ```
/// use craftgate_core::callback::CheckoutCallback;
/// use craftgate_core::Operation;
///
/// let callback = CheckoutCallback::parse(b"token=456d1297-908e-4bd6-a13b-4be31a6e47d5").unwrap();
/// let retrieve = callback.retrieve();
/// assert_eq!(retrieve.path().unwrap(), "/payment/v1/checkout-payments/456d1297-908e-4bd6-a13b-4be31a6e47d5");
/// // let payment = client.call(&retrieve).send()?;
/// // ExpectedPayment::by_conversation_id("order-17", amounts, currency).check(&payment)?;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutCallback {
    token: String,
}

impl CheckoutCallback {
    /// Reads the form that the customer's browser posted.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Malformed`] if there is no token, [`CallbackError::Ambiguous`] if there are two.
    pub fn parse(form_body: &[u8]) -> Result<Self, CallbackError> {
        let fields = form::parse(form_body).ok_or(CallbackError::Malformed)?;
        let mut tokens = fields.into_iter().filter(|(name, _)| name == "token").map(|(_, token)| token);
        match (tokens.next(), tokens.next()) {
            (Some(token), None) if !token.is_empty() => Ok(Self { token: token.into_owned() }),
            (Some(_), Some(_)) => Err(CallbackError::Ambiguous),
            _ => Err(CallbackError::Malformed),
        }
    }

    /// The operation that tells what became of the payment.
    #[must_use]
    pub fn retrieve(&self) -> RetrieveCheckoutPayment {
        RetrieveCheckoutPayment::new(&*self.token)
    }

    /// The token, as it came.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}
