//! A network with faults.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use craftgate_core::{Body, Request, Response, Transport, TransportError};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    None,
    /// No connection: nothing was sent.
    NotSent,
    /// Craftgate says that there are too many requests, and does nothing.
    TooManyRequests,
    /// Craftgate says that the account may not do this, and does nothing.
    Forbidden,
    /// It gets lost on the way there.
    LostRequest,
    /// Its response gets lost on the way back.
    LostResponse,
    /// Half of its response is received.
    TruncatedResponse,
    /// A proxy responds in Craftgate's place, with this status, after or before Craftgate did its work.
    Proxy {
        status: u16,
        after_work: bool,
    },
    /// The process dies before or after Craftgate did its work.
    Killed {
        after_work: bool,
    },
}

impl Fault {
    /// Every fault but death.
    pub(crate) const ALL: [Self; 13] = [
        Self::None,
        Self::NotSent,
        Self::TooManyRequests,
        Self::LostRequest,
        Self::LostResponse,
        Self::TruncatedResponse,
        Self::Proxy { status: 429, after_work: false },
        Self::Proxy { status: 500, after_work: false },
        Self::Proxy { status: 500, after_work: true },
        Self::Proxy { status: 502, after_work: true },
        Self::Proxy { status: 503, after_work: false },
        Self::Proxy { status: 503, after_work: true },
        Self::Proxy { status: 200, after_work: true },
    ];
}

/// Where the next fault comes from.
type Faults = dyn Fn() -> Fault + Send + Sync;

/// A transport that meets faults. Clones share them.
#[derive(Clone)]
pub(crate) struct Network<T> {
    inner: T,
    faults: Arc<Faults>,
    queue: Arc<Mutex<VecDeque<Fault>>>,
    paths: Arc<Mutex<Vec<String>>>,
}

impl<T: Transport> Network<T> {
    /// Meets the faults that are [planned](Self::plan), one a request.
    pub(crate) fn new(inner: T) -> Self {
        let queue = Arc::new(Mutex::new(VecDeque::new()));
        let planned = Arc::clone(&queue);
        let faults = move || planned.lock().unwrap().pop_front().unwrap_or(Fault::None);
        Self { inner, faults: Arc::new(faults), queue, paths: Arc::default() }
    }

    /// Meets the faults that `faults` returns.
    pub(crate) fn with_faults(inner: T, faults: impl Fn() -> Fault + Send + Sync + 'static) -> Self {
        Self { faults: Arc::new(faults), ..Self::new(inner) }
    }

    pub(crate) fn plan(&self, faults: impl IntoIterator<Item = Fault>) {
        self.queue.lock().unwrap().extend(faults);
    }

    /// The paths of all requests so far, with their methods.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.paths.lock().unwrap().clone()
    }
}

impl<T: Transport> Transport for Network<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.paths.lock().unwrap().push(format!("{} {}", request.method(), request.uri().path()));
        let lost = || TransportError::maybe_sent("connection reset");
        match (self.faults)() {
            Fault::None => self.inner.send(request),
            Fault::NotSent => Err(TransportError::not_sent("connection refused")),
            Fault::TooManyRequests => Ok(response(429, r#"{"errors":{"errorCode":"429"}}"#)),
            Fault::Forbidden => Ok(response(403, r#"{"errors":{"errorCode":"1005"}}"#)),
            Fault::LostRequest => Err(lost()),
            Fault::LostResponse => self.inner.send(request).and(Err(lost())),
            Fault::TruncatedResponse => {
                let whole = self.inner.send(request)?;
                let half = &whole.body().as_bytes()[..whole.body().len() / 2];
                Err(lost().with_partial_response(Response::new(Body::from(half))))
            }
            Fault::Proxy { status, after_work } => {
                if after_work {
                    self.inner.send(request)?;
                }
                Ok(response(status, "<html><body>proxy</body></html>"))
            }
            Fault::Killed { after_work } => {
                if after_work {
                    self.inner.send(request)?;
                }
                std::panic::panic_any(Death)
            }
        }
    }
}

/// What a worker that is killed panics with.
pub(crate) struct Death;

fn response(status: u16, body: &str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    response
}
