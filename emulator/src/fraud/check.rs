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
use crate::matching::is;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};

/// A fraud check and what its answers don't tell.
pub(crate) struct CheckRecord {
    check: FraudCheck,
    made: NaiveDateTime,
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchFraudChecks) -> Result<Page<FraudCheck>, Refusal> {
    let search = context.state.fraud_checks.search().made(asked.min_created_date, asked.max_created_date);
    search
        .is("action", asked.action)
        .is("checkStatus", asked.check_status)
        .is("ruleId", asked.rule_id)
        .is("paymentId", asked.payment_id)
        .is("paymentStatus", asked.payment_status)
        .page(asked.page, asked.size, |record| record.check.clone())
}

impl Record for CheckRecord {
    fn fields(&self, fields: &mut Fields) {
        let check = &self.check;
        fields.put("action", check.action.as_ref());
        fields.put("checkStatus", Some(&check.check_status));
        fields.put("ruleId", check.rule_id);
        fields.put("paymentId", check.payment_id);
        fields.put("paymentStatus", check.payment_status.as_ref());
    }

    fn made(&self) -> Option<NaiveDateTime> {
        Some(self.made)
    }
}

pub(crate) fn update_status(context: &mut Context<'_>, asked: UpdateFraudCheckStatus) -> Result<(), Refusal> {
    if let FraudCheckStatus::Unrecognized(_) = asked.check_status {
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
