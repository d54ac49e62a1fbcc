//! Observers of calls, for traces, logs and metrics.
//!
//! A [`Client`](crate::Client) tells its observers when a call and each of its attempts start and end. This crate reads no
//! clock and writes no log: an observer does. With the feature `tracing`, `craftgate-ureq` has one.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::sync::{Arc, Mutex};
//!
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
//! use craftgate_core::payment::RetrievePayment;
//! use craftgate_core::transport::from_fn;
//! use craftgate_core::{Client, Credentials, Environment, Protocol, RandomKey, Response, TransportError};
//!
//! /// Calls by operation and outcome.
//! #[derive(Clone, Default)]
//! struct Counter(Arc<Mutex<BTreeMap<(&'static str, &'static str), u32>>>);
//!
//! impl Observer for Counter {
//!     fn start_call(&self, call: &CallInfo) -> Box<dyn CallObserver> {
//!         Box::new(Counted { counter: self.clone(), operation: call.operation() })
//!     }
//! }
//!
//! struct Counted { counter: Counter, operation: &'static str }
//!
//! impl CallObserver for Counted {
//!     fn end_call(self: Box<Self>, call: &Completion<'_>) {
//!         *self.counter.0.lock().unwrap().entry((self.operation, call.outcome())).or_default() += 1;
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let counter = Counter::default();
//! let offline = from_fn(|_| Err::<Response, _>(TransportError::not_sent("no network here")));
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let client = Client::new(protocol, offline, || RandomKey::new("use the OS's randomness here")).observer(counter.clone());
//!
//! client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
//! assert_eq!(counter.0.lock().unwrap()[&("payment::RetrievePayment", "not_sent")], 1);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use super::error::{ApiError, Error, ErrorCode, ErrorGroup, Outcome};
use super::exchange::{Callable, Exchange};
use super::response::ResponseWithMeta;

/// The headers that gateways commonly put a request's id into. Craftgate documents none.
const REQUEST_ID_HEADERS: [&str; 3] = ["x-request-id", "x-correlation-id", "x-trace-id"];

/// The maximum length of a request's id, in bytes. A longer one is left out.
const MAX_REQUEST_ID_LENGTH: usize = 128;

/// An observer of a client's calls, shared between threads.
pub trait Observer: Send + Sync {
    /// Returns the observer of a call. Called before its first attempt.
    fn start_call(&self, call: &CallInfo) -> Box<dyn CallObserver>;
}

/// An observer of one call.
///
/// Dropped without [`end_call`](Self::end_call) if the call is abandoned, as by dropping the future of an async one. Its
/// outcome is then unknown, if an attempt has started.
pub trait CallObserver: Send {
    /// Called before an attempt is signed and sent.
    fn start_attempt(&mut self) {}

    /// Called after an attempt ended.
    fn end_attempt(&mut self, _attempt: &Completion<'_>) {}

    /// Called after the call ended, after its last attempt.
    fn end_call(self: Box<Self>, call: &Completion<'_>);
}

/// The operation, method and path template of a call. Contains none of the caller's data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallInfo {
    operation: &'static str,
    method: Method,
    path_template: &'static str,
}

impl CallInfo {
    /// Returns the operation's [name](crate::Operation::NAME), such as `payment::RetrievePayment`; empty if it has
    /// none.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the operation's [path template](crate::Operation::PATH_TEMPLATE), such as
    /// `/payment/v1/card-payments/{id}`; empty if it has none.
    #[must_use]
    pub fn path_template(&self) -> &'static str {
        self.path_template
    }
}

/// The completion of an attempt or a call: its status, error and outcome.
///
/// What the methods return, [`error`](Self::error) and [`headers`](Self::headers) apart, is of low cardinality or an id, and
/// holds nothing of what was sent: it can be logged.
#[derive(Clone, Copy)]
pub struct Completion<'a> {
    attempt: u32,
    status: Option<StatusCode>,
    headers: Option<&'a HeaderMap>,
    error: Option<&'a Error>,
}

impl<'a> Completion<'a> {
    fn new<T>(attempt: u32, result: &'a Result<ResponseWithMeta<T>, Error>) -> Self {
        match result {
            Ok(response) => {
                Self { attempt, status: Some(response.status), headers: Some(&response.headers), error: None }
            }
            Err(error) => Self { attempt, status: error.status(), headers: error.headers(), error: Some(error) },
        }
    }

    /// Returns the attempt's number, from 1; of a call, the number of its attempts.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the outcome: `done`, `not_sent`, `rejected` or `unknown`, as in [`Error::outcome`].
    ///
    /// An attempt is judged by itself, a call by all its attempts.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        self.error.map_or("done", |error| error.outcome().as_str())
    }

    /// Returns the response's status, if it was received.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the kind of error, which is its variant: `request`, `transport`, `api` or `response`.
    #[must_use]
    pub fn error_kind(&self) -> Option<&'static str> {
        Some(match self.error? {
            Error::Request(_) => "request",
            Error::Transport(_) => "transport",
            Error::Api(_) => "api",
            Error::Response(_) => "response",
        })
    }

    /// Returns Craftgate's error code, if it is a number.
    #[must_use]
    pub fn error_code(&self) -> Option<u32> {
        self.api_error()?.code().and_then(ErrorCode::number)
    }

    /// Returns the error's group, such as `NOT_SUFFICIENT_FUNDS`, if this version lists it.
    #[must_use]
    pub fn error_group(&self) -> Option<&'static str> {
        let group = self.api_error()?.group()?;
        ErrorGroup::KNOWN.iter().find(|known| *known == group).map(ErrorGroup::as_str)
    }

    /// Returns the id that the server assigned to the request, from `x-request-id`, `x-correlation-id` or `x-trace-id`:
    /// up to 128 ASCII letters, digits and `-_.:`. `None` if the response has none.
    #[must_use]
    pub fn request_id(&self) -> Option<&'a str> {
        let headers = self.headers?;
        let id = REQUEST_ID_HEADERS.iter().find_map(|name| headers.get(*name))?.to_str().ok()?;
        let is_id = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        (!id.is_empty() && id.len() <= MAX_REQUEST_ID_LENGTH && id.bytes().all(is_id)).then_some(id)
    }

    /// Returns the response's headers, if they were received.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.headers
    }

    /// Returns the error, if there is no result. It contains the response's body, which must not be logged.
    #[must_use]
    pub fn error(&self) -> Option<&'a Error> {
        self.error
    }

    fn api_error(&self) -> Option<&'a ApiError> {
        self.error?.as_api_error()
    }
}

/// Shows only what can be logged.
impl fmt::Debug for Completion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion")
            .field("attempt", &self.attempt)
            .field("outcome", &self.outcome())
            .field("status", &self.status)
            .field("error_kind", &self.error_kind())
            .field("error_code", &self.error_code())
            .field("error_group", &self.error_group())
            .field("request_id", &self.request_id())
            .finish()
    }
}

/// One call and its observers, for a sender other than [`Client`](crate::Client). Made by [`Exchange::observed_by`].
///
/// Dropped without [`end`](Self::end), it drops the call's observers, which is how they know of an abandoned call.
#[must_use = "observers are told of what happens to it"]
pub struct ObservedCall {
    observers: Vec<Box<dyn CallObserver>>,
    attempts: u32,
}

impl ObservedCall {
    /// Notifies the observers that an attempt is about to be signed and sent.
    pub fn start_attempt(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
        self.observers.iter_mut().for_each(|observer| observer.start_attempt());
    }

    /// Notifies the observers that the attempt ended with this result.
    pub fn end_attempt<T>(&mut self, result: &Result<ResponseWithMeta<T>, Error>) {
        let completion = Completion::new(self.attempts, result);
        self.observers.iter_mut().for_each(|observer| observer.end_attempt(&completion));
    }

    /// Notifies the observers that the call ended with this result.
    pub fn end<T>(self, result: &Result<ResponseWithMeta<T>, Error>) {
        let completion = Completion::new(self.attempts, result);
        self.observers.into_iter().for_each(|observer| observer.end_call(&completion));
    }
}

impl fmt::Debug for ObservedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObservedCall").field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

impl<O: Callable> Exchange<'_, O> {
    /// Returns the call with these observers, about to start. Has no cost without observers.
    pub fn observed_by(&self, observers: &[Arc<dyn Observer>]) -> ObservedCall {
        let start = |observer: &Arc<dyn Observer>| observer.start_call(&self.info());
        ObservedCall { observers: observers.iter().map(start).collect(), attempts: 0 }
    }

    fn info(&self) -> CallInfo {
        CallInfo {
            operation: self.operation.name(),
            method: self.operation.method(),
            path_template: self.operation.path_template(),
        }
    }
}

impl Outcome {
    /// Returns the outcome as a label for logs and metrics: `not_sent`, `rejected` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}
