//! What the emulator remembers.

use std::collections::BTreeMap;

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::file_reporting::ReportDemand;
use craftgate_core::onboarding::Member;
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{PaymentRefund, PaymentTransactionRefund};
use craftgate_core::settlement::PayoutAccount;
use craftgate_core::wallet::{Remittance, WalletTransactionRefund, Withdraw};

use crate::card_verify::CardPage;
use crate::checkout::Checkout;
use crate::fraud::{CheckRecord, ValueLists};
use crate::idempotency::Replays;
use crate::meal_cards::MealSession;
use crate::multi_payments::Parts;
use crate::payments::PaymentRecord;
use crate::pos::PosTable;
use crate::tokens::Tokens;
use crate::vault::Vault;
use crate::wallet::Ledger;
use crate::webhooks::Event;

#[derive(Default)]
pub(crate) struct State {
    pub(crate) payments: Table<PaymentRecord>,
    pub(crate) lines: Table<LineRecord>,
    pub(crate) refunds: Table<PaymentRefund>,
    pub(crate) line_refunds: Table<PaymentTransactionRefund>,
    pub(crate) cards: Vault,
    pub(crate) checkouts: Tokens<Checkout>,
    pub(crate) card_pages: Tokens<CardPage>,
    pub(crate) multi_payments: Tokens<Parts>,
    /// Payments by what a wallet calls them.
    pub(crate) references: Tokens<i64>,
    pub(crate) bkm_tokens: Tokens<i64>,
    pub(crate) meal_sessions: Tokens<MealSession>,
    pub(crate) payment_tokens: Tokens<()>,
    pub(crate) members: Table<Member>,
    pub(crate) value_lists: ValueLists,
    /// How many other merchants were made.
    pub(crate) merchants: i64,
    pub(crate) fraud_checks: Table<CheckRecord>,
    pub(crate) pos: PosTable,
    pub(crate) products: Table<Product>,
    pub(crate) reports: Table<ReportDemand>,
    pub(crate) payout_accounts: Table<PayoutAccount>,
    pub(crate) bank_records: Table<BankAccountTrackingRecord>,
    pub(crate) wallets: Ledger,
    pub(crate) remittances: Table<Remittance>,
    pub(crate) withdraws: Table<Withdraw>,
    pub(crate) wallet_refunds: Table<WalletTransactionRefund>,
    pub(crate) events: Vec<Event>,
    pub(crate) replays: Replays,
}

/// Which payment a line belongs to.
pub(crate) struct LineRecord {
    pub(crate) id: i64,
    pub(crate) payment_id: i64,
}

/// Records by their ids, which count from 1.
pub(crate) struct Table<T> {
    rows: BTreeMap<i64, T>,
    last_id: i64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), last_id: 0 }
    }
}

impl<T> Table<T> {
    /// Adds the record that `make` makes for the next id.
    pub(crate) fn add(&mut self, make: impl FnOnce(i64) -> T) -> &mut T {
        self.last_id += 1;
        let id = self.last_id;
        self.rows.entry(id).or_insert_with(|| make(id))
    }

    pub(crate) fn get(&self, id: i64) -> Option<&T> {
        self.rows.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: i64) -> Option<&mut T> {
        self.rows.get_mut(&id)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    pub(crate) fn remove(&mut self, id: i64) -> Option<T> {
        self.rows.remove(&id)
    }

    /// Takes an id for something that is not kept.
    pub(crate) fn take_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// The id that the next record is added with.
    pub(crate) fn next_id(&self) -> i64 {
        self.last_id + 1
    }
}
