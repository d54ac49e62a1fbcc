//! Operations and results wait in a queue in whatever shape its messages have: tagged, flattened or untagged. An amount
//! is read back exactly, or it is an error that says so.

use std::fmt::Debug;

use craftgate_core::id::PaymentId;
use craftgate_core::installment::InstallmentList;
use craftgate_core::payment::{Amounts, CreatePayment, InitThreeDsPayment, Payment, PaymentRefund, PostAuthPayment};
use craftgate_core::payment_reporting::ReportedPayment;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Json, JsonMap, Operation, Page};
use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_derive::{Deserialize, Serialize};

use crate::common::fixtures;
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog;
use craftgate_test_support::operations::filled;
use craftgate_test_support::run;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tür")]
enum InternallyTagged<T> {
    Çağrı(T),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tür", content = "içerik")]
enum AdjacentlyTagged<T> {
    Çağrı(T),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Numara { sıra: u32 },
    Çağrı(T),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flattened<T> {
    sıra: u32,
    #[serde(flatten)]
    çağrı: T,
    deneme: Option<u32>,
}

/// JSON without what a float can't carry or a buffer doesn't keep: long numbers, and trailing zeros in free-form JSON.
fn short(json: &str) -> String {
    json.replace("12345678901234567890.10", "12.5").replace("[1.50]", "[1.5]")
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Writes the value in every shape, and reads it back.
#[track_caller]
fn assert_returns<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone>(value: &T) {
    let json = serde_json::to_string(&InternallyTagged::Çağrı(value.clone())).unwrap();
    assert_eq!(read::<InternallyTagged<T>>(&json), InternallyTagged::Çağrı(value.clone()));
    let reader: InternallyTagged<T> = serde_json::from_reader(json.as_bytes()).unwrap();
    assert_eq!(reader, InternallyTagged::Çağrı(value.clone()));

    let json = serde_json::to_string(value).unwrap();
    let content_first = format!(r#"{{"içerik":{json},"tür":"Çağrı"}}"#);
    assert_eq!(read::<AdjacentlyTagged<T>>(&content_first), AdjacentlyTagged::Çağrı(value.clone()));
    assert_eq!(read::<Untagged<T>>(&json), Untagged::Çağrı(value.clone()));

    let flattened = Flattened { sıra: 7, çağrı: value.clone(), deneme: None };
    assert_eq!(read::<Flattened<T>>(&serde_json::to_string(&flattened).unwrap()), flattened);
}

#[test]
fn every_operation_returns_equal_from_an_internally_tagged_message() {
    fn check<O: Operation + Serialize + DeserializeOwned + PartialEq + Debug>(name: &str) {
        let (_, entry) = filled::<O>(name);
        let operation: O = read(&short(&entry.stored()));
        let json = serde_json::to_string(&InternallyTagged::Çağrı(&operation)).unwrap();
        match serde_json::from_str(&json) {
            Ok(InternallyTagged::<O>::Çağrı(returned)) => assert_eq!(returned, operation, "{name}"),
            Err(error) => panic!("{name}: {error}: {json}"),
        }
    }
    with_every_operation!(run: check);
}

#[test]
fn operations_return_from_every_shape() {
    let payment: CreatePayment = read(&short(&catalog::filled("CreatePaymentRequest")));
    assert_returns(&payment);
    assert_returns(&InitThreeDsPayment::new(payment, "https://example.com/dönüş"));
    assert_returns(&fixtures::refund_transaction());
    assert_returns(&fixtures::search_members());
    assert_returns(&fixtures::daily_report());
}

#[test]
fn results_return_from_every_shape() {
    assert_returns::<Payment>(&read(&short(&catalog::filled("PaymentResponse"))));
    assert_returns::<PaymentRefund>(&read(&short(&catalog::filled("PaymentRefundResponse"))));
    assert_returns::<InstallmentList>(&read(&short(&catalog::filled("InstallmentListResponse"))));
    let item = short(&catalog::filled("ReportingPaymentResponse"));
    assert_returns::<Page<ReportedPayment>>(&read(&format!(r#"{{"items":[{item}],"page":0,"size":1,"totalSize":1}}"#)));
    assert_returns(&JsonMap::from([("a", Json::from("ğ")), ("b", Json::from(17))]));
}

fn capture(amount: &str) -> PostAuthPayment {
    PostAuthPayment::new(PaymentId::new(1)).paid_price(amount.parse().unwrap())
}

#[test]
fn an_amount_that_a_buffer_carries_is_read_back_exactly() {
    for amount in [
        "100.00",
        "100",
        "0.1",
        "0.00000001",
        "-3.50",
        "1234567890123.45",
        "9999999999999.99",
        "18446744073709551615",
        "9007199254740993",
    ] {
        assert_returns(&capture(amount));
    }
}

#[test]
fn an_amount_that_a_buffer_does_not_carry_is_an_error_that_says_so() {
    for amount in [
        "12345678901234567890.12345678",
        "0.30000000000000004",
        "33.333333333333333333333333333",
        "9007199254740993.10",
        "18446744073709551616.5",
        "7.9228162514264337593543950335",
    ] {
        let (capture, json) = (capture(amount), serde_json::to_string(&capture(amount)).unwrap());
        assert_eq!(read::<PostAuthPayment>(&json), capture, "without a buffer every amount is exact");
        let tag_first = format!(r#"{{"tür":"Çağrı","içerik":{json}}}"#);
        assert_eq!(read::<AdjacentlyTagged<PostAuthPayment>>(&tag_first), AdjacentlyTagged::Çağrı(capture.clone()));

        let tagged = serde_json::to_string(&InternallyTagged::Çağrı(capture.clone())).unwrap();
        let flattened = serde_json::to_string(&Flattened { sıra: 7, çağrı: capture, deneme: None }).unwrap();
        for error in [
            serde_json::from_str::<InternallyTagged<PostAuthPayment>>(&tagged).unwrap_err().to_string(),
            serde_json::from_str::<Flattened<PostAuthPayment>>(&flattened).unwrap_err().to_string(),
        ] {
            assert!(error.contains("paidPrice: a number of more than 15 digits, buffered as a float"), "{error}");
        }
        let untagged = serde_json::from_str::<Untagged<PostAuthPayment>>(&json);
        assert!(untagged.is_err(), "serde keeps the reason of an untagged type to itself");
    }
    let additional = CreatePayment::new(Amounts::same(Decimal::ONE), craftgate_core::Currency::Try, 1, [])
        .additional_params(JsonMap::from([("a", Json::from("0.30000000000000004".parse::<Decimal>().unwrap()))]));
    let tagged = serde_json::to_string(&InternallyTagged::Çağrı(additional)).unwrap();
    let error = serde_json::from_str::<InternallyTagged<CreatePayment>>(&tagged).unwrap_err().to_string();
    assert!(error.contains("additionalParams: a number of more than 15 digits"), "{error}");
}

#[test]
fn what_is_wrong_is_named_as_ever() {
    let message = r#"{"tür":"Çağrı","price":1,"paidPrice":1,"currency":"TRY","installment":"bir","items":[]}"#;
    let error = serde_json::from_str::<InternallyTagged<CreatePayment>>(message).unwrap_err().to_string();
    assert!(error.starts_with("installment: not a whole number"), "{error}");
    for (value, wanted) in [("true", "not a number"), (r#""\"1\"""#, "not a number"), ("1.5", "not a whole number")] {
        let message = format!(r#"{{"tür":"Çağrı","paymentId":{value}}}"#);
        let error = serde_json::from_str::<InternallyTagged<PostAuthPayment>>(&message).unwrap_err().to_string();
        assert!(error.contains(&format!("paymentId: {wanted}")), "{value}: {error}");
    }
}
