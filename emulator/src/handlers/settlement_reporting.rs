//! Reports of payouts.

use craftgate_core::Page;
use craftgate_core::settlement_reporting::{
    PayoutBouncedTransaction, PayoutCompletedTransaction, PayoutDetail, PayoutRow, RetrievePayoutDetails,
    SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions, SearchPayoutRows, SettlementType,
};

use super::copy::copy_fields;
use crate::domain::context::Context;
use crate::domain::payout::PayoutRecord;
use crate::error::ApiError;
use crate::store::page;

/// Returns the transactions whose money arrived, by default those of settlements.
pub(crate) fn search_completed(
    context: &mut Context<'_>,
    request: SearchPayoutCompletedTransactions,
) -> Result<Page<PayoutCompletedTransaction>, ApiError> {
    let payouts = context.state.payouts.search();
    let payouts = payouts
        .matching(PayoutRecord::is_completed)
        .between(Some(request.start_date), Some(request.end_date), |payout| payout.detail.payout_date)
        .equals(request.settlement_file_id, |payout| Some(&payout.settlement_file_id))
        .equals(request.settlement_type.or(Some(SettlementType::Settlement)), |payout| Some(&payout.settlement_type));
    page(payouts.all().into_iter().flat_map(completed).collect(), request.page, request.size)
}

fn completed(payout: &PayoutRecord) -> Vec<PayoutCompletedTransaction> {
    let transactions = payout.detail.payout_transactions.iter().cloned();
    let completed = transactions.map(|transaction| {
        let detail = payout.detail.clone();
        let mut completed = PayoutCompletedTransaction::new(payout.id);
        copy_fields!(transaction to completed: transaction_id transaction_type payout_amount);
        copy_fields!(detail to completed: payout_date currency merchant_id merchant_type
            settlement_earnings_destination settlement_source);
        completed
    });
    completed.collect()
}

/// Returns the payouts to sellers that the bank sent back.
pub(crate) fn search_bounced(
    context: &mut Context<'_>,
    request: SearchBouncedPayoutTransactions,
) -> Result<Page<PayoutBouncedTransaction>, ApiError> {
    let payouts = context.state.payouts.search();
    let payouts = payouts.matching(PayoutRecord::has_bounced).between(
        Some(request.start_date),
        Some(request.end_date),
        |payout| Some(payout.updated_date),
    );
    let bounced = payouts.all().into_iter().filter_map(|payout| bounced(context, payout));
    Ok(Page::new(bounced.collect::<Vec<_>>()))
}

fn bounced(context: &Context<'_>, payout: &PayoutRecord) -> Option<PayoutBouncedTransaction> {
    let id = payout.member_id?;
    let mut bounced = PayoutBouncedTransaction::new(id);
    let detail = payout.detail.clone();
    copy_fields!(detail to bounced: iban payout_amount row_description);
    bounced.created_date = Some(payout.created_date);
    bounced.updated_date = Some(payout.updated_date);
    bounced.payout_id = Some(payout.id);
    if let Some(member) = context.state.members.get(id).cloned() {
        copy_fields!(member to bounced: contact_name contact_surname legal_company_title);
    }
    Some(bounced)
}

pub(crate) fn search_rows(context: &mut Context<'_>, request: SearchPayoutRows) -> Result<Page<PayoutRow>, ApiError> {
    let payouts = context.state.payouts.search();
    payouts
        .equals(Some(request.file_status), |payout| Some(&payout.file_status))
        .between(Some(request.start_date), Some(request.end_date), |payout| Some(payout.created_date))
        .page(request.page, request.size, row)
}

fn row(payout: &PayoutRecord) -> PayoutRow {
    let detail = payout.detail.clone();
    let mut row = PayoutRow::new(payout.id);
    copy_fields!(detail to row: name iban merchant_id merchant_type payout_amount payout_date);
    row
}

pub(crate) fn retrieve_payout(
    context: &mut Context<'_>,
    request: RetrievePayoutDetails,
) -> Result<PayoutDetail, ApiError> {
    context.state.payouts.find(request.id).map(|payout| payout.detail.clone())
}
