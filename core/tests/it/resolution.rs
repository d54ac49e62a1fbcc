//! What became of a call is found out by calls that change nothing, or that are done once. It is not done only when nothing
//! that was sent can arrive any more.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use craftgate_core::id::{PaymentId, PaymentTransactionId};
use craftgate_core::payment::{
    Amounts, CardNumber, CardToken, CardUserKey, CompleteThreeDsPayment, CreatePayment, DeleteStoredCard, Payment,
    PaymentItem, PostAuthPayment, RefundPayment, RefundPaymentTransaction, RetrievePayment, StoreCard,
};
use craftgate_core::resolution::{NextCall, NotDone, Progress, Resolution, Resolvable, UnknownOutcome};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::from_fn;
use craftgate_core::{Client, Currency, Error, Operation, RandomKey, TransportError};

use crate::common::{RANDOM_KEY, fixtures, http_response, protocol};

const WINDOW: Duration = Duration::from_secs(600);
const NOW: Duration = Duration::ZERO;

fn payment() -> CreatePayment {
    let price = Decimal::ONE_HUNDRED;
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
        .conversation_id("sipariş-17-1")
}

fn lost() -> Error {
    TransportError::maybe_sent("connection reset").into()
}

fn response<O: Operation>(operation: &O, status: u16, body: &str) -> Result<O::Output, Error> {
    protocol().exchange(operation).parse(http_response(status, body))
}

fn declined<O: Operation>(operation: &O, group: &str) -> Result<O::Output, Error> {
    let body = format!(r#"{{"errors":{{"errorCode":"10051","errorGroup":"{group}"}}}}"#);
    response(operation, 422, &body)
}

/// A verdict, in a word and the time to wait.
fn verdict<T>(resolution: Resolution<T>) -> (&'static str, u64) {
    match resolution {
        Resolution::Done(_) => ("done", 0),
        Resolution::NotDone(NotDone::Failed(_)) => ("failed", 0),
        Resolution::NotDone(NotDone::Rejected(_)) => ("rejected", 0),
        Resolution::NotDone(NotDone::NeverArrived) => ("never arrived", 0),
        Resolution::NotDone(other) => panic!("{:?}", std::mem::discriminant(&other)),
        Resolution::Open { after, error: None } => ("open", after.as_secs()),
        Resolution::Open { after, error: Some(_) } => ("open, with an error", after.as_secs()),
    }
}

/// Looks up at this time, and reads `data` as the response.
#[track_caller]
fn look_up<O: Resolvable>(unknown: &mut UnknownOutcome<'_, O>, elapsed: Duration, data: &str) -> (&'static str, u64) {
    let Some(NextCall::LookUp(look_up)) = unknown.next_call(elapsed) else { panic!("nothing is looked up") };
    let found = response(look_up.operation(), 200, &format!("{{\"data\":{data}}}"));
    verdict(unknown.read_look_up(&look_up, found))
}

/// What is found at once and after the window.
#[track_caller]
fn before_and_after<O: Resolvable>(operation: &O, data: &str) -> [&'static str; 2] {
    [NOW, WINDOW].map(|elapsed| look_up(&mut UnknownOutcome::new(operation), elapsed, data).0)
}

fn items(items: &[&str]) -> String {
    format!(r#"{{"items":[{}],"page":0,"size":10,"totalSize":{}}}"#, items.join(","), items.len())
}

fn paid(status: &str) -> String {
    format!(r#"{{"id":1,"paymentStatus":"{status}","conversationId":"sipariş-17-1"}}"#)
}

#[test]
fn a_payment_is_searched_for_by_its_own_ids() {
    let query = |payment: &CreatePayment| payment.look_up().map(|search| search.query().unwrap());
    assert_eq!(query(&payment()).as_deref(), Some("conversationId=sipari%C5%9F-17-1"));
    let both = payment().external_id("17");
    assert_eq!(query(&both).as_deref(), Some("conversationId=sipari%C5%9F-17-1&externalId=17"));
    for empty in ["", " "] {
        assert_eq!(query(&payment().conversation_id(empty)), None, "it would find every payment");
    }
}

#[test]
fn what_is_absent_is_not_done_only_when_nothing_can_arrive_any_more() {
    let payment = payment();
    assert_eq!(before_and_after(&payment, &items(&[])), ["open", "never arrived"]);
    assert_eq!(before_and_after(&payment, &items(&[&paid("FAILURE")])), ["open", "failed"]);
    assert_eq!(before_and_after(&payment, &items(&[&paid("SUCCESS")])), ["done"; 2]);
    assert_eq!(before_and_after(&payment, &items(&[&paid("FAILURE"), &paid("SUCCESS")])), ["done"; 2]);
    for pending in ["WAITING", "INIT_THREEDS", "CALLBACK_THREEDS", "YENİ"] {
        assert_eq!(before_and_after(&payment, &items(&[&paid(pending)])), ["open"; 2], "{pending}");
        assert_eq!(before_and_after(&payment, &items(&[&paid("FAILURE"), &paid(pending)])), ["open"; 2]);
    }
}

#[test]
fn the_last_look_up_is_sent_at_the_end_of_the_window() {
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment).arrival_window(Duration::from_secs(100));
    let at = |seconds| Duration::from_secs(seconds);
    let waits: Vec<u64> =
        [0, 1, 3, 7, 15, 31, 63].map(|seconds| look_up(&mut unknown, at(seconds), &items(&[])).1).to_vec();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 37]);
    assert_eq!(look_up(&mut unknown, Duration::from_millis(99_999), &items(&[])), ("open", 0));
    assert_eq!(look_up(&mut unknown, at(100), &items(&[])), ("never arrived", 0));
}

#[test]
fn a_payment_of_another_attempt_is_not_the_one_that_was_sent() {
    let other = r#"{"id":2,"paymentStatus":"SUCCESS","conversationId":"sipariş-17-2"}"#;
    assert_eq!(before_and_after(&payment(), &items(&[other])), ["open", "never arrived"]);
    let unread = r#"{"id":2,"paymentStatus":"SUCCESS","conversationId":[]}"#;
    assert_eq!(before_and_after(&payment(), &items(&[unread])), ["done"; 2]);
}

#[test]
fn a_page_without_every_result_leaves_it_open() {
    for page in [
        r#"{"items":[],"page":0,"size":10,"totalSize":1}"#,
        r#"{"items":[],"page":1,"size":10,"totalSize":0}"#,
        r#"{"items":[{"id":1,"paymentStatus":"FAILURE"}],"page":0,"size":1}"#,
    ] {
        assert_eq!(before_and_after(&payment(), page), ["open"; 2], "{page}");
    }
}

#[test]
fn a_look_up_that_fails_decides_nothing() {
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment);
    for status in [401, 404, 422, 500] {
        let Some(NextCall::LookUp(look_up)) = unknown.next_call(WINDOW) else { panic!() };
        let error = response(look_up.operation(), status, r#"{"errors":{"errorCode":"1"}}"#);
        assert_eq!(verdict(unknown.read_look_up(&look_up, error)).0, "open, with an error", "{status}");
    }
}

#[test]
fn under_a_key_the_call_is_repeated_once_and_looked_up_then() {
    let payment = payment();
    let keyed = || UnknownOutcome::new(&payment).idempotency_key("siparis-17-1").after(&lost());
    assert!(matches!(keyed().next_call(NOW), Some(NextCall::Repeat(_))));
    let paid = format!("{{\"data\":{}}}", paid("SUCCESS"));
    assert_eq!(verdict(keyed().read_repeat(response(&payment, 200, &paid), NOW)).0, "done");
    let declined = declined(&payment, "NOT_SUFFICIENT_FUNDS");
    assert_eq!(verdict(keyed().read_repeat(declined, NOW)).0, "rejected");

    let waiting = r#"{"data":{"id":1,"paymentStatus":"WAITING"}}"#;
    for (result, is_repeated_again) in [
        (Err(lost()), false),
        (response(&payment, 200, waiting), false),
        (response(&payment, 422, r#"{"errors":{"errorCode":"10091","errorGroup":"NO_RESPONSE"}}"#), false),
        (response(&payment, 401, r#"{"errors":{"errorCode":"1"}}"#), false),
        (response(&payment, 429, r#"{"errors":{"errorCode":"9"}}"#), true),
        (Err(TransportError::not_sent("connection refused").into()), true),
    ] {
        let mut unknown = keyed();
        let resolution = unknown.read_repeat(result, NOW);
        assert!(matches!(resolution, Resolution::Open { .. }), "{resolution:?}");
        let next = unknown.next_call(Duration::from_secs(1));
        assert_eq!(matches!(next, Some(NextCall::Repeat(_))), is_repeated_again, "{resolution:?}");
    }
}

#[test]
fn a_repeat_that_may_have_arrived_opens_the_window_again() {
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1");
    let _ = unknown.read_repeat(Err(lost()), Duration::from_secs(500));
    assert_eq!(look_up(&mut unknown, WINDOW, &items(&[])).0, "open");
    assert_eq!(look_up(&mut unknown, Duration::from_secs(1_100), &items(&[])).0, "never arrived");
}

#[test]
fn a_stored_progress_goes_on_as_if_nothing_had_stopped() {
    let payment = payment();
    let waiting = format!(r#"{{"data":{}}}"#, paid("WAITING"));
    for first in
        [Err(lost()), response(&payment, 429, r#"{"errors":{"errorCode":"9"}}"#), response(&payment, 200, &waiting)]
    {
        let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1").after(&lost());
        let _ = unknown.read_repeat(first, Duration::from_secs(30));
        let stored = unknown.progress();
        for seconds in [60, 600, 629, 630] {
            let elapsed = Duration::from_secs(seconds);
            let mut resumed = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1").resume(stored);
            let is_repeat = |unknown: &UnknownOutcome<'_, CreatePayment>| {
                matches!(unknown.next_call(elapsed), Some(NextCall::Repeat(_)))
            };
            assert_eq!(is_repeat(&resumed), is_repeat(&unknown), "after {seconds} s");
            if !is_repeat(&unknown) {
                let found = [&mut resumed, &mut unknown.clone()].map(|it| look_up(it, elapsed, &items(&[])));
                assert_eq!(found[0], found[1], "after {seconds} s");
            }
        }
        let mut resumed = UnknownOutcome::new(&payment).resume(stored);
        assert_eq!(look_up(&mut resumed, NOW, &items(&[&paid("WAITING")])), ("open", 2), "the second wait");
    }
    let never_tried = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1");
    assert_eq!(never_tried.progress(), Progress::default());
}

#[test]
fn a_call_is_not_repeated_if_that_could_take_effect_twice_or_prove_nothing() {
    let payment = payment();
    let is_repeated = |unknown: UnknownOutcome<'_, CreatePayment>, elapsed| {
        matches!(unknown.next_call(elapsed), Some(NextCall::Repeat(_)))
    };
    let keyed = || UnknownOutcome::new(&payment).idempotency_key("siparis-17-1");
    assert!(is_repeated(keyed(), NOW));
    assert!(!is_repeated(UnknownOutcome::new(&payment), NOW), "it has no key");
    assert!(!is_repeated(keyed(), WINDOW), "the key may be forgotten");
    let no_response = declined(&payment, "NO_RESPONSE").unwrap_err();
    assert!(!is_repeated(keyed().after(&no_response), NOW), "it would return the same error");
    let overloaded = response(&payment, 503, r#"{"errors":{"errorCode":"9"}}"#).unwrap_err();
    assert!(is_repeated(keyed().after(&overloaded), NOW));
}

#[test]
fn without_an_id_only_a_repeat_under_a_key_is_safe_and_only_for_a_while() {
    let mut nameless = payment();
    nameless.conversation_id = None;
    assert!(UnknownOutcome::new(&nameless).next_call(NOW).is_none());
    let mut keyed = UnknownOutcome::new(&nameless).idempotency_key("siparis-17-1");
    for seconds in [0, 1, 599] {
        let elapsed = Duration::from_secs(seconds);
        assert!(matches!(keyed.next_call(elapsed), Some(NextCall::Repeat(_))));
        assert_eq!(verdict(keyed.read_repeat(Err(lost()), elapsed)).0, "open, with an error");
    }
    assert!(keyed.next_call(WINDOW).is_none());
}

#[test]
fn a_completion_is_decided_by_its_payment() {
    let complete = CompleteThreeDsPayment::new(PaymentId::new(1));
    for (status, expected) in [
        ("SUCCESS", ["done"; 2]),
        ("FAILURE", ["failed"; 2]),
        ("CALLBACK_THREEDS", ["open", "never arrived"]),
        ("INIT_THREEDS", ["open", "never arrived"]),
        ("WAITING", ["open"; 2]),
    ] {
        assert_eq!(before_and_after(&complete, &paid(status)), expected, "{status}");
    }
}

#[test]
fn a_capture_is_decided_by_the_payments_phase() {
    let capture = PostAuthPayment::new(PaymentId::new(1));
    for (phase, expected) in [
        (r#""POST_AUTH""#, ["done"; 2]),
        (r#""PRE_AUTH""#, ["open", "never arrived"]),
        (r#""AUTH""#, ["failed"; 2]),
        (r#""YENİ""#, ["open"; 2]),
        ("null", ["open"; 2]),
    ] {
        let data = format!(r#"{{"id":1,"paymentStatus":"SUCCESS","paymentPhase":{phase}}}"#);
        assert_eq!(before_and_after(&capture, &data), expected, "{phase}");
    }
}

#[test]
fn a_refund_is_decided_by_its_own_record() {
    let whole = RefundPayment::new(PaymentId::new(1)).conversation_id("iade-17");
    let line = RefundPaymentTransaction::new(PaymentTransactionId::new(1)).conversation_id("iade-17");
    let data = |status: &str, id: &str| {
        items(&[&format!(r#"{{"id":1,"status":"{status}","paymentId":1,"conversationId":"{id}"}}"#)])
    };
    for (status, id, expected) in [
        ("SUCCESS", "iade-17", ["done"; 2]),
        ("FAILURE", "iade-17", ["open", "failed"]),
        ("WAITING", "iade-17", ["open"; 2]),
        ("SUCCESS", "iade-16", ["open", "never arrived"]),
    ] {
        assert_eq!(before_and_after(&whole, &data(status, id)), expected, "{status}");
        assert_eq!(before_and_after(&line, &data(status, id)), expected, "{status}");
    }
    assert!(RefundPayment::new(PaymentId::new(1)).look_up().is_some(), "a payment is refunded as a whole once");
    assert!(RefundPaymentTransaction::new(PaymentTransactionId::new(1)).look_up().is_none(), "a line more often");
}

#[test]
fn a_stored_card_is_distinguished_from_other_peoples() {
    let expiry = "07/44".parse().unwrap();
    let store = StoreCard::plain("Gülşah Işık", CardNumber::new("5258 6400 0000 0001"), expiry).card_alias("Maaş");
    let card = |bin: &str| {
        items(&[&format!(
            r#"{{"cardUserKey":"kişi-1","cardToken":"k","cardAlias":"Maaş","binNumber":"{bin}","lastFourDigits":"0001"}}"#
        )])
    };
    assert_eq!(before_and_after(&store, &card("52586400")), ["done"; 2]);
    assert_eq!(before_and_after(&store, &card("40430800")), ["open", "never arrived"]);
    let own = store.clone().card_user_key(CardUserKey::new("kişi-2"));
    assert_eq!(before_and_after(&own, &card("52586400")), ["open", "never arrived"]);

    let token = StoreCard::secure_fields("jeton").card_alias("Maaş");
    assert!(token.look_up().is_none(), "it can't be distinguished from another person's card");
    assert!(token.card_user_key(CardUserKey::new("kişi-1")).look_up().is_some());
}

#[test]
fn a_deleted_card_is_absent() {
    let delete = DeleteStoredCard::new(CardUserKey::new("kişi-1"), CardToken::new("kart-1"));
    let card = r#"{"cardUserKey":"kişi-1","cardToken":"kart-1"}"#;
    assert_eq!(before_and_after(&delete, &items(&[card])), ["open", "never arrived"]);
    assert_eq!(before_and_after(&delete, &items(&[])), ["done"; 2]);
    assert_eq!(before_and_after(&delete, r#"{"items":[],"totalSize":1}"#), ["open"; 2]);
}

#[test]
fn a_payment_that_waits_is_asked_for_until_it_is_decided() {
    let retrieve = RetrievePayment::new(PaymentId::new(1));
    for (status, expected) in [("SUCCESS", ["done"; 2]), ("FAILURE", ["failed"; 2]), ("WAITING", ["open"; 2])] {
        assert_eq!(before_and_after(&retrieve, &paid(status)), expected);
    }
}

/// A client whose calls get these responses, one after the other, and no further one: `None` is a lost one.
fn client(responses: Vec<Option<String>>) -> Client<impl craftgate_core::Transport> {
    let responses = RefCell::new(responses.into_iter());
    let transport = from_fn(move |_| match responses.borrow_mut().next().unwrap() {
        Some(body) => Ok(http_response(200, body)),
        None => Err(TransportError::maybe_sent("connection reset")),
    });
    Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY))
}

#[test]
fn the_client_asks_and_waits_until_it_is_decided() {
    let page = |payments: &[&str]| Some(format!("{{\"data\":{}}}", items(payments)));
    let client = client(vec![None, None, page(&[]), page(&[&paid("WAITING")]), page(&[&paid("SUCCESS")])]);
    let slept = Cell::new(NOW);
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1");
    let resolution = client.resolve(&mut unknown, Duration::from_secs(60), |time| slept.set(slept.get() + time));
    assert_eq!(verdict(resolution).0, "done");
    assert_eq!(slept.get(), Duration::from_secs(1 + 2 + 4 + 8));
}

#[test]
fn the_client_stops_after_the_maximum_wait_and_can_resume_without_repeating() {
    let page = |payments: &[&str]| Some(format!("{{\"data\":{}}}", items(payments)));
    let (payment, slept) = (payment(), Cell::new(NOW));
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17-1");
    let sleep = |time| slept.set(slept.get() + time);
    let resolution = client(vec![None]).resolve(&mut unknown, NOW, sleep);
    assert_eq!((verdict(resolution), slept.get()), (("open, with an error", 1), NOW));

    let pages: Vec<_> = std::iter::repeat_n(page(&[]), 20).collect();
    let mut unknown = unknown.elapsed(Duration::from_secs(590));
    let resolution = client(pages).resolve(&mut unknown, Duration::from_secs(3_600), sleep);
    assert_eq!((verdict(resolution).0, slept.get()), ("never arrived", Duration::from_secs(10)));
}

#[test]
fn the_client_says_that_no_call_is_safe() {
    let mut nameless = payment();
    nameless.conversation_id = None;
    let mut unknown = UnknownOutcome::new(&nameless);
    let resolution: Resolution<Payment> = client(vec![]).resolve(&mut unknown, WINDOW, |_| panic!("it waits"));
    assert!(matches!(resolution, Resolution::Open { after: Duration::MAX, error: None }));
    let fixture = fixtures::refund_transaction();
    assert_eq!(UnknownOutcome::new(&fixture).next_call(NOW).is_some(), fixture.conversation_id.is_some());
}
