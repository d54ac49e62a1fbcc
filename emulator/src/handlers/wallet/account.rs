//! Creating, updating and retrieving wallets, and their transactions.

use craftgate_core::id::{MemberId, WalletId};
use craftgate_core::wallet::{
    CreateWallet, ResetMerchantMemberWalletBalance, RetrieveMemberWallet, RetrieveMerchantMemberWallet,
    SearchWalletTransactions, UpdateWallet, Wallet, WalletTransaction, WalletTransactionType,
};
use craftgate_core::{Currency, Page};

use crate::domain::context::Context;
use crate::domain::ledger::Entry;
use crate::domain::money::signed;
use crate::domain::wallet;
use crate::error::{ApiError, BALANCE_MISMATCH, DUPLICATE_WALLET, WALLET_NOT_FOUND};

/// The member that the merchant itself is. No other member has this id.
const MERCHANT: MemberId = MemberId::new(0);

/// A member has one wallet in each currency, by default in lira.
pub(crate) fn create(context: &mut Context<'_>, request: CreateWallet) -> Result<Wallet, ApiError> {
    let member = context.state.members.find(request.member_id)?;
    let limit = request.negative_amount_limit.or(member.negative_wallet_amount_limit).unwrap_or_default();
    let limit = signed("negativeAmountLimit", limit)?;
    let currency = request.currency.unwrap_or(Currency::Try);
    if context.state.ledger.find_owned(Some(request.member_id), &currency).is_some() {
        return Err(DUPLICATE_WALLET.into());
    }
    Ok(wallet::open(context, Some(request.member_id), currency, Some(limit)))
}

/// Returns the member's first wallet.
pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveMemberWallet) -> Result<Wallet, ApiError> {
    context.state.ledger.find_first(request.member_id).cloned()
}

pub(crate) fn update(context: &mut Context<'_>, request: UpdateWallet) -> Result<Wallet, ApiError> {
    let limit = signed("negativeAmountLimit", request.negative_amount_limit)?;
    let wallet = context.state.ledger.wallets.find_mut(request.wallet_id)?;
    if wallet.member_id != Some(request.member_id) {
        return Err(WALLET_NOT_FOUND.into());
    }
    wallet.negative_amount_limit = Some(limit);
    wallet.updated_date = Some(context.now);
    Ok(wallet.clone())
}

pub(crate) fn search_transactions(
    context: &mut Context<'_>,
    request: SearchWalletTransactions,
) -> Result<Page<WalletTransaction>, ApiError> {
    let ledger = &context.state.ledger;
    ledger.wallets.find(request.wallet_id)?;
    let types = request.wallet_transaction_types;
    let is_wanted = |transaction: &WalletTransaction| {
        types.is_empty() || transaction.wallet_transaction_type.as_ref().is_some_and(|found| types.contains(found))
    };
    let search = ledger.transactions.search().key(Some(request.wallet_id));
    search
        .between(request.min_created_date, request.max_created_date, |transaction| transaction.created_date)
        .between(request.min_amount, request.max_amount, |transaction| transaction.amount)
        .matching(is_wanted)
        .page(request.page, request.size, WalletTransaction::clone)
}

pub(crate) fn retrieve_merchant_wallet(
    context: &mut Context<'_>,
    _: RetrieveMerchantMemberWallet,
) -> Result<Wallet, ApiError> {
    let id = wallet::find_or_open(context, None, &Currency::Try);
    merchant_wallet(context, id)
}

/// Returns the merchant's wallet, under the id of the member that the merchant is.
fn merchant_wallet(context: &Context<'_>, id: WalletId) -> Result<Wallet, ApiError> {
    let mut wallet = context.state.ledger.wallets.find(id)?.clone();
    wallet.member_id = Some(MERCHANT);
    Ok(wallet)
}

pub(crate) fn reset_merchant_balance(
    context: &mut Context<'_>,
    request: ResetMerchantMemberWalletBalance,
) -> Result<Wallet, ApiError> {
    let id = wallet::find_or_open(context, None, &Currency::Try);
    let balance = context.state.ledger.wallets.find(id)?.amount.unwrap_or_default();
    if request.wallet_amount != balance {
        return Err(BALANCE_MISMATCH.into());
    }
    if !balance.is_zero() {
        wallet::post(context, id, Entry::new(WalletTransactionType::MerchantBalanceReset, -balance, id))?;
    }
    merchant_wallet(context, id)
}
