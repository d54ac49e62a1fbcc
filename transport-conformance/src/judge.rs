//! What came of a case, held against what had to.

use std::time::Duration;

use craftgate_core::transport::Delivery;
use craftgate_core::{Request, Response, TransportError};

use super::case::{Answer, Case, Expected, MARK};
use super::received::Received;
use super::report::Verdict;
use super::server::Log;

/// One call that has ended.
pub(super) struct Called {
    pub(super) request: Request,
    pub(super) result: Result<Response, TransportError>,
    pub(super) took: Duration,
}

/// The verdict on a case whose calls have all ended, and what is wrong.
pub(super) fn verdict(case: &Case, calls: &[Called], log: &Log) -> (Verdict, Option<String>) {
    match fault(case, calls, log) {
        Some(fault) => (Verdict::Broken, Some(fault)),
        None if calls.iter().zip(&case.calls).all(|(called, call)| settles(&call.expected, called)) => {
            (Verdict::Kept, None)
        }
        None => (Verdict::Noted, None),
    }
}

fn fault(case: &Case, calls: &[Called], log: &Log) -> Option<String> {
    let calls = || calls.iter().zip(&case.calls);
    let find = |fault: &dyn Fn(&Called, &Expected) -> Option<String>| {
        calls().find_map(|(called, call)| fault(called, &call.expected))
    };
    find(&|called, _| repeated(called, log))
        .or_else(|| find(&|called, expected| dishonest(called, expected, log)))
        .or_else(|| find(&|called, expected| unexpected(expected, called)))
        .or_else(|| log.swallowed_the_flood.then(|| "read on without an end".to_owned()))
        .or_else(|| find(&|called, _| changed(case, called, log)))
}

/// Whether the call did what the contract asks for, rather than what it allows.
fn settles(expected: &Expected, called: &Called) -> bool {
    match expected {
        Expected::Answer(_) | Expected::Unknown => true,
        Expected::AnswerOrError(_) => called.result.is_ok(),
        Expected::NotSent => delivery(called) == Some(Delivery::NotSent),
    }
}

fn unexpected(expected: &Expected, called: &Called) -> Option<String> {
    match (expected, &called.result) {
        (Expected::Answer(answer) | Expected::AnswerOrError(answer), Ok(response)) => other_than(answer, response),
        (Expected::Answer(_), Err(_)) => Some("a whole answer came, and was not given".to_owned()),
        (Expected::Unknown | Expected::NotSent, Ok(_)) => Some("no whole answer came".to_owned()),
        (Expected::Unknown | Expected::AnswerOrError(_) | Expected::NotSent, Err(_)) => None,
    }
}

fn other_than(answer: &Answer, response: &Response) -> Option<String> {
    if response.status().as_u16() != answer.status {
        return Some(format!("the status was {}", answer.status));
    }
    if response.body().as_bytes() != answer.body {
        return Some(format!("the body was another, of {} bytes", answer.body.len()));
    }
    let (name, values) = answer.header?;
    let found = response.headers().get_all(name);
    let same = found.iter().map(|value| value.as_bytes()).eq(values.iter().map(|value| value.as_bytes()));
    (!same).then(|| format!("{name} came as {values:?}"))
}

/// "Not sent" said of something of which a part had left.
fn dishonest(called: &Called, expected: &Expected, log: &Log) -> Option<String> {
    let has_left = matches!(expected, Expected::Unknown) || arrivals(called, log) > 0;
    (has_left && delivery(called) == Some(Delivery::NotSent)).then(|| "something had been sent".to_owned())
}

fn repeated(called: &Called, log: &Log) -> Option<String> {
    let arrivals = arrivals(called, log);
    (arrivals > 1).then(|| format!("it arrived {arrivals} times"))
}

/// A request that did not arrive as it was given.
fn changed(case: &Case, called: &Called, log: &Log) -> Option<String> {
    let check = case.check?;
    let received = log.requests.iter().find(|received| is_of(called, received));
    received.map_or_else(|| Some("it did not arrive".to_owned()), |received| check(&called.request, received))
}

fn arrivals(called: &Called, log: &Log) -> usize {
    log.requests.iter().filter(|received| is_of(called, received)).count()
}

fn is_of(called: &Called, received: &Received) -> bool {
    let mark = called.request.headers().get(MARK).and_then(|mark| mark.to_str().ok());
    received.values(MARK).next() == mark
}

fn delivery(called: &Called) -> Option<Delivery> {
    called.result.as_ref().err().map(TransportError::delivery)
}

/// What the transport did, in a few words.
pub(super) fn account(calls: &[Called], log: &Log) -> String {
    let mut account = calls.iter().map(account_of).collect::<Vec<_>>().join("; ");
    if calls.len() > 1 && !log.requests.is_empty() {
        let mut connections: Vec<_> = log.requests.iter().map(|received| received.connection).collect();
        connections.sort_unstable();
        connections.dedup();
        let plural = if connections.len() == 1 { "" } else { "s" };
        account += &format!(" ({} connection{plural})", connections.len());
    }
    account
}

fn account_of(called: &Called) -> String {
    match &called.result {
        Ok(response) => format!("{} with {} bytes", response.status().as_u16(), response.body().len()),
        Err(error) => {
            let delivery = match error.delivery() {
                Delivery::NotSent => "not sent",
                Delivery::Unknown => "unknown",
            };
            format!("{delivery} after {:.1} s, {}", called.took.as_secs_f64(), brief(&error.cause().to_string()))
        }
    }
}

/// The first letters of an error's text, on one line.
fn brief(text: &str) -> String {
    const LETTERS: usize = 60;
    let mut brief: String =
        text.chars().take(LETTERS).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().count() > LETTERS {
        brief.push('…');
    }
    brief
}
