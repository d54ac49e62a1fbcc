//! The consistency of refunds with their payments.

use std::collections::BTreeMap;

use craftgate_core::id::{PaymentId, PaymentTransactionId};
use craftgate_core::payment::RefundStatus;
use rust_decimal::Decimal;

use super::contradiction::{Checked, Contradiction, contradiction, path, payment_exists};
use super::position::Step;
use crate::domain::state::State;

pub(super) fn check(state: &State) -> Checked {
    payment_refunds(state)?;
    transaction_refunds(state)
}

fn payment_refunds(state: &State) -> Checked {
    let mut sums: BTreeMap<PaymentId, Decimal> = BTreeMap::new();
    for record in state.refunds.iter() {
        let refund = &record.refund;
        let path = |name| path("refunds", record, &["refund", name]);
        payment_exists(state, refund.payment_id, path("paymentId"))?;
        let price = successful_price(&refund.status, refund.refund_price, path("status"))?;
        if let Some(payment) = refund.payment_id.and_then(|id| state.payments.get(id)) {
            let sum = sums.entry(payment.payment.id).or_default();
            *sum += price;
            is_recorded(*sum, payment.refunded.values().sum(), path("refundPrice"))?;
        }
    }
    Ok(())
}

fn transaction_refunds(state: &State) -> Checked {
    let mut sums: BTreeMap<PaymentTransactionId, Decimal> = BTreeMap::new();
    for record in state.transaction_refunds.iter() {
        let refund = &record.refund;
        let path = |name| path("transactionRefunds", record, &["refund", name]);
        payment_exists(state, refund.payment_id, path("paymentId"))?;
        let price = successful_price(&refund.status, refund.refund_price, path("status"))?;
        let Some(id) = refund.payment_transaction_id else { continue };
        let transaction_path = || path("paymentTransactionId");
        let payment_id = state.payments.id_by_transaction(id);
        let payment_id =
            payment_id.ok_or_else(|| contradiction(transaction_path(), "there is no such payment transaction"))?;
        if refund.payment_id.is_some_and(|id| id != payment_id) {
            return Err(contradiction(transaction_path(), "the transaction of another payment"));
        }
        if let Some(payment) = state.payments.get(payment_id) {
            let sum = sums.entry(id).or_default();
            *sum += price;
            is_recorded(*sum, payment.refunded.get(&id).copied().unwrap_or_default(), path("refundPrice"))?;
        }
    }
    Ok(())
}

/// Returns what a refund has given back: nothing if it failed.
fn successful_price(status: &RefundStatus, price: Option<Decimal>, path: Vec<Step>) -> Result<Decimal, Contradiction> {
    match status {
        RefundStatus::Unrecognized(_) => Err(contradiction(path, "unknown status")),
        RefundStatus::Success => Ok(price.unwrap_or_default()),
        _ => Ok(Decimal::ZERO),
    }
}

/// Checks that the payment's `refunded` has at least what its refunds add up to.
fn is_recorded(sum: Decimal, refunded: Decimal, path: Vec<Step>) -> Checked {
    match sum <= refunded {
        true => Ok(()),
        false => {
            Err(contradiction(path, format!("the refunds add up to {sum}, and the payment has {refunded} refunded")))
        }
    }
}
