//! A webhook that is older than Craftgate's repeats is a replay.

use super::*;

const TIME: i64 = 1_661_521_221;
const HOUR: Duration = Duration::from_secs(3600);

fn received(timestamp: &str, freshness: Freshness) -> Result<Webhook, WebhookError> {
    let event = event(["API_AUTH", timestamp, "SUCCESS", "1"]);
    verify(&key(), &sign(&event), &body(&event), freshness)
}

#[test]
fn a_webhook_is_verified_by_the_callers_own_clock() {
    for (now, is_fresh) in [
        (TIME, true),
        (TIME + 3600, true),
        (TIME + 3601, false),
        (TIME - 3600, true),
        (TIME - 3601, false),
        (TIME * 1000, false),
        (0, false),
        (i64::MIN, false),
        (i64::MAX, false),
    ] {
        let freshness = Freshness::at(now).tolerance(HOUR);
        let webhook = received("1661521221", freshness);
        assert_eq!(webhook.as_ref().map(|_| ()), if is_fresh { Ok(()) } else { Err(&WebhookError::Stale) }, "{now}");
        let event = event(["API_AUTH", "1661521221", "SUCCESS", "1"]);
        let webhook = verify_ignoring_age(&key(), &sign(&event), &body(&event)).unwrap();
        assert_eq!(webhook.is_fresh(freshness), is_fresh, "{now}");
    }
}

#[test]
fn the_default_tolerance_covers_every_repeat_of_craftgates() {
    let posts = [30, 10, 30, 3 * 60, 10 * 60, 30 * 60].into_iter().scan(0, |age, pause| {
        *age += pause;
        Some(*age)
    });
    for age in posts {
        assert!(received("1661521221", Freshness::at(TIME + age)).is_ok(), "{age} s");
    }
    assert_eq!(received("1661521221", Freshness::at(TIME + 2 * 3600)), Err(WebhookError::Stale));
}

#[test]
fn a_forgery_is_a_forgery_at_any_time() {
    for now in [TIME, TIME + 86_400] {
        let forged = verify(
            &key(),
            &sign(&sample()),
            &body(&event(["REFUND", "1661521221", "SUCCESS", "1"])),
            Freshness::at(now),
        );
        assert_eq!(forged, Err(WebhookError::Signature));
    }
}

#[test]
fn no_time_overflows() {
    let latest = "9223372036854775807";
    let (second, always) = (Duration::from_secs(1), Duration::MAX);
    assert_eq!(received(latest, Freshness::at(i64::MIN).tolerance(second)), Err(WebhookError::Stale));
    assert!(received(latest, Freshness::at(i64::MIN).tolerance(always)).is_ok());
}

#[test]
fn a_timestamp_is_a_number_of_seconds() {
    for timestamp in ["", "-1", "1.5", "1e9", "9223372036854775808", "１", " 1"] {
        let event = event(["API_AUTH", timestamp, "SUCCESS", "1"]);
        let verified = verify_ignoring_age(&key(), &sign(&event), &body(&event));
        assert_eq!(verified, Err(WebhookError::Malformed), "{timestamp:?}");
    }
}
