//! The data of another payment or refund than the one asked for is not a result.

use craftgate_core::error::ResponseErrorKind;
use craftgate_core::http::Method;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{RefundPayment, RefundPaymentMarkAsRefunded, RetrievePayment};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Error, Json, Operation, Outcome, OutputError, RequestError};
use serde::de::DeserializeOwned;

use crate::common::{http_response, protocol, text};
use craftgate_core::with_every_operation;
use craftgate_test_support::operations::{filled, full_data};
use craftgate_test_support::run;

/// The operations that name what they are about, and where it is in their result.
const CHECKED: [(&str, &str); 37] = [
    ("bank_account_tracking::RetrieveBankAccountTrackingRecord", "id"),
    ("masterpass::CompleteThreeDsMasterpassPayment", "id"),
    ("merchant::RetrieveMerchantPos", "id"),
    ("merchant::UpdateMerchantPos", "id"),
    ("onboarding::RetrieveMember", "id"),
    ("onboarding::UpdateMember", "id"),
    ("pay_by_link::RetrieveProduct", "id"),
    ("pay_by_link::UpdateProduct", "id"),
    ("payment::ApproveBnplPayment", "id"),
    ("payment::CompleteApmPayment", "paymentId"),
    ("payment::CompletePosApmPayment", "id"),
    ("payment::CompleteThreeDsDepositPayment", "id"),
    ("payment::CompleteThreeDsPayment", "id"),
    ("payment::PostAuthPayment", "id"),
    ("payment::RefundPayment", "paymentId"),
    ("payment::RefundPaymentMarkAsRefunded", "paymentId"),
    ("payment::RefundPaymentTransaction", "paymentTransactionId"),
    ("payment::RefundPaymentTransactionMarkAsRefunded", "paymentTransactionId"),
    ("payment::RetrievePayment", "id"),
    ("payment::RetrievePaymentRefund", "id"),
    ("payment::RetrievePaymentTransactionRefund", "id"),
    ("payment::UpdatePaymentTransaction", "id"),
    ("payment_reporting::RetrievePaymentRefunds", "paymentId"),
    ("payment_reporting::RetrievePaymentReport", "id"),
    ("payment_reporting::RetrievePaymentTransactionRefunds", "paymentTransactionId"),
    ("payment_reporting::SearchPaymentRefunds", "paymentId"),
    ("payment_reporting::SearchPaymentTransactionRefunds", "paymentTransactionId"),
    ("payment_reporting::SearchPayments", "id"),
    ("wallet::CancelWithdraw", "id"),
    ("wallet::CreateWallet", "memberId"),
    ("wallet::RefundWalletTransaction", "walletTransactionId"),
    ("wallet::RetrieveMemberWallet", "memberId"),
    ("wallet::RetrieveRefundWalletTransactions", "walletTransactionId"),
    ("wallet::RetrieveRemittance", "id"),
    ("wallet::RetrieveWithdraw", "id"),
    ("wallet::SearchWalletTransactions", "walletId"),
    ("wallet::UpdateWallet", "id"),
];

const ID: &str = "9007199254740993";

#[test]
fn another_id_is_no_result_and_everything_is_kept() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let Some((_, field)) = CHECKED.iter().find(|(checked, _)| *checked == name) else { return };
        let (operation, _) = filled::<O>(name);
        let parse = |body: &str| protocol().exchange(&operation).parse(http_response(200, body)).map(drop);
        check_field(name, field, &parse);
    }
    fn check_field(name: &str, field: &str, parse: &dyn Fn(&str) -> Result<(), Error>) {
        let data = full_data(name).unwrap();
        let own = format!("\"{field}\":{ID}");
        let at = data.find(&own).unwrap_or_else(|| panic!("{name}: no {own} in {data}"));
        let with = |id: &str| {
            let data = [&data[..at], &format!("\"{field}\":{id}"), &data[at + own.len()..]].concat();
            format!("{{\"data\":{data}}}")
        };
        assert!(parse(&with(ID)).is_ok(), "{name}");
        let body = with("666");
        let Err(error) = parse(&body) else { panic!("{name} took 666 for {ID}") };
        assert_eq!(error.outcome(), Outcome::Unknown, "{name}");
        let Error::Response(error) = error else { panic!("{name}: {error:?}") };
        assert_eq!((error.kind(), text(error.body())), (ResponseErrorKind::IdMismatch, &*body), "{name}");
        assert_eq!((error.status().as_u16(), &error.headers()["x-trace"]), (200, &"iz-1".parse().unwrap()));
    }
    with_every_operation!(run: check);
}

#[test]
fn an_id_that_is_absent_or_cannot_be_read_is_not_another() {
    let refund = RefundPayment::new(PaymentId::new(17));
    for id in ["null", "[]", "17", "\"17\""] {
        let body = format!(r#"{{"data":{{"status":"SUCCESS","paymentId":{id}}}}}"#);
        assert!(protocol().exchange(&refund).parse(http_response(200, body)).is_ok(), "{id}");
    }
}

#[test]
fn a_search_without_an_id_takes_any() {
    for search in [SearchPayments::new(), SearchPayments::new().payment_id(PaymentId::new(666))] {
        let body = r#"{"data":{"items":[{"id":666,"paymentStatus":"SUCCESS"}]}}"#;
        assert_eq!(protocol().exchange(&search).parse(http_response(200, body)).unwrap().items.len(), 1);
    }
}

#[test]
fn each_item_of_a_list_is_checked() {
    let operation = RefundPaymentMarkAsRefunded::new(RefundPayment::new(PaymentId::new(17)));
    let item = |id: i64| format!(r#"{{"id":1,"status":"SUCCESS","paymentId":{id}}}"#);
    let parse = |items: &[i64]| {
        let items: Vec<String> = items.iter().map(|id| item(*id)).collect();
        let body = format!(r#"{{"data":{{"items":[{}]}}}}"#, items.join(","));
        protocol().exchange(&operation).parse(http_response(200, body))
    };
    assert_eq!(parse(&[17, 17]).unwrap().items.len(), 2);
    assert!(parse(&[]).is_ok());
    assert!(matches!(parse(&[17, 666]), Err(Error::Response(error)) if error.kind() == ResponseErrorKind::IdMismatch));
}

#[test]
fn a_rejection_is_one_whatever_ids_it_has() {
    let body = r#"{"errors":{"errorCode":"10051"},"id":666}"#;
    let error =
        protocol().exchange(&RetrievePayment::new(PaymentId::new(17))).parse(http_response(422, body)).unwrap_err();
    assert!(matches!(error, Error::Api(_)));
}

#[test]
fn an_operation_of_the_callers_own_can_check_too() {
    struct RetrieveCampaign;

    impl Operation for RetrieveCampaign {
        type Output = Json;
        const METHOD: Method = Method::GET;

        fn path(&self) -> Result<String, RequestError> {
            Ok("/campaign/v1/campaigns/17".to_owned())
        }

        fn check_output(&self, campaign: &Json) -> Result<(), OutputError> {
            if campaign.as_str() == "17" { Ok(()) } else { Err(ResponseErrorKind::IdMismatch.into()) }
        }
    }

    let parse = |body: &str| protocol().exchange(&RetrieveCampaign).parse(http_response(200, body));
    assert!(parse(r#"{"data":17}"#).is_ok());
    assert!(
        matches!(parse(r#"{"data":1}"#), Err(Error::Response(error)) if error.kind() == ResponseErrorKind::IdMismatch)
    );
}
