//! Fraud rules: a payment with a value on a list is stopped, or put under review. (Source: Craftgate's "Kural Yönetimi".)

use chrono::NaiveDateTime;
use craftgate_core::ErrorGroup;
use craftgate_core::fraud::{FraudOperation, FraudRule};
use craftgate_core::id::{FraudCheckId, FraudRuleId, PaymentId};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{FraudAction, PaymentStatus};

use super::context::Context;
use super::fraud_check::FraudCheckRecord;
use super::order::Order;
use super::value_list::{ValueLists, card_fingerprint};
use crate::error::ApiError;

/// The lists that rules refer to. A rule holds while its list exists.
const BLOCK_LIST: &str = "blockList";
const REVIEW_LIST: &str = "reviewList";

/// Returns the rule that a payment matches: rather the one that stops it than the one that puts it under review.
pub(crate) fn matching(order: &Order, lists: &ValueLists, now: NaiveDateTime) -> Option<FraudRule> {
    if !lists.exists(BLOCK_LIST) && !lists.exists(REVIEW_LIST) {
        return None;
    }
    let values = values(order);
    let is_listed = |list: &str| values.iter().any(|value| lists.has(list, value, now));
    match is_listed(BLOCK_LIST) {
        true => Some(blocking_rule()),
        false => is_listed(REVIEW_LIST).then(reviewing_rule),
    }
}

/// Adds the fraud check of a payment that a rule matched, and fails the payment if the rule stops it.
///
/// # Errors
///
/// If the rule stops the payment.
pub(crate) fn apply(context: &mut Context<'_>, id: PaymentId, rule: &FraudRule) -> Result<(), ApiError> {
    add_check(context, id, rule)?;
    if rule.action != Some(FraudAction::Block) {
        return Ok(());
    }
    let error = ApiError::Rejected(ErrorGroup::FraudBlock);
    let payment = &mut context.state.payments.find_mut(id)?.payment;
    payment.payment_status = PaymentStatus::Failure;
    payment.payment_error = Some(error.clone().into_errors(context.language));
    Err(error)
}

/// Adds the fraud check of a payment that a rule matched, and returns the check's id.
pub(crate) fn add_check(context: &mut Context<'_>, id: PaymentId, rule: &FraudRule) -> Result<FraudCheckId, ApiError> {
    let now = context.now;
    let payment = &mut context.state.payments.find_mut(id)?.payment;
    let check_id = context.state.fraud_checks.add(|id| FraudCheckRecord::new(id, payment, rule.clone(), now));
    payment.fraud_id = Some(check_id);
    payment.fraud_rule_id = Some(rule.id);
    payment.fraud_action = rule.action.clone();
    Ok(check_id)
}

/// Returns the account's rules.
pub(crate) fn all(lists: &ValueLists) -> Vec<FraudRule> {
    let blocking = lists.exists(BLOCK_LIST).then(blocking_rule);
    let reviewing = lists.exists(REVIEW_LIST).then(reviewing_rule);
    [Some(manual_rule()), blocking, reviewing].into_iter().flatten().collect()
}

/// Returns the rule that matches no payment by itself: a test puts payments under review.
pub(crate) fn manual_rule() -> FraudRule {
    rule(1, "Emülatör", "paidPrice > 0", FraudAction::Review)
}

fn blocking_rule() -> FraudRule {
    listed_rule(2, BLOCK_LIST, FraudAction::Block)
}

fn reviewing_rule() -> FraudRule {
    listed_rule(3, REVIEW_LIST, FraudAction::Review)
}

fn listed_rule(id: i64, list: &str, action: FraudAction) -> FraudRule {
    rule(id, list, &format!("clientIp, card, buyerEmail, buyerPhoneNumber, buyerExternalId in {list}"), action)
}

fn rule(id: i64, name: &str, conditions: &str, action: FraudAction) -> FraudRule {
    let mut rule = FraudRule::new(FraudRuleId::new(id), Status::Active);
    rule.name = Some(name.to_owned());
    rule.action = Some(action);
    rule.conditions = Some(conditions.to_owned());
    rule.operations = vec![FraudOperation::Payment];
    rule
}

/// Returns what a payment tells of its buyer.
fn values(order: &Order) -> Vec<String> {
    let request = &order.request;
    let presented = order.presented.as_ref().map(|presented| (&presented.bin, presented.card));
    let card = presented.or_else(|| order.account_card.as_ref().map(|account| (&account.bin, account.card)));
    let card = card.map(|(bin, card)| card_fingerprint(bin, card.last_four()));
    let buyer = request.fraud_params.as_ref();
    let buyer = buyer.map(|buyer| {
        [&buyer.buyer_email, &buyer.buyer_phone_number, &buyer.buyer_external_id, &buyer.custom_fraud_variable]
    });
    let of_buyer = buyer.into_iter().flatten().filter_map(Clone::clone);
    request.client_ip.clone().into_iter().chain(card).chain(of_buyer).collect()
}
