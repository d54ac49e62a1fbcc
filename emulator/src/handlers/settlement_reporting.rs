//! Reports of payouts. They are empty: the emulator pays nothing out to a bank.

use craftgate_core::Page;
use craftgate_core::settlement_reporting::{
    PayoutBouncedTransaction, PayoutCompletedTransaction, PayoutDetail, PayoutRow, RetrievePayoutDetails,
    SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions, SearchPayoutRows,
};

use crate::domain::context::Context;
use crate::error::{ApiError, PAYOUT_NOT_FOUND};
use crate::store::page;

pub(crate) fn search_completed(
    _: &mut Context<'_>,
    request: SearchPayoutCompletedTransactions,
) -> Result<Page<PayoutCompletedTransaction>, ApiError> {
    page(Vec::new(), request.page, request.size)
}

pub(crate) fn search_bounced(
    _: &mut Context<'_>,
    _: SearchBouncedPayoutTransactions,
) -> Result<Page<PayoutBouncedTransaction>, ApiError> {
    Ok(Page::new([]))
}

pub(crate) fn search_rows(_: &mut Context<'_>, request: SearchPayoutRows) -> Result<Page<PayoutRow>, ApiError> {
    page(Vec::new(), request.page, request.size)
}

pub(crate) fn retrieve_payout(_: &mut Context<'_>, _: RetrievePayoutDetails) -> Result<PayoutDetail, ApiError> {
    Err(PAYOUT_NOT_FOUND.into())
}
