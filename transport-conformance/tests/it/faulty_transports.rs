//! The conformance kit passes an honest transport, and finds what is wrong with each of these.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use super::reference_client::{Fault, Plain};
use craftgate_core::http::header::{CONTENT_ENCODING, COOKIE, LOCATION, SET_COOKIE};
use craftgate_core::http::{HeaderMap, HeaderValue, Method, Uri};
use craftgate_core::transport::{Delivery, FromFn, from_fn};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_transport_conformance::{Conformance, Limits, Report, Verdict};

type Answer = Result<Response, TransportError>;

fn kit<T: Transport + Send + 'static, F: Fn(&Limits) -> T>(transport: F) -> Conformance<F> {
    Conformance::new(transport).read_timeout(Duration::from_millis(1500)).patience(Duration::from_secs(3))
}

/// Runs what no timeout has a part in.
fn run<T: Transport + Send + 'static>(transport: impl Fn(&Limits) -> T) -> Report {
    kit(transport).quick().run()
}

/// The honest transport with something put in front of it.
fn spoilt<F>(send: F) -> impl Fn(&Limits) -> FromFn<Box<dyn Fn(Request) -> Answer + Send>>
where
    F: Fn(&Plain, Request) -> Answer + Send + Clone + 'static,
{
    move |limits| {
        let (plain, send) = (Plain::new(limits, None), send.clone());
        from_fn(Box::new(move |request| send(&plain, request)))
    }
}

fn run_spoilt(send: impl Fn(&Plain, Request) -> Answer + Send + Clone + 'static) -> Report {
    run(spoilt(send))
}

fn run_faulty(fault: Fault) -> Report {
    run(move |limits| Plain::new(limits, Some(fault)))
}

fn run_all_faulty(fault: Fault) -> Report {
    kit(move |limits| Plain::new(limits, Some(fault))).run()
}

/// What comes of a transport that does all it should.
static HONEST: LazyLock<Report> = LazyLock::new(|| kit(|limits| Plain::new(limits, None)).run());

fn broken(report: &Report) -> Vec<&str> {
    report.failures().map(|row| row.case()).collect()
}

#[track_caller]
fn assert_broken(report: &Report, expected: &[&str]) {
    assert_eq!(broken(report), expected, "\n{report}");
}

#[test]
fn an_honest_transport_passes() {
    assert!(HONEST.passed(), "{}", *HONEST);
}

mod requests {
    use super::*;

    #[test]
    fn a_path_in_lower_case() {
        let report = run_spoilt(|plain, mut request| {
            *request.uri_mut() = request.uri().to_string().to_lowercase().parse().unwrap();
            plain.send(request)
        });
        assert_broken(&report, &["a path and query with escapes"]);
    }

    #[test]
    fn a_header_that_is_lost() {
        let report = run_spoilt(|plain, mut request| {
            request.headers_mut().remove("lang");
            plain.send(request)
        });
        assert_broken(&report, &["a header's value to the letter"]);
    }

    #[test]
    fn gzip_that_is_asked_for_and_unpacked() {
        let report = run_spoilt(|plain, mut request| {
            request.headers_mut().insert("accept-encoding", HeaderValue::from_static("gzip"));
            let mut response = plain.send(request)?;
            if response.headers_mut().remove(CONTENT_ENCODING).is_some() {
                *response.body_mut() = Body::from(r#"{"data":{"id":1}}"#);
            }
            Ok(response)
        });
        assert_broken(
            &report,
            &[
                "a GET with no header of the transport's own",
                "a POST with no header of the transport's own",
                "a body of 1 MiB",
                "gzip that nobody asked for, left alone",
            ],
        );
    }

    #[test]
    fn a_cookie_jar() {
        let report = run(|limits| {
            let (plain, jar) = (Plain::new(limits, None), Mutex::new(None));
            from_fn(move |mut request: Request| {
                if let Some(cookie) = jar.lock().unwrap().clone() {
                    request.headers_mut().insert(COOKIE, cookie);
                }
                let response = plain.send(request)?;
                *jar.lock().unwrap() = response.headers().get(SET_COOKIE).cloned();
                Ok(response)
            })
        });
        assert_broken(&report, &["a cookie is not sent back"]);
    }

    #[test]
    fn no_length_for_an_empty_body() {
        let report = run_faulty(Fault::ForgetsEmptyLength);
        assert_broken(&report, &["a POST with an empty body", "a PUT with an empty body"]);
    }

    #[test]
    fn a_body_that_is_only_for_some_methods() {
        let report = run_spoilt(|plain, mut request| {
            if request.method() == Method::DELETE {
                *request.body_mut() = Body::default();
            }
            plain.send(request)
        });
        assert_broken(&report, &["a DELETE with a body"]);
    }

    #[test]
    fn a_body_that_is_taken_for_text() {
        let report = run_spoilt(|plain, mut request| {
            *request.body_mut() = Body::from(String::from_utf8_lossy(request.body().as_bytes()).into_owned());
            plain.send(request)
        });
        assert_broken(&report, &["a body with every byte there is", "a body of 1 MiB"]);
    }
}

mod answers {
    use super::*;

    #[test]
    fn a_status_that_is_an_error() {
        let report = run_spoilt(|plain, request| match plain.send(request)? {
            response if response.status().as_u16() == 404 => Err(TransportError::unknown("not found")),
            response => Ok(response),
        });
        assert_broken(&report, &["status 404"]);
    }

    #[test]
    fn a_redirect_that_is_followed() {
        let report = run_spoilt(|plain, request| {
            let response = plain.send(request.clone())?;
            let Some(location) = response.headers().get(LOCATION).filter(|_| response.status().is_redirection()) else {
                return Ok(response);
            };
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(location.to_str().unwrap().parse().unwrap());
            let mut followed = request;
            *followed.uri_mut() = Uri::from_parts(parts).unwrap();
            plain.send(followed)
        });
        assert_broken(
            &report,
            &[301, 302, 303, 307, 308]
                .map(|status| format!("a redirect with status {status}"))
                .each_ref()
                .map(String::as_str),
        );
    }

    #[test]
    fn headers_that_are_kept_once() {
        let report = run_spoilt(|plain, request| {
            let mut response = plain.send(request)?;
            let once: HashMap<_, _> =
                response.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            *response.headers_mut() = HeaderMap::from_iter(once);
            Ok(response)
        });
        assert_broken(&report, &["a header that comes three times"]);
    }

    #[test]
    fn an_interim_answer_that_is_taken_for_the_answer() {
        let report = run_faulty(Fault::TakesInterim);
        assert_broken(&report, &["100 Continue before the answer", "102 and 103 before the answer"]);
    }

    #[test]
    fn chunks_that_are_left_in() {
        let report = run_faulty(Fault::KnowsNoChunks);
        assert!(broken(&report).contains(&"a body in chunks"), "{report}");
        assert!(report.failures().all(|row| row.case().contains("chunk")), "{report}");
    }

    #[test]
    fn a_cut_body_that_is_taken_for_whole() {
        let report = run_faulty(Fault::TakesHalf);
        assert_broken(
            &report,
            &["a connection closed short of the content-length", "a call after an answer cut short"],
        );
    }

    #[test]
    fn a_reset_that_is_taken_for_an_end() {
        let report = run_faulty(Fault::TakesResetForEnd);
        assert_broken(&report, &["a connection reset in a body that goes to its end"]);
    }

    #[test]
    fn the_first_of_two_lengths() {
        let report = run_faulty(Fault::TakesFirstLength);
        assert_broken(&report, &["two content-lengths that differ"]);
    }

    #[test]
    fn what_another_answer_left_behind() {
        let report = run_faulty(Fault::KeepsLeftovers);
        assert_broken(&report, &["another answer right after the answer", "another answer while nothing is asked"]);
    }
}

mod bounds {
    use super::*;

    #[test]
    fn no_timeout() {
        let report = run_all_faulty(Fault::WaitsForEver);
        assert!(report.failures().all(|row| row.did() == "hung"), "{report}");
        assert_broken(
            &report,
            &[
                "silence instead of an answer",
                "silence in the middle of a header",
                "silence after the headers",
                "silence in the middle of a body",
                "silence in the middle of a chunk",
                "headers that drip for ever",
                "a body that drips for ever",
                "interim answers for ever",
                "a call after a timeout",
            ],
        );
    }

    #[test]
    fn a_timeout_that_each_byte_renews() {
        let report = run_all_faulty(Fault::RenewsTimeout);
        assert_broken(
            &report,
            &["headers that drip for ever", "a body that drips for ever", "interim answers for ever"],
        );
    }

    #[test]
    fn no_limit() {
        let transport = |limits: &Limits| Plain::new(limits, Some(Fault::KnowsNoLimit));
        let report = Conformance::new(transport).quick().run();
        assert_broken(
            &report,
            &[
                "a body one byte longer",
                "a body one byte longer, in a chunk",
                "a body without an end",
                "chunks without an end",
                "headers without an end",
                "a header without an end",
            ],
        );
    }

    #[test]
    fn a_panic() {
        let report = run_spoilt(|plain, request| {
            plain.send(request).inspect_err(|error| assert_ne!(error.cause().to_string(), "no HTTP"))
        });
        assert!(report.failures().all(|row| row.did() == "panicked"), "{report}");
        let garbage = ["garbage instead of an answer", "a mail server's greeting", "a page without a head"];
        assert_broken(&report, &garbage);
    }
}

mod delivery {
    use super::*;

    #[test]
    fn not_sent_said_of_everything() {
        let send = |plain: &Plain, request: Request| {
            plain.send(request).map_err(|error| TransportError::not_sent(error.to_string()))
        };
        let report = kit(spoilt(send)).run();
        let unknown = HONEST.rows().iter().filter(|row| row.did().contains("unknown")).map(|row| row.case());
        assert_broken(&report, &unknown.collect::<Vec<_>>());
    }

    #[test]
    fn unknown_said_of_everything_is_noted() {
        let report = run_spoilt(|plain, request| {
            plain.send(request).map_err(|error| TransportError::unknown(error.to_string()))
        });
        assert!(report.passed(), "{report}");
        let noted = report.rows().iter().filter(|row| row.verdict() == Verdict::Noted).map(|row| row.case());
        let noted: Vec<_> = noted.filter(|case| case.contains("refused") || case.contains("resolve")).collect();
        assert_eq!(noted, ["a connection that is refused", "a host that does not resolve"]);
    }

    #[test]
    fn a_failure_that_is_sent_again() {
        let report = run_spoilt(|plain, request| match plain.send(request.clone()) {
            Err(error) if error.cause().to_string() == "the connection ended" => plain.send(request),
            answer => answer,
        });
        assert!(broken(&report).contains(&"a kept connection that ends as a request comes"), "{report}");
        assert!(report.failures().all(|row| row.fault() == Some("it arrived 2 times")), "{report}");
    }

    #[test]
    fn a_get_out_of_a_cache() {
        let report = run(|limits| {
            let (plain, cache) = (Plain::new(limits, None), Mutex::new(HashMap::new()));
            from_fn(move |request: Request| {
                let uri = request.uri().clone();
                if let Some(response) = cache.lock().unwrap().get(&uri) {
                    return Ok(Response::clone(response));
                }
                let response = plain.send(request)?;
                if response.headers().contains_key("cache-control") {
                    cache.lock().unwrap().insert(uri, response.clone());
                }
                Ok(response)
            })
        });
        assert_broken(&report, &["a GET is sent each time, not answered from a cache"]);
    }

    #[test]
    fn an_answer_made_up() {
        let report = run_spoilt(|plain, request| {
            let answer = plain.send(request);
            if answer.as_ref().is_err_and(|error| error.delivery() == Delivery::NotSent) {
                return Ok(Response::new(Body::default()));
            }
            answer
        });
        assert_broken(&report, &["a connection that is refused", "a host that does not resolve"]);
    }
}
