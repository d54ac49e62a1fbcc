//! Wallets and their transactions.
//!
//! A wallet's balance is the sum of its transactions: money that leaves it has a negative amount. A remittance moves
//! money between the merchant's wallet and a member's, so the merchant's balance may be negative.

use chrono::NaiveDateTime;
use craftgate_core::Currency;
use craftgate_core::id::{MemberId, TransactionId, WalletId};
use craftgate_core::wallet::{Wallet, WalletTransaction, WalletTransactionRefund, WalletTransactionType};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ApiError, INSUFFICIENT_BALANCE, WALLET_NOT_FOUND};
use crate::store::{Id, Table};

/// The wallets, one for each owner and currency, and their transactions.
#[derive(Default)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct Ledger {
    pub(crate) wallets: Table<Wallet>,
    pub(crate) transactions: Table<WalletTransaction>,
    pub(crate) refunds: Table<WalletTransactionRefund>,
}

/// An amount to post to a wallet.
pub(crate) struct Entry {
    /// Negative if money leaves the wallet.
    amount: Decimal,
    transaction_type: WalletTransactionType,
    /// The payment, refund or other transaction that moves the money.
    transaction_id: TransactionId,
    is_withdrawable: bool,
}

impl Entry {
    /// Creates an entry. Only earnings are withdrawable.
    pub(crate) fn new(transaction_type: WalletTransactionType, amount: Decimal, transaction_id: impl Id) -> Self {
        use WalletTransactionType as Type;
        let is_withdrawable =
            matches!(transaction_type, Type::SettlementEarnings | Type::Withdraw | Type::WithdrawCancel);
        let transaction_id = TransactionId::new(transaction_id.number());
        Self { amount, transaction_type, transaction_id, is_withdrawable }
    }

    pub(crate) fn withdrawable(mut self, is_withdrawable: bool) -> Self {
        self.is_withdrawable = is_withdrawable;
        self
    }
}

impl Ledger {
    /// Returns a member's wallet in a currency, or the merchant's if there is no member.
    pub(crate) fn find_owned(&self, member_id: Option<MemberId>, currency: &Currency) -> Option<&Wallet> {
        let of_owner = self.wallets.search().key(Some(member_id));
        of_owner.equals(Some(currency.clone()), |wallet| wallet.currency.as_ref()).first()
    }

    /// Returns a member's first wallet.
    pub(crate) fn find_first(&self, member_id: MemberId) -> Result<&Wallet, ApiError> {
        self.wallets.search().key(Some(Some(member_id))).first().ok_or_else(|| WALLET_NOT_FOUND.into())
    }

    /// Returns the id of a member's wallet in a currency.
    pub(crate) fn id_of(&self, member_id: MemberId, currency: &Currency) -> Result<WalletId, ApiError> {
        self.find_owned(Some(member_id), currency).map(|wallet| wallet.id).ok_or_else(|| WALLET_NOT_FOUND.into())
    }

    /// Opens a wallet. Without a limit, which may have either sign, its balance may be negative without bounds.
    pub(crate) fn open(
        &mut self,
        member_id: Option<MemberId>,
        currency: Currency,
        negative_amount_limit: Option<Decimal>,
        now: NaiveDateTime,
    ) -> Wallet {
        self.wallets.create(|id| {
            let mut wallet = Wallet::new(id);
            wallet.created_date = Some(now);
            wallet.updated_date = Some(now);
            wallet.amount = Some(Decimal::ZERO);
            wallet.withdrawal_amount = member_id.map(|_| Decimal::ZERO);
            wallet.negative_amount_limit = negative_amount_limit;
            wallet.currency = Some(currency);
            wallet.member_id = member_id;
            wallet
        })
    }

    /// Posts an entry to a wallet, if its balance allows it.
    pub(crate) fn post(
        &mut self,
        wallet_id: WalletId,
        entry: Entry,
        now: NaiveDateTime,
    ) -> Result<WalletTransaction, ApiError> {
        apply(self.wallets.find_mut(wallet_id)?, &entry, now)?;
        Ok(self.transactions.create(|id| {
            let mut transaction = WalletTransaction::new(id);
            transaction.created_date = Some(now);
            transaction.wallet_transaction_type = Some(entry.transaction_type);
            transaction.amount = Some(entry.amount);
            transaction.transaction_id = Some(entry.transaction_id);
            transaction.wallet_id = Some(wallet_id);
            transaction
        }))
    }
}

fn apply(wallet: &mut Wallet, entry: &Entry, now: NaiveDateTime) -> Result<(), ApiError> {
    let balance = wallet.amount.unwrap_or_default() + entry.amount;
    let exceeds_limit = wallet.negative_amount_limit.is_some_and(|limit| balance < -limit.abs());
    if entry.amount < Decimal::ZERO && exceeds_limit {
        return Err(INSUFFICIENT_BALANCE.into());
    }
    wallet.amount = Some(balance);
    wallet.updated_date = Some(now);
    if let Some(withdrawable) = &mut wallet.withdrawal_amount {
        let change = if entry.is_withdrawable { entry.amount } else { Decimal::ZERO };
        *withdrawable = (*withdrawable + change).min(balance).max(Decimal::ZERO);
    }
    Ok(())
}
