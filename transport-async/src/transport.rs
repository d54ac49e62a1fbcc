//! The HTTP transport: sends one request and returns one response.

use std::fmt;
use std::sync::Arc;

use craftgate_core::{Request, Response, TransportError};

/// The async counterpart of [`Transport`](craftgate_core::Transport), with the same eight requirements.
///
/// Dropping the future abandons the request, which may have been sent.
pub trait AsyncTransport {
    /// Sends `request` and returns the response, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if no complete response was received.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send;
}

impl<T: AsyncTransport + ?Sized> AsyncTransport for &T {
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send {
        (**self).send(request)
    }
}

impl<T: AsyncTransport + ?Sized> AsyncTransport for Arc<T> {
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send {
        (**self).send(request)
    }
}

/// Returns a transport that sends through a closure, which tasks share.
///
/// ```
/// use craftgate_async::from_fn;
/// use craftgate_core::{Request, Response, TransportError};
///
/// let offline = from_fn(|_: Request| async { Err::<Response, _>(TransportError::not_sent("no network here")) });
/// # fn is_transport(_: impl craftgate_async::AsyncTransport) {}
/// # is_transport(offline);
/// ```
pub fn from_fn<F, R>(send: F) -> FromFn<F>
where
    F: Fn(Request) -> R,
    R: Future<Output = Result<Response, TransportError>> + Send,
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

impl<F, R> AsyncTransport for FromFn<F>
where
    F: Fn(Request) -> R,
    R: Future<Output = Result<Response, TransportError>> + Send,
{
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send {
        (self.0)(request)
    }
}
