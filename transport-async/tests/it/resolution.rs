//! Unknown outcomes are found out, as by the blocking client.

use std::sync::Mutex;
use std::time::Duration;

use craftgate_core::payment::PaymentStatus;
use craftgate_core::resolution::{NotDone, Resolution, UnknownOutcome};
use craftgate_core::{Outcome, TransportError};
use craftgate_test_support::{DECLINED_CARD, card};

use crate::scripted::{Scripted, client, payment};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_payment_whose_response_was_lost_is_done() {
    let transport = Scripted::new(vec![TransportError::maybe_sent("connection reset")]);
    let (client, payment) = (client(&transport.emulator, &transport), payment());
    let error = client.call(&payment).idempotency_key("siparis-17").send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17").after(&error);
    let Resolution::Done(paid) = client.resolve(&mut unknown, SECOND, tokio::time::sleep).await else { panic!() };
    assert_eq!(paid.payment_status, PaymentStatus::Success);
    assert_eq!(transport.emulator.events().len(), 1, "it was made once");
}

#[tokio::test(start_paused = true)]
async fn without_a_key_it_is_looked_up_until_nothing_can_arrive_any_more() {
    let transport = Scripted::new(vec![]);
    let (client, payment) = (client(&transport.emulator, &transport), payment());
    let mut unknown = UnknownOutcome::new(&payment);
    let slept = Mutex::new(Duration::ZERO);
    let sleep = |time| {
        *slept.lock().unwrap() += time;
        async {}
    };
    let resolution = client.resolve(&mut unknown, Duration::from_secs(3600), sleep).await;
    assert!(matches!(resolution, Resolution::NotDone(NotDone::NeverArrived)), "{resolution:?}");
    assert_eq!(*slept.lock().unwrap(), Duration::from_secs(600), "the arrival window");
    assert!(transport.seen.lock().unwrap().iter().all(|[key, ..]| key.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn a_decline_is_not_done() {
    let transport = Scripted::new(vec![TransportError::maybe_sent("connection reset")]);
    let client = client(&transport.emulator, &transport);
    let payment = payment().card(card(DECLINED_CARD));
    client.call(&payment).idempotency_key("siparis-17").send().await.unwrap_err();
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17");
    let resolution = client.resolve(&mut unknown, SECOND, tokio::time::sleep).await;
    assert!(matches!(resolution, Resolution::NotDone(NotDone::Rejected(_))), "{resolution:?}");
}

#[tokio::test(start_paused = true)]
async fn it_stays_open_where_the_time_was_too_short_and_repeats_nothing_afterwards() {
    let refused = || TransportError::not_sent("connection refused");
    let transport = Scripted::new(vec![refused(), refused(), refused()]);
    let (client, payment) = (client(&transport.emulator, &transport), payment());
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17");
    let resolution = client.resolve(&mut unknown, 3 * SECOND, tokio::time::sleep).await;
    assert!(matches!(resolution, Resolution::Open { error: Some(_), .. }), "{resolution:?}");
    assert_eq!(unknown.counted_time(), 3 * SECOND);

    let is_a_repeat = |[key, ..]: &[String; 3]| !key.is_empty();
    let repeats = transport.seen.lock().unwrap().iter().filter(|seen| is_a_repeat(seen)).count();
    assert!(repeats > 0);
    let resolution = client.resolve(&mut unknown, 3 * SECOND, tokio::time::sleep).await;
    assert!(!matches!(resolution, Resolution::NotDone(_)), "{resolution:?}");
    assert_eq!(transport.seen.lock().unwrap().iter().filter(|seen| is_a_repeat(seen)).count(), repeats);
}

#[tokio::test]
async fn a_payment_without_key_and_id_can_only_be_resolved_in_the_panel() {
    let transport = Scripted::new(vec![]);
    let client = client(&transport.emulator, &transport);
    let payment = payment().conversation_id("");
    let resolution = client.resolve(&mut UnknownOutcome::new(&payment), SECOND, tokio::time::sleep).await;
    assert!(matches!(resolution, Resolution::Open { after: Duration::MAX, error: None }), "{resolution:?}");
}
