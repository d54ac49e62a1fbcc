//! What the emulator remembers.

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::file_reporting::ReportJob;
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
use crate::refunds::RefundRecord;
use crate::table::{Record, Table};
use crate::tokens::Tokens;
use crate::vault::Vault;
use crate::wallet::Ledger;
use crate::webhooks::Event;

#[derive(Default)]
pub(crate) struct State {
    pub(crate) payments: Table<PaymentRecord>,
    pub(crate) lines: Table<LineRecord>,
    pub(crate) refunds: Table<RefundRecord<PaymentRefund>>,
    pub(crate) line_refunds: Table<RefundRecord<PaymentTransactionRefund>>,
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
    pub(crate) reports: Table<ReportJob>,
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

impl Record for LineRecord {}
impl Record for ReportJob {}
impl Record for Remittance {}
