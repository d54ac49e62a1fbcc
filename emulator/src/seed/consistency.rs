//! The consistency of a merchant's records.

use std::collections::BTreeSet;

use craftgate_core::id::{PaymentId, PaymentTransactionId};
use rust_decimal::Decimal;

use super::position::Step;
use crate::domain::payment::PaymentRecord;
use crate::domain::state::State;
use crate::store::{Id as _, Record, Table};

/// A field that contradicts another one.
pub(super) struct Contradiction {
    /// The steps from the merchant's records.
    pub(super) path: Vec<Step>,
    pub(super) reason: String,
}

type Checked = Result<(), Contradiction>;

/// Checks that the records do not contradict each other.
pub(super) fn check(state: &State) -> Checked {
    payments(state)?;
    refunds(state)?;
    members(state)?;
    wallets(state)?;
    stored_cards(state)?;
    verifications(state)?;
    pages(state)?;
    webhooks(state)
}

fn contradiction(path: Vec<Step>, reason: impl Into<String>) -> Contradiction {
    Contradiction { path, reason: reason.into() }
}

/// Returns the steps to a record in a table, and on to its field.
fn path<T: Record>(table: &str, record: &T, fields: &[&str]) -> Vec<Step> {
    let mut path: Vec<Step> = table.split('.').map(Step::field).collect();
    path.push(Step::Record(record.id().number()));
    path.extend(fields.iter().copied().map(Step::field));
    path
}

fn payments(state: &State) -> Checked {
    let mut seen = BTreeSet::new();
    for record in state.payments.search().all() {
        transactions(record, &mut seen)?;
        let total: Decimal = record.payment.payment_transactions.iter().filter_map(|item| item.price).sum();
        let has_items = !record.payment.payment_transactions.is_empty();
        if record.payment.price.is_some_and(|price| has_items && price != total) {
            let path = path("payments.records", record, &["payment", "price"]);
            return Err(contradiction(path, format!("the prices of the payment transactions add up to {total}")));
        }
    }
    Ok(())
}

/// Checks that a payment's transactions are in no other payment, and are not refunded beyond what was paid.
fn transactions(record: &PaymentRecord, seen: &mut BTreeSet<PaymentTransactionId>) -> Checked {
    for (transaction, index) in record.payment.payment_transactions.iter().zip(0..) {
        if !seen.insert(transaction.id) {
            let mut path = path("payments.records", record, &["payment", "paymentTransactions"]);
            path.extend([Step::Item(index), Step::field("id")]);
            return Err(contradiction(path, "another payment transaction has this id"));
        }
    }
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

fn refunds(state: &State) -> Checked {
    for record in state.refunds.iter() {
        let path = path("refunds", record, &["refund", "paymentId"]);
        payment_exists(state, record.refund.payment_id, path)?;
    }
    for record in state.transaction_refunds.iter() {
        payment_exists(state, record.refund.payment_id, path("transactionRefunds", record, &["refund", "paymentId"]))?;
        let transaction_id = record.refund.payment_transaction_id;
        if transaction_id.is_some_and(|id| state.payments.id_by_transaction(id).is_none()) {
            let path = path("transactionRefunds", record, &["refund", "paymentTransactionId"]);
            return Err(contradiction(path, "there is no such payment transaction"));
        }
    }
    Ok(())
}

fn payment_exists(state: &State, id: Option<PaymentId>, path: Vec<Step>) -> Checked {
    match id.is_some_and(|id| state.payments.get(id).is_none()) {
        true => Err(contradiction(path, "there is no such payment")),
        false => Ok(()),
    }
}

fn members(state: &State) -> Checked {
    unique(&state.members, |member| member.member_external_id.clone()).map_err(|member| {
        contradiction(path("members", member, &["memberExternalId"]), "another member has this memberExternalId")
    })
}

fn wallets(state: &State) -> Checked {
    let ledger = &state.ledger;
    for wallet in ledger.wallets.iter() {
        if wallet.member_id.is_some_and(|id| state.members.get(id).is_none()) {
            return Err(contradiction(path("ledger.wallets", wallet, &["memberId"]), "there is no such member"));
        }
    }
    let owner = |wallet: &craftgate_core::wallet::Wallet| {
        wallet.currency.as_ref().map(|currency| (wallet.member_id, currency.as_str().to_owned()))
    };
    unique(&ledger.wallets, owner).map_err(|wallet| {
        let path = path("ledger.wallets", wallet, &["currency"]);
        contradiction(path, "the owner has another wallet in this currency")
    })?;
    for transaction in ledger.transactions.iter() {
        if transaction.wallet_id.is_some_and(|id| ledger.wallets.get(id).is_none()) {
            let path = path("ledger.transactions", transaction, &["walletId"]);
            return Err(contradiction(path, "there is no such wallet"));
        }
    }
    Ok(())
}

fn stored_cards(state: &State) -> Checked {
    let mut seen = BTreeSet::new();
    for record in state.cards.search().all() {
        if !seen.insert(record.stored.card_token.expose()) {
            let path = path("cards.cards", record, &["stored", "cardToken"]);
            return Err(contradiction(path, "another stored card has this token"));
        }
    }
    Ok(())
}

/// Checks that no payment has the id of a card's verification.
fn verifications(state: &State) -> Checked {
    let taken = state.three_ds_verifications.iter().find(|verification| state.payments.get(verification.id).is_some());
    taken.map_or(Ok(()), |verification| {
        Err(contradiction(path("threeDsVerifications", verification, &["id"]), "a payment has this id"))
    })
}

/// Checks that the payments of pages exist.
fn pages(state: &State) -> Checked {
    let page = |store: &str, token: &str, fields: &[&str]| {
        let names = [store, "records", token];
        names.into_iter().chain(fields.iter().copied()).map(Step::field).collect::<Vec<_>>()
    };
    for (token, checkout) in state.checkouts.iter() {
        payment_exists(state, checkout.payment_id, page("checkouts", token, &["paymentId"]))?;
    }
    for (token, multi_payment) in state.multi_payments.iter() {
        for (id, _) in &multi_payment.splits {
            payment_exists(state, Some(*id), page("multiPayments", token, &["splits"]))?;
        }
    }
    Ok(())
}

/// Checks that the webhooks are those of events.
fn webhooks(state: &State) -> Checked {
    let Some(webhooks) = &state.webhooks else { return Ok(()) };
    let path = |fields: &[Step]| [&[Step::field("webhooks")], fields].concat();
    if webhooks.notified > state.events.len() {
        let reason = format!("there are {} events", state.events.len());
        return Err(contradiction(path(&[Step::field("notified")]), reason));
    }
    let mut seen = BTreeSet::new();
    for (waiting, index) in webhooks.waiting.iter().zip(0..) {
        let path = || path(&[Step::field("waiting"), Step::Item(index), Step::field("event")]);
        if waiting.event >= webhooks.notified {
            return Err(contradiction(path(), "the event is not one of the notified events"));
        }
        if !seen.insert(waiting.event) {
            return Err(contradiction(path(), "another webhook has this event"));
        }
    }
    Ok(())
}

/// Returns the first record whose key an earlier one has.
fn unique<T: Record, K: Ord>(table: &Table<T>, key: impl Fn(&T) -> Option<K>) -> Result<(), &T> {
    let mut seen = BTreeSet::new();
    let duplicate = table.iter().find(|record| key(record).is_some_and(|key| !seen.insert(key)));
    duplicate.map_or(Ok(()), Err)
}
