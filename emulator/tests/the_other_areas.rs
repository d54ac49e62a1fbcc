//! Installments, members, merchants, reports, fraud lists and bank transfers.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, noon, payment};
use craftgate_core::bank_account_tracking::{
    BankAccountTrackingRecord, RecordType, RetrieveBankAccountTrackingRecord, SearchBankAccountTrackingRecords,
};
use craftgate_core::chrono::NaiveDate;
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::onboarding::{
    CreateMember, CreateMerchant, MemberType, RetrieveMember, SearchMembers, Status, UpdateMember,
};
use craftgate_core::webhook::WebhookEventType;
use craftgate_core::{CardType, Currency};
use rust_decimal_macros::dec;

#[test]
fn a_bin_tells_its_card() {
    let shop = Shop::open();
    let bin = shop.get(&RetrieveBinNumber::new("40480900"));
    assert_eq!((bin.bin_number.as_str(), bin.bank_name.as_deref()), ("40480900", Some("Yapı ve Kredi Bankası")));
    assert_eq!(bin.card_type, Some(CardType::CreditCard));
    assert_eq!(shop.get(&RetrieveBinNumber::new("404809")).bank_code, Some(67));
    assert_eq!(shop.refused(&RetrieveBinNumber::new("12345678")).status, 404);
    assert_eq!(shop.refused(&RetrieveBinNumber::new("kırk")).status, 422);
}

#[test]
fn installments_cost_more_the_longer_they_run() {
    let shop = Shop::open();
    let search = SearchInstallments::new(dec!(100.00)).currency(Currency::Try).bin_number("40430800");
    let found = shop.get(&search.distinct_card_brands_with_lowest_commissions(true));
    let choices: Vec<_> = found.items[0]
        .installment_prices
        .iter()
        .map(|choice| {
            (choice.installment_number.unwrap(), choice.installment_price.unwrap(), choice.total_price.unwrap())
        })
        .collect();
    assert_eq!(choices[0], (1, dec!(100.00), dec!(100.00)));
    assert_eq!(choices[2], (3, dec!(34.17), dec!(102.50)));
    assert_eq!(choices.len(), 6);

    let debit = shop.get(&SearchInstallments::new(dec!(100)).bin_number("47968100"));
    assert_eq!(debit.items[0].installment_prices.len(), 1);
    let families: Vec<_> =
        shop.get(&SearchInstallments::new(dec!(100))).items.into_iter().map(|item| item.card_brand.unwrap()).collect();
    assert_eq!(families, ["Wings", "Axess", "Bonus", "Garanti BBVA CC"]);
    assert_eq!(shop.refused(&SearchInstallments::new(dec!(0))).status, 422);
    assert_eq!(shop.refused(&SearchInstallments::new(dec!(1)).bin_number("12345678")).status, 404);
}

#[test]
fn members_are_made_and_found() {
    let shop = Shop::open();
    let buyer = shop.get(&CreateMember::new("alıcı-1").name("İpek Çağlar").is_buyer(true));
    let seller =
        shop.get(&CreateMember::new("satıcı-1").name("true").is_sub_merchant(true).member_type(MemberType::Personal));
    assert_eq!((buyer.id, seller.id), (1, 2));
    assert_eq!((buyer.status.clone(), buyer.created_date), (Some(Status::Active), Some(noon())));
    assert_eq!(shop.refused(&CreateMember::new("alıcı-1")).status, 422);
    assert_eq!(shop.refused(&CreateMember::new("satıcı-2").is_sub_merchant(true)).status, 400);

    let found =
        |search: SearchMembers| -> Vec<i64> { shop.get(&search).items.iter().map(|member| member.id).collect() };
    assert_eq!(found(SearchMembers::new()), [1, 2]);
    assert_eq!(found(SearchMembers::new().is_buyer(true)), [1]);
    assert_eq!(found(SearchMembers::new().is_buyer(false)), [2]);
    assert_eq!(found(SearchMembers::new().member_ids([2, 7])), [2]);
    assert_eq!(found(SearchMembers::new().name("true")), [2]);
    assert_eq!(found(SearchMembers::new().member_external_id("alıcı-1")), [1]);
    assert_eq!(shop.get(&SearchMembers::new().size(1)).items, [buyer]);
}

#[test]
fn a_changed_member_keeps_what_was_not_said() {
    let shop = Shop::open();
    let made = shop.get(&CreateMember::new("satıcı-1").name("Gülşah Işık").is_buyer(true).iban("TR1"));
    let updated = shop.get(&UpdateMember::new(made.id, "Kütahya", "gulsah@example.com").iban("TR2"));
    assert_eq!((updated.address.as_deref(), updated.email.as_deref()), (Some("Kütahya"), Some("gulsah@example.com")));
    assert_eq!((updated.iban.as_deref(), &updated.name, updated.is_buyer), (Some("TR2"), &made.name, Some(true)));
    assert_eq!(shop.get(&RetrieveMember::new(made.id)), updated);
    assert_eq!(shop.refused(&UpdateMember::new(made.id, "", "").is_sub_merchant(true)).status, 400);
    assert_eq!(shop.get(&RetrieveMember::new(made.id)), updated);
    assert_eq!(shop.refused(&RetrieveMember::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&UpdateMember::new(7_i64, "", "")).status, 404);
}

#[test]
fn a_merchant_gets_keys_of_its_own() {
    let shop = Shop::open();
    let merchant = || shop.get(&CreateMerchant::new("Işık", "Işık Çinicilik", "isik@example.com").secret_word("gizli"));
    let (first, second) = (merchant(), merchant());
    assert_ne!(first.id, second.id);
    assert_ne!(first.merchant_api_credentials, second.merchant_api_credentials);
    assert!(!format!("{first:?}").contains("emulator-merchant"));
    assert_eq!(shop.refused(&CreateMerchant::new("", "Işık Çinicilik", "isik@example.com")).status, 422);
}

#[test]
fn a_bank_transfer_is_seen() {
    let shop = Shop::open();
    assert_eq!(shop.get(&SearchBankAccountTrackingRecords::new()).items, []);
    let mut transfer = BankAccountTrackingRecord::new(0_i64);
    transfer.sender_name = Some("Gülşah Işık".to_owned());
    transfer.amount = Some(dec!(815));
    let id = shop.emulator.add_bank_transfer(transfer.clone());
    assert_ne!(shop.emulator.add_bank_transfer(transfer), id);
    let seen = shop.get(&RetrieveBankAccountTrackingRecord::new(id));
    assert_eq!((seen.amount, seen.record_date), (Some(dec!(815)), Some(noon())));
    assert_eq!(seen.record_type, Some(RecordType::Receive));
    let search = SearchBankAccountTrackingRecords::new().sender_name("Gülşah Işık").min_record_date(noon());
    assert_eq!(shop.get(&search.size(1)).items, [seen]);
    assert_eq!(shop.get(&SearchBankAccountTrackingRecords::new().currency(Currency::Eur)).items, []);
    assert_eq!(shop.refused(&RetrieveBankAccountTrackingRecord::new(7_i64)).status, 404);
    let event = shop.emulator.events().remove(0);
    assert_eq!((event.event_type, event.payload_id), (WebhookEventType::BankAccountTrackingRecord, id.to_string()));
}

#[test]
fn a_report_has_the_days_payments() {
    let shop = Shop::open();
    shop.get(&payment(&[dec!(1.50)]).external_id("a,\"b\""));
    let report = |day, kind| RetrieveDailyPaymentReport::new(NaiveDate::from_ymd_opt(2026, 3, day).unwrap(), kind);
    let file = shop.get(&report(25, ReportFileType::Csv));
    let lines: Vec<&str> = str::from_utf8(file.as_bytes()).unwrap().split("\r\n").collect();
    let row = "1,2026-03-25T12:00:00,SUCCESS,AUTH,1.50,1.50,TRY,1,52586400,0001,Gülşah Işık,sipariş-17,\"a,\"\"b\"\"\"";
    assert_eq!((lines.len(), lines[1]), (3, row));
    assert!(!lines.concat().contains("5258640000000001"));

    let empty = shop.get(&report(24, ReportFileType::Csv));
    assert_eq!(str::from_utf8(empty.as_bytes()).unwrap().lines().count(), 1);
    assert_eq!(shop.refused(&report(25, ReportFileType::Xlsx)).status, 422);
    assert_eq!(shop.refused(&report(25, "PDF".into())).status, 422);
}

#[test]
fn a_value_is_taken_off_its_list() {
    let shop = Shop::open();
    let id = shop.emulator.add_listed_value("kara liste/ğ", "kotu@example.com");
    assert_eq!(shop.emulator.listed_values("kara liste/ğ"), ["kotu@example.com"]);
    let remove = RemoveValueFromValueList::new("kara liste/ğ", id);
    shop.get(&remove);
    assert_eq!(shop.emulator.listed_values("kara liste/ğ"), [""; 0]);
    assert_eq!(shop.refused(&remove).status, 404);
    assert_eq!(shop.refused(&RemoveValueFromValueList::new("yok", "1")).status, 404);
}
