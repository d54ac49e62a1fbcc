//! Payments under review, and value lists.

use craftgate_core::id::{FraudCheckId, FraudValueId, PaymentId};

use crate::domain::fraud_rules::{add_check, manual_rule};
use crate::domain::value_list::NewValue;
use crate::emulator::Emulator;

impl Emulator {
    /// Puts a payment under review, as if a fraud rule had matched, and returns the fraud check's id; `None` if there
    /// is no such payment.
    pub fn review_payment(&self, payment_id: PaymentId) -> Option<FraudCheckId> {
        self.with_context(|context| add_check(context, payment_id, &manual_rule()).ok())
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
