//! The callback of Craftgate's own pages: checkout, payment in parts, card verification.

use super::{CallbackError, sole_value};
use crate::api::payment::{RetrieveCheckoutCardVerify, RetrieveCheckoutPayment, RetrieveMultiPayment};
use crate::protocol::secret::Secret;
use crate::wire::selected_fields;

/// The callback of a page of Craftgate's: the page's token, without authentication.
///
/// Retrieve the payment that the token stands for, and compare it with the order:
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
    token: Secret,
}

impl CheckoutCallback {
    /// Parses the form that the customer's browser posted to the `callback_url`.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Malformed`] if there is no token, [`CallbackError::DuplicateField`] if there are two.
    pub fn parse(form_body: &[u8]) -> Result<Self, CallbackError> {
        sole_value(form_body, "token").map(Self::new)
    }

    /// Parses the JSON `{"token": "…"}` that Craftgate's server posted to the `merchant_webhook_url`. Unlike a
    /// [webhook](crate::webhook) it has no signature.
    ///
    /// ```
    /// use craftgate_core::callback::CheckoutCallback;
    ///
    /// let callback = CheckoutCallback::parse_json(br#"{"token":"456d1297-908e"}"#).unwrap();
    /// assert_eq!(callback.token(), "456d1297-908e");
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallbackError::Malformed`] if the body is no JSON object with a token that is a string,
    /// [`CallbackError::DuplicateField`] if there are two tokens.
    pub fn parse_json(json_body: &[u8]) -> Result<Self, CallbackError> {
        let json = selected_fields::decode(json_body);
        let [token] = selected_fields::read(&json, ["token"]).map_err(|error| match error {
            selected_fields::FieldsError::Malformed => CallbackError::Malformed,
            selected_fields::FieldsError::Duplicate => CallbackError::DuplicateField,
        })?;
        let token = token.and_then(selected_fields::string).filter(|token| !token.is_empty());
        token.map(|token| Self::new(token.into_owned())).ok_or(CallbackError::Malformed)
    }

    fn new(token: String) -> Self {
        Self { token: token.into() }
    }

    /// Returns the operation that retrieves the payment of a checkout page.
    #[must_use]
    pub fn retrieve(&self) -> RetrieveCheckoutPayment {
        RetrieveCheckoutPayment::new(self.token())
    }

    /// Returns the operation that retrieves a payment in parts, if
    /// [`InitMultiPayment`](crate::payment::InitMultiPayment) opened the page.
    #[must_use]
    pub fn retrieve_multi_payment(&self) -> RetrieveMultiPayment {
        RetrieveMultiPayment::new(self.token())
    }

    /// Returns the operation that retrieves a verified card, if
    /// [`InitCheckoutCardVerify`](crate::payment::InitCheckoutCardVerify) opened the page.
    #[must_use]
    pub fn retrieve_card_verify(&self) -> RetrieveCheckoutCardVerify {
        RetrieveCheckoutCardVerify::new(self.token())
    }

    /// Returns the token, as received.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.expose()
    }
}
