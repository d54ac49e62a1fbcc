//! Payments under review, and the rule that puts them there.

use chrono::NaiveDateTime;
use craftgate_core::fraud::{FraudCheck, FraudCheckStatus, FraudOperation, FraudPaymentData, FraudRule};
use craftgate_core::id::{FraudCheckId, FraudRuleId, PaymentId};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{FraudAction, Payment};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ErrorDef, FRAUD_CHECK_NOT_FOUND};
use crate::store::Record;

/// A fraud check, and what its responses lack.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct FraudCheckRecord {
    pub(crate) check: FraudCheck,
    pub(crate) created_date: NaiveDateTime,
}

/// By payment.
impl Record for FraudCheckRecord {
    type Id = FraudCheckId;

    type Key = PaymentId;

    const NOT_FOUND: ErrorDef = FRAUD_CHECK_NOT_FOUND;

    fn id(&self) -> FraudCheckId {
        self.check.id
    }

    fn keys(&self) -> Vec<PaymentId> {
        self.check.payment_id.into_iter().collect()
    }
}

impl FraudCheckRecord {
    /// Returns the check of a payment that the rule matched.
    pub(crate) fn new(id: FraudCheckId, payment: &Payment, now: NaiveDateTime) -> Self {
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
        Self { check, created_date: now }
    }
}

/// Returns the only rule. No payment is checked against it: a test puts payments under review.
pub(crate) fn rule() -> FraudRule {
    let mut rule = FraudRule::new(FraudRuleId::new(1), Status::Active);
    rule.name = Some("Emülatör".to_owned());
    rule.action = Some(FraudAction::Review);
    rule.conditions = Some("paidPrice > 0".to_owned());
    rule.operations = vec![FraudOperation::Payment];
    rule
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
