//! Where no answer can be trusted, and no advice helps: the reasons for idempotency keys, and their limits.
//!
//! `craftgate_core::Outcome` tells of each of these.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use std::cell::RefCell;

use common::{Shop, card, payment};
use craftgate_core::onboarding::{CreateMember, RetrieveMember, UpdateMember};
use craftgate_core::payment::{CompleteThreeDsPayment, CreatePayment, InitThreeDsPayment, PaymentStatus};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Client, Environment, Error, Outcome, Protocol, RandomKey, Request, Response, RetryPolicy, Transport,
    TransportError,
};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

type Answer = Result<Response, TransportError>;

/// A client of the shop's emulator through a network of its own.
fn client<'a>(shop: &'a Shop, network: impl Fn(&'a Emulator, Request) -> Answer) -> Client<impl Transport> {
    let protocol = Protocol::new(shop.emulator.credentials().unwrap(), Environment::Sandbox);
    let transport = from_fn(move |request| network(&shop.emulator, request));
    Client::new(protocol, transport, || RandomKey::new("Xa15Fp11T"))
}

fn twice(emulator: &Emulator, request: Request) -> Answer {
    emulator.handle(request.clone());
    Ok(emulator.handle(request))
}

fn losing_the_answer(emulator: &Emulator, request: Request) -> Answer {
    emulator.handle(request);
    Err(TransportError::maybe_sent("connection reset"))
}

fn order() -> CreatePayment {
    payment(&[dec!(100)])
}

fn start() -> InitThreeDsPayment {
    InitThreeDsPayment::new(order(), "https://shop.example.com/3ds")
}

fn statuses(shop: &Shop) -> Vec<PaymentStatus> {
    let found = shop.get(&SearchPayments::new().conversation_id("sipariş-17")).items;
    found.into_iter().map(|report| report.payment.payment_status).collect()
}

#[test]
fn a_request_that_arrives_twice_is_done_twice_without_a_key() {
    let shop = Shop::open();
    client(&shop, twice).call(&order()).send().unwrap();
    assert_eq!(statuses(&shop), [PaymentStatus::Success, PaymentStatus::Success]);

    let shop = Shop::open();
    client(&shop, twice).call(&order()).idempotency_key("siparis-17").send().unwrap();
    assert_eq!(statuses(&shop), [PaymentStatus::Success]);
}

#[test]
fn a_refusal_may_be_of_the_second_of_two_arrivals_without_a_key() {
    let shop = Shop::open();
    let complete = CompleteThreeDsPayment::new(shop.get(&start()).payment_id.unwrap());
    let error = client(&shop, twice).call(&complete).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "and yet it is paid");

    let shop = Shop::open();
    let complete = CompleteThreeDsPayment::new(shop.get(&start()).payment_id.unwrap());
    assert!(client(&shop, twice).call(&complete).idempotency_key("tamam-17").send().is_ok());
}

#[test]
fn a_look_may_come_before_the_request_does() {
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
fn a_repeat_under_the_key_is_done_once_whenever_the_first_request_comes() {
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

/// Only a client that repeats by itself knows of the first request.
#[test]
fn a_refused_repeat_does_not_undo_what_came_before() {
    let shop = Shop::open();
    let answers = RefCell::new(0);
    let client = client(&shop, |emulator, request| {
        *answers.borrow_mut() += 1;
        match *answers.borrow() % 2 {
            1 => losing_the_answer(emulator, request),
            _ => Ok(too_many_requests()),
        }
    });
    let pay = |client: &Client<_>| client.call(&order()).idempotency_key("siparis-17").send().unwrap_err().outcome();
    assert_eq!(pay(&client), Outcome::Unknown);
    assert_eq!(pay(&client), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "and yet it is paid");

    assert_eq!(pay(&client.retry_policy(RetryPolicy::new(1), |_| ())), Outcome::Unknown);
}

fn too_many_requests() -> Response {
    let mut answer = Response::new(Body::from(r#"{"errors":{"errorCode":"9"}}"#));
    *answer.status_mut() = craftgate_core::http::StatusCode::TOO_MANY_REQUESTS;
    answer
}

#[test]
fn a_repeat_without_a_key_is_refused_because_the_first_was_done() {
    let shop = Shop::open();
    let complete = CompleteThreeDsPayment::new(shop.get(&start()).payment_id.unwrap());
    let error = client(&shop, losing_the_answer).call(&complete).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(shop.ask(&complete).unwrap_err().outcome(), Outcome::Rejected);
    assert_eq!(statuses(&shop), [PaymentStatus::Success], "and yet it is paid");
}

#[test]
fn the_banks_page_comes_again_under_the_key_and_not_by_looking() {
    let shop = Shop::open();
    let lost = client(&shop, losing_the_answer);
    assert!(lost.call(&start()).idempotency_key("siparis-17").send().is_err());
    let found = shop.get(&SearchPayments::new().conversation_id("sipariş-17")).items.remove(0).payment;
    assert_eq!(found.payment_status, PaymentStatus::InitThreeDs, "started, but there is no page to show");

    let again = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    let again = again.call(&start()).idempotency_key("siparis-17").send().unwrap();
    assert_eq!(again.payment_id, Some(found.id));
    assert!(again.html_content.is_some());
}

#[test]
fn a_put_is_done_again_under_its_key_and_undoes_what_came_in_between() {
    let shop = Shop::open();
    let member = shop.get(&CreateMember::new("üye-1").name("Önce"));
    let rename = |name: &str| UpdateMember::new(member.id, "Üsküdar", "uye@example.com").name(name);
    let lost = client(&shop, losing_the_answer).retry_policy(RetryPolicy::new(3), |_| panic!("it was repeated"));
    let error = lost.call(&rename("Bizim")).idempotency_key("uye-1").send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    shop.get(&rename("Başkasının"));
    let again = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    again.call(&rename("Bizim")).idempotency_key("uye-1").send().unwrap();
    assert_eq!(shop.get(&RetrieveMember::new(member.id)).name.as_deref(), Some("Bizim"));
}

#[test]
fn another_card_needs_another_key() {
    let shop = Shop::open();
    let client = client(&shop, |emulator, request| Ok(emulator.handle(request)));
    let pay = |number: &str, key: &str| client.call(&order().card(card(number))).idempotency_key(key).send();
    let group = |error: Error| error.as_api_error().unwrap().group().map(ToString::to_string);
    assert_eq!(group(pay("5100050000006661", "siparis-17").unwrap_err()).as_deref(), Some("NOT_SUFFICIENT_FUNDS"));
    assert_eq!(group(pay("5258640000000001", "siparis-17").unwrap_err()), None, "a key is for one request");
    assert!(pay("5258640000000001", "siparis-17-2").is_ok());
}
