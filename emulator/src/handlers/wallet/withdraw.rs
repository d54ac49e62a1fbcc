//! From a wallet to a bank account. No payout is ever made: a withdraw waits until it is cancelled.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::onboarding::Status;
use craftgate_core::payment::TransactionPayoutStatus;
use craftgate_core::wallet::{
    CancelWithdraw, CreateWithdraw, RetrieveWithdraw, SearchWithdraws, WalletTransactionType, Withdraw,
};

use super::Entry;
use crate::context::Context;
use crate::money::positive;
use crate::refusal::{self, Refusal};
use crate::state::State;
use crate::table::{Fields, Record};

pub(crate) fn create(context: &mut Context<'_>, asked: CreateWithdraw) -> Result<Withdraw, Refusal> {
    let price = positive("price", asked.price)?;
    let wallet = context.state.wallets.of_member(asked.member_id, &asked.currency)?;
    if context.state.wallets.get(wallet)?.withdrawal_amount < Some(price) {
        return Err(refusal::WALLET_SHORT.plain());
    }
    let id = context.state.withdraws.next_id();
    context.book(wallet, Entry::new(WalletTransactionType::Withdraw, -price, id))?;
    let now = context.now;
    let withdraw = context.state.withdraws.add(|id| {
        let mut withdraw = Withdraw::new(id, Status::Active);
        withdraw.created_date = Some(now);
        withdraw.price = Some(price);
        withdraw.description = Some(asked.description);
        withdraw.currency = Some(asked.currency);
        withdraw.payout_status = Some(TransactionPayoutStatus::WaitingForPayout);
        withdraw.member_id = Some(asked.member_id);
        withdraw
    });
    Ok(withdraw.clone())
}

/// The money goes back into the wallet that it came from.
pub(crate) fn cancel(context: &mut Context<'_>, asked: CancelWithdraw) -> Result<Withdraw, Refusal> {
    let withdraw = context.state.withdraw(asked.withdraw_id)?.clone();
    if withdraw.payout_status != Some(TransactionPayoutStatus::WaitingForPayout) {
        return Err(refusal::NOT_WAITING.plain());
    }
    let owner = withdraw.member_id.zip(withdraw.currency);
    let (member_id, currency) = owner.ok_or_else(|| refusal::WITHDRAW.plain())?;
    let wallet = context.state.wallets.of_member(member_id, &currency)?;
    let price = withdraw.price.unwrap_or_default();
    context.book(wallet, Entry::new(WalletTransactionType::WithdrawCancel, price, withdraw.id))?;

    let withdraw = context.state.withdraw_mut(asked.withdraw_id)?;
    withdraw.status = Status::Passive;
    withdraw.payout_status = Some(TransactionPayoutStatus::Cancelled);
    Ok(withdraw.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveWithdraw) -> Result<Withdraw, Refusal> {
    context.state.withdraw(asked.withdraw_id).cloned()
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchWithdraws) -> Result<Page<Withdraw>, Refusal> {
    let search = context.state.withdraws.search().made(asked.min_created_date, asked.max_created_date);
    search
        .is("memberId", asked.member_id)
        .is("currency", asked.currency)
        .is("payoutStatus", asked.payout_status)
        .between("price", asked.min_withdraw_price, asked.max_withdraw_price)
        .page(asked.page, asked.size, Withdraw::clone)
}

impl Record for Withdraw {
    fn fields(&self, fields: &mut Fields) {
        fields.put("memberId", self.member_id);
        fields.put("currency", self.currency.as_ref());
        fields.put("payoutStatus", self.payout_status.as_ref());
        fields.put_ordered("price", self.price);
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.created_date
    }
}

impl State {
    fn withdraw(&self, id: i64) -> Result<&Withdraw, Refusal> {
        self.withdraws.get(id).ok_or_else(|| refusal::WITHDRAW.plain())
    }

    fn withdraw_mut(&mut self, id: i64) -> Result<&mut Withdraw, Refusal> {
        self.withdraws.get_mut(id).ok_or_else(|| refusal::WITHDRAW.plain())
    }
}
