//! The HTTP transport: sends one request and returns one response.
//!
//! # Writing a transport
//!
//! A [`Transport`] for an HTTP stack with types of its own translates once each way. The numbers are the contract's,
//! below.
//!
//! ```
//! # mod your_stack {
//! #     pub struct Http;
//! #     pub struct Reply { pub status: u16, pub headers: Vec<(String, Vec<u8>)>, pub body: Vec<u8>, pub is_complete: bool }
//! #     #[derive(Debug)]
//! #     pub enum StackError { NotConnected, Interrupted }
//! #     impl std::fmt::Display for StackError {
//! #         fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{self:?}") }
//! #     }
//! #     impl std::error::Error for StackError {}
//! #     impl Http {
//! #         pub fn new() -> Self { Self }
//! #         pub fn follow_redirects(self, _: bool) -> Self { self }
//! #         pub fn retries(self, _: u32) -> Self { self }
//! #         pub fn timeout_seconds(self, _: u32) -> Self { self }
//! #         pub fn max_body_bytes(self, _: usize) -> Self { self }
//! #         pub fn exchange(&self, _: &str, url: &str, _: &[(&str, &[u8])], _: &[u8]) -> Result<Reply, StackError> {
//! #             let body = br#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;
//! #             let reply = |length: usize| Reply {
//! #                 status: 200,
//! #                 headers: vec![("x-trace".into(), b"a".into()), ("X-Trace".into(), b"b".into())],
//! #                 body: body[..length].into(),
//! #                 is_complete: length == body.len(),
//! #             };
//! #             match url.rsplit('/').next() {
//! #                 Some("1") => Ok(reply(body.len())),
//! #                 Some("2") => Err(StackError::NotConnected),
//! #                 Some("3") => Err(StackError::Interrupted),
//! #                 _ => Ok(reply(20)),
//! #             }
//! #         }
//! #     }
//! # }
//! use craftgate_core::http::{self, HeaderName, HeaderValue, StatusCode};
//! use craftgate_core::{Request, Response, Transport, TransportError};
//! use your_stack::{Http, Reply, StackError};
//!
//! struct YourStack(Http);
//!
//! impl YourStack {
//!     fn new() -> Self {
//!         // 3, 4 and 6 are settings in most stacks. Look the defaults up: few are right for money.
//!         Self(Http::new().follow_redirects(false).retries(0).timeout_seconds(150).max_body_bytes(16 << 20))
//!     }
//! }
//!
//! impl Transport for YourStack {
//!     fn send(&self, request: Request) -> Result<Response, TransportError> {
//!         // 1: the URL as it is, every header, the body's bytes. Nothing is parsed and written again.
//!         let url = request.uri().to_string();
//!         let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
//!         let headers: Vec<_> = headers.collect();
//!         let reply = self.0.exchange(request.method().as_str(), &url, &headers, request.body().as_bytes());
//!         let reply = reply.map_err(classify)?;
//!         let is_complete = reply.is_complete;
//!         // A status or header that is none was received all the same: the request had been sent.
//!         let response = translate(reply).map_err(TransportError::maybe_sent)?;
//!         // 8: not every stack makes an error of a truncated body.
//!         match is_complete {
//!             true => Ok(response),
//!             false => Err(TransportError::maybe_sent("truncated body").with_partial_response(response)),
//!         }
//!     }
//! }
//!
//! fn translate(reply: Reply) -> Result<Response, http::Error> {
//!     let mut response = Response::new(reply.body.into());
//!     *response.status_mut() = StatusCode::from_u16(reply.status)?; // 2: any status
//!     for (name, value) in reply.headers {
//!         let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
//!         response.headers_mut().append(name, value); // 5: `insert` would keep one of a name
//!     }
//!     Ok(response)
//! }
//!
//! // 7: if the stack doesn't distinguish these two, everything may have been sent.
//! fn classify(error: StackError) -> TransportError {
//!     match error {
//!         StackError::NotConnected => TransportError::not_sent(error),
//!         StackError::Interrupted => TransportError::maybe_sent(error),
//!     }
//! }
//!
//! // Any operation goes through it.
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::RetrievePayment;
//! use craftgate_core::{Client, Protocol, Credentials, Environment, Outcome, RandomKey};
//!
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let client = Client::new(protocol, YourStack::new(), || RandomKey::new("use the OS's randomness here"));
//! let payment = client.call(&RetrievePayment::new(PaymentId::new(1))).send_with_meta()?;
//! assert_eq!(payment.output.id, PaymentId::new(1));
//! # assert_eq!(payment.headers.get_all("x-trace").iter().count(), 2);
//! # assert_eq!(client.call(&RetrievePayment::new(PaymentId::new(2))).send().unwrap_err().outcome(), Outcome::NotSent);
//! # assert_eq!(client.call(&RetrievePayment::new(PaymentId::new(3))).send().unwrap_err().outcome(), Outcome::Unknown);
//! # let error = client.call(&RetrievePayment::new(PaymentId::new(4))).send().unwrap_err();
//! # assert_eq!((error.outcome(), error.body().unwrap().len()), (Outcome::Unknown, 20));
//! # Ok(())
//! # }
//! ```
//!
//! The repository's folder `transport-custom-example` has complete ones: libcurl, a closure. For async code there is the
//! crate `craftgate-async`.

use std::fmt;
use std::sync::Arc;

pub use crate::protocol::body::{Request, Response};
pub use crate::protocol::error::{SendStatus, TransportError};

/// Sends requests: the one thing that this crate leaves to others.
///
/// The contract:
///
/// 1. Send method, URL, headers and body unchanged: they are signed. Add only what HTTP itself needs
///    (`host`, `content-length`, `connection`). A `POST` or `PUT` with an empty body has `content-length: 0`.
/// 2. Return `Ok` for every status. Distinguishing success from failure is this crate's work.
/// 3. Never follow a redirect: the signature is bound to the URL, and the key must not go elsewhere.
/// 4. Send each request at most once. Retrying is the caller's decision.
/// 5. Keep every header of the response, repeated ones included.
/// 6. Bound the time of the whole call and the size of the response, however slowly its bytes arrive.
/// 7. Report honestly whether anything can have been sent: [`TransportError::not_sent`] only where it is
///    certain that nothing was, [`TransportError::maybe_sent`] otherwise.
/// 8. Return a complete response or an error. A truncated one is an error, with
///    [what was received](TransportError::with_partial_response); so is one that was not asked for.
///
/// The repository's `transport-conformance` crate checks a transport against this contract.
///
/// ```
/// use craftgate_core::transport::from_fn;
/// use craftgate_core::{Request, Response, Transport, TransportError};
///
/// let offline = from_fn(|_: Request| Err::<Response, _>(TransportError::not_sent("no network here")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    note = "a closure becomes one by `craftgate_core::transport::from_fn`"
)]
pub trait Transport {
    /// Sends `request` and returns the response.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if no complete response was received.
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

/// Returns a transport that sends through a closure. Threads share it: state belongs behind an atomic or a lock.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// use craftgate_core::transport::from_fn;
/// use craftgate_core::{Request, Response, Transport, TransportError};
///
/// fn counted<'a>(transport: &'a impl Transport, sent: &'a AtomicU32) -> impl Transport + 'a {
///     from_fn(|request: Request| -> Result<Response, TransportError> {
///         sent.fetch_add(1, Ordering::Relaxed);
///         transport.send(request)
///     })
/// }
/// ```
pub fn from_fn<F>(send: F) -> FromFn<F>
where
    F: Fn(Request) -> Result<Response, TransportError>,
{
    FromFn(send)
}

/// A transport that sends through a closure, made by [`from_fn`].
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
