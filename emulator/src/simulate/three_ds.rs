//! The customer of a payment with 3D Secure, on the bank's page.

use craftgate_core::callback::CompleteStatus;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{MdStatus, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::card_verify;
use super::customer::{PaymentDeclined, ignore_decline};
use super::page::way_back;
use super::returning::Returning;
use crate::domain::charge::charge_without_event;
use crate::domain::context::Context;
use crate::domain::destination::{Destination, HostedPage};
use crate::domain::page_payment;
use crate::domain::test_cards::{Step, TestCard};
use crate::domain::three_ds::ThreeDsOutcome;
use crate::emulator::Emulator;
use crate::error::{ApiError, PAYMENT_NOT_PENDING};
use crate::protocol::callback_form::CallbackForm;

impl Emulator {
    /// Ends the 3D Secure authentication of a payment's customer with this outcome, as the bank's page does. Returns
    /// the form that the customer's browser posts to the merchant, who can then complete the payment.
    ///
    /// Once the authentication has ended nothing changes, and the form says that the customer has returned already. The
    /// verification of a card by 3D Secure has the id of a payment, too: that of its callback.
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
    let authentication = match context.state.three_ds_verifications.get_mut(id) {
        Some(verification) => &mut verification.authentication,
        None => context.state.payments.find_mut(id)?.authentication.as_mut().ok_or(PAYMENT_NOT_PENDING)?,
    };
    let outcome = match authentication.enter(code) {
        Some(outcome) => outcome,
        None => return Ok(None),
    };
    authenticate(context, id, outcome).map(Some)
}

fn authenticate(context: &mut Context<'_>, id: PaymentId, outcome: ThreeDsOutcome) -> Result<CallbackForm, ApiError> {
    if context.state.three_ds_verifications.get(id).is_some() {
        return card_verify::authenticate(context, id, outcome);
    }
    let record = context.state.payments.find(id)?;
    let is_duplicate = record.payment.payment_status != PaymentStatus::InitThreeDs;
    if record.authentication.is_none() {
        return Err(PAYMENT_NOT_PENDING.into());
    }
    if !is_duplicate {
        end(context, id, outcome)?;
    }
    form(context, id, is_duplicate)
}

/// Ends the authentication, and charges the payment if the merchant does not.
fn end(context: &mut Context<'_>, id: PaymentId, outcome: ThreeDsOutcome) -> Result<(), ApiError> {
    let approved = context.state.payments.find(id)?.card.map_or(MdStatus(1), TestCard::md_status);
    let md_status = outcome.md_status(approved)?;
    let record = context.state.payments.find_mut(id)?;
    let error = md_status.is_failure().then(|| ApiError::from(outcome.error()));
    record.end_authentication(md_status, error.map(|error| error.into_errors(context.language)));
    if let Some(Destination::Page { page, .. }) = &record.destination {
        let page = page.clone();
        return end_on_page(context, id, &page);
    }
    let (event_type, is_success) = match record.is_charged_at_authentication() {
        true => (WebhookEventType::ApiVerifyAndAuth, charge_if_authenticated(context, id)?),
        false => (WebhookEventType::ThreeDsVerify, !md_status.is_failure()),
    };
    let status = if is_success { WebhookStatus::Success } else { WebhookStatus::Failure };
    context.emit_event(event_type, status, id);
    Ok(())
}

/// Charges the payment of a page, or fails it: no merchant is asked.
fn end_on_page(context: &mut Context<'_>, id: PaymentId, page: &HostedPage) -> Result<(), ApiError> {
    let (settings, language) = (context.settings, context.language);
    let record = context.state.payments.find_mut(id)?;
    if record.fail_unless_authenticated(settings, language).is_err() {
        page_payment::record(context, id, page, None);
        return Ok(());
    }
    ignore_decline(page_payment::charge(context, id, page, Step::ThreeDsPayment)).map(drop)
}

/// Charges the payment, or fails it if its customer is not authenticated as the merchant demands. Returns true if the
/// card's bank has paid.
fn charge_if_authenticated(context: &mut Context<'_>, id: PaymentId) -> Result<bool, ApiError> {
    let (settings, language) = (context.settings, context.language);
    if context.state.payments.find_mut(id)?.fail_unless_authenticated(settings, language).is_err() {
        return Ok(false);
    }
    ignore_decline(charge_without_event(context, id, Step::ThreeDsPayment))
}

/// Returns the form that leads back to the merchant.
fn form(context: &Context<'_>, id: PaymentId, is_duplicate: bool) -> Result<CallbackForm, ApiError> {
    let record = context.state.payments.find(id)?;
    let destination = record.destination.as_ref().ok_or(PAYMENT_NOT_PENDING)?;
    let conversation_id = record.payment.conversation_id.clone();
    let has_failed = record.payment.payment_status == PaymentStatus::Failure;
    let callback = Returning { id, conversation_id, is_duplicate, has_failed }.callback(context.settings);
    let is_charged = record.is_charged_at_authentication();
    let complete_status = if is_charged { CompleteStatus::Completed } else { CompleteStatus::Waiting };
    let callback = callback.complete_status(complete_status).md_status(record.payment.md_status);
    let (callback_url, is_v2) = match destination {
        Destination::Merchant { callback_url, is_v2, .. } => (callback_url, is_v2),
        Destination::Page { callback_url, page } => return Ok(way_back(context, callback_url, page)),
    };
    let key = &context.keys.callback;
    let fields = if *is_v2 { callback.v2(key) } else { callback.v1(key) };
    Ok(CallbackForm::new(callback_url.clone(), fields))
}
