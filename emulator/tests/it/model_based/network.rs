//! A network that loses, truncates, replaces, delays and duplicates messages between a client and the emulator.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use craftgate_core::http::{Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_emulator::Emulator;

/// What happens to a request or its response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// No fault.
    None,
    /// The request is not sent.
    NotSent,
    /// The request is lost.
    RequestLost,
    /// The request arrives this many steps later, when the client has given up on it.
    RequestLate(u8),
    /// A proxy responds with a page of its own and forwards nothing.
    ProxyPage(u16),
    /// Craftgate rejects the request because it is overloaded.
    Busy(u16),
    /// The request is duplicated. The response to either is delivered.
    Duplicated(Delivered),
    /// Craftgate performs the operation and then responds with an error.
    DoneAndRejected(u16),
    /// The response is lost.
    ResponseLost,
    /// The response is truncated to this percentage of its bytes.
    ResponseTruncated(u8),
    /// A proxy's page replaces the response.
    ResponseReplaced(u16),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Delivered {
    First,
    Second,
}

/// A transport to the emulator with planned faults. Clones share them.
#[derive(Clone)]
pub(crate) struct Network(Rc<Inner>);

struct Inner {
    emulator: Emulator,
    faults: RefCell<VecDeque<Fault>>,
    late: RefCell<Vec<(u8, Request)>>,
}

impl Network {
    pub(crate) fn to(emulator: Emulator) -> Self {
        Self(Rc::new(Inner { emulator, faults: RefCell::default(), late: RefCell::default() }))
    }

    pub(crate) fn emulator(&self) -> &Emulator {
        &self.0.emulator
    }

    /// Plans the faults of the next requests, one each. Later requests meet none.
    pub(crate) fn plan(&self, faults: &[Fault]) {
        *self.0.faults.borrow_mut() = faults.iter().copied().collect();
    }

    /// Lets a step pass, after which some late requests arrive.
    pub(crate) fn pass(&self) {
        for (steps, request) in self.0.late.take() {
            match steps.checked_sub(1) {
                Some(steps) => self.0.late.borrow_mut().push((steps, request)),
                None => drop(self.deliver(request)),
            }
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.0.late.borrow().is_empty()
    }

    fn deliver(&self, request: Request) -> Response {
        self.0.emulator.handle(request)
    }

    fn deliver_duplicate(&self, request: Request) -> [Response; 2] {
        [request.clone(), request].map(|request| self.deliver(request))
    }
}

impl Transport for Network {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let fault = self.0.faults.borrow_mut().pop_front().unwrap_or(Fault::None);
        match fault.as_met_by(&request) {
            Fault::None => Ok(self.deliver(request)),
            Fault::NotSent => Err(TransportError::not_sent("connection refused")),
            Fault::RequestLost => Err(TransportError::maybe_sent("timeout")),
            Fault::RequestLate(steps) => {
                self.0.late.borrow_mut().push((steps, request));
                Err(TransportError::maybe_sent("timeout"))
            }
            Fault::ProxyPage(status) => Ok(page(status)),
            Fault::Busy(status) => Ok(error_response(status)),
            Fault::Duplicated(delivered) => {
                let [first, second] = self.deliver_duplicate(request);
                Ok(if delivered == Delivered::First { first } else { second })
            }
            Fault::DoneAndRejected(status) => {
                self.deliver(request);
                Ok(error_response(status))
            }
            Fault::ResponseLost => {
                self.deliver(request);
                Err(TransportError::maybe_sent("connection reset"))
            }
            Fault::ResponseTruncated(percent) => Ok(truncated(self.deliver(request), percent)),
            Fault::ResponseReplaced(status) => {
                self.deliver(request);
                Ok(page(status))
            }
        }
    }
}

impl Fault {
    /// Returns the fault that the request meets. Without an idempotency key nothing protects a client from a request
    /// that arrives twice, or after it was looked up, as `unknown_outcomes` shows: such a request arrives once, before
    /// the next.
    fn as_met_by(self, request: &Request) -> Self {
        let is_idempotent = request.method() == Method::GET || request.headers().contains_key("x-idempotency-key");
        match self {
            Self::Duplicated(_) if !is_idempotent => Self::None,
            Self::RequestLate(_) if !is_idempotent => Self::RequestLate(0),
            fault => fault,
        }
    }
}

fn response(status: u16, body: &str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

pub(crate) fn page(status: u16) -> Response {
    response(status, "<html><head><title>Hata</title></head><body>Şu anda ulaşılamıyor</body></html>")
}

pub(crate) fn error_response(status: u16) -> Response {
    response(status, r#"{"errors":{"errorCode":"9","errorDescription":"Sistem yoğun"}}"#)
}

pub(crate) fn truncated(mut response: Response, percent: u8) -> Response {
    let bytes = response.body().as_bytes();
    let truncated = &bytes[..bytes.len() * usize::from(percent) / 100];
    *response.body_mut() = Body::from(truncated);
    response
}
