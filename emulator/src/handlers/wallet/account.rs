//! Making, changing and looking into wallets.

use chrono::NaiveDateTime;
use craftgate_core::wallet::{
    CreateWallet, ResetMerchantMemberWalletBalance, RetrieveMemberWallet, RetrieveMerchantMemberWallet,
    SearchWalletTransactions, UpdateWallet, Wallet, WalletTransaction, WalletTransactionType,
};
use craftgate_core::{Currency, Page};

use super::{Entry, owner};
use crate::context::Context;
use crate::money::not_negative;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};

/// A member has one wallet a currency: in lira, unless asked otherwise.
pub(crate) fn create(context: &mut Context<'_>, asked: CreateWallet) -> Result<Wallet, Refusal> {
    let member = context.state.member(asked.member_id)?;
    let limit = asked.negative_amount_limit.or(member.negative_wallet_amount_limit).unwrap_or_default();
    let limit = not_negative("negativeAmountLimit", limit)?;
    let currency = asked.currency.unwrap_or(Currency::Try);
    if context.state.wallets.find(Some(asked.member_id), &currency).is_some() {
        return Err(refusal::WALLET_EXISTS.plain());
    }
    Ok(context.open_wallet(Some(asked.member_id), currency, Some(limit)))
}

/// The member's first wallet.
pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveMemberWallet) -> Result<Wallet, Refusal> {
    let wallets = context.state.wallets.wallets.search();
    let wallet = wallets.is("owner", Some(owner(Some(asked.member_id)))).first();
    wallet.cloned().ok_or_else(|| refusal::WALLET.plain())
}

pub(crate) fn update(context: &mut Context<'_>, asked: UpdateWallet) -> Result<Wallet, Refusal> {
    let limit = not_negative("negativeAmountLimit", asked.negative_amount_limit)?;
    let wallet = context.state.wallets.get_mut(asked.wallet_id)?;
    if wallet.member_id != Some(asked.member_id) {
        return Err(refusal::WALLET.plain());
    }
    wallet.negative_amount_limit = Some(limit);
    wallet.updated_date = Some(context.now);
    Ok(wallet.clone())
}

pub(crate) fn search_transactions(
    context: &mut Context<'_>,
    asked: SearchWalletTransactions,
) -> Result<Page<WalletTransaction>, Refusal> {
    let ledger = &context.state.wallets;
    ledger.get(asked.wallet_id)?;
    let search = ledger.transactions.search().made(asked.min_created_date, asked.max_created_date);
    search
        .is("walletId", Some(asked.wallet_id))
        .any("walletTransactionType", &asked.wallet_transaction_types)
        .between("amount", asked.min_amount, asked.max_amount)
        .page(asked.page, asked.size, WalletTransaction::clone)
}

impl Record for WalletTransaction {
    fn fields(&self, fields: &mut Fields) {
        fields.put("walletId", self.wallet_id);
        fields.put("walletTransactionType", self.wallet_transaction_type.as_ref());
        fields.put_ordered("amount", self.amount);
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.created_date
    }
}

pub(crate) fn retrieve_merchants(
    context: &mut Context<'_>,
    _: RetrieveMerchantMemberWallet,
) -> Result<Wallet, Refusal> {
    let id = context.wallet_for(None, &Currency::Try);
    context.state.wallets.get(id).cloned()
}

pub(crate) fn reset_merchants(
    context: &mut Context<'_>,
    asked: ResetMerchantMemberWalletBalance,
) -> Result<Wallet, Refusal> {
    let id = context.wallet_for(None, &Currency::Try);
    let amount = context.state.wallets.get(id)?.amount.unwrap_or_default();
    if asked.wallet_amount != amount {
        return Err(refusal::WALLET_AMOUNT.plain());
    }
    if !amount.is_zero() {
        context.book(id, Entry::new(WalletTransactionType::MerchantBalanceReset, -amount, id))?;
    }
    context.state.wallets.get(id).cloned()
}
