//! Value lists.

use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::Page;
use craftgate_core::fraud::{
    AddCardFingerprintToValueList, AddValueToValueList, DeleteValueList, FraudOperation, FraudValueList,
    FraudValueType, RemoveValueFromValueList, RetrieveAllValueLists, RetrieveValueList,
};
use craftgate_core::id::PaymentId;

use crate::domain::context::Context;
use crate::domain::payment::{PaymentKey, Payments};
use crate::domain::value_list::{NewValue, card_fingerprint};
use crate::error::{ApiError, INVALID_VALUE, NOT_A_CARD_PAYMENT, require};

/// How long the fingerprint of a card is kept at most, in seconds. (Source: Craftgate's "Liste Yönetimi".)
const MAX_CARD_SECONDS: i32 = 2 * 60 * 60;

pub(crate) fn add_value(context: &mut Context<'_>, request: AddValueToValueList) -> Result<(), ApiError> {
    check_name(&request.list_name)?;
    let is_card = request.value_type == FraudValueType::Card;
    // Some clients always send a payment, which is 0 if there is none.
    let payment_id = request.payment_id.filter(|id| id.get() != 0);
    let value = match (request.value, payment_id) {
        (None, None) => {
            context.state.value_lists.create(request.list_name);
            return Ok(());
        }
        (None, Some(payment_id)) if is_card => fingerprint(&context.state.payments, payment_id)?,
        (None, Some(_)) => return Err(INVALID_VALUE.field("paymentId")),
        (Some(_), _) if is_card => return Err(INVALID_VALUE.field("value")),
        (Some(value), _) => value,
    };
    let expires_at = expiry(context.now, request.duration_in_seconds, is_card)?;
    context.state.value_lists.add(request.list_name, NewValue { value, label: request.label, expires_at });
    Ok(())
}

pub(crate) fn add_card(context: &mut Context<'_>, request: AddCardFingerprintToValueList) -> Result<(), ApiError> {
    check_name(&request.list_name)?;
    if let Some(FraudOperation::Unrecognized(_)) = request.operation {
        return Err(INVALID_VALUE.field("operation"));
    }
    let operation_id = require(request.operation_id, "operationId")?;
    let value = match find_operation(&context.state.payments, &operation_id) {
        Some(payment_id) => fingerprint(&context.state.payments, payment_id)?,
        None => format!("emulator-operation-{operation_id}"),
    };
    let expires_at = expiry(context.now, request.duration_in_seconds, true)?;
    context.state.value_lists.add(request.list_name, NewValue { value, label: request.label, expires_at });
    Ok(())
}

/// Returns the payment of an operation, which has the payment's id or its order id.
fn find_operation(payments: &Payments, operation_id: &str) -> Option<PaymentId> {
    let by_order = || payments.search().key(Some(PaymentKey::Order(operation_id.to_owned()))).first();
    operation_id.parse().ok().or_else(|| by_order().map(|record| record.payment.id))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.is_empty() { Err(INVALID_VALUE.field("listName")) } else { Ok(()) }
}

/// Returns what identifies the card of a payment, without its number.
fn fingerprint(payments: &Payments, payment_id: PaymentId) -> Result<String, ApiError> {
    let payment = &payments.find(payment_id)?.payment;
    let digits = payment.bin_number.as_ref().zip(payment.last_four_digits.as_ref());
    let (bin, last_four) = digits.ok_or(NOT_A_CARD_PAYMENT)?;
    Ok(card_fingerprint(bin, last_four))
}

fn expiry(now: NaiveDateTime, seconds: Option<i32>, is_card: bool) -> Result<Option<NaiveDateTime>, ApiError> {
    if seconds.is_some_and(|seconds| seconds < 1) {
        return Err(INVALID_VALUE.field("durationInSeconds"));
    }
    let seconds = match is_card {
        true => Some(seconds.unwrap_or(MAX_CARD_SECONDS).min(MAX_CARD_SECONDS)),
        false => seconds,
    };
    Ok(seconds.and_then(|seconds| now.checked_add_signed(TimeDelta::seconds(seconds.into()))))
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveValueList) -> Result<FraudValueList, ApiError> {
    context.state.value_lists.find(&request.list_name, context.now)
}

pub(crate) fn retrieve_all(
    context: &mut Context<'_>,
    _: RetrieveAllValueLists,
) -> Result<Page<FraudValueList>, ApiError> {
    Ok(Page::new(context.state.value_lists.all(context.now)))
}

pub(crate) fn delete(context: &mut Context<'_>, request: DeleteValueList) -> Result<(), ApiError> {
    context.state.value_lists.remove(&request.list_name)
}

pub(crate) fn remove_value(context: &mut Context<'_>, request: RemoveValueFromValueList) -> Result<(), ApiError> {
    context.state.value_lists.remove_value(&request.list_name, &request.value_id)
}
