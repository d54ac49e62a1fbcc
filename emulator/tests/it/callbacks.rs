//! The hash of callbacks, verified as the code on Craftgate's site does.

use craftgate_core::payment::{InitThreeDsPayment, MdStatus};
use craftgate_emulator::{CALLBACK_KEY, CallbackForm, Emulator, ProviderOutcome, ThreeDsOutcome};
use rust_decimal_macros::dec;
use sha2::{Digest as _, Sha256};

use crate::bnpl::{start_loan, visit};
use crate::common::{CALLBACK_URL, Shop, noon, payment};

/// Returns true if the Java code of Craftgate's "Güvenlik Önerileri" accepts a callback. An absent field is `null` there.
fn is_verified_by_java(form: &CallbackForm) -> bool {
    let value = |wanted: &str| form.fields().iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let names = value("hashParams").unwrap().split(':');
    let values: String = names.map(|name| value(name).unwrap_or("null")).collect();
    let hash = Sha256::digest(CALLBACK_KEY.to_owned() + &values);
    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    value("hash") == Some(&digits)
}

#[test]
fn every_field_that_a_hash_of_version_2_covers_is_posted() {
    let named = Shop::on(Emulator::builder().clock(noon).name_failed_payments(true).build());
    for shop in [Shop::open(), named] {
        for outcome in [ThreeDsOutcome::Approved, ThreeDsOutcome::Half(MdStatus(3)), ThreeDsOutcome::Declined] {
            for conversation_id in [None, Some("sipariş-17".to_owned())] {
                let mut start = InitThreeDsPayment::new(payment(&[dec!(100)]), CALLBACK_URL).callback_v2();
                start.payment.conversation_id = conversation_id;
                let id = shop.send(&start).payment_id.unwrap();
                for form in [(); 2].map(|()| shop.emulator.authenticate(id, outcome).unwrap()) {
                    assert!(is_verified_by_java(&form), "{form:?}");
                }
            }
        }
    }
}

#[test]
fn every_field_that_a_loans_hash_covers_is_posted() {
    let shop = Shop::open();
    for outcome in [ProviderOutcome::Approved, ProviderOutcome::Declined, ProviderOutcome::Later] {
        let id = start_loan(&shop);
        for form in [(); 2].map(|()| visit(&shop, id, outcome)) {
            assert!(is_verified_by_java(&form), "{form:?}");
        }
    }
}
