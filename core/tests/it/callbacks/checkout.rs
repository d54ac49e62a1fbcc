//! The callback of a page of Craftgate's is a token and proves nothing.

use super::*;

#[test]
fn the_token_leads_to_the_payment() {
    let callback = CheckoutCallback::parse(b"token=456d1297-908e&x=1").unwrap();
    assert_eq!(callback.token(), "456d1297-908e");
    let request = crate::common::request(&callback.retrieve());
    assert_eq!(request.uri(), "https://api.craftgate.io/payment/v1/checkout-payments/456d1297-908e");
}

#[test]
fn an_adversarial_token_stays_a_path_segment_or_is_rejected() {
    let callback = CheckoutCallback::parse(b"token=..%2F..%2Fcard-payments%2F1%3Fx%3D").unwrap();
    let path = callback.retrieve().path().unwrap();
    assert_eq!(path, "/payment/v1/checkout-payments/..%2F..%2Fcard-payments%2F1%3Fx%3D");
    assert!(CheckoutCallback::parse(b"token=..").unwrap().retrieve().path().is_err());
}

#[test]
fn a_missing_and_a_duplicate_token_are_distinguished() {
    for (body, error) in [
        (&b""[..], CallbackError::Malformed),
        (b"token=", CallbackError::Malformed),
        (b"token", CallbackError::Malformed),
        (b"Token=a", CallbackError::Malformed),
        (b"token=%FF", CallbackError::Malformed),
        (b"token=a&token=a", CallbackError::DuplicateField),
        (b"token=&token=a", CallbackError::DuplicateField),
        (b"token=a&%74oken=b", CallbackError::DuplicateField),
    ] {
        assert_eq!(CheckoutCallback::parse(body), Err(error), "{body:?}");
    }
}

#[test]
fn the_token_leads_to_a_payment_in_parts_and_to_a_verified_card() {
    let callback = CheckoutCallback::parse(b"token=456d1297").unwrap();
    assert_eq!(callback.retrieve_multi_payment().path().unwrap(), "/payment/v1/multi-payments/456d1297");
    assert_eq!(callback.retrieve_card_verify().path().unwrap(), "/payment/v1/checkout-card-verify/456d1297");
}

#[test]
fn debug_shows_no_token() {
    let callback = CheckoutCallback::parse(b"token=456d1297").unwrap();
    assert_eq!(format!("{callback:?}"), "CheckoutCallback { token: Secret(…) }");
}

mod posted_as_json {
    use super::*;

    #[test]
    fn the_token_is_read() {
        for body in [
            r#"{"token":"456d1297-908e"}"#,
            " { \"x\" : [1,{}], \"token\" : \"456d1297\\u002D908e\" }\n",
            "\u{feff}{\"token\":\"456d1297-908e\"}",
        ] {
            let callback = CheckoutCallback::parse_json(body.as_bytes());
            assert_eq!(callback, CheckoutCallback::parse(b"token=456d1297-908e"), "{body}");
        }
    }

    #[test]
    fn a_missing_and_a_duplicate_token_are_distinguished() {
        for (body, error) in [
            ("", CallbackError::Malformed),
            ("{}", CallbackError::Malformed),
            ("null", CallbackError::Malformed),
            ("[]", CallbackError::Malformed),
            ("token=a", CallbackError::Malformed),
            (r#"{"Token":"a"}"#, CallbackError::Malformed),
            (r#"{"token":""}"#, CallbackError::Malformed),
            (r#"{"token":null}"#, CallbackError::Malformed),
            (r#"{"token":17}"#, CallbackError::Malformed),
            (r#"{"token":["a"]}"#, CallbackError::Malformed),
            (r#"{"token":"a"}{"token":"a"}"#, CallbackError::Malformed),
            (r#"{"token":"a","token":"a"}"#, CallbackError::DuplicateField),
            (r#"{"token":null,"\u0074oken":"a"}"#, CallbackError::DuplicateField),
        ] {
            assert_eq!(CheckoutCallback::parse_json(body.as_bytes()), Err(error), "{body}");
        }
    }
}

proptest! {
    #![proptest_config(crate::common::cases(500))]

    #[test]
    fn any_token_is_read_from_a_form_as_from_json(token in "\\PC{1,30}") {
        let form = CheckoutCallback::parse(format!("token={}", percent_encode(&token)).as_bytes());
        let json = CheckoutCallback::parse_json(serde_json::json!({ "token": token }).to_string().as_bytes());
        prop_assert_eq!(form.as_ref().map(|callback| callback.token().to_owned()), Ok(token));
        prop_assert_eq!(form, json);
    }

    #[test]
    fn arbitrary_bytes_make_no_panic(body in prop::collection::vec(any::<u8>(), 0..100)) {
        let _ = (CheckoutCallback::parse(&body), CheckoutCallback::parse_json(&body));
    }
}
