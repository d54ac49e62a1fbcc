//! Wallets: what is in them, and the one place where their money moves.
//!
//! What a wallet holds is the sum of its transactions: money that goes out has an amount below zero.
//! What a remittance puts into a member's wallet, it takes out of the merchant's, and the other way
//! round, so that the merchant's wallet may be below zero.

#[path = "../handlers/wallet/account.rs"]
mod account;
#[path = "../handlers/wallet/refund.rs"]
mod card_refund;
#[path = "../handlers/wallet/remittance.rs"]
mod remittance;
#[path = "../handlers/wallet/withdraw.rs"]
mod withdraw;

use craftgate_core::Currency;
use craftgate_core::wallet::{Wallet, WalletTransaction, WalletTransactionType};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

pub(crate) use account::{create, reset_merchants, retrieve, retrieve_merchants, search_transactions, update};
pub(crate) use card_refund::{refund, refundable_amount, refunds};
pub(crate) use remittance::{receive, retrieve as retrieve_remittance, send};
pub(crate) use withdraw::{
    cancel as cancel_withdraw, create as create_withdraw, retrieve as retrieve_withdraw, search as search_withdraws,
};

use crate::context::Context;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record, Table};

/// The wallets, and what went in and out of them. Those without a member are the merchant's, one a
/// currency.
#[derive(Default)]
pub(crate) struct Ledger {
    wallets: Table<Wallet>,
    transactions: Table<WalletTransaction>,
}

/// Money that is to go into a wallet or, below zero, out of it.
pub(crate) struct Entry {
    amount: Decimal,
    kind: WalletTransactionType,
    transaction_id: i64,
    is_withdrawable: bool,
}

impl Entry {
    /// An entry with the id of the payment, refund or other transaction that moves the money. Only
    /// earnings can be withdrawn.
    pub(crate) fn new(kind: WalletTransactionType, amount: Decimal, transaction_id: i64) -> Self {
        use WalletTransactionType as Kind;
        let is_withdrawable = matches!(kind, Kind::SettlementEarnings | Kind::Withdraw | Kind::WithdrawCancel);
        Self { amount, kind, transaction_id, is_withdrawable }
    }

    fn withdrawable(mut self, is_withdrawable: bool) -> Self {
        self.is_withdrawable = is_withdrawable;
        self
    }
}

impl Ledger {
    pub(crate) fn get(&self, id: i64) -> Result<&Wallet, Refusal> {
        self.wallets.get(id).ok_or_else(|| refusal::WALLET.plain())
    }

    fn get_mut(&mut self, id: i64) -> Result<&mut Wallet, Refusal> {
        self.wallets.get_mut(id).ok_or_else(|| refusal::WALLET.plain())
    }

    /// A member's wallet in a currency, or the merchant's.
    fn find(&self, member_id: Option<i64>, currency: &Currency) -> Option<&Wallet> {
        self.wallets.search().is("owner", Some(owner(member_id))).is("currency", Some(currency)).first()
    }

    /// The id of a member's wallet in a currency.
    pub(crate) fn of_member(&self, member_id: i64, currency: &Currency) -> Result<i64, Refusal> {
        self.find(Some(member_id), currency).map(|wallet| wallet.id).ok_or_else(|| refusal::WALLET.plain())
    }
}

impl Record for Wallet {
    fn fields(&self, fields: &mut Fields) {
        fields.put("owner", Some(owner(self.member_id)));
        fields.put("currency", self.currency.as_ref());
    }
}

fn owner(member_id: Option<i64>) -> String {
    member_id.map_or_else(|| "merchant".to_owned(), |id| id.to_string())
}

impl Context<'_> {
    /// The id of a member's wallet in a currency, or of the merchant's, which is made if need be.
    pub(crate) fn wallet_for(&mut self, member_id: Option<i64>, currency: &Currency) -> i64 {
        if let Some(wallet) = self.state.wallets.find(member_id, currency) {
            return wallet.id;
        }
        let limit = member_id.map(|_| Decimal::ZERO);
        self.open_wallet(member_id, currency.clone(), limit).id
    }

    /// Makes a wallet. Without a limit it may go below zero as far as it likes.
    fn open_wallet(&mut self, member_id: Option<i64>, currency: Currency, limit: Option<Decimal>) -> Wallet {
        let wallet = self.state.wallets.wallets.add(|id| {
            let mut wallet = Wallet::new(id);
            wallet.created_date = Some(self.now);
            wallet.updated_date = Some(self.now);
            wallet.amount = Some(Decimal::ZERO);
            wallet.withdrawal_amount = member_id.map(|_| Decimal::ZERO);
            wallet.negative_amount_limit = limit;
            wallet.currency = Some(currency);
            wallet.member_id = member_id;
            wallet
        });
        let wallet = wallet.clone();
        if member_id.is_some() {
            self.record(WebhookEventType::WalletCreated, WebhookStatus::Success, wallet.id);
        }
        wallet
    }

    /// Moves money into a wallet or out of it, if there is enough.
    pub(crate) fn book(&mut self, wallet_id: i64, entry: Entry) -> Result<WalletTransaction, Refusal> {
        let wallet = self.state.wallets.get_mut(wallet_id)?;
        let balance = wallet.amount.unwrap_or_default() + entry.amount;
        let is_short = wallet.negative_amount_limit.is_some_and(|limit| balance < -limit);
        if entry.amount < Decimal::ZERO && is_short {
            return Err(refusal::WALLET_SHORT.plain());
        }
        wallet.amount = Some(balance);
        wallet.updated_date = Some(self.now);
        if let Some(withdrawable) = &mut wallet.withdrawal_amount {
            let change = if entry.is_withdrawable { entry.amount } else { Decimal::ZERO };
            *withdrawable = (*withdrawable + change).min(balance).max(Decimal::ZERO);
        }
        let transaction = self.state.wallets.transactions.add(|id| {
            let mut transaction = WalletTransaction::new(id);
            transaction.created_date = Some(self.now);
            transaction.wallet_transaction_type = Some(entry.kind);
            transaction.amount = Some(entry.amount);
            transaction.transaction_id = Some(entry.transaction_id);
            transaction.wallet_id = Some(wallet_id);
            transaction
        });
        let transaction = transaction.clone();
        self.record(WebhookEventType::WalletTxCreated, WebhookStatus::Success, wallet_id);
        Ok(transaction)
    }
}
