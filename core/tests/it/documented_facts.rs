//! What Craftgate's documentation and the official clients' samples know beyond the catalog.

use craftgate_core::payment::{
    Amounts, CreateApmPayment, CreatePayment, HtmlContent, InitCheckoutPayment, InitPosApmPaymentResponse,
    InitThreeDsPayment, Payment, PaymentItem, ProviderStoredCard, StoreCard, UpdatePaymentTransaction,
    VerifyBnplPaymentResponse,
};
use craftgate_core::{Currency, JsonMap, Validate as _};
use rust_decimal_macros::dec;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::common::{canonical, request, text};

/// Reads a body and writes it again: a field that the type lacks is lost on the way.
#[track_caller]
fn assert_kept<T: DeserializeOwned + Serialize>(json: &str) {
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(canonical(&serde_json::to_string(&read).unwrap()), canonical(json));
}

mod fields {
    use super::*;

    #[test]
    fn a_checkout_page_takes_the_customers_identity_at_payoneer() {
        assert_kept::<InitCheckoutPayment>(
            r#"{"price":100,"paidPrice":100,"currency":"USD","callbackUrl":"https://example.com/",
                "apmUserIdentity":"müşteri-17"}"#,
        );
    }

    #[test]
    fn a_recorded_payment_takes_a_callback_url() {
        assert_kept::<CreateApmPayment>(
            r#"{"apmType":"CASH_ON_DELIVERY","price":100,"paidPrice":100,"currency":"TRY","items":[{"price":100}],
                "callbackUrl":"https://www.your-website.com/craftgate-apm-callback"}"#,
        );
    }

    #[test]
    fn a_changed_line_is_named_in_the_path_and_in_the_body() {
        let change: UpdatePaymentTransaction = serde_json::from_str(
            r#"{"paymentTransactionId":17,"subMerchantMemberPrice":55.50,"subMerchantMemberId":3}"#,
        )
        .unwrap();
        let request = request(&change);
        assert_eq!(request.uri().path(), "/payment/v1/payment-transactions/17");
        let body = r#"{"paymentTransactionId":17,"subMerchantMemberPrice":55.50,"subMerchantMemberId":3}"#;
        assert_eq!(canonical(text(request.body())), canonical(body));
    }

    #[test]
    fn a_recorded_payment_names_its_method() {
        assert_kept::<Payment>(r#"{"id":1,"paymentStatus":"SUCCESS","apmType":"FUND_TRANSFER"}"#);
    }

    #[test]
    fn a_card_stored_at_another_provider_is_among_the_additional_parameters() {
        let card = ProviderStoredCard { card_user_key: "kişi-1".into(), card_token: "kart-1".into() };
        let payment = CreatePayment::new(Amounts::same(dec!(100)), Currency::Try, 1, [PaymentItem::new(dec!(100))])
            .additional_params(JsonMap::from([("msisdn", "5551112233")]))
            .stored_at_provider(&card);
        payment.validate().unwrap();
        let body = |params: &str| {
            format!(
                r#"{{"price":100,"paidPrice":100,"currency":"TRY","installment":1,"items":[{{"price":100}}],
                    "additionalParams":{{"msisdn":"5551112233",{params}
                    "paymentProvider":{{"cardUserKey":"kişi-1","cardToken":"kart-1"}}}}"#
            )
        };
        assert_eq!(canonical(text(request(&payment).body())), canonical(&(body("") + "}")));
        let three_ds = InitThreeDsPayment::new(payment, "https://example.com/").callback_v2();
        let rest = r#","callbackUrl":"https://example.com/"}"#;
        let sent = body(r#""threeDSCallbackVersion":2,"#) + rest;
        assert_eq!(canonical(text(request(&three_ds).body())), canonical(&sent));
    }

    #[test]
    fn the_links_into_a_banks_application_are_in_the_additional_data() {
        let read = |data: &str| -> InitPosApmPaymentResponse {
            serde_json::from_str(&format!(r#"{{"paymentId":1,"additionalData":{data}}}"#)).unwrap()
        };
        let web = read(r#"{"redirectUrl":"https://banka.example.com/öde"}"#);
        assert_eq!(web.redirect_url().as_deref(), Some("https://banka.example.com/öde"));
        assert!(web.mobile_app_redirect_links().is_empty());
        let app = read(r#"{"mobileAppRedirectLinks":[{"os":"IOS"},"banka://öde"]}"#);
        assert_eq!(app.redirect_url(), None);
        let links = app.mobile_app_redirect_links();
        let links: Vec<&str> = links.iter().map(craftgate_core::Json::as_str).collect();
        assert_eq!(links, [r#"{"os":"IOS"}"#, r#""banka://öde""#]);
        let odd = read(r#"{"redirectUrl":17,"mobileAppRedirectLinks":"x"}"#);
        assert_eq!((odd.redirect_url(), odd.mobile_app_redirect_links()), (None, Vec::new()));
    }

    #[test]
    fn a_holders_name_may_have_a_full_stop() {
        let store: StoreCard = serde_json::from_str(
            r#"{"cardHolderName":"Dr. Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07"}"#,
        )
        .unwrap();
        store.validate().unwrap();
    }
}

mod loans {
    use super::*;
    use craftgate_core::payment::{ApmAdditionalAction, BnplResponseStatus, PaymentStatus};

    fn loan(status: &str, action: &str) -> VerifyBnplPaymentResponse {
        let json = format!(r#"{{"responseStatus":"{status}","additionalAction":"{action}"}}"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_verified_loan_is_read_in_the_documented_form() {
        for (status, action, done, needs_approval) in [
            ("APPROVED", "NONE", true, false),
            ("APPROVED", "APPROVAL_REQUIRED", false, true),
            ("WAITING", "APPROVAL_REQUIRED", false, true),
            ("WAITING", "NONE", false, false),
            ("WAITING", "VERIFY_REQUIRED", false, false),
            ("DECLINED", "NONE", false, false),
            ("DECLINED", "APPROVAL_REQUIRED", false, false),
            ("YENI", "NONE", false, false),
        ] {
            let loan = loan(status, action);
            assert_eq!((loan.is_done(), loan.needs_approval()), (done, needs_approval), "{status} {action}");
            assert_eq!(loan.is_failure(), status == "DECLINED", "{status} {action}");
        }
    }

    #[test]
    fn each_form_of_a_verified_loan_keeps_all_of_its_fields() {
        assert_kept::<VerifyBnplPaymentResponse>(
            r#"{"responseStatus":"DECLINED","additionalAction":"NONE","errorCode":"10051","errorMessage":"Limit yetersiz"}"#,
        );
        assert_kept::<VerifyBnplPaymentResponse>(
            r#"{"paymentStatus":"FAILURE","additionalAction":"NONE","paymentError":{"errorCode":"10051"}}"#,
        );
        let loan = loan("APPROVED", "NONE");
        assert_eq!(loan.response_status, Some(BnplResponseStatus::Approved));
        assert_eq!(loan.additional_action, Some(ApmAdditionalAction::None));
    }

    #[test]
    fn a_verified_loan_without_either_status_is_an_error() {
        for json in ["{}", r#"{"additionalAction":"NONE"}"#, r#"{"paymentStatus":null,"responseStatus":null}"#] {
            let error = serde_json::from_str::<VerifyBnplPaymentResponse>(json).unwrap_err();
            assert!(error.to_string().contains("paymentStatus"), "{error}");
        }
    }

    #[test]
    fn statuses_that_contradict_each_other_decide_nothing() {
        let both = |payment: &str, response: &str| -> VerifyBnplPaymentResponse {
            let json =
                format!(r#"{{"paymentStatus":"{payment}","responseStatus":"{response}","additionalAction":"NONE"}}"#);
            serde_json::from_str(&json).unwrap()
        };
        assert!(both("SUCCESS", "APPROVED").is_done());
        for (payment, response) in [("SUCCESS", "WAITING"), ("SUCCESS", "DECLINED"), ("FAILURE", "APPROVED")] {
            assert!(!both(payment, response).is_done(), "{payment} {response}");
        }
        assert!(!VerifyBnplPaymentResponse::new(PaymentStatus::Success).is_done(), "the next step is not known");
    }
}

mod pages {
    use super::*;

    fn decoded(base64: &str) -> String {
        let page: HtmlContent = serde_json::from_value(base64.into()).unwrap();
        page.decode().unwrap()
    }

    #[test]
    fn a_page_in_url_safe_base64_is_decoded() {
        assert_eq!(decoded("PGI-w7w_PC9iPj8_"), "<b>ü?</b>??");
    }

    /// `<p>Ödeme: ŞIĞİ şığı</p>` in ISO-8859-9.
    #[test]
    fn a_page_in_latin_5_is_decoded() {
        assert_eq!(decoded("PHA+1mRlbWU6IN5J0N0g/v3w/TwvcD4="), "<p>Ödeme: ŞIĞİ şığı</p>");
    }
}
