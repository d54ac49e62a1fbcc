//! The plug for an HTTP stack: one request in, one answer out.
//!
//! # Writing one
//!
//! Say that your HTTP stack speaks types of its own. Then a [`Transport`] translates, once each way. The numbers
//! are the rules that it keeps.
//!
//! ```
//! # mod your_stack {
//! #     pub struct Http;
//! #     pub struct Answer { pub status: u16, pub headers: Vec<(String, Vec<u8>)>, pub body: Vec<u8>, pub is_whole: bool }
//! #     #[derive(Debug)]
//! #     pub enum Trouble { NoConnection, BrokenOff }
//! #     impl std::fmt::Display for Trouble {
//! #         fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{self:?}") }
//! #     }
//! #     impl std::error::Error for Trouble {}
//! #     impl Http {
//! #         pub fn new() -> Self { Self }
//! #         pub fn follow_redirects(self, _: bool) -> Self { self }
//! #         pub fn repeat(self, _: u32) -> Self { self }
//! #         pub fn seconds(self, _: u32) -> Self { self }
//! #         pub fn max_bytes(self, _: usize) -> Self { self }
//! #         pub fn exchange(&self, _: &str, url: &str, _: &[(&str, &[u8])], _: &[u8]) -> Result<Answer, Trouble> {
//! #             match url.ends_with("/1") {
//! #                 true => Ok(Answer {
//! #                     status: 200,
//! #                     headers: vec![("x-trace".into(), b"a".into()), ("X-Trace".into(), b"b".into())],
//! #                     body: br#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#.into(),
//! #                     is_whole: true,
//! #                 }),
//! #                 false => Err(if url.ends_with("/2") { Trouble::NoConnection } else { Trouble::BrokenOff }),
//! #             }
//! #         }
//! #     }
//! # }
//! use craftgate_core::http::{self, HeaderName, HeaderValue, StatusCode};
//! use craftgate_core::{Request, Response, Transport, TransportError};
//! use your_stack::{Answer, Http, Trouble};
//!
//! struct YourStack(Http);
//!
//! impl YourStack {
//!     fn new() -> Self {
//!         // Rules 3, 4 and 6 are settings, in most stacks: look the defaults up, few are right for money.
//!         Self(Http::new().follow_redirects(false).repeat(0).seconds(150).max_bytes(16 << 20))
//!     }
//! }
//!
//! impl Transport for YourStack {
//!     fn send(&self, request: Request) -> Result<Response, TransportError> {
//!         // 1: the URL's own text, every header, the body's bytes; nothing parsed and written anew.
//!         let url = request.uri().to_string();
//!         let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
//!         let headers: Vec<_> = headers.collect();
//!         let answer = self.0.exchange(request.method().as_str(), &url, &headers, request.body().as_bytes());
//!         let answer = answer.map_err(classify)?;
//!         // 8: not every stack makes an error of a short body.
//!         if !answer.is_whole {
//!             return Err(TransportError::maybe_sent("the answer was cut short"));
//!         }
//!         // What is no status or header came from somewhere: the request had arrived.
//!         translate(answer).map_err(TransportError::maybe_sent)
//!     }
//! }
//!
//! fn translate(answer: Answer) -> Result<Response, http::Error> {
//!     let mut response = Response::new(answer.body.into());
//!     *response.status_mut() = StatusCode::from_u16(answer.status)?; // 2: any of them
//!     for (name, value) in answer.headers {
//!         let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
//!         response.headers_mut().append(name, value); // 5: `insert` would keep the last of a name alone
//!     }
//!     Ok(response)
//! }
//!
//! // 7: if the stack doesn't tell these two apart, everything is unknown.
//! fn classify(trouble: Trouble) -> TransportError {
//!     match trouble {
//!         Trouble::NoConnection => TransportError::not_sent(trouble),
//!         Trouble::BrokenOff => TransportError::maybe_sent(trouble),
//!     }
//! }
//!
//! // That is all: any operation goes through it.
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
//! # Ok(())
//! # }
//! ```
//!
//! The repository's folder `transport-custom-example` has whole ones: libcurl, a closure, async.

use std::fmt;
use std::sync::Arc;

pub use crate::protocol::body::{Request, Response};
pub use crate::protocol::error::{SendStatus, TransportError};

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
///    certain that nothing was, [`TransportError::maybe_sent`] otherwise.
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    note = "a closure becomes one by `craftgate_core::transport::from_fn`"
)]
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

/// A transport made of a closure. Threads share it, so what it counts or keeps is behind an atomic or a lock.
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
