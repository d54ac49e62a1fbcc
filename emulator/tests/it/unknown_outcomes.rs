//! Calls whose outcome the client can't know: why idempotency keys are needed, and what they can't do.
//!
//! `craftgate_core::Outcome` documents each of these.

use std::cell::RefCell;

use craftgate_core::onboarding::{MemberContact, RetrieveMember, UpdateMember};
use craftgate_core::payment::{CompleteThreeDsPayment, CreatePayment, InitThreeDsPayment, PaymentStatus};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Client, Environment, Error, Outcome, Protocol, RandomKey, Request, Response, RetryPolicy, Transport,
    TransportError,
};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

use crate::common::{Shop, card, member, payment};

type SendResult = Result<Response, TransportError>;

/// Returns a client of the shop's emulator over this network.
fn client<'a>(shop: &'a Shop, network: impl Fn(&'a Emulator, Request) -> SendResult) -> Client<impl Transport> {
    let protocol = Protocol::new(shop.emulator.credentials().unwrap(), Environment::Sandbox);
    let transport = from_fn(move |request| network(&shop.emulator, request));
    Client::new(protocol, transport, || RandomKey::new("Xa15Fp11T"))
}

fn duplicate(emulator: &Emulator, request: Request) -> SendResult {
    emulator.handle(request.clone());
    Ok(emulator.handle(request))
}

fn lose_response(emulator: &Emulator, request: Request) -> SendResult {
    emulator.handle(request);
    Err(TransportError::maybe_sent("connection reset"))
}

fn order() -> CreatePayment {
    payment(&[dec!(100)])
}

fn start() -> InitThreeDsPayment {
    InitThreeDsPayment::new(order(), "https://shop.example.com/3ds")
}

/// Returns the completion of a payment whose customer is authenticated.
fn authenticated(shop: &Shop) -> CompleteThreeDsPayment {
    let id = shop.send(&start()).payment_id.unwrap();
    shop.approve(id);
    CompleteThreeDsPayment::new(id)
}

fn statuses(shop: &Shop) -> Vec<PaymentStatus> {
    let found = shop.send(&SearchPayments::new().conversation_id("sipariş-17")).items;
    found.into_iter().map(|report| report.payment.payment_status).collect()
}

#[test]
fn a_duplicate_request_without_a_key_is_performed_twice() {
    let shop = Shop::open();
    client(&shop, duplicate).call(&order()).send().unwrap();
    assert_eq!(statuses(&shop), [PaymentStatus::Success, PaymentStatus::Success]);

    let shop = Shop::open();
    client(&shop, duplicate).call(&order()).idempotency_key("siparis-17").send().unwrap();
    assert_eq!(statuses(&shop), [PaymentStatus::Success]);
}

#[test]
fn a_rejection_without_a_key_may_concern_the_duplicate() {
    let shop = Shop::open();
    let complete = authenticated(&shop);
    let error = client(&shop, duplicate).call(&complete).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "it is paid nevertheless");

    let shop = Shop::open();
    let complete = authenticated(&shop);
    assert!(client(&shop, duplicate).call(&complete).idempotency_key("tamam-17").send().is_ok());
}

#[test]
fn a_lookup_may_precede_the_request() {
    let shop = Shop::open();
    let late = RefCell::new(None);
    let client = client(&shop, |_, request| {
        late.replace(Some(request));
        Err(TransportError::maybe_sent("timeout"))
    });
    let error = client.call(&order()).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(statuses(&shop), [], "nothing was paid so far");
    shop.emulator.handle(late.take().unwrap());
    assert_eq!(statuses(&shop), [PaymentStatus::Success]);
}

#[test]
fn a_repeat_with_the_key_is_performed_once_even_if_the_first_request_is_late() {
    let shop = Shop::open();
    let requests = RefCell::new(Vec::new());
    let client = client(&shop, |emulator, request| {
        requests.borrow_mut().push(request.clone());
        match requests.borrow().len() {
            1 => Err(TransportError::maybe_sent("timeout")),
            _ => Ok(emulator.handle(request)),
        }
    });
    let pay = || client.call(&order()).idempotency_key("siparis-17").send();
    assert_eq!(pay().unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(pay().unwrap().payment_status, PaymentStatus::Success);
    let first = requests.borrow()[0].clone();
    shop.emulator.handle(first);
    assert_eq!(statuses(&shop), [PaymentStatus::Success]);
}

/// Only a client that retries by itself knows about the first request.
#[test]
fn a_rejected_repeat_does_not_undo_the_first_attempt() {
    let shop = Shop::open();
    let responses = RefCell::new(0);
    let client = client(&shop, |emulator, request| {
        *responses.borrow_mut() += 1;
        match *responses.borrow() % 2 {
            1 => lose_response(emulator, request),
            _ => Ok(too_many_requests()),
        }
    });
    let pay = |client: &Client<_>| client.call(&order()).idempotency_key("siparis-17").send().unwrap_err().outcome();
    assert_eq!(pay(&client), Outcome::Unknown);
    assert_eq!(pay(&client), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "it is paid nevertheless");

    assert_eq!(pay(&client.retry_policy(RetryPolicy::new(1), |_| ())), Outcome::Unknown);
}

fn too_many_requests() -> Response {
    let mut response = Response::new(Body::from(r#"{"errors":{"errorCode":"9"}}"#));
    *response.status_mut() = craftgate_core::http::StatusCode::TOO_MANY_REQUESTS;
    response
}

#[test]
fn a_repeat_without_a_key_is_rejected_because_the_first_attempt_succeeded() {
    let shop = Shop::open();
    let complete = authenticated(&shop);
    let error = client(&shop, lose_response).call(&complete).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(shop.try_send(&complete).unwrap_err().outcome(), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "it is paid nevertheless");
}

#[test]
fn the_banks_page_is_returned_again_by_the_key_and_not_by_a_lookup() {
    let shop = Shop::open();
    let lost = client(&shop, lose_response);
    assert!(lost.call(&start()).idempotency_key("siparis-17").send().is_err());
    let found = shop.send(&SearchPayments::new().conversation_id("sipariş-17")).items.remove(0).payment;
    assert_eq!(found.payment_status, PaymentStatus::InitThreeDs, "started, but there is no page to show");

    let again = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    let again = again.call(&start()).idempotency_key("siparis-17").send().unwrap();
    assert_eq!(again.payment_id, Some(found.id));
    assert!(again.html_content.is_some());
}

#[test]
fn a_repeated_put_overwrites_what_changed_in_between() {
    let shop = Shop::open();
    let member = shop.send(&member("üye-1").name("Önce"));
    let rename = |name: &str| {
        UpdateMember::new(member.id, MemberContact { address: "Üsküdar", email: "uye@example.com" }).name(name)
    };
    let lost = client(&shop, lose_response).retry_policy(RetryPolicy::new(3), |_| panic!("it was repeated"));
    let error = lost.call(&rename("Bizim")).idempotency_key("uye-1").send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    shop.send(&rename("Başkasının"));
    let again = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    again.call(&rename("Bizim")).idempotency_key("uye-1").send().unwrap();
    assert_eq!(shop.send(&RetrieveMember::new(member.id)).name.as_deref(), Some("Bizim"));
}

#[test]
fn another_card_requires_another_key() {
    let shop = Shop::open();
    let client = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    let pay = |number: &str, key: &str| client.call(&order().card(card(number))).idempotency_key(key).send();
    let group = |error: Error| error.as_api_error().unwrap().group().map(ToString::to_string);
    assert_eq!(group(pay("5100050000006661", "siparis-17").unwrap_err()).as_deref(), Some("NOT_SUFFICIENT_FUNDS"));
    assert_eq!(group(pay("5258640000000001", "siparis-17").unwrap_err()), None, "a key is for one request");
    assert!(pay("5258640000000001", "siparis-17-2").is_ok());
}
