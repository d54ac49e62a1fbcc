//! Payments under review, and the rule that puts them there.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::fraud::{
    FraudCheck, FraudCheckStatus, FraudOperation, FraudPaymentData, FraudRule, SearchFraudChecks, SearchFraudRules,
    UpdateFraudCheckStatus,
};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{FraudAction, Payment};

use crate::answer::page;
use crate::context::Context;
use crate::emulator::Emulator;
use crate::matching::{is, within};
use crate::refusal::{self, Refusal};

/// A fraud check and what its answers don't tell.
pub(crate) struct CheckRecord {
    check: FraudCheck,
    made: NaiveDateTime,
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchFraudChecks) -> Result<Page<FraudCheck>, Refusal> {
    let found = context.state.fraud_checks.values().filter(|record| matches(&asked, record));
    page(found.map(|record| record.check.clone()).collect(), asked.page, asked.size)
}

fn matches(asked: &SearchFraudChecks, record: &CheckRecord) -> bool {
    let check = &record.check;
    is(&asked.action, &check.action)
        && is(&asked.check_status, &check.check_status)
        && is(&asked.rule_id, &check.rule_id)
        && is(&asked.payment_id, &check.payment_id)
        && is(&asked.payment_status, &check.payment_status)
        && within(&asked.min_created_date, &asked.max_created_date, &record.made)
}

pub(crate) fn update_status(context: &mut Context<'_>, asked: UpdateFraudCheckStatus) -> Result<(), Refusal> {
    if let FraudCheckStatus::Unlisted(_) = asked.check_status {
        return Err(refusal::INVALID.about("checkStatus"));
    }
    let record = context.state.fraud_checks.get_mut(asked.id).ok_or_else(|| refusal::FRAUD_CHECK.plain())?;
    record.check.check_status = asked.check_status;
    Ok(())
}

/// There is one rule: the one that a test puts payments under review by.
pub(crate) fn search_rules(_: &mut Context<'_>, asked: SearchFraudRules) -> Result<Page<FraudRule>, Refusal> {
    let rule = rule();
    let is_asked_for = is(&asked.name, &rule.name)
        && is(&asked.action, &rule.action)
        && rule.operations.iter().any(|operation| is(&asked.operation, operation));
    let rules = if is_asked_for { vec![rule] } else { Vec::new() };
    page(rules, asked.page, asked.size)
}

fn rule() -> FraudRule {
    let mut rule = FraudRule::new(1, Status::Active);
    rule.name = Some("Emülatör".to_owned());
    rule.action = Some(FraudAction::Review);
    rule.conditions = Some("paidPrice > 0".to_owned());
    rule.operations = vec![FraudOperation::Payment];
    rule
}

fn check(id: i64, payment: &Payment) -> FraudCheck {
    let rule = rule();
    let mut check = FraudCheck::new(id, FraudCheckStatus::Waiting);
    check.status = Some(Status::Active);
    check.action = rule.action;
    check.rule_id = Some(rule.id);
    check.rule_name = rule.name;
    check.rule_conditions = rule.conditions;
    check.payment_id = Some(payment.id);
    check.payment_status = Some(payment.payment_status.clone());
    check.card_type = payment.card_type.clone();
    check.payment_data = Some(payment_data(payment));
    check
}

fn payment_data(payment: &Payment) -> FraudPaymentData {
    let mut data = FraudPaymentData::new();
    data.payment_date = payment.created_date;
    data.conversation_id = payment.conversation_id.clone();
    data.paid_price = payment.paid_price;
    data.currency = payment.currency.clone();
    data.buyer_id = payment.buyer_member_id;
    data
}

impl Emulator {
    /// Puts a payment under review, as if a fraud rule had matched it, and gives the fraud check's id;
    /// `None` where there is no such payment.
    pub fn review_payment(&self, payment_id: i64) -> Option<i64> {
        let made = self.now();
        let mut state = self.state();
        let state = &mut *state;
        let payment = &mut state.payments.get_mut(payment_id)?.payment;
        let record = state.fraud_checks.add(|id| CheckRecord { check: check(id, payment), made });
        payment.fraud_id = Some(record.check.id);
        payment.fraud_rule_id = record.check.rule_id;
        payment.fraud_action = record.check.action.clone();
        payment.fraud_id
    }
}
