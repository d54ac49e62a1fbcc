//! One case: what is called, what the server does, what has to come of it.

use std::time::Duration;

use craftgate_core::http::Method;
use craftgate_core::{Body, Request};

use super::received::Received;
use super::server::{Act, Step};

/// The body of ordinary requests and answers.
pub(super) const JSON: &str = r#"{"data":{"id":1,"cardHolderName":"Gülşah Işık","paymentStatus":"SUCCESS"}}"#;

pub(super) struct Case {
    /// The number of the promise in [`Transport`](craftgate_core::Transport)'s list.
    pub(super) rule: u8,
    pub(super) name: String,
    pub(super) host: Host,
    pub(super) acts: Vec<Act>,
    pub(super) calls: Vec<Call>,
    /// Whether the transport's timeout has to run out.
    pub(super) runs_into_timeout: bool,
    pub(super) check: Option<Check>,
}

/// Who is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    /// The case's own server.
    Server,
    /// A port where nobody listens.
    Nobody,
    /// A name that no resolver knows.
    Nowhere,
}

/// A request, and what may come of it.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) target: &'static str,
    pub(super) headers: Vec<(&'static str, &'static str)>,
    pub(super) body: Vec<u8>,
    pub(super) expected: Expected,
}

#[derive(Clone)]
pub(super) enum Expected {
    /// This answer and nothing else.
    Answer(Answer),
    /// An error, since no whole answer came; it is not known what was done.
    Unknown,
    /// An error, and certainly nothing was sent. Not to be sure is allowed.
    NotSent,
    /// This answer, or an error: the contract leaves it open.
    AnswerOrError(Answer),
}

#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// A header with all its values, in their order.
    pub(super) header: Option<(&'static str, &'static [&'static str])>,
}

/// What is wrong with how a request arrived, if anything.
pub(super) type Check = fn(&Request, &Received) -> Option<String>;

impl Case {
    /// One `POST` to a server that answers with [`JSON`], as long as nothing else is said.
    pub(super) fn new(rule: u8, name: impl Into<String>) -> Self {
        Self {
            rule,
            name: name.into(),
            host: Host::Server,
            acts: Vec::new(),
            calls: Vec::new(),
            runs_into_timeout: false,
            check: None,
        }
    }

    pub(super) fn host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    /// The server reads a request and sends these bytes.
    pub(super) fn answer(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.act(vec![Step::ReceiveHead, Step::ReceiveBody, Step::Send(bytes.into())])
    }

    /// The server sends these bytes as soon as it has the request's head.
    pub(super) fn early(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.act(vec![Step::ReceiveHead, Step::Send(bytes.into())])
    }

    pub(super) fn act(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    /// Adds to the last act.
    pub(super) fn then(mut self, step: Step) -> Self {
        if let Some(act) = self.acts.last_mut() {
            act.push(step);
        }
        self
    }

    pub(super) fn close(self) -> Self {
        self.then(Step::Close)
    }

    pub(super) fn reset(self) -> Self {
        self.then(Step::Reset)
    }

    pub(super) fn stall(self) -> Self {
        self.then(Step::Stall).runs_into_timeout()
    }

    /// Gives these bytes one by one, each within the timeout, and never an end.
    pub(super) fn drip(self, bytes: &str, pause: Duration) -> Self {
        self.then(Step::Drip(bytes.into(), pause)).runs_into_timeout()
    }

    pub(super) fn flood(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.then(Step::Flood(bytes.into()))
    }

    pub(super) fn runs_into_timeout(mut self) -> Self {
        self.runs_into_timeout = true;
        self
    }

    /// Calls once more.
    pub(super) fn call(mut self, call: Call) -> Self {
        self.calls.push(call);
        self
    }

    /// Checks how each request arrived.
    pub(super) fn check(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    pub(super) fn expect(self, expected: Expected) -> Self {
        self.call(Call::post().expect(expected))
    }

    pub(super) fn answered(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expected::Answer(Answer::new(status, body)))
    }

    pub(super) fn maybe_answered(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expected::AnswerOrError(Answer::new(status, body)))
    }

    pub(super) fn unknown(self) -> Self {
        self.expect(Expected::Unknown)
    }
}

impl Call {
    pub(super) fn new(method: Method, target: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let expected = Expected::Answer(Answer::new(200, JSON));
        Self { method, target, headers: Vec::new(), body: body.into(), expected }
    }

    pub(super) fn get() -> Self {
        Self::new(Method::GET, "/payment/v1/card-payments/1", "")
    }

    pub(super) fn post() -> Self {
        let call = Self::new(Method::POST, "/payment/v1/card-payments", JSON);
        call.header("content-type", "application/json")
    }

    pub(super) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(super) fn expect(mut self, expected: Expected) -> Self {
        self.expected = expected;
        self
    }

    /// The request, marked with its place among the case's calls.
    pub(super) fn request(&self, base: &str, place: usize) -> craftgate_core::http::Result<Request> {
        let builder = craftgate_core::http::Request::builder()
            .method(&self.method)
            .uri(format!("{base}{}", self.target))
            .header("accept", "application/json")
            .header("x-api-key", "conformance-api-key")
            .header(MARK, place);
        let headers = self.headers.iter();
        let builder = headers.fold(builder, |builder, (name, value)| builder.header(*name, *value));
        builder.body(Body::from(self.body.as_slice()))
    }
}

/// The header that tells requests apart.
pub(super) const MARK: &str = "x-rnd-key";

impl Answer {
    pub(super) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, body: body.into(), header: None }
    }

    pub(super) fn header(mut self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.header = Some((name, values));
        self
    }
}
