//! Withdraws to a bank account. A withdraw is pending until it is cancelled, or paid out: `Emulator::run_payouts`.

use craftgate_core::Page;
use craftgate_core::onboarding::Status;
use craftgate_core::payment::TransactionPayoutStatus;
use craftgate_core::wallet::{
    CancelWithdraw, CreateWithdraw, RetrieveWithdraw, SearchWithdraws, WalletTransactionType, Withdraw,
};

use crate::domain::context::Context;
use crate::domain::ledger::Entry;
use crate::domain::money::positive;
use crate::domain::wallet;
use crate::error::{ApiError, INSUFFICIENT_BALANCE, WITHDRAW_NOT_FOUND, WITHDRAW_NOT_PENDING};

pub(crate) fn create(context: &mut Context<'_>, request: CreateWithdraw) -> Result<Withdraw, ApiError> {
    let price = positive("price", request.price)?;
    let wallet_id = context.state.ledger.id_of(request.member_id, &request.currency)?;
    if context.state.ledger.wallets.find(wallet_id)?.withdrawal_amount < Some(price) {
        return Err(INSUFFICIENT_BALANCE.into());
    }
    let id = context.state.withdraws.next_id();
    wallet::post(context, wallet_id, Entry::new(WalletTransactionType::Withdraw, -price, id))?;
    let now = context.now;
    Ok(context.state.withdraws.create(|id| {
        let mut withdraw = Withdraw::new(id, Status::Active);
        withdraw.created_date = Some(now);
        withdraw.price = Some(price);
        withdraw.description = Some(request.description);
        withdraw.currency = Some(request.currency);
        withdraw.payout_status = Some(TransactionPayoutStatus::WaitingForPayout);
        withdraw.member_id = Some(request.member_id);
        withdraw
    }))
}

/// Posts the money back to the wallet that it came from.
pub(crate) fn cancel(context: &mut Context<'_>, request: CancelWithdraw) -> Result<Withdraw, ApiError> {
    let withdraw = context.state.withdraws.find(request.withdraw_id)?.clone();
    if withdraw.payout_status != Some(TransactionPayoutStatus::WaitingForPayout) {
        return Err(WITHDRAW_NOT_PENDING.into());
    }
    let (member_id, currency) = withdraw.member_id.zip(withdraw.currency).ok_or(WITHDRAW_NOT_FOUND)?;
    let wallet_id = context.state.ledger.id_of(member_id, &currency)?;
    let price = withdraw.price.unwrap_or_default();
    wallet::post(context, wallet_id, Entry::new(WalletTransactionType::WithdrawCancel, price, withdraw.id))?;

    let withdraw = context.state.withdraws.find_mut(request.withdraw_id)?;
    withdraw.payout_status = Some(TransactionPayoutStatus::Cancelled);
    Ok(withdraw.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveWithdraw) -> Result<Withdraw, ApiError> {
    context.state.withdraws.find(request.withdraw_id).cloned()
}

pub(crate) fn search(context: &mut Context<'_>, request: SearchWithdraws) -> Result<Page<Withdraw>, ApiError> {
    let search = context.state.withdraws.search();
    search
        .between(request.min_created_date, request.max_created_date, |withdraw| withdraw.created_date)
        .equals(request.member_id, |withdraw| withdraw.member_id.as_ref())
        .equals(request.currency, |withdraw| withdraw.currency.as_ref())
        .equals(request.payout_status, |withdraw| withdraw.payout_status.as_ref())
        .between(request.min_withdraw_price, request.max_withdraw_price, |withdraw| withdraw.price)
        .page(request.page, request.size, Withdraw::clone)
}
