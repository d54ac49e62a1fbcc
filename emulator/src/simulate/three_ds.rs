//! The customer of a payment with 3D Secure, on the bank's page.

use craftgate_core::callback::CompleteStatus;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{MdStatus, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::customer::PaymentDeclined;
use crate::domain::charge::charge_without_event;
use crate::domain::context::Context;
use crate::domain::test_cards::{Step, TestCard};
use crate::domain::three_ds::{Destination, ThreeDsOutcome};
use crate::emulator::Emulator;
use crate::error::{ApiError, PAYMENT_NOT_PENDING};
use crate::protocol::callback_form::CallbackForm;
use crate::protocol::callbacks::Callback;

impl Emulator {
    /// Authenticates the customer of a payment with 3D Secure, or fails to, as the bank's page does. Returns what the
    /// customer's browser posts to the merchant. The merchant can complete the payment from then on.
    ///
    /// Once the authentication has ended nothing changes, and the form says that the customer has returned already.
    ///
    /// ```
    /// use craftgate_core::Currency;
    /// use craftgate_core::callback::{self, NextStep, RetrievedNextStep};
    /// use craftgate_core::payment::{Amounts, Card, CardNumber, CreatePayment, InitThreeDsPayment, PaymentItem};
    /// use craftgate_core::rust_decimal::Decimal;
    /// use craftgate_emulator::{Emulator, ThreeDsOutcome};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// let client = emulator.client()?;
    ///
    /// let price = Decimal::new(100_00, 2);
    /// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
    ///     .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), "07/44".parse()?, "000"));
    /// let init = InitThreeDsPayment::new(payment, "https://shop.example.com/3ds");
    /// let started = init.started(&client.call(&init).send()?).ok_or("no payment")?;
    ///
    /// let form = emulator.authenticate(started.payment_id, ThreeDsOutcome::Cancelled)?;
    /// assert_eq!(form.action(), "https://shop.example.com/3ds");
    /// let callback = callback::verify(&emulator.callback_key()?, form.form_body().as_bytes())?;
    /// let NextStep::Retrieve(retrieve) = callback.next_step(&started) else { return Err("decided".into()) };
    /// assert_eq!(started.next_step(&client.call(&retrieve).send()?), RetrievedNextStep::Failed);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment with 3D Secure, or a partial authentication has a status other
    /// than 2, 3 or 4.
    pub fn authenticate(
        &self,
        payment_id: PaymentId,
        outcome: ThreeDsOutcome,
    ) -> Result<CallbackForm, PaymentDeclined> {
        self.act_as_customer(|context| authenticate(context, payment_id, outcome))
    }

    /// Enters a code on the bank's page: 123456 approves the payment, 000000 declines it. Any other code is wrong, and
    /// the third wrong one declines the payment. Returns `None` if the customer may try again.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment with 3D Secure.
    pub fn enter_three_ds_code(
        &self,
        payment_id: PaymentId,
        code: &str,
    ) -> Result<Option<CallbackForm>, PaymentDeclined> {
        self.act_as_customer(|context| enter_code(context, payment_id, code))
    }
}

fn enter_code(context: &mut Context<'_>, id: PaymentId, code: &str) -> Result<Option<CallbackForm>, ApiError> {
    let authentication = context.state.payments.find_mut(id)?.authentication.as_mut().ok_or(PAYMENT_NOT_PENDING)?;
    let outcome = match authentication.enter(code) {
        Some(outcome) => outcome,
        None => return Ok(None),
    };
    authenticate(context, id, outcome).map(Some)
}

fn authenticate(context: &mut Context<'_>, id: PaymentId, outcome: ThreeDsOutcome) -> Result<CallbackForm, ApiError> {
    let record = context.state.payments.find(id)?;
    let is_duplicate = record.payment.payment_status != PaymentStatus::InitThreeDs;
    if record.authentication.is_some() && !is_duplicate {
        end(context, id, outcome)?;
    }
    form(context, id, is_duplicate)
}

/// Ends the authentication, and charges the payment if its POS does so at once.
fn end(context: &mut Context<'_>, id: PaymentId, outcome: ThreeDsOutcome) -> Result<(), ApiError> {
    let approved = context.state.payments.find(id)?.card.map_or(MdStatus(1), TestCard::md_status);
    let md_status = outcome.md_status(approved)?;
    let record = context.state.payments.find_mut(id)?;
    let error = md_status.is_failure().then(|| outcome.error().into());
    record.end_authentication(md_status, error.map(|error: ApiError| error.into_errors(context.language)));
    let (event_type, is_success) = match record.is_charged_at_authentication() {
        true => (WebhookEventType::ApiVerifyAndAuth, charge_if_authenticated(context, id)?),
        false => (WebhookEventType::ThreeDsVerify, !md_status.is_failure()),
    };
    let status = if is_success { WebhookStatus::Success } else { WebhookStatus::Failure };
    context.emit_event(event_type, status, id);
    Ok(())
}

/// Returns true if the customer is authenticated as the merchant demands, and the bank has charged the card.
fn charge_if_authenticated(context: &mut Context<'_>, id: PaymentId) -> Result<bool, ApiError> {
    if context.state.payments.find(id)?.check_authenticated(context.settings).is_err() {
        return Ok(false);
    }
    match charge_without_event(context, id, Step::ThreeDsPayment) {
        Ok(_) => Ok(true),
        Err(ApiError::Declined(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the form that leads back to the merchant.
fn form(context: &Context<'_>, id: PaymentId, is_duplicate: bool) -> Result<CallbackForm, ApiError> {
    let record = context.state.payments.find(id)?;
    let authentication = record.authentication.as_ref().ok_or(PAYMENT_NOT_PENDING)?;
    let conversation_id = record.payment.conversation_id.clone();
    let callback = match &record.payment.payment_status {
        _ if is_duplicate => Callback::duplicate(conversation_id),
        PaymentStatus::Failure => Callback::failure(conversation_id),
        _ => Callback::success(id, conversation_id),
    };
    let is_charged = record.is_charged_at_authentication();
    let complete_status = if is_charged { CompleteStatus::Completed } else { CompleteStatus::Waiting };
    let callback = callback.complete_status(complete_status).md_status(record.payment.md_status);
    let Destination::Merchant { callback_url, is_v2 } = &authentication.destination;
    let key = &context.keys.callback;
    let fields = if *is_v2 { callback.v2(key) } else { callback.v1(key) };
    Ok(CallbackForm::new(callback_url.clone(), fields))
}
