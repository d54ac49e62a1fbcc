//! One case: the requests to send, the server's scripts and the expected results.

use std::time::Duration;

use craftgate_core::http::Method;
use craftgate_core::{Body, Request};

use crate::received::ReceivedRequest;
use crate::server::{Script, Step};

/// The body of ordinary requests and responses.
pub(super) const JSON: &str = r#"{"data":{"id":1,"cardHolderName":"Gülşah Işık","paymentStatus":"SUCCESS"}}"#;

pub(super) struct Case {
    /// The requirement's number in the contract of [`Transport`](craftgate_core::Transport).
    pub(super) requirement: u8,
    pub(super) name: String,
    pub(super) target: Target,
    pub(super) scripts: Vec<Script>,
    pub(super) calls: Vec<Call>,
    /// Whether the transport is expected to time out.
    pub(super) runs_into_timeout: bool,
    pub(super) check: Option<Check>,
}

/// Where the requests are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The case's own server.
    Server,
    /// A port on which nothing listens.
    ClosedPort,
    /// A host name that does not resolve.
    UnknownHost,
}

/// One request and its expected result.
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
    /// This response.
    Response(ExpectedResponse),
    /// An error that reports the request as maybe sent: no complete response arrives.
    MaybeSent,
    /// [`MaybeSent`](Self::MaybeSent), with what arrives of a response: its status, its headers and a part of its body.
    Truncated(ExpectedResponse),
    /// An error. Reporting it as maybe sent is allowed.
    NotSent,
    /// This response or an error: the contract allows both.
    ResponseOrError(ExpectedResponse),
}

#[derive(Clone)]
pub(super) struct ExpectedResponse {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// A header with all its values in order.
    pub(super) header: Option<(&'static str, &'static [&'static str])>,
}

/// Returns why a request did not arrive as it was sent.
pub(super) type Check = fn(&Request, &ReceivedRequest) -> Option<String>;

impl Case {
    /// A case without scripts and calls.
    pub(super) fn new(requirement: u8, name: impl Into<String>) -> Self {
        Self {
            requirement,
            name: name.into(),
            target: Target::Server,
            scripts: Vec::new(),
            calls: Vec::new(),
            runs_into_timeout: false,
            check: None,
        }
    }

    pub(super) fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// The server receives a request, then sends these bytes.
    pub(super) fn respond(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.script(vec![Step::ReceiveHead, Step::ReceiveBody, Step::Send(bytes.into())])
    }

    /// The server receives a request's head, then sends these bytes.
    pub(super) fn respond_early(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.script(vec![Step::ReceiveHead, Step::Send(bytes.into())])
    }

    pub(super) fn script(mut self, script: Script) -> Self {
        self.scripts.push(script);
        self
    }

    /// Appends a step to the last script.
    pub(super) fn then(mut self, step: Step) -> Self {
        if let Some(script) = self.scripts.last_mut() {
            script.push(step);
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

    /// Sends these bytes one by one without end, each within the timeout.
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

    /// Adds a call.
    pub(super) fn call(mut self, call: Call) -> Self {
        self.calls.push(call);
        self
    }

    /// Checks each request as it arrived.
    pub(super) fn check(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    pub(super) fn expect(self, expected: Expected) -> Self {
        self.call(Call::post().expect(expected))
    }

    pub(super) fn expect_response(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expected::Response(ExpectedResponse::new(status, body)))
    }

    pub(super) fn expect_response_or_error(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expected::ResponseOrError(ExpectedResponse::new(status, body)))
    }

    /// Expects the error of a truncated response of status 200, of whose body these bytes arrive.
    pub(super) fn expect_truncated(
        self,
        header: (&'static str, &'static [&'static str]),
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let (name, values) = header;
        self.expect(Expected::Truncated(ExpectedResponse::new(200, body).header(name, values)))
    }

    pub(super) fn expect_maybe_sent(self) -> Self {
        self.expect(Expected::MaybeSent)
    }
}

impl Call {
    pub(super) fn new(method: Method, target: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let expected = Expected::Response(ExpectedResponse::new(200, JSON));
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

    /// Returns the request, identified by its index among the case's calls.
    pub(super) fn request(&self, base: &str, index: usize) -> craftgate_core::http::Result<Request> {
        let builder = craftgate_core::http::Request::builder()
            .method(&self.method)
            .uri(format!("{base}{}", self.target))
            .header("accept", "application/json")
            .header("x-api-key", "conformance-api-key")
            .header(REQUEST_ID, index);
        let headers = self.headers.iter();
        let builder = headers.fold(builder, |builder, (name, value)| builder.header(*name, *value));
        builder.body(Body::from(self.body.as_slice()))
    }
}

/// The header that identifies a request among the case's calls.
pub(super) const REQUEST_ID: &str = "x-rnd-key";

impl ExpectedResponse {
    pub(super) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, body: body.into(), header: None }
    }

    pub(super) fn header(mut self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.header = Some((name, values));
        self
    }
}
