//! The signature covers the URL, the keys and the body exactly as they are sent, whatever they contain.

use craftgate_core::encoding::percent_encode;
use craftgate_core::http::Method;
use craftgate_core::id::MemberId;
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem, RetrieveCheckoutPayment};
use craftgate_core::{Body, Credentials, Currency, Environment, Operation, Protocol, RandomKey, Request, RequestError};
use proptest::prelude::*;
use rust_decimal_macros::dec;
use serde::de::DeserializeOwned;

use crate::common::{API_KEY, RANDOM_KEY, SECRET_KEY, random_key, signature, signature_of};
use craftgate_core::with_every_operation;
use craftgate_test_support::operations::filled;
use craftgate_test_support::run;

/// An operation with a string in every place that can have any.
#[derive(Debug, Clone)]
struct Anything {
    segment: String,
    value: String,
    body: Vec<u8>,
}

impl Operation for Anything {
    type Output = ();
    const METHOD: Method = Method::PATCH;

    fn path(&self) -> Result<String, RequestError> {
        Ok(format!("/deneme/v1/{}", percent_encode(&self.segment)))
    }

    fn query(&self) -> Result<String, RequestError> {
        Ok(format!("q={}", percent_encode(&self.value)))
    }

    fn body(&self) -> Result<Option<Body>, RequestError> {
        Ok(Some(Body::from(self.body.clone())))
    }
}

fn keyed(api_key: &str, secret_key: &str) -> Protocol {
    Protocol::new(Credentials::new(api_key, secret_key).unwrap(), Environment::Production)
}

/// What a secret key can be.
fn secret_key() -> impl Strategy<Value = String> {
    "\\PC{1,20}".prop_filter("not a secret key", |text| Credentials::new("key", text.as_str()).is_ok())
}

fn signature_header(request: &Request) -> &str {
    request.headers()["x-signature"].to_str().unwrap()
}

proptest! {
    #![proptest_config(crate::common::cases(256))]

    #[test]
    fn it_is_the_hash_of_the_decoded_url_the_keys_and_the_body(
        segment in "\\PC{1,20}", value in any::<String>(), body in prop::collection::vec(any::<u8>(), 0..64),
        api_key in "[!-~]{1,20}", secret_key in secret_key(), random in "[!-~]{1,20}",
    ) {
        prop_assume!(segment != "." && segment != "..");
        let operation = Anything { segment, value, body };
        let protocol = keyed(&api_key, &secret_key);
        let request = protocol.exchange(&operation).request(&RandomKey::new(&random).unwrap()).unwrap();
        prop_assert_eq!(signature_header(&request), signature_of(&request, &secret_key));
        prop_assert_eq!(request.headers()["x-api-key"].to_str().unwrap(), api_key);
        prop_assert_eq!(request.headers()["x-rnd-key"].to_str().unwrap(), random);
        prop_assert_eq!(request.body().as_bytes(), &*operation.body);
    }

    #[test]
    fn a_token_of_any_characters_is_signed_decoded(token in any::<String>()) {
        prop_assume!(!["", ".", ".."].contains(&&*token));
        let request = crate::common::request(&RetrieveCheckoutPayment::new(&*token));
        let url = format!("https://api.craftgate.io/payment/v1/checkout-payments/{}", token.replace('%', "%25"));
        prop_assert_eq!(signature_header(&request), signature(&url, API_KEY, SECRET_KEY, RANDOM_KEY, b""));
    }

    #[test]
    fn a_search_for_any_string_is_signed_decoded(name in any::<String>(), ids in prop::collection::vec(any::<i64>(), 1..4)) {
        let request = crate::common::request(&SearchMembers::new().name(&*name).member_ids(ids.iter().copied().map(MemberId::new)));
        let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let url = format!("https://api.craftgate.io/onboarding/v1/members?name={name}&memberIds={ids}").replace('%', "%25");
        prop_assert_eq!(signature_header(&request), signature(&url, API_KEY, SECRET_KEY, RANDOM_KEY, b""));
    }

    #[test]
    fn a_payment_with_any_string_is_signed_over_the_bytes_that_are_sent(name in any::<String>(), conversation_id in any::<String>()) {
        let operation = CreatePayment::new(Amounts::same(dec!(1.00)), Currency::Try, 1, [PaymentItem::new(dec!(1.00)).name(name)])
            .conversation_id(conversation_id);
        let request = crate::common::request(&operation);
        prop_assert!(!request.body().is_empty());
        prop_assert_eq!(signature_header(&request), signature_of(&request, SECRET_KEY));
    }

    #[test]
    fn one_changed_byte_anywhere_changes_it(
        segment in "\\PC{1,8}", value in "\\PC{1,8}", body in prop::collection::vec(any::<u8>(), 1..16),
        place in 0..6_usize, index in any::<prop::sample::Index>(),
    ) {
        prop_assume!(segment != "." && segment != "..");
        let operation = Anything { segment, value, body };
        let before = keyed(API_KEY, "secret").exchange(&operation).request(&random_key()).unwrap();

        let mut changed = operation.clone();
        let (mut api_key, mut secret_key, mut random) = (API_KEY.to_owned(), "secret".to_owned(), RANDOM_KEY.to_owned());
        match place {
            0 => changed.segment = with_one_other_character(&changed.segment, &index),
            1 => changed.value = with_one_other_character(&changed.value, &index),
            2 => { let at = index.index(changed.body.len()); changed.body[at] ^= 1; }
            3 => api_key = with_one_other_character(&api_key, &index),
            4 => secret_key = with_one_other_character(&secret_key, &index),
            _ => random = with_one_other_character(&random, &index),
        }
        let after = keyed(&api_key, &secret_key).exchange(&changed).request(&RandomKey::new(&random).unwrap()).unwrap();
        prop_assert_ne!(signature_header(&before), signature_header(&after));
    }
}

fn with_one_other_character(text: &str, index: &prop::sample::Index) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = index.index(characters.len());
    characters[at] = if characters[at] == 'x' { 'y' } else { 'x' };
    characters.into_iter().collect()
}

#[test]
fn every_operation_carries_it() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let request = crate::common::request(&operation);
        assert_eq!(signature_header(&request), signature_of(&request, SECRET_KEY), "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn it_covers_the_base_urls_own_path() {
    let base = Environment::custom("https://proxy.example.com/craftgate%20%C4%9F/").unwrap();
    let protocol = Protocol::new(crate::common::credentials(), base);
    let request = protocol.exchange(&crate::common::fixtures::retrieve_payment()).request(&random_key()).unwrap();
    let url = format!("https://proxy.example.com/craftgate ğ/payment/v1/card-payments/{}", i64::MAX);
    assert_eq!(signature_header(&request), signature(&url, API_KEY, SECRET_KEY, RANDOM_KEY, b""));
}

#[test]
fn neither_language_nor_idempotency_key_is_in_it() {
    let (protocol, operation) = (crate::common::protocol(), crate::common::fixtures::refund());
    let plain = protocol.exchange(&operation).request(&random_key()).unwrap();
    let call = protocol.exchange(&operation).idempotency_key("order-17").language(craftgate_core::Language::TURKISH);
    let keyed = call.request(&random_key()).unwrap();
    assert_eq!(signature_header(&plain), signature_header(&keyed));
    assert_ne!(plain.headers(), keyed.headers());
}

#[test]
fn another_random_key_gives_another_signature_for_the_same_request() {
    let (protocol, operation) = (crate::common::protocol(), crate::common::fixtures::refund());
    let first = protocol.exchange(&operation).request(&RandomKey::new("first").unwrap()).unwrap();
    let second = protocol.exchange(&operation).request(&RandomKey::new("second").unwrap()).unwrap();
    assert_ne!(signature_header(&first), signature_header(&second));
    assert_eq!(first.body(), second.body());
}
