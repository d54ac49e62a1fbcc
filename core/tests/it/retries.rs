//! Retries: a call that may have succeeded is never repeated without an idempotency key, and attempts are spaced.

use craftgate_core::id::{PaymentId, PaymentRefundId};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use craftgate_core::http::Method;
use craftgate_core::payment::{PostAuthPayment, RefundPayment, RetrievePayment};
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Client, Error, Operation, Outcome, RandomKey, Request, RequestError, Response, RetryPolicy, Transport,
    TransportError,
};

use crate::common::http_response;

const SECOND: Duration = Duration::from_secs(1);
const REJECTED: &str = r#"{"errors":{"errorCode":"10051"}}"#;
const REFUND: &str = r#"{"data":{"id":1,"status":"SUCCESS"}}"#;

fn error_of(status: u16, body: &str) -> Error {
    crate::common::protocol()
        .exchange(&RetrievePayment::new(PaymentId::new(1)))
        .parse(http_response(status, body))
        .unwrap_err()
}

fn asking_to_wait(status: u16, retry_after: &str) -> Error {
    let mut response = http_response(status, REJECTED);
    response.headers_mut().insert("retry-after", retry_after.parse().unwrap());
    crate::common::protocol().exchange(&RetrievePayment::new(PaymentId::new(1))).parse(response).unwrap_err()
}

mod decision {
    use super::*;

    /// Whether a failed first attempt is repeated, by method, with and without an idempotency key.
    #[track_caller]
    fn expect(error: &Error, repeated: [(&Method, bool, bool); 5]) {
        for (method, without, with) in repeated {
            let is_repeated = |has_key| {
                let is_repeatable = RetryPolicy::is_repeatable(method, has_key);
                RetryPolicy::new(3).backoff_for(1, is_repeatable, error, None).is_some()
            };
            assert_eq!(is_repeated(false), without, "{method} without a key: {error}");
            assert_eq!(is_repeated(true), with, "{method} with a key: {error}");
        }
    }

    const ALWAYS: [(&Method, bool, bool); 5] = [
        (&Method::GET, true, true),
        (&Method::POST, true, true),
        (&Method::PATCH, true, true),
        (&Method::DELETE, true, true),
        (&Method::PUT, true, true),
    ];

    const NEVER: [(&Method, bool, bool); 5] = [
        (&Method::GET, false, false),
        (&Method::POST, false, false),
        (&Method::PATCH, false, false),
        (&Method::DELETE, false, false),
        (&Method::PUT, false, false),
    ];

    /// Reads, and what the idempotency key is honoured on.
    const WHERE_REPEATABLE: [(&Method, bool, bool); 5] = [
        (&Method::GET, true, true),
        (&Method::POST, false, true),
        (&Method::PATCH, false, true),
        (&Method::DELETE, false, true),
        (&Method::PUT, false, false),
    ];

    #[test]
    fn what_was_not_sent_is_sent_again() {
        expect(&Error::Transport(TransportError::not_sent("connection refused")), ALWAYS);
    }

    #[test]
    fn what_may_have_arrived_is_repeated_only_where_it_is_repeatable() {
        expect(&Error::Transport(TransportError::maybe_sent("reset")), WHERE_REPEATABLE);
        expect(&error_of(500, REJECTED), WHERE_REPEATABLE);
        for status in [408, 409, 425] {
            expect(&error_of(status, REJECTED), WHERE_REPEATABLE);
            expect(&error_of(status, "<html>"), WHERE_REPEATABLE);
        }
        expect(&error_of(503, "<html>"), WHERE_REPEATABLE);
        expect(&error_of(502, ""), WHERE_REPEATABLE);
        expect(&error_of(429, "<html>"), WHERE_REPEATABLE);
        expect(&error_of(429, r#"{"errors":{"detail":"Too Many Requests"}}"#), WHERE_REPEATABLE);
        expect(&error_of(200, r#"{"data":{"id":1"#), WHERE_REPEATABLE);
    }

    #[test]
    fn too_many_requests_with_a_code_of_craftgates_were_not_done() {
        expect(&error_of(429, REJECTED), ALWAYS);
    }

    #[test]
    fn what_would_end_the_same_way_is_not_repeated() {
        expect(&Error::Request(RequestError::PathParameter { name: "token" }), NEVER);
        for status in [200, 400, 401, 403, 404, 422] {
            expect(&error_of(status, REJECTED), NEVER);
        }
        expect(&error_of(404, "<html>"), NEVER);
        expect(&error_of(302, ""), NEVER);
        expect(&error_of(200, "<html>"), NEVER);
        expect(&error_of(200, r#"{"data":{}}"#), NEVER);
        expect(&error_of(204, ""), NEVER);
    }

    #[test]
    fn an_unknown_method_is_repeated_only_if_it_was_not_sent() {
        let method = Method::from_bytes(b"MERGE").unwrap();
        let is_repeatable = RetryPolicy::is_repeatable(&method, true);
        let backoff = |error| RetryPolicy::new(1).backoff_for(1, is_repeatable, &Error::Transport(error), None);
        assert_eq!(backoff(TransportError::maybe_sent("x")), None);
        assert!(backoff(TransportError::not_sent("x")).is_some());
    }
}

mod backoff {
    use super::*;

    fn backoffs(retries: &RetryPolicy, error: &Error) -> Vec<Option<Duration>> {
        (1..=8).map(|attempt| retries.backoff_for(attempt, true, error, None)).collect()
    }

    #[test]
    fn doubles_from_half_a_second_up_to_thirty() {
        let reset = Error::Transport(TransportError::maybe_sent("reset"));
        let expected = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map(|ms| Some(Duration::from_millis(ms)));
        assert_eq!(backoffs(&RetryPolicy::new(8), &reset), expected);
    }

    #[test]
    fn starts_and_ends_where_the_caller_says() {
        let reset = Error::Transport(TransportError::maybe_sent("reset"));
        let retries = RetryPolicy::new(4).initial_backoff(3 * SECOND).max_backoff(10 * SECOND);
        let expected = [Some(3), Some(6), Some(10), Some(10), None, None, None, None];
        assert_eq!(backoffs(&retries, &reset), expected.map(|seconds| seconds.map(Duration::from_secs)));
    }

    #[test]
    fn is_none_where_no_attempt_remains() {
        let reset = Error::Transport(TransportError::not_sent("connection refused"));
        assert_eq!(RetryPolicy::new(0).backoff_for(1, true, &reset, None), None);
        assert_eq!(RetryPolicy::new(2).backoff_for(3, true, &reset, None), None);
        assert_eq!(RetryPolicy::new(2).backoff_for(u32::MAX, true, &reset, None), None);
        let patient = RetryPolicy::new(u32::MAX).initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
        assert_eq!(patient.backoff_for(u32::MAX, true, &reset, None), Some(Duration::MAX));
    }

    #[test]
    fn is_as_long_as_craftgate_asks_up_to_the_maximum() {
        for (asked, seconds) in [("7", 7), ("30", 30), ("31", 30), ("99999999", 30), ("99999999999999999999999", 30)] {
            for status in [429, 503] {
                let wait = RetryPolicy::new(1).backoff_for(1, true, &asking_to_wait(status, asked), None);
                assert_eq!(wait, Some(Duration::from_secs(seconds)), "{asked}");
            }
        }
        let wait = RetryPolicy::new(9).backoff_for(5, true, &asking_to_wait(429, "1"), None);
        assert_eq!(wait, Some(8 * SECOND), "a shorter wait that is asked for does not shorten the backoff");
    }

    /// 2026-10-21T07:28:00Z.
    const NOW: i64 = 1_792_567_680;

    #[test]
    fn lasts_until_the_date_that_craftgate_names_by_the_callers_clock() {
        let backoff = |asked, now| RetryPolicy::new(1).backoff_for(1, true, &asking_to_wait(503, asked), now);
        let half_a_second = Some(Duration::from_millis(500));
        for asked in ["Wed, 21 Oct 2026 07:28:09 GMT", "Wednesday, 21-Oct-26 07:28:09 GMT", "Wed Oct 21 07:28:09 2026"]
        {
            assert_eq!(backoff(asked, Some(NOW)), Some(9 * SECOND), "{asked}");
            assert_eq!(backoff(asked, Some(NOW + 8)), Some(SECOND), "{asked}");
            assert_eq!(backoff(asked, Some(NOW + 10)), half_a_second, "a date that has passed");
            assert_eq!(backoff(asked, Some(NOW - 3600)), Some(30 * SECOND), "the longest backoff");
            assert_eq!(backoff(asked, Some(i64::MIN)), Some(30 * SECOND));
            assert_eq!(backoff(asked, Some(i64::MAX)), half_a_second);
            assert_eq!(backoff(asked, None), half_a_second, "no clock");
        }
        let error = asking_to_wait(503, "Wed, 21 Oct 2026 07:28:09 GMT");
        assert_eq!((error.retry_after(NOW), error.retry_after(None)), (Some(9 * SECOND), None));
        assert_eq!(asking_to_wait(503, "7").retry_after(None), Some(7 * SECOND));
        assert_eq!(error_of(503, REJECTED).retry_after(NOW), None);
    }

    #[test]
    fn is_as_long_as_a_truncated_response_asks() {
        let mut response = http_response(503, "{\"err");
        response.headers_mut().insert("retry-after", "7".parse().unwrap());
        let error = Error::from(TransportError::maybe_sent("reset").with_partial_response(response));
        assert_eq!(RetryPolicy::new(1).backoff_for(1, true, &error, None), Some(7 * SECOND));
        assert_eq!(RetryPolicy::new(1).backoff_for(1, false, &error, None), None);
    }

    #[test]
    fn is_the_policys_where_retry_after_cannot_be_read() {
        for asked in ["-1", "+7", "1.5", "", "yarın", "Thu, 21 Oct 2026 07:28:09 GMT", "21 Oct 2026 07:28:09"] {
            let mut response = http_response(429, REJECTED);
            let value = craftgate_core::http::HeaderValue::from_bytes(asked.as_bytes()).unwrap();
            response.headers_mut().insert("retry-after", value);
            let error = crate::common::protocol()
                .exchange(&RetrievePayment::new(PaymentId::new(1)))
                .parse(response)
                .unwrap_err();
            assert_eq!(
                RetryPolicy::new(1).backoff_for(1, true, &error, NOW),
                Some(Duration::from_millis(500)),
                "{asked}"
            );
        }
    }
}

mod client {
    use super::*;

    type Step = fn() -> Result<Response, TransportError>;
    type Log = Arc<Mutex<Vec<(String, Option<String>, Vec<u8>)>>>;

    const RESET: Step = || Err(TransportError::maybe_sent("reset"));
    const OFFLINE: Step = || Err(TransportError::not_sent("connection refused"));
    const BROKEN: Step = || Ok(http_response(500, REJECTED));
    const BUSY: Step = || Ok(http_response(429, REJECTED));
    const DECLINED: Step = || Ok(http_response(422, REJECTED));
    const DONE: Step = || Ok(http_response(200, REFUND));

    /// A transport that plays `steps` and logs each attempt's keys and body.
    fn scripted(steps: &'static [Step]) -> (impl Transport, Log) {
        let log = Log::default();
        let seen = Arc::clone(&log);
        let transport = from_fn(move |request: Request| {
            let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let mut seen = seen.lock().unwrap();
            seen.push((header("x-rnd-key").unwrap(), header("x-idempotency-key"), request.body().as_bytes().to_vec()));
            steps[seen.len() - 1]()
        });
        (transport, log)
    }

    fn client<T: Transport>(transport: T) -> Client<T> {
        let count = AtomicU32::new(0);
        Client::new(crate::common::protocol(), transport, move || {
            RandomKey::new(&format!("random-{}", count.fetch_add(1, Ordering::Relaxed)))
        })
    }

    #[test]
    fn makes_one_attempt_unless_it_has_a_retry_policy() {
        for step in [OFFLINE, RESET, BROKEN, BUSY] {
            let log = Arc::new(AtomicU32::new(0));
            let count = Arc::clone(&log);
            let transport = from_fn(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                step()
            });
            assert!(
                client(transport)
                    .call(&RefundPayment::new(PaymentId::new(1)))
                    .idempotency_key("order-17")
                    .send()
                    .is_err()
            );
            assert_eq!(log.load(Ordering::Relaxed), 1);
        }
    }

    #[test]
    fn takes_a_fresh_random_key_and_the_same_idempotency_key_for_every_attempt() {
        let (transport, log) = scripted(&[OFFLINE, RESET, BROKEN, BUSY, DONE]);
        let waits = Arc::new(Mutex::new(Vec::new()));
        let waited = Arc::clone(&waits);
        let client = client(transport).retry_policy(RetryPolicy::new(4), move |wait| waited.lock().unwrap().push(wait));
        let refund = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("iade-17").send().unwrap();
        assert_eq!(refund.id, Some(PaymentRefundId::new(1)));

        let log = log.lock().unwrap();
        assert_eq!(log.len(), 5);
        assert_eq!(log.iter().map(|(random, _, _)| random).collect::<BTreeSet<_>>().len(), 5);
        assert!(log.iter().all(|(_, key, body)| key.as_deref() == Some("iade-17") && body == br#"{"paymentId":1}"#));
        assert_eq!(*waits.lock().unwrap(), [500, 1000, 2000, 4000].map(Duration::from_millis));
    }

    #[test]
    fn signs_every_attempt_itself() {
        let signatures = Arc::new(Mutex::new(BTreeSet::new()));
        let seen = Arc::clone(&signatures);
        let transport = from_fn(move |request: Request| {
            let signature = request.headers()["x-signature"].to_str().unwrap();
            assert_eq!(signature, crate::common::signature_of(&request, crate::common::SECRET_KEY));
            seen.lock().unwrap().insert(signature.to_owned());
            OFFLINE()
        });
        let _ = client(transport)
            .retry_policy(RetryPolicy::new(2), |_| ())
            .call(&RetrievePayment::new(PaymentId::new(1)))
            .send();
        assert_eq!(signatures.lock().unwrap().len(), 3);
    }

    #[test]
    fn does_not_repeat_an_unknown_post_without_a_key() {
        let (transport, log) = scripted(&[RESET, DONE]);
        let client = client(transport).retry_policy(RetryPolicy::new(5), |_| panic!("it waited"));
        let error = client.call(&PostAuthPayment::new(PaymentId::new(1))).send().unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(log.lock().unwrap().len(), 1);
    }

    #[test]
    fn does_not_repeat_an_unknown_put_even_with_a_key() {
        struct Put;

        impl Operation for Put {
            type Output = ();
            const METHOD: Method = Method::PUT;

            fn path(&self) -> Result<String, RequestError> {
                Ok("/deneme".to_owned())
            }
        }

        let (transport, log) = scripted(&[RESET, DONE]);
        let client = client(transport).retry_policy(RetryPolicy::new(5), |_| panic!("it waited"));
        assert!(client.call(&Put).idempotency_key("order-17").send().is_err());
        assert_eq!(log.lock().unwrap().len(), 1);
    }

    #[test]
    fn ends_with_the_last_error_once_no_attempt_remains() {
        let (transport, log) = scripted(&[OFFLINE, OFFLINE, RESET]);
        let client = client(transport).retry_policy(RetryPolicy::new(2), |_| ());
        let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("k").send().unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(log.lock().unwrap().len(), 3);
    }

    #[test]
    fn ends_with_the_banks_decline_once_there_is_one() {
        let (transport, _) = scripted(&[RESET, DECLINED]);
        let client = client(transport).retry_policy(RetryPolicy::new(5), |_| ());
        let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("k").send().unwrap_err();
        assert_eq!(error.as_api_error().unwrap().code().unwrap().as_str(), "10051");
    }

    #[test]
    fn never_hides_an_attempt_that_may_have_arrived_behind_one_that_did_not() {
        for steps in [
            &[RESET, OFFLINE, OFFLINE][..],
            &[OFFLINE, RESET, OFFLINE],
            &[BROKEN, OFFLINE, OFFLINE],
            &[RESET, BUSY, BUSY],
        ] {
            let (transport, log) = scripted(steps);
            let client = client(transport).retry_policy(RetryPolicy::new(2), |_| ());
            let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("k").send().unwrap_err();
            assert_eq!(log.lock().unwrap().len(), 3);
            assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        }
    }

    #[test]
    fn lets_only_the_banks_decline_settle_an_attempt_that_may_have_arrived() {
        for (status, code, outcome) in [
            (422, "10051", Outcome::Rejected),
            (422, "10012", Outcome::Unknown),
            (422, "4152", Outcome::Unknown),
            (401, "1", Outcome::Unknown),
            (404, "2", Outcome::Unknown),
            (409, "10000", Outcome::Unknown),
        ] {
            let count = AtomicU32::new(0);
            let transport = from_fn(move |_| match count.fetch_add(1, Ordering::Relaxed) {
                0 => Err(TransportError::maybe_sent("reset")),
                _ => Ok(crate::common::http_response(status, format!(r#"{{"errors":{{"errorCode":"{code}"}}}}"#))),
            });
            let client = client(transport).retry_policy(RetryPolicy::new(2), |_| ());
            let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("k").send().unwrap_err();
            assert_eq!(error.outcome(), outcome, "{status} {code}");
        }
    }

    #[test]
    fn never_hides_it_behind_a_random_key_that_could_not_be_made() {
        let (transport, _) = scripted(&[RESET, DONE]);
        let count = AtomicU32::new(0);
        let client =
            Client::new(crate::common::protocol(), transport, move || match count.fetch_add(1, Ordering::Relaxed) {
                0 => RandomKey::new("first").map_err(|error| error.to_string()),
                _ => Err("no entropy".to_owned()),
            })
            .retry_policy(RetryPolicy::new(2), |_| ());
        let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("k").send().unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    }

    #[test]
    fn sends_nothing_without_a_random_key_or_with_a_bad_idempotency_key() {
        let transport = from_fn(|_| -> Result<Response, TransportError> { panic!("it was sent") });
        let client = Client::new(crate::common::protocol(), transport, || Err("no entropy"));
        let error = client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
        assert!(matches!(error, Error::Request(RequestError::RandomKey(_))), "{error:?}");

        let transport = from_fn(|_| -> Result<Response, TransportError> { panic!("it was sent") });
        let client = self::client(transport).retry_policy(RetryPolicy::new(3), |_| panic!("it waited"));
        let error = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("sipariş").send().unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
    }

    #[test]
    fn reads_its_clock_for_a_retry_after_date() {
        let retry_at = || {
            let mut response = http_response(503, REJECTED);
            response.headers_mut().insert("retry-after", "Wed, 21 Oct 2026 07:28:09 GMT".parse().unwrap());
            Ok(response)
        };
        let waits = Arc::new(Mutex::new(Vec::new()));
        for clock in [None, Some(1_792_567_680)] {
            let waited = Arc::clone(&waits);
            let mut client = client(from_fn(move |_| retry_at()))
                .retry_policy(RetryPolicy::new(1), move |wait| waited.lock().unwrap().push(wait));
            if let Some(now) = clock {
                client = client.clock(move || now);
            }
            assert!(client.call(&RetrievePayment::new(PaymentId::new(1))).send().is_err());
        }
        assert_eq!(*waits.lock().unwrap(), [SECOND / 2, 9 * SECOND]);
    }

    #[test]
    fn works_through_any_pointer_to_a_transport() {
        let transport =
            || from_fn(|_: Request| Ok(Response::new(Body::from(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#))));
        let boxed: Box<dyn Transport> = Box::new(transport());
        let shared: Arc<dyn Transport> = Arc::new(transport());
        let plain = transport();
        assert_eq!(client(boxed).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap().id, PaymentId::new(1));
        assert_eq!(client(shared).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap().id, PaymentId::new(1));
        assert_eq!(client(&plain).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap().id, PaymentId::new(1));
    }
}

mod retry_state {
    use super::*;

    fn reset() -> Error {
        TransportError::maybe_sent("reset").into()
    }

    fn offline() -> Error {
        TransportError::not_sent("connection refused").into()
    }

    #[test]
    fn backs_off_as_the_policy_says_and_then_ends() {
        let protocol = crate::common::protocol();
        let refund = RefundPayment::new(PaymentId::new(1));
        let mut state =
            protocol.exchange(&refund).idempotency_key("k").retry_state(RetryPolicy::new(2).initial_backoff(SECOND));
        assert_eq!(state.next_backoff(reset(), None).unwrap(), SECOND);
        assert_eq!(state.next_backoff(offline(), None).unwrap(), 2 * SECOND);
        let error = state.next_backoff(offline(), None).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "the first attempt may have arrived");
    }

    #[test]
    fn knows_the_calls_method_and_whether_it_has_a_key() {
        let protocol = crate::common::protocol();
        let (refund, look) = (RefundPayment::new(PaymentId::new(1)), RetrievePayment::new(PaymentId::new(1)));
        let retries = || RetryPolicy::new(1);
        assert!(protocol.exchange(&refund).retry_state(retries()).next_backoff(reset(), None).is_err());
        assert!(
            protocol.exchange(&refund).idempotency_key("k").retry_state(retries()).next_backoff(reset(), None).is_ok()
        );
        assert!(protocol.exchange(&look).retry_state(retries()).next_backoff(reset(), None).is_ok());
    }

    /// The outcome of a call whose first attempt was interrupted, and whose second one was declined with this group.
    fn outcome_after(group: &str) -> Outcome {
        let protocol = crate::common::protocol();
        let refund = RefundPayment::new(PaymentId::new(1));
        let mut state = protocol.exchange(&refund).idempotency_key("k").retry_state(RetryPolicy::new(3));
        state.next_backoff(reset(), None).unwrap();
        let decline = format!(r#"{{"errors":{{"errorCode":"10094","errorGroup":"{group}"}}}}"#);
        state.next_backoff(error_of(422, &decline), None).unwrap_err().outcome()
    }

    #[test]
    fn is_not_settled_by_a_group_whose_reason_may_be_an_earlier_attempt() {
        for group in [
            "APPROVED_COMPLETED",
            "MAY_HAVE_ALREADY_REFUNDED",
            "ORDER_ID_ALREADY_USED",
            "NO_RESPONSE",
            "REQUEST_TIMEOUT",
            "COMMUNICATION_OR_SYSTEM_ERROR",
        ] {
            assert_eq!(outcome_after(group), Outcome::Unknown, "{group}");
        }
        for group in ["YENİ_GRUP", "UNKNOWN", "TOO_MANY_REQUESTS", "NON_REFUNDABLE_PAYMENT"] {
            assert_eq!(outcome_after(group), Outcome::Unknown, "{group}");
        }
        for group in ["NOT_SUFFICIENT_FUNDS", "LOST_CARD", "INVALID_REFUND_TRANSACTION", "DO_NOT_HONOUR"] {
            assert_eq!(outcome_after(group), Outcome::Rejected, "{group}");
        }
    }

    #[test]
    fn returns_each_error_once() {
        let protocol = crate::common::protocol();
        let mut state = protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).retry_state(RetryPolicy::new(0));
        assert_eq!(state.next_backoff(reset(), None).unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(state.next_backoff(offline(), None).unwrap_err().outcome(), Outcome::NotSent);
    }

    #[test]
    fn keeps_what_may_have_arrived_where_the_next_request_cannot_be_built() {
        let protocol = crate::common::protocol();
        let refund = RefundPayment::new(PaymentId::new(1));
        let call = protocol.exchange(&refund).idempotency_key("k");
        let mut state = call.retry_state(RetryPolicy::new(3));
        assert!(state.may_have_arrived().is_none());
        state.next_backoff(TransportError::maybe_sent("reset"), None).unwrap();
        assert_eq!(state.may_have_arrived().unwrap().outcome(), Outcome::Unknown);
        let unbuilt =
            protocol.exchange(&refund).idempotency_key("ğ").request(&crate::common::random_key()).unwrap_err();
        let error = state.next_backoff(unbuilt, None).unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");

        let mut state = call.retry_state(RetryPolicy::new(3));
        let error = state.next_backoff(RandomKey::new("").unwrap_err(), None).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
    }

    #[test]
    fn can_be_concluded_by_the_caller() {
        let protocol = crate::common::protocol();
        let refund = RefundPayment::new(PaymentId::new(1));
        let mut state = protocol.exchange(&refund).idempotency_key("k").retry_state(RetryPolicy::new(3));
        state.next_backoff(reset(), None).unwrap();
        state.next_backoff(offline(), None).unwrap();
        assert_eq!(state.conclude(TransportError::not_sent("deadline")).outcome(), Outcome::Unknown);
        assert_eq!(state.conclude(TransportError::not_sent("deadline")).outcome(), Outcome::NotSent);
    }

    #[test]
    fn judges_as_a_queue_that_stores_outcomes_can() {
        let group =
            |group: &str| error_of(422, &format!(r#"{{"errors":{{"errorCode":"10094","errorGroup":"{group}"}}}}"#));
        for (error, alone, after_unknown) in [
            (reset(), Outcome::Unknown, Outcome::Unknown),
            (offline(), Outcome::NotSent, Outcome::Unknown),
            (error_of(401, r#"{"errors":{"errorCode":"1"}}"#), Outcome::Rejected, Outcome::Unknown),
            (group("NOT_SUFFICIENT_FUNDS"), Outcome::Rejected, Outcome::Rejected),
            (group("YENİ_GRUP"), Outcome::Rejected, Outcome::Unknown),
            (group("NO_RESPONSE"), Outcome::Unknown, Outcome::Unknown),
        ] {
            assert_eq!(error.outcome(), alone, "{error}");
            assert_eq!(error.outcome_after(Outcome::NotSent), alone, "{error}");
            assert_eq!(error.outcome_after(Outcome::Rejected), alone, "{error}");
            assert_eq!(error.outcome_after(Outcome::Unknown), after_unknown, "{error}");
            assert_eq!(error.settles_earlier_attempts(), after_unknown == Outcome::Rejected, "{error}");
        }
        for (status, is_transient) in [(408, true), (409, true), (425, true), (429, true), (500, true), (422, false)] {
            assert_eq!(error_of(status, REJECTED).is_transient(), is_transient, "{status}");
        }
        let (get, post) = (RetrievePayment::new(PaymentId::new(1)), RefundPayment::new(PaymentId::new(1)));
        let protocol = crate::common::protocol();
        assert!(protocol.exchange(&get).is_repeatable());
        assert!(!protocol.exchange(&post).is_repeatable());
        assert!(protocol.exchange(&post).idempotency_key("k").is_repeatable());
    }
}
