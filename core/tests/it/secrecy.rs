//! Keys, card data and tokens never show: not in `Debug`, not in `Display`, not in any error's chain.

use craftgate_core::id::PaymentId;
use std::error::Error as _;
use std::fmt::Debug;

use craftgate_core::callback::{self, CallbackKey};
use craftgate_core::payment::{
    Card, CardNumber, CardToStore, CardToken, CardUserKey, CheckoutPage, CreatePayment, DeleteStoredCard,
    EncryptedCard, InitThreeDsPayment, PartialCardNumber, Payment, PaymentStatus, SearchStoredCards, StoreCard,
    StoredCard, TokenizedCard, TokenizedCardType, UpdateCard,
};
use craftgate_core::transport::from_fn;
use craftgate_core::webhook::{self, WebhookKey};
use craftgate_core::{
    Body, Client, Credentials, Environment, Error, Json, JsonMap, Language, Operation, Protocol, RandomKey,
    RequestError, Response, RetryPolicy, Secret, TransportError,
};

use crate::common::fixtures::expiry;
use crate::common::{fixtures, http_response, random_key};
use craftgate_test_support::shown;

/// A part of every secret in these tests, so that one search finds them all.
const SENTINEL: &str = "gizli5258640000000001";

fn secret(name: &str) -> String {
    format!("{SENTINEL}-{name}")
}

#[track_caller]
fn assert_silent(text: &str) {
    assert!(!text.contains(SENTINEL), "a secret shows in {text}");
    let as_bytes = format!("{:?}", SENTINEL.as_bytes());
    assert!(!text.contains(as_bytes.trim_matches(['[', ']'])), "a secret shows as bytes in {text}");
}

#[track_caller]
fn assert_debug_is_silent(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

/// Checks an error and its causes.
#[track_caller]
fn assert_error_is_silent(error: &(dyn std::error::Error + 'static)) {
    assert_silent(&shown(error));
}

fn every_card() -> Vec<Card> {
    let digits = PartialCardNumber { bin_number: "52586400".into(), last_four_digits: "0001".into() };
    let token = TokenizedCard::new(TokenizedCardType::ApplePay, JsonMap::from([("data", secret("wallet"))]));
    vec![
        Card::new("Haluk Demir", CardNumber::new(secret("number")), expiry(2044, 7), secret("cvc")),
        Card::stored(CardUserKey::new(secret("user-key")), CardToken::new(secret("token"))).cvc(secret("cvc")),
        Card::by_identity(digits, secret("identity")),
        Card::secure_fields(secret("fields")),
        Card::tokenized(token),
        Card::encrypted(EncryptedCard::new(secret("encrypted")).encryption("RSA")),
    ]
}

fn payment_with(card: Card) -> CreatePayment {
    fixtures::create_payment().card(card).additional_params(JsonMap::from([("cardToken", secret("params"))]))
}

fn protocol() -> Protocol {
    Protocol::new(Credentials::new(&secret("api-key"), secret("secret-key")).unwrap(), Environment::Production)
}

/// Formats an operation alone, in a call, and as the request that it becomes.
#[track_caller]
fn assert_operation_is_silent<O: Operation + Debug>(operation: &O) {
    assert_debug_is_silent(operation);
    let protocol = protocol();
    let call = protocol.exchange(operation).idempotency_key("order-17");
    assert_debug_is_silent(&call);
    let request = call.request(&random_key()).unwrap();
    let sent = request.headers()["x-api-key"].to_str().unwrap();
    assert!(sent.contains(SENTINEL), "what is hidden is still sent");
    assert_debug_is_silent(&request);
    assert!(!format!("{request:?}").contains(request.headers()["x-signature"].to_str().unwrap()));
}

mod keys {
    use super::*;

    #[test]
    fn secrets_show_neither_content_nor_length() {
        assert_eq!(format!("{:?}", Secret::from(secret("a"))), format!("{:?}", Secret::from("")));
        assert_debug_is_silent(&Secret::from(secret("a")));
        assert_eq!(Secret::from(secret("a")).expose(), secret("a"));
    }

    #[test]
    fn credentials_and_the_keys_of_callbacks_and_webhooks_are_silent() {
        let credentials = Credentials::new(&secret("api-key"), secret("secret-key")).unwrap();
        assert_eq!(format!("{credentials:?}"), "Credentials { .. }");
        assert_debug_is_silent(&CallbackKey::new(secret("callback")).unwrap());
        assert_debug_is_silent(&WebhookKey::new(secret("webhook")).unwrap());
        assert_debug_is_silent(&protocol());
    }

    #[test]
    fn a_client_is_silent() {
        let transport = from_fn(|_| Err::<Response, _>(TransportError::not_sent("offline")));
        let client =
            Client::new(protocol(), transport, || RandomKey::new("r")).retry_policy(RetryPolicy::new(1), |_| ());
        assert_debug_is_silent(&client);
        let shown = format!("{client:?}");
        assert!(
            shown.starts_with("Client { protocol: Protocol {") && shown.contains("RetryPolicy { max: 1"),
            "{shown}"
        );
        assert_eq!(format!("{:?}", client.transport()), "FromFn(…)");
        let payment = payment_with(every_card().remove(0));
        assert_debug_is_silent(&client.call(&payment));
        assert_error_is_silent(&client.call(&payment).send().unwrap_err());
    }

    #[test]
    fn a_malformed_key_is_not_quoted_in_the_error() {
        assert_error_is_silent(&Credentials::new(&format!("{SENTINEL}\n"), "secret").unwrap_err());
        assert_error_is_silent(&CallbackKey::new(format!("{SENTINEL}\n")).unwrap_err());
        assert_error_is_silent(&WebhookKey::new(format!("\u{feff}{SENTINEL}")).unwrap_err());
        assert_error_is_silent(&Credentials::new("key", format!("{SENTINEL}\n")).unwrap_err());
        assert_error_is_silent(&RandomKey::new(&format!("{SENTINEL}ğ")).unwrap_err());
        assert_error_is_silent(&Language::new(&format!("{SENTINEL}ğ")).unwrap_err());
        let operation = fixtures::refund();
        let protocol = crate::common::protocol();
        let call = protocol.exchange(&operation).idempotency_key(format!("{SENTINEL}\n"));
        assert_error_is_silent(&call.request(&random_key()).unwrap_err());
    }

    #[test]
    fn failed_verifications_show_nothing() {
        let key = CallbackKey::new(secret("callback")).unwrap();
        let form = format!("status=SUCCESS&paymentId=5&conversationData={SENTINEL}&hash={SENTINEL}");
        assert_error_is_silent(&callback::verify(&key, form.as_bytes()).unwrap_err());
        let body = format!(r#"{{"eventType":"{SENTINEL}","eventTimestamp":1,"status":"SUCCESS","payloadId":"1"}}"#);
        let key = WebhookKey::new(secret("webhook")).unwrap();
        assert_error_is_silent(&webhook::verify_ignoring_age(&key, SENTINEL, body.as_bytes()).unwrap_err());
        assert_error_is_silent(&webhook::verify_ignoring_age(&key, SENTINEL, b"{}").unwrap_err());
    }
}

mod card_data {
    use super::*;

    fn key() -> CardUserKey {
        CardUserKey::new(secret("user-key"))
    }

    fn token() -> CardToken {
        CardToken::new(secret("token"))
    }

    #[test]
    fn a_card_of_every_shape_is_silent_alone_and_in_a_payment() {
        for card in every_card() {
            assert!(serde_json::to_string(&card).unwrap().contains(SENTINEL), "what is hidden is still sent");
            assert_debug_is_silent(&card);
            assert_operation_is_silent(&payment_with(card.clone()));
            let init = InitThreeDsPayment::new(payment_with(card), "https://www.example.com/").callback_v2();
            assert_operation_is_silent(&init);
        }
    }

    #[test]
    fn what_a_card_is_made_of_is_silent() {
        assert_debug_is_silent(&EncryptedCard::new(secret("encrypted")).encryption("RSA"));
        let data = JsonMap::from([("data", Json::from(JsonMap::from([("token", secret("wallet"))])))]);
        assert_debug_is_silent(&TokenizedCard::new(TokenizedCardType::ApplePay, data));
    }

    #[test]
    fn the_operations_on_stored_cards_are_silent() {
        let encrypted = EncryptedCard::new(secret("encrypted")).encryption("RSA");
        let card = CardToStore::plain("Haluk Demir", CardNumber::new(secret("number")), expiry(2044, 7))
            .secure_fields_token(secret("fields"))
            .encrypted_card(encrypted);
        assert_operation_is_silent(&StoreCard::new(card).card_user_key(key()));
        assert_operation_is_silent(&UpdateCard::new(expiry(2044, 7), key(), token()));
        assert_operation_is_silent(&DeleteStoredCard::new(key(), token()));
    }

    /// A search by token is a `GET`: its URL has the token, as `SearchStoredCards` says. Nothing else has.
    #[test]
    fn a_search_by_token_is_silent_but_for_its_url() {
        let search = SearchStoredCards::new().card_token(token()).card_user_key(key());
        assert_debug_is_silent(&search);
        let protocol = protocol();
        assert_debug_is_silent(&protocol.exchange(&search));
        let mut request = protocol.exchange(&search).request(&random_key()).unwrap();
        assert!(request.uri().query().unwrap().contains(SENTINEL));
        *request.uri_mut() = "/".parse().unwrap();
        assert_debug_is_silent(&request);
    }

    #[test]
    fn responses_with_tokens_are_silent() {
        assert_debug_is_silent(&StoredCard::new(key(), token()));
        let mut payment = Payment::new(PaymentId::new(1), PaymentStatus::Success);
        payment.card_token = Some(token());
        payment.card_user_key = Some(key());
        payment.additional_data = Some(JsonMap::from([("cardToken", secret("data"))]));
        assert_debug_is_silent(&payment);
    }

    /// Its URL may hold the token, by which anybody can pay on it.
    #[test]
    fn a_checkout_page_is_silent() {
        let mut page = CheckoutPage::new(secret("token"));
        page.page_url = Some(secret("https://sandbox-checkout.craftgate.io/?token=").into());
        assert_debug_is_silent(&page);
        assert_eq!(page.token.expose(), secret("token"));
    }

    #[test]
    fn a_response_with_metadata_is_silent() {
        let body = format!(r#"{{"data":{{"cardUserKey":"k","cardToken":"{SENTINEL}"}}}}"#);
        let (protocol, operation) = (crate::common::protocol(), fixtures::update_card());
        let response = protocol.exchange(&operation).parse_with_meta(http_response(200, body)).unwrap();
        assert!(crate::common::text(&response.body).contains(SENTINEL));
        assert_debug_is_silent(&response);
    }
}

mod free_form {
    use super::*;

    #[test]
    fn bodies_show_their_length_alone() {
        assert_debug_is_silent(&Body::from(SENTINEL));
        assert_eq!(format!("{:?}", Body::from("abc")), "Body(3 bytes)");
    }

    #[test]
    fn json_shows_no_value() {
        assert_debug_is_silent(&Json::from(SENTINEL));
        assert_debug_is_silent(&Json::from(JsonMap::from([("a", SENTINEL)])));
        assert_debug_is_silent(&JsonMap::from([("a", SENTINEL)]));
    }

    #[test]
    fn a_webhooks_payload_is_silent() {
        let key = WebhookKey::new("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp").unwrap();
        let body = format!(
            r#"{{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":{{"cardToken":"{SENTINEL}"}}}}"#
        );
        let signature = "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=";
        let webhook = webhook::verify_ignoring_age(&key, signature, body.as_bytes()).unwrap();
        assert_debug_is_silent(&webhook);
    }
}

mod errors {
    use super::*;

    /// Responses with a secret where something else is expected.
    #[test]
    fn an_unreadable_response_is_not_quoted() {
        let operation = fixtures::update_card();
        let protocol = protocol();
        for (status, body) in [
            (200, SENTINEL.to_owned()),
            (200, format!("\"{SENTINEL}\"")),
            (200, format!(r#"{{"data":"{SENTINEL}"}}"#)),
            (200, format!(r#"{{"data":{{"cardUserKey":"k","cardToken":["{SENTINEL}"]}}}}"#)),
            (200, format!(r#"{{"data":{{"cardUserKey":"k","cardToken":"{SENTINEL}"#)),
            (200, format!(r#"{{"errors":"{SENTINEL}"}}"#)),
            (302, SENTINEL.to_owned()),
            (500, format!("<html>{SENTINEL}</html>")),
        ] {
            let error = protocol.exchange(&operation).parse(http_response(status, body.as_str())).unwrap_err();
            assert!(matches!(error, Error::Response(_)), "{body}");
            assert_error_is_silent(&error);
        }
    }

    #[test]
    fn an_unread_field_is_not_quoted() {
        let operation = fixtures::update_card();
        for field in ["isCommercial", "cardBankId", "cardBrand", "createdAt"] {
            let value = if field == "cardBrand" { format!("[\"{SENTINEL}\"]") } else { format!("\"{SENTINEL}\"") };
            let body = format!(r#"{{"data":{{"cardUserKey":"k","cardToken":"t","{field}":{value}}}}}"#);
            let response = protocol().exchange(&operation).parse_with_meta(http_response(200, body)).unwrap();
            let [unread] = response.unread_fields.as_slice() else { panic!("{field}: {response:?}") };
            assert_eq!((unread.path(), unread.json().as_str()), (field, &*value), "what is hidden is still kept");
            for string in [format!("{response:?}"), unread.to_string(), unread.reason().to_owned()] {
                assert!(!string.contains(SENTINEL), "{string}");
            }
        }
    }

    /// A transport keeps what was received of a truncated response; its error shows the length alone.
    #[test]
    fn a_truncated_response_is_not_quoted() {
        let mut received = http_response(200, format!(r#"{{"data":{{"cardToken":"{SENTINEL}"#));
        received.headers_mut().insert("x-trace", SENTINEL.parse().unwrap());
        let error = TransportError::maybe_sent("connection reset").with_partial_response(received);
        assert!(crate::common::text(error.body().unwrap()).contains(SENTINEL), "what is hidden is still kept");
        assert_error_is_silent(&error);
        assert_error_is_silent(&Error::from(error));
    }

    #[test]
    fn a_rejection_does_not_quote_the_rest_of_the_response() {
        let body =
            format!(r#"{{"errors":{{"errorCode":"1"}},"kart":{{"cardToken":"{SENTINEL}"}},"istek":"{SENTINEL}"}}"#);
        let (protocol, operation) = (protocol(), fixtures::update_card());
        let error = protocol.exchange(&operation).parse(http_response(422, body)).unwrap_err();
        assert!(matches!(error, Error::Api(_)));
        assert_error_is_silent(&error);
    }

    #[test]
    fn a_request_that_cannot_be_built_is_not_quoted() {
        struct Own(RequestError);

        impl Operation for Own {
            type Output = ();
            const METHOD: craftgate_core::http::Method = craftgate_core::http::Method::GET;

            fn path(&self) -> Result<String, RequestError> {
                Ok(format!("/{SENTINEL} "))
            }
        }

        let own = Own(RequestError::QueryValue { name: "name" });
        assert_error_is_silent(&own.0);
        let error = protocol().exchange(&own).request(&random_key()).unwrap_err();
        assert!(error.source().is_none());
        assert_error_is_silent(&Error::from(error));
    }

    /// A request that waits in a queue is read by serde itself, whose error goes wherever errors go.
    #[test]
    fn a_secret_of_the_wrong_type_is_not_quoted_when_it_is_read_back() {
        let number =
            r#"{"cardHolderName":"Haluk Demir","cardNumber":5258640000000001,"expireYear":"2044","expireMonth":"07"}"#;
        let error = serde_json::from_str::<StoreCard>(number).unwrap_err();
        assert!(error.to_string().contains("cardNumber"), "{error}");
        assert!(!error.to_string().contains("5258640000000001"), "{error}");
        let error = serde_json::from_str::<Secret>("5258640000000001").unwrap_err();
        assert!(!error.to_string().contains("5258640000000001"), "{error}");
    }
}

#[test]
fn strings_that_differ_are_different_secrets() {
    assert_eq!(Secret::from("ğ"), Secret::from("ğ"));
    assert_ne!(Secret::from("ab"), Secret::from("abc"));
    assert_ne!(Secret::from("ab"), Secret::from("ac"));
    assert_ne!(Secret::from(""), Secret::from("a"));
}
