//! Transfers on the merchant's bank accounts.

use craftgate_core::Currency;
use craftgate_core::bank_account_tracking::{
    BankAccountTrackingRecord, RecordType, RetrieveBankAccountTrackingRecord, SearchBankAccountTrackingRecords,
};
use craftgate_core::id::BankAccountTrackingRecordId;
use craftgate_core::webhook::WebhookEventType;
use rust_decimal_macros::dec;

use crate::common::{Shop, noon};

#[test]
fn a_bank_transfer_is_recorded() {
    let shop = Shop::open();
    assert_eq!(shop.send(&SearchBankAccountTrackingRecords::new()).items, []);
    let mut transfer = BankAccountTrackingRecord::new(BankAccountTrackingRecordId::new(0));
    transfer.sender_name = Some("Gülşah Işık".to_owned());
    transfer.amount = Some(dec!(815));
    let id = shop.emulator.add_bank_transfer(transfer.clone());
    assert_ne!(shop.emulator.add_bank_transfer(transfer), id);
    let seen = shop.send(&RetrieveBankAccountTrackingRecord::new(id));
    assert_eq!((seen.amount, seen.record_date), (Some(dec!(815)), Some(noon())));
    assert_eq!(seen.record_type, Some(RecordType::Receive));
    let search = SearchBankAccountTrackingRecords::new().sender_name("Gülşah Işık").min_record_date(noon());
    assert_eq!(shop.send(&search.size(1)).items, [seen]);
    assert_eq!(shop.send(&SearchBankAccountTrackingRecords::new().currency(Currency::Eur)).items, []);
    assert_eq!(
        shop.rejection(&RetrieveBankAccountTrackingRecord::new(BankAccountTrackingRecordId::new(7))).status,
        404
    );
    let event = shop.emulator.events().remove(0);
    assert_eq!((event.event_type, event.payload_id), (WebhookEventType::BankAccountTrackingRecord, id.to_string()));
}
