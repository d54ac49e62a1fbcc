//! Transfers on the merchant's bank accounts. A test makes them.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::bank_account_tracking::{
    BankAccountTrackingRecord, RecordType, RetrieveBankAccountTrackingRecord, SearchBankAccountTrackingRecords,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use crate::context::Context;
use crate::emulator::Emulator;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};
use crate::webhooks::Event;

pub(crate) fn retrieve(
    context: &mut Context<'_>,
    asked: RetrieveBankAccountTrackingRecord,
) -> Result<BankAccountTrackingRecord, Refusal> {
    context.state.bank_records.get(asked.id).cloned().ok_or_else(|| refusal::BANK_RECORD.plain())
}

pub(crate) fn search(
    context: &mut Context<'_>,
    asked: SearchBankAccountTrackingRecords,
) -> Result<Page<BankAccountTrackingRecord>, Refusal> {
    let search = context.state.bank_records.search().made(asked.min_record_date, asked.max_record_date);
    search
        .is("currency", asked.currency)
        .is("description", asked.description)
        .is("senderName", asked.sender_name)
        .is("senderIban", asked.sender_iban)
        .page(asked.page, asked.size, BankAccountTrackingRecord::clone)
}

impl Record for BankAccountTrackingRecord {
    fn fields(&self, fields: &mut Fields) {
        fields.put("currency", self.currency.as_ref());
        fields.put("description", self.description.as_ref());
        fields.put("senderName", self.sender_name.as_ref());
        fields.put("senderIban", self.sender_iban.as_ref());
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.record_date
    }
}

impl Emulator {
    /// Has a transfer seen on a bank account of the merchant's, and gives its id, which takes the place
    /// of the record's own.
    ///
    /// It comes in, now, unless the record says otherwise.
    pub fn add_bank_transfer(&self, mut record: BankAccountTrackingRecord) -> i64 {
        let now = self.now();
        let mut state = self.state();
        let id = state.bank_records.next_id();
        record.id = id;
        record.key.get_or_insert_with(|| format!("emulator-transfer-{id}"));
        record.record_type.get_or_insert(RecordType::Receive);
        record.record_date.get_or_insert(now);
        state.bank_records.add(|_| record);
        let event_type = WebhookEventType::BankAccountTrackingRecord;
        state.events.push(Event::new(event_type, now, WebhookStatus::Success, id.to_string()));
        id
    }
}
