//! The consistency of a merchant's records.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::contradiction::{Checked, check_digits, contradiction, path, payment_exists};
use super::position::Step;
use super::{payments, refunds};
use crate::domain::state::State;
use crate::domain::vault::StoredCardRecord;
use crate::store::{Record, Table};

/// Checks that the records do not contradict each other.
pub(super) fn check(state: &State) -> Checked {
    payments::check(state)?;
    refunds::check(state)?;
    members(state)?;
    wallets(state)?;
    stored_cards(state)?;
    verifications(state)?;
    pages(state)?;
    webhooks(state)
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
        let balance = wallet.amount.unwrap_or_default();
        if wallet.withdrawal_amount.unwrap_or_default() > balance.max(Decimal::ZERO) {
            let reason = format!("more than the wallet's amount, which is {balance}");
            return Err(contradiction(path("ledger.wallets", wallet, &["withdrawalAmount"]), reason));
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
        let StoredCardRecord { stored, card, .. } = record;
        check_digits(card, stored.bin_number.as_deref(), stored.last_four_digits.as_deref())
            .map_err(|(field, reason)| contradiction(path("cards.cards", record, &["stored", field]), reason))?;
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
