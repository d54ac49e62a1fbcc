//! The consistency of payments: their status, their amounts, and their card.

use std::collections::BTreeSet;

use craftgate_core::id::PaymentTransactionId;
use craftgate_core::payment::{PaymentStatus, PaymentTransaction, TransactionStatus};
use rust_decimal::Decimal;

use super::contradiction::{Checked, check_digits, contradiction, path};
use super::position::Step;
use crate::domain::payment::PaymentRecord;
use crate::domain::state::State;

pub(super) fn check(state: &State) -> Checked {
    let mut seen = BTreeSet::new();
    for record in state.payments.search().all() {
        fields(record)?;
        prices(record)?;
        transactions(record, &mut seen)?;
        refunded(record)?;
    }
    Ok(())
}

/// Returns the steps to a field of a payment.
fn field(record: &PaymentRecord, name: &str) -> Vec<Step> {
    path("payments.records", record, &["payment", name])
}

fn fields(record: &PaymentRecord) -> Checked {
    let payment = &record.payment;
    if !PaymentStatus::KNOWN.contains(&payment.payment_status) {
        return Err(contradiction(field(record, "paymentStatus"), "unknown status"));
    }
    if payment.installment.is_some_and(|installment| installment < 1) {
        return Err(contradiction(field(record, "installment"), "must be at least 1"));
    }
    let Some(card) = record.card else { return Ok(()) };
    check_digits(card, payment.bin_number.as_deref(), payment.last_four_digits.as_deref())
        .map_err(|(name, reason)| contradiction(field(record, name), reason))
}

/// Checks that a payment's prices are the sums of those of its transactions, and that the wallet pays no more than all.
fn prices(record: &PaymentRecord) -> Checked {
    let payment = &record.payment;
    let sum = |price: fn(&PaymentTransaction) -> Option<Decimal>| {
        let prices: Vec<Decimal> = payment.payment_transactions.iter().filter_map(price).collect();
        (!prices.is_empty()).then(|| prices.iter().sum::<Decimal>())
    };
    let totals = [
        ("price", payment.price, sum(|transaction| transaction.price)),
        ("paidPrice", payment.paid_price, sum(|transaction| transaction.paid_price)),
    ];
    for (name, price, total) in totals {
        if let (Some(_), Some(total)) = (price.filter(|price| Some(*price) != total), total) {
            let reason = format!("the payment transactions add up to {total}");
            return Err(contradiction(field(record, name), reason));
        }
    }
    match (payment.wallet_price, payment.paid_price) {
        (Some(wallet_price), Some(paid_price)) if wallet_price > paid_price => {
            Err(contradiction(field(record, "walletPrice"), format!("more than the paidPrice, which is {paid_price}")))
        }
        _ => Ok(()),
    }
}

/// Checks that a payment's transactions are in no other payment.
fn transactions(record: &PaymentRecord, seen: &mut BTreeSet<PaymentTransactionId>) -> Checked {
    for (transaction, index) in record.payment.payment_transactions.iter().zip(0..) {
        let path = |name| [field(record, "paymentTransactions"), vec![Step::Item(index), Step::field(name)]].concat();
        if !seen.insert(transaction.id) {
            return Err(contradiction(path("id"), "another payment transaction has this id"));
        }
        let status = transaction.transaction_status.as_ref();
        if status.is_some_and(|status| !TransactionStatus::KNOWN.contains(status)) {
            return Err(contradiction(path("transactionStatus"), "unknown status"));
        }
    }
    Ok(())
}

/// Checks that a payment's transactions are not refunded beyond what was paid.
fn refunded(record: &PaymentRecord) -> Checked {
    for (id, refunded) in &record.refunded {
        let mut path = path("payments.records", record, &["refunded"]);
        path.push(Step::Field(id.to_string()));
        let transaction = record.payment.payment_transactions.iter().find(|transaction| transaction.id == *id);
        let transaction =
            transaction.ok_or_else(|| contradiction(path.clone(), "the payment has no such transaction"))?;
        let paid = transaction.paid_price.unwrap_or_default();
        if *refunded < Decimal::ZERO || *refunded > paid {
            return Err(contradiction(path, format!("{refunded} of {paid} can't be refunded")));
        }
    }
    Ok(())
}
