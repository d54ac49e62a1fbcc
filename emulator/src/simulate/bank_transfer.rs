//! Transfers on the merchant's bank accounts.

use craftgate_core::bank_account_tracking::{BankAccountTrackingRecord, RecordType};
use craftgate_core::id::BankAccountTrackingRecordId;
use craftgate_core::webhook::{BankAccountTrackingRecordPayload, WebhookEventType, WebhookStatus};

use crate::emulator::Emulator;

impl Emulator {
    /// Records a transfer on a bank account of the merchant and returns its id, which replaces the record's own.
    ///
    /// It is an incoming transfer at the current time, unless the record says otherwise.
    pub fn add_bank_transfer(&self, mut record: BankAccountTrackingRecord) -> BankAccountTrackingRecordId {
        self.with_context(|context| {
            let now = context.now;
            let record = context.state.bank_records.create(|id| {
                record.id = id;
                record.key.get_or_insert_with(|| format!("emulator-transfer-{id}"));
                record.record_type.get_or_insert(RecordType::Receive);
                record.record_date.get_or_insert(now);
                record
            });
            context.emit_event_with(
                WebhookEventType::BankAccountTrackingRecord,
                WebhookStatus::Success,
                record.id,
                &payload(&record),
            );
            record.id
        })
    }
}

fn payload(record: &BankAccountTrackingRecord) -> BankAccountTrackingRecordPayload {
    let mut payload = BankAccountTrackingRecordPayload::new();
    payload.currency = record.currency.clone();
    payload.record_date = record.record_date;
    payload.sender_name = record.sender_name.clone();
    payload.key = record.key.clone();
    payload.record_type = record.record_type.clone();
    payload.description = record.description.clone();
    payload.sender_iban = record.sender_iban.clone();
    payload.amount = record.amount;
    payload
}
