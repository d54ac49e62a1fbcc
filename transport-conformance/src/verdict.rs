//! Compares the result of a case with the expected one.

use std::time::Duration;

use craftgate_core::http::HeaderMap;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Request, Response, TransportError};

use crate::case::{Case, Expected, ExpectedResponse, REQUEST_ID};
use crate::received::ReceivedRequest;
use crate::report::Verdict;
use crate::server::Log;

/// A call that has returned.
pub(super) struct CompletedCall {
    pub(super) request: Request,
    pub(super) result: Result<Response, TransportError>,
    pub(super) elapsed: Duration,
}

/// Returns the verdict on a case whose calls have all returned, and why it failed.
pub(super) fn verdict(case: &Case, calls: &[CompletedCall], log: &Log) -> (Verdict, Option<String>) {
    match failure(case, calls, log) {
        Some(failure) => (Verdict::Fail, Some(failure)),
        None if calls.iter().zip(&case.calls).all(|(called, call)| is_preferred(&call.expected, called)) => {
            (Verdict::Pass, None)
        }
        None => (Verdict::Warn, None),
    }
}

fn failure(case: &Case, calls: &[CompletedCall], log: &Log) -> Option<String> {
    let calls = || calls.iter().zip(&case.calls);
    let find = |failure: &dyn Fn(&CompletedCall, &Expected) -> Option<String>| {
        calls().find_map(|(called, call)| failure(called, &call.expected))
    };
    find(&|called, _| duplicated(called, log))
        .or_else(|| find(&|called, expected| wrong_send_status(called, expected, log)))
        .or_else(|| find(&|called, expected| unexpected(expected, called)))
        .or_else(|| log.flood_completed.then(|| "read an endless response to its end".to_owned()))
        .or_else(|| find(&|called, _| altered(case, called, log)))
}

/// Returns true if the call did what the contract prefers, rather than only what it allows.
fn is_preferred(expected: &Expected, called: &CompletedCall) -> bool {
    match expected {
        Expected::Response(_) | Expected::MaybeSent => true,
        Expected::Truncated(arrived) => {
            let body = called.result.as_ref().err().and_then(TransportError::body);
            body.is_some_and(|body| body.as_bytes() == arrived.body)
        }
        Expected::ResponseOrError(_) => called.result.is_ok(),
        Expected::NotSent => send_status(called) == Some(SendStatus::NotSent),
    }
}

/// A result of another kind than expected, or another response.
fn unexpected(expected: &Expected, called: &CompletedCall) -> Option<String> {
    match (expected, &called.result) {
        (Expected::Response(expected) | Expected::ResponseOrError(expected), Ok(response)) => {
            difference(expected, response)
        }
        (Expected::Response(_), Err(_)) => Some("a complete response was reported as an error".to_owned()),
        (Expected::MaybeSent | Expected::Truncated(_) | Expected::NotSent, Ok(_)) => {
            Some("expected an error, not a response".to_owned())
        }
        (Expected::Truncated(arrived), Err(error)) => lost(arrived, error),
        (Expected::MaybeSent | Expected::ResponseOrError(_) | Expected::NotSent, Err(_)) => None,
    }
}

/// What an error lacks of the part of a response that arrived. Bytes may be missing from the end of the body, where the
/// transport's buffers hold them back.
fn lost(arrived: &ExpectedResponse, error: &TransportError) -> Option<String> {
    let (Some(status), Some(headers), Some(body)) = (error.status(), error.headers(), error.body()) else {
        return Some("the error has nothing of what arrived of the response".to_owned());
    };
    if status.as_u16() != arrived.status {
        return Some(format!("the error has status {}, expected {}", status.as_u16(), arrived.status));
    }
    if !arrived.body.starts_with(body.as_bytes()) || body.is_empty() != arrived.body.is_empty() {
        return Some(format!("the error has a body of {} bytes, expected {}", body.len(), arrived.body.len()));
    }
    let shown = format!("{error} {error:?} {0} {0:?}", error.cause());
    if body.len() > 1 && shown.contains(&*String::from_utf8_lossy(body.as_bytes())) {
        return Some("the error shows the body".to_owned());
    }
    header_difference(arrived, headers)
}

fn difference(expected: &ExpectedResponse, response: &Response) -> Option<String> {
    if response.status().as_u16() != expected.status {
        return Some(format!("expected status {}", expected.status));
    }
    if response.body().as_bytes() != expected.body {
        return Some(format!("expected another body, of {} bytes", expected.body.len()));
    }
    header_difference(expected, response.headers())
}

fn header_difference(expected: &ExpectedResponse, headers: &HeaderMap) -> Option<String> {
    let (name, values) = expected.header?;
    let found = headers.get_all(name);
    let same = found.iter().map(|value| value.as_bytes()).eq(values.iter().map(|value| value.as_bytes()));
    (!same).then(|| format!("expected {name}: {values:?}"))
}

/// An error that reports as not sent what may have arrived.
fn wrong_send_status(called: &CompletedCall, expected: &Expected, log: &Log) -> Option<String> {
    let may_have_arrived =
        matches!(expected, Expected::MaybeSent | Expected::Truncated(_)) || arrivals(called, log) > 0;
    (may_have_arrived && send_status(called) == Some(SendStatus::NotSent))
        .then(|| "reported as not sent, but the request may have arrived".to_owned())
}

/// A request that arrived more than once.
fn duplicated(called: &CompletedCall, log: &Log) -> Option<String> {
    let arrivals = arrivals(called, log);
    (arrivals > 1).then(|| format!("the request arrived {arrivals} times"))
}

/// A request that did not arrive, or not as it was sent.
fn altered(case: &Case, called: &CompletedCall, log: &Log) -> Option<String> {
    let check = case.check?;
    let received = log.requests.iter().find(|received| matches(called, received));
    received.map_or_else(|| Some("the request did not arrive".to_owned()), |received| check(&called.request, received))
}

fn arrivals(called: &CompletedCall, log: &Log) -> usize {
    log.requests.iter().filter(|received| matches(called, received)).count()
}

fn matches(called: &CompletedCall, received: &ReceivedRequest) -> bool {
    let id = called.request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
    received.values(REQUEST_ID).next() == id
}

fn send_status(called: &CompletedCall) -> Option<SendStatus> {
    called.result.as_ref().err().map(TransportError::send_status)
}

/// Returns what the transport did, in a few words.
pub(super) fn describe(calls: &[CompletedCall], log: &Log) -> String {
    let mut description = calls.iter().map(describe_call).collect::<Vec<_>>().join("; ");
    if calls.len() > 1 && !log.requests.is_empty() {
        let mut connections: Vec<_> = log.requests.iter().map(|received| received.connection).collect();
        connections.sort_unstable();
        connections.dedup();
        let plural = if connections.len() == 1 { "" } else { "s" };
        description += &format!(" ({} connection{plural})", connections.len());
    }
    description
}

fn describe_call(called: &CompletedCall) -> String {
    match &called.result {
        Ok(response) => format!("{} with {} bytes", response.status().as_u16(), response.body().len()),
        Err(error) => {
            let send_status = match error.send_status() {
                SendStatus::NotSent => "not sent",
                SendStatus::MaybeSent => "maybe sent",
            };
            format!(
                "{send_status} after {:.1} s, {}",
                called.elapsed.as_secs_f64(),
                abbreviate(&error.cause().to_string())
            )
        }
    }
}

/// Returns the first characters of an error message, on one line.
fn abbreviate(message: &str) -> String {
    const MAX_CHARS: usize = 60;
    let one_line = message.chars().map(|char| if char.is_control() { ' ' } else { char });
    let mut abbreviated: String = one_line.take(MAX_CHARS).collect();
    if message.chars().count() > MAX_CHARS {
        abbreviated.push('…');
    }
    abbreviated
}
