//! A correct transport passes every case; each fault fails the cases that are meant to find it.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use super::reference_client::{Fault, ReferenceClient};
use craftgate_core::http::header::{CONTENT_ENCODING, COOKIE, LOCATION, SET_COOKIE};
use craftgate_core::http::{HeaderMap, HeaderValue, Method, Uri};
use craftgate_core::transport::{FromFn, SendStatus, from_fn};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_transport_conformance::{Conformance, Limits, Report, Verdict};

type SendResult = Result<Response, TransportError>;

/// All cases, with enough time for the busiest machine.
fn conformance<T: Transport + Send + 'static, F: Fn(&Limits) -> T>(transport: F) -> Conformance<F> {
    Conformance::new(transport).timeout(Duration::from_secs(4)).grace_period(Duration::from_secs(120))
}

/// All cases, on a client that waits for the end of the grace period in some of them.
fn hanging(fault: Fault) -> Conformance<impl Fn(&Limits) -> ReferenceClient> {
    conformance(move |limits| ReferenceClient::new(limits, Some(fault))).grace_period(Duration::from_secs(10))
}

/// Runs the cases that do not wait for a timeout.
fn run<T: Transport + Send + 'static>(transport: impl Fn(&Limits) -> T) -> Report {
    conformance(transport).skip_timeouts().run()
}

/// The correct transport with a faulty layer around it.
fn wrapped<F>(send: F) -> impl Fn(&Limits) -> FromFn<Box<dyn Fn(Request) -> SendResult + Send>>
where
    F: Fn(&ReferenceClient, Request) -> SendResult + Send + Clone + 'static,
{
    move |limits| {
        let (client, send) = (ReferenceClient::new(limits, None), send.clone());
        from_fn(Box::new(move |request| send(&client, request)))
    }
}

fn run_wrapped(send: impl Fn(&ReferenceClient, Request) -> SendResult + Send + Clone + 'static) -> Report {
    run(wrapped(send))
}

fn run_faulty(fault: Fault) -> Report {
    run(move |limits| ReferenceClient::new(limits, Some(fault)))
}

/// The report on a correct transport.
static CORRECT: LazyLock<Report> = LazyLock::new(|| conformance(|limits| ReferenceClient::new(limits, None)).run());

fn failed_cases(report: &Report) -> Vec<&str> {
    report.failures().map(|result| result.case()).collect()
}

#[track_caller]
fn assert_failed(report: &Report, expected: &[&str]) {
    assert_eq!(failed_cases(report), expected, "\n{report}");
}

#[test]
fn a_correct_transport_passes() {
    assert!(CORRECT.passed(), "{}", *CORRECT);
}

mod requests {
    use super::*;

    #[test]
    fn detects_a_lower_cased_path() {
        let report = run_wrapped(|client, mut request| {
            *request.uri_mut() = request.uri().to_string().to_lowercase().parse().unwrap();
            client.send(request)
        });
        assert_failed(&report, &["percent-encoded path and query"]);
    }

    #[test]
    fn detects_a_dropped_request_header() {
        let report = run_wrapped(|client, mut request| {
            request.headers_mut().remove("lang");
            client.send(request)
        });
        assert_failed(&report, &["header value with punctuation"]);
    }

    #[test]
    fn detects_requested_and_decoded_gzip() {
        let report = run_wrapped(|client, mut request| {
            request.headers_mut().insert("accept-encoding", HeaderValue::from_static("gzip"));
            let mut response = client.send(request)?;
            if response.headers_mut().remove(CONTENT_ENCODING).is_some() {
                *response.body_mut() = Body::from(r#"{"data":{"id":1}}"#);
            }
            Ok(response)
        });
        assert_failed(
            &report,
            &[
                "GET without added headers",
                "POST without added headers",
                "body of 1 MiB",
                "unrequested gzip not decoded",
            ],
        );
    }

    #[test]
    fn detects_a_cookie_jar() {
        let report = run(|limits| {
            let (client, jar) = (ReferenceClient::new(limits, None), Mutex::new(None));
            from_fn(move |mut request: Request| {
                if let Some(cookie) = jar.lock().unwrap().clone() {
                    request.headers_mut().insert(COOKIE, cookie);
                }
                let response = client.send(request)?;
                *jar.lock().unwrap() = response.headers().get(SET_COOKIE).cloned();
                Ok(response)
            })
        });
        assert_failed(&report, &["cookie not sent back"]);
    }

    #[test]
    fn detects_a_missing_length_of_an_empty_body() {
        let report = run_faulty(Fault::OmitsEmptyLength);
        assert_failed(&report, &["POST with an empty body", "PUT with an empty body"]);
    }

    #[test]
    fn detects_a_dropped_body_of_a_delete() {
        let report = run_wrapped(|client, mut request| {
            if request.method() == Method::DELETE {
                *request.body_mut() = Body::default();
            }
            client.send(request)
        });
        assert_failed(&report, &["DELETE with a body"]);
    }

    #[test]
    fn detects_a_body_converted_to_utf_8() {
        let report = run_wrapped(|client, mut request| {
            *request.body_mut() = Body::from(String::from_utf8_lossy(request.body().as_bytes()).into_owned());
            client.send(request)
        });
        assert_failed(&report, &["body with every byte value", "body of 1 MiB"]);
    }
}

mod responses {
    use super::*;

    #[test]
    fn detects_a_status_returned_as_an_error() {
        let report = run_wrapped(|client, request| match client.send(request)? {
            response if response.status().as_u16() == 404 => Err(TransportError::maybe_sent("not found")),
            response => Ok(response),
        });
        assert_failed(&report, &["status 404"]);
    }

    #[test]
    fn detects_a_followed_redirect() {
        let report = run_wrapped(|client, request| {
            let response = client.send(request.clone())?;
            let Some(location) = response.headers().get(LOCATION).filter(|_| response.status().is_redirection()) else {
                return Ok(response);
            };
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(location.to_str().unwrap().parse().unwrap());
            let mut followed = request;
            *followed.uri_mut() = Uri::from_parts(parts).unwrap();
            client.send(followed)
        });
        assert_failed(
            &report,
            &[301, 302, 303, 307, 308]
                .map(|status| format!("redirect with status {status}"))
                .each_ref()
                .map(String::as_str),
        );
    }

    #[test]
    fn detects_collapsed_repeated_headers() {
        let report = run_wrapped(|client, request| {
            let mut response = client.send(request)?;
            let once: HashMap<_, _> =
                response.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            *response.headers_mut() = HeaderMap::from_iter(once);
            Ok(response)
        });
        assert_failed(&report, &["response header with three values"]);
    }

    #[test]
    fn detects_an_interim_response_returned_as_final() {
        let report = hanging(Fault::ReturnsInterimResponse).skip_timeouts().run();
        assert_failed(&report, &["100 Continue before the response", "102 and 103 before the response"]);
    }

    #[test]
    fn detects_undecoded_chunks() {
        let report = hanging(Fault::IgnoresChunkedEncoding).skip_timeouts().run();
        assert!(failed_cases(&report).contains(&"chunked body"), "{report}");
        assert!(report.failures().all(|result| result.case().contains("chunk")), "{report}");
    }

    #[test]
    fn detects_an_accepted_truncated_body() {
        let report = run_faulty(Fault::AcceptsTruncatedBody);
        assert_failed(
            &report,
            &["connection closed before the content-length is reached", "call after a truncated response"],
        );
    }

    #[test]
    fn detects_a_lost_part_of_a_response() {
        let report = conformance(|limits| ReferenceClient::new(limits, Some(Fault::LosesPartialResponses))).run();
        let failure = "the error has nothing of what arrived of the response";
        assert!(report.failures().all(|result| result.failure() == Some(failure)), "{report}");
        assert_failed(
            &report,
            &[
                "stall after the headers",
                "stall within the body",
                "stall within a chunk",
                "connection closed before the content-length is reached",
                "connection closed within a chunk",
                "connection closed before the last chunk",
            ],
        );
    }

    #[test]
    fn detects_a_response_shown_by_an_error() {
        let report = run_wrapped(|client, request| {
            client.send(request).map_err(|error| match (error.status(), error.body()) {
                (Some(_), Some(body)) => {
                    let (status, headers) = (error.status().unwrap(), error.headers().unwrap().clone());
                    let mut response = Response::new(body.clone());
                    *response.status_mut() = status;
                    *response.headers_mut() = headers;
                    let shown = String::from_utf8_lossy(body.as_bytes()).into_owned();
                    TransportError::maybe_sent(shown).with_partial_response(response)
                }
                _ => error,
            })
        });
        assert!(report.failures().all(|result| result.failure() == Some("the error shows the body")), "{report}");
        assert_failed(
            &report,
            &[
                "connection closed before the content-length is reached",
                "connection closed within a chunk",
                "connection closed before the last chunk",
            ],
        );
    }

    #[test]
    fn detects_a_reset_accepted_as_end_of_body() {
        let report = run_faulty(Fault::AcceptsResetAsEnd);
        assert_failed(&report, &["connection reset within a close-delimited body"]);
    }

    #[test]
    fn detects_accepted_conflicting_lengths() {
        let report = run_faulty(Fault::AcceptsConflictingLengths);
        assert_failed(&report, &["conflicting content-lengths"]);
    }

    #[test]
    fn detects_leftover_bytes_of_another_response() {
        let report = run_faulty(Fault::ReusesLeftoverBytes);
        assert_failed(
            &report,
            &["extra response right after the response", "unsolicited response on an idle connection"],
        );
    }
}

mod limits {
    use super::*;

    /// The case whose response is complete, and later than the timeout of the whole call.
    const SLOW_PARTS: &str = "slow headers, then a slow body";

    #[test]
    fn detects_a_missing_timeout() {
        let report = hanging(Fault::IgnoresTimeout).run();
        let (late, hung): (Vec<_>, Vec<_>) = report.failures().partition(|result| result.case() == SLOW_PARTS);
        assert!(hung.iter().all(|result| result.observed() == "hung"), "{report}");
        assert!(late.iter().all(|result| result.observed().starts_with("200 ")), "{report}");
        assert_failed(
            &report,
            &[
                "stall before the response",
                "stall within a header",
                "stall after the headers",
                "stall within the body",
                "stall within a chunk",
                SLOW_PARTS,
                "slow-drip headers",
                "slow-drip body",
                "endless interim responses",
                "call after a timeout",
            ],
        );
    }

    #[test]
    fn detects_a_timeout_reset_by_each_read() {
        let report = hanging(Fault::ResetsTimeoutPerRead).run();
        assert_failed(&report, &[SLOW_PARTS, "slow-drip headers", "slow-drip body", "endless interim responses"]);
    }

    #[test]
    fn detects_a_missing_size_limit() {
        let transport = |limits: &Limits| ReferenceClient::new(limits, Some(Fault::IgnoresSizeLimit));
        let report = run(transport);
        assert_failed(
            &report,
            &[
                "body one byte over the limit",
                "chunked body one byte over the limit",
                "endless body",
                "endless chunks",
                "endless headers",
                "endless header line",
            ],
        );
    }

    #[test]
    fn detects_a_panic() {
        let report = run_wrapped(|client, request| {
            client.send(request).inspect_err(|error| assert_ne!(error.cause().to_string(), "not an HTTP status line"))
        });
        assert!(report.failures().all(|result| result.observed() == "panicked"), "{report}");
        let not_http = ["binary garbage", "SMTP greeting", "HTML without a head"];
        assert_failed(&report, &not_http);
    }
}

mod send_status {
    use super::*;

    #[test]
    fn detects_every_error_reported_as_not_sent() {
        let send = |client: &ReferenceClient, request: Request| {
            client.send(request).map_err(|error| TransportError::not_sent(error.to_string()))
        };
        let report = conformance(wrapped(send)).run();
        let maybe_sent = CORRECT
            .results()
            .iter()
            .filter(|result| result.observed().contains("maybe sent"))
            .map(|result| result.case());
        assert_failed(&report, &maybe_sent.collect::<Vec<_>>());
    }

    #[test]
    fn warns_of_every_error_reported_as_maybe_sent() {
        let report = run_wrapped(|client, request| {
            client.send(request).map_err(|error| match error.send_status() {
                SendStatus::NotSent => TransportError::maybe_sent(error.to_string()),
                SendStatus::MaybeSent => error,
            })
        });
        assert!(report.passed(), "{report}");
        let warned =
            report.results().iter().filter(|result| result.verdict() == Verdict::Warn).map(|result| result.case());
        let warned: Vec<_> = warned.filter(|case| case.contains("refused") || case.contains("unresolvable")).collect();
        assert_eq!(warned, ["connection refused", "unresolvable host"]);
    }

    #[test]
    fn detects_a_silent_retry() {
        let report = run_wrapped(|client, request| match client.send(request.clone()) {
            Err(error) if error.cause().to_string() == "connection closed" => client.send(request),
            result => result,
        });
        assert!(failed_cases(&report).contains(&"reused connection closed on a request"), "{report}");
        assert!(report.failures().all(|result| result.failure() == Some("the request arrived 2 times")), "{report}");
    }

    #[test]
    fn detects_a_cached_get() {
        let report = run(|limits| {
            let (client, cache) = (ReferenceClient::new(limits, None), Mutex::new(HashMap::new()));
            from_fn(move |request: Request| {
                let uri = request.uri().clone();
                if let Some(response) = cache.lock().unwrap().get(&uri) {
                    return Ok(Response::clone(response));
                }
                let response = client.send(request)?;
                if response.headers().contains_key("cache-control") {
                    cache.lock().unwrap().insert(uri, response.clone());
                }
                Ok(response)
            })
        });
        assert_failed(&report, &["GET not served from a cache"]);
    }

    #[test]
    fn detects_a_synthetic_response() {
        let report = run_wrapped(|client, request| {
            let result = client.send(request);
            if result.as_ref().is_err_and(|error| error.send_status() == SendStatus::NotSent) {
                return Ok(Response::new(Body::default()));
            }
            result
        });
        assert_failed(&report, &["connection refused", "unresolvable host"]);
    }
}
