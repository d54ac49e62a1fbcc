//! A request can wait in a queue: written as JSON, read back after a restart, it is the same request.

use craftgate_core::id::{FraudValueId, PaymentId};
use std::fmt::Debug;

use craftgate_core::Operation;
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::onboarding::{CreateMember, SearchMembers};
use craftgate_core::payment::{CreatePayment, InitThreeDsPayment, PostAuthPayment, RefundPayment, StoreCard};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::common::{canonical, request};
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog;
use craftgate_test_support::operations::filled;
use craftgate_test_support::run;

#[test]
fn every_operation_comes_back_equal_and_makes_the_same_request() {
    fn check<O: Operation + Serialize + DeserializeOwned + PartialEq + Debug>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let stored = serde_json::to_string(&operation).unwrap();
        for restored in [
            serde_json::from_str::<O>(&stored).unwrap(),
            serde_json::from_slice(stored.as_bytes()).unwrap(),
            serde_json::from_reader(stored.as_bytes()).unwrap(),
        ] {
            assert_eq!(restored, operation, "{name}");
            assert_eq!(serde_json::to_string(&restored).unwrap(), stored, "{name}");
            let (before, after) = (request(&operation), request(&restored));
            assert_eq!((before.method(), before.uri()), (after.method(), after.uri()), "{name}");
            assert_eq!(before.headers(), after.headers(), "{name}");
            assert_eq!(before.body(), after.body(), "{name}");
        }
    }
    with_every_operation!(run: check);
}

#[test]
fn what_stands_in_the_path_is_stored_too() {
    let stored = serde_json::to_string(&PostAuthPayment::new(PaymentId::new(7))).unwrap();
    assert_eq!(stored, r#"{"paymentId":7}"#);
    assert_eq!(
        serde_json::from_str::<PostAuthPayment>(&stored).unwrap().path().unwrap(),
        "/payment/v1/card-payments/7/post-auth"
    );

    let stored = serde_json::to_string(&RemoveValueFromValueList::new("kara liste", FraudValueId::new("ğ/1"))).unwrap();
    assert_eq!(stored, r#"{"listName":"kara liste","valueId":"ğ/1"}"#);
}

#[test]
fn every_field_that_the_catalog_knows_of_a_request_at_any_depth_is_kept() {
    fn check<O: Serialize + DeserializeOwned>(object: &str) {
        let filled = catalog::filled(object);
        let restored: O = serde_json::from_str(&filled).unwrap_or_else(|error| panic!("{object}: {error}"));
        assert_eq!(canonical(&serde_json::to_string(&restored).unwrap()), canonical(&filled), "{object}");
    }
    check::<CreatePayment>("CreatePaymentRequest");
    check::<InitThreeDsPayment>("InitThreeDSPaymentRequest");
    check::<RefundPayment>("RefundPaymentRequest");
    check::<StoreCard>("StoreCardRequest");
    check::<CreateMember>("CreateMemberRequest");
    check::<SearchMembers>("SearchMembersRequest");
}

#[test]
fn every_needed_field_is_missed_by_name() {
    let whole: serde_json::Value = serde_json::from_str(&catalog::filled("InitThreeDSPaymentRequest")).unwrap();
    for field in ["price", "paidPrice", "currency", "installment", "items", "callbackUrl"] {
        let mut without = whole.clone();
        without.as_object_mut().unwrap().remove(field);
        let error = serde_json::from_str::<InitThreeDsPayment>(&without.to_string()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("missing field `{field}`")), "{error}");
    }
    let error = serde_json::from_str::<PostAuthPayment>("{}").unwrap_err().to_string();
    assert!(error.starts_with("missing field `paymentId`"), "{error}");
}

#[test]
fn a_wrong_field_is_named_with_the_whole_way_to_it() {
    for (json, named) in [
        (r#"{"price":"yüz"}"#, "price: "),
        (r#"{"installment":1.5}"#, "installment: "),
        (r#"{"items":[{"price":1},{"price":true}]}"#, "items: price: "),
        (r#"{"card":{"loyalty":{"reward":{"cardRewardMoney":"x"}}}}"#, "card: loyalty: reward: cardRewardMoney: "),
        (r#"{"card":{"tokenizedCard":{"type":"APPLE_PAY"}}}"#, "card: tokenizedCard: missing field `data`"),
        (r#"{"additionalParams":[]}"#, "additionalParams: "),
        (r#"{"price":1,"price":1}"#, "price: "),
        (r#"{"callbackUrl":true}"#, "callbackUrl: "),
    ] {
        let error = serde_json::from_str::<InitThreeDsPayment>(json).unwrap_err().to_string();
        assert!(error.starts_with(named), "{json}: {error}");
    }
}

#[test]
fn an_operation_stored_by_a_newer_version_is_read_by_an_older_one() {
    let restored: RefundPayment =
        serde_json::from_str(r#"{"yeniAlan":{"a":[1]},"paymentId":1,"chargeFromMe":null}"#).unwrap();
    assert_eq!(restored, RefundPayment::new(PaymentId::new(1)));
}
