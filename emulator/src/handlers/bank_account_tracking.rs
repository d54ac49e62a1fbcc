//! Transfers on the merchant's bank accounts.

use craftgate_core::Page;
use craftgate_core::bank_account_tracking::{
    BankAccountTrackingRecord, RetrieveBankAccountTrackingRecord, SearchBankAccountTrackingRecords,
};

use crate::domain::context::Context;
use crate::error::ApiError;

pub(crate) fn retrieve(
    context: &mut Context<'_>,
    request: RetrieveBankAccountTrackingRecord,
) -> Result<BankAccountTrackingRecord, ApiError> {
    context.state.bank_records.find(request.id).cloned()
}

pub(crate) fn search(
    context: &mut Context<'_>,
    request: SearchBankAccountTrackingRecords,
) -> Result<Page<BankAccountTrackingRecord>, ApiError> {
    let search = context.state.bank_records.search();
    search
        .between(request.min_record_date, request.max_record_date, |record| record.record_date)
        .equals(request.currency, |record| record.currency.as_ref())
        .equals(request.description, |record| record.description.as_ref())
        .equals(request.sender_name, |record| record.sender_name.as_ref())
        .equals(request.sender_iban, |record| record.sender_iban.as_ref())
        .page(request.page, request.size, BankAccountTrackingRecord::clone)
}
