//! Payments under review.

use chrono::NaiveDateTime;
use craftgate_core::fraud::{FraudCheck, FraudCheckStatus, FraudPaymentData, FraudRule};
use craftgate_core::id::{FraudCheckId, PaymentId};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{Payment, PaymentStatus};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::payment::Payments;
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
    /// Returns the check of a payment that a rule matched.
    pub(crate) fn new(id: FraudCheckId, payment: &Payment, rule: FraudRule, now: NaiveDateTime) -> Self {
        let mut check = FraudCheck::new(id, FraudCheckStatus::Waiting);
        check.status = Some(Status::Active);
        check.action = rule.action;
        check.rule_id = Some(rule.id);
        check.rule_name = rule.name;
        check.rule_conditions = rule.conditions;
        check.payment_id = Some(payment.id);
        check.card_type = payment.card_type.clone();
        check.payment_data = Some(payment_data(payment));
        Self { check, created_date: now }
    }

    /// Returns the status of the payment now; that of the record if the payment is not stored.
    pub(crate) fn payment_status<'a>(&'a self, payments: &'a Payments) -> Option<&'a PaymentStatus> {
        let record = self.check.payment_id.and_then(|id| payments.get(id));
        record.map(|record| &record.payment.payment_status).or(self.check.payment_status.as_ref())
    }

    /// Returns the check as responses have it.
    pub(crate) fn present(&self, payments: &Payments) -> FraudCheck {
        let mut check = self.check.clone();
        check.payment_status = self.payment_status(payments).cloned();
        check
    }
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
