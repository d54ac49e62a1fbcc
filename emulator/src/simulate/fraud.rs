//! Fraud rules, which the emulator does not apply by itself.

use craftgate_core::id::{FraudCheckId, FraudValueId, PaymentId};

use crate::domain::fraud_check::FraudCheckRecord;
use crate::domain::value_list::NewValue;
use crate::emulator::Emulator;

impl Emulator {
    /// Puts a payment under review, as if a fraud rule had matched it, and returns the fraud check's id; `None` if
    /// there is no such payment.
    pub fn review_payment(&self, payment_id: PaymentId) -> Option<FraudCheckId> {
        self.with_context(|context| {
            let now = context.now;
            let payment = &mut context.state.payments.find_mut(payment_id).ok()?.payment;
            let check_id = context.state.fraud_checks.add(|id| FraudCheckRecord::new(id, payment, now));
            let check = &context.state.fraud_checks.get(check_id)?.check;
            payment.fraud_id = Some(check.id);
            payment.fraud_rule_id = check.rule_id;
            payment.fraud_action = check.action.clone();
            payment.fraud_id
        })
    }

    /// Adds a value to a fraud list, which is created if necessary, and returns the value's id.
    pub fn add_listed_value(&self, list_name: impl Into<String>, value: impl Into<String>) -> FraudValueId {
        let value = NewValue { value: value.into(), ..NewValue::default() };
        self.with_context(|context| context.state.value_lists.add(list_name.into(), value))
    }

    /// Returns the values on a fraud list in the order they were added; none if there is no such list.
    #[must_use]
    pub fn listed_values(&self, list_name: &str) -> Vec<String> {
        let list = self.read_state(|state| state.value_lists.find(list_name, self.now()));
        let values = list.map(|list| list.values).unwrap_or_default();
        values.into_iter().filter_map(|listed| listed.value).collect()
    }
}
