//! The plug for an HTTP stack: one request in, one answer out.

use std::fmt;
use std::sync::Arc;

use crate::body::Body;

/// A signed request, ready to be sent.
pub type Request = http::Request<Body>;

/// An answer as it came.
pub type Response = http::Response<Body>;

/// Sends requests. The one thing that this crate leaves to others.
///
/// What a transport has to keep to:
///
/// 1. Send method, URL, headers and body unchanged: they are signed. Add only what HTTP itself needs
///    (`host`, `content-length`, `connection`); a `POST` or `PUT` with an empty body has `content-length: 0`.
/// 2. Every status is `Ok`. Telling success from failure is core's work.
/// 3. Never follow a redirect: the signature is bound to the URL, and the key must not go elsewhere.
/// 4. Send each request at most once. Repeating it is the caller's decision.
/// 5. Keep every header of the answer, also those that come more than once.
/// 6. Bound the time and the size of an answer.
/// 7. Say honestly whether anything can have been sent: [`TransportError::not_sent`] only where it is
///    certain that nothing was, [`TransportError::unknown`] otherwise.
/// 8. Give an answer whole or not at all: one that was cut short is an error, and so is one that came unasked.
///
/// `craftgate_emulator::conformance` checks a transport against this list.
///
/// ```
/// use craftgate_core::transport::from_fn;
/// use craftgate_core::{Request, Response, Transport, TransportError};
///
/// let offline = from_fn(|_: Request| Err::<Response, _>(TransportError::not_sent("no network here")));
/// ```
pub trait Transport {
    /// Sends `request` and waits for the answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if no complete answer came back.
    fn send(&self, request: Request) -> Result<Response, TransportError>;
}

impl<T: Transport + ?Sized> Transport for &T {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request)
    }
}

/// A transport made of a closure.
pub fn from_fn<F>(send: F) -> FromFn<F>
where
    F: Fn(Request) -> Result<Response, TransportError>,
{
    FromFn(send)
}

/// See [`from_fn`].
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromFn(…)")
    }
}

impl<F> Transport for FromFn<F>
where
    F: Fn(Request) -> Result<Response, TransportError>,
{
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        (self.0)(request)
    }
}

/// Whether a request can have reached Craftgate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Delivery {
    /// Certainly not.
    NotSent,
    /// Perhaps: some of it left, and no complete answer came.
    Unknown,
}

/// No answer came back.
#[derive(Debug)]
pub struct TransportError {
    delivery: Delivery,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// Nothing was sent: the name did not resolve, the connection was refused, TLS failed.
    pub fn not_sent(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { delivery: Delivery::NotSent, cause: cause.into() }
    }

    /// Some or all of the request may have arrived. When in doubt, this one.
    pub fn unknown(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { delivery: Delivery::Unknown, cause: cause.into() }
    }

    /// Whether the request can have reached Craftgate.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The transport's own error.
    #[must_use]
    pub fn cause(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.cause
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.delivery {
            Delivery::NotSent => "the request was not sent",
            Delivery::Unknown => "the request may have been sent, but no complete answer came",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}
