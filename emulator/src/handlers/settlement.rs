//! Sellers' earnings: into their wallets, at once. No payout to a bank is ever made, so reports of
//! payouts are empty.

use craftgate_core::payment::{PaymentStatus, PaymentTransaction, TransactionPayoutStatus, TransactionStatus};
use craftgate_core::settlement::{CreateInstantWalletSettlement, Settlement, SettlementResultStatus};
use craftgate_core::settlement_reporting::{
    PayoutBouncedTransaction, PayoutCompletedTransaction, PayoutDetail, PayoutRow, RetrievePayoutDetails,
    SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions, SearchPayoutRows,
};
use craftgate_core::wallet::WalletTransactionType;
use craftgate_core::{Currency, Page};
use rust_decimal::Decimal;

use crate::answer::page;
use crate::context::Context;
use crate::money::round;
use crate::payments::PaymentRecord;
use crate::refusal::{self, Refusal};
use crate::wallet::Entry;

/// What a seller is to get for a line.
struct Earning {
    payment_id: i64,
    line_id: i64,
    seller: i64,
    amount: Decimal,
}

/// Puts what approved lines in lira earned into the sellers' wallets, which are made if need be.
pub(crate) fn settle(context: &mut Context<'_>, asked: CreateInstantWalletSettlement) -> Result<Settlement, Refusal> {
    let earned = context.state.payments.search().is("hasEarnings", Some(true)).all();
    let mut due: Vec<Earning> = earned.into_iter().flat_map(earnings).collect();
    due.retain(|earning| !asked.excluded_sub_merchant_member_ids.contains(&earning.seller));
    for earning in &due {
        let wallet = context.wallet_for(Some(earning.seller), &Currency::Try);
        context.book(wallet, Entry::new(WalletTransactionType::SettlementEarnings, earning.amount, earning.line_id))?;
        mark_settled(context, earning)?;
    }
    Ok(Settlement::new(match due.is_empty() {
        true => SettlementResultStatus::NoRecordFound,
        false => SettlementResultStatus::Success,
    }))
}

fn earnings(record: &PaymentRecord) -> Vec<Earning> {
    let payment = &record.payment;
    if payment.payment_status != PaymentStatus::Success || record.is_held() {
        return Vec::new();
    }
    let earning = |line: &PaymentTransaction| {
        line.payout.as_ref()?;
        let is_due = line.transaction_status == Some(TransactionStatus::Approved);
        let seller = line.sub_merchant_member_id.filter(|_| is_due)?;
        let amount = seller_share(record, line);
        (amount > Decimal::ZERO).then_some(Earning { payment_id: payment.id, line_id: line.id, seller, amount })
    };
    payment.payment_transactions.iter().filter_map(earning).collect()
}

impl PaymentRecord {
    /// Whether any of its lines has earned something that no seller has yet.
    pub(crate) fn has_earnings(&self) -> bool {
        !earnings(self).is_empty()
    }
}

/// The seller bears its part of what was refunded.
fn seller_share(record: &PaymentRecord, line: &PaymentTransaction) -> Decimal {
    let share = line.sub_merchant_member_payout_amount.unwrap_or_default();
    let paid = line.paid_price.unwrap_or_default();
    match record.refunded.get(&line.id) {
        Some(refunded) if !paid.is_zero() => round(share * (paid - refunded) / paid),
        _ => share,
    }
}

fn mark_settled(context: &mut Context<'_>, earning: &Earning) -> Result<(), Refusal> {
    let now = context.now;
    let payment = &mut context.state.payment_mut(earning.payment_id)?.payment;
    for line in payment.payment_transactions.iter_mut().filter(|line| line.id == earning.line_id) {
        line.transaction_status = Some(TransactionStatus::PayoutStarted);
        if let Some(payout) = &mut line.payout {
            payout.sub_merchant_member_status = Some(TransactionPayoutStatus::PayoutCompleted);
            payout.sub_merchant_member_status_date = Some(now);
        }
    }
    Ok(())
}

pub(crate) fn search_completed(
    _: &mut Context<'_>,
    asked: SearchPayoutCompletedTransactions,
) -> Result<Page<PayoutCompletedTransaction>, Refusal> {
    page(Vec::new(), asked.page, asked.size)
}

pub(crate) fn search_bounced(
    _: &mut Context<'_>,
    _: SearchBouncedPayoutTransactions,
) -> Result<Page<PayoutBouncedTransaction>, Refusal> {
    Ok(Page::new([]))
}

pub(crate) fn search_rows(_: &mut Context<'_>, asked: SearchPayoutRows) -> Result<Page<PayoutRow>, Refusal> {
    page(Vec::new(), asked.page, asked.size)
}

pub(crate) fn retrieve_payout(_: &mut Context<'_>, _: RetrievePayoutDetails) -> Result<PayoutDetail, Refusal> {
    Err(refusal::PAYOUT.plain())
}
