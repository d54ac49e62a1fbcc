//! A network that loses, cuts, replaces, delays and doubles what goes between a client and the emulator.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use craftgate_core::http::{Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_emulator::Emulator;

/// What befalls one request, or the answer to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The request does not leave.
    NotSent,
    /// The request gets lost on its way.
    RequestLost,
    /// The request arrives when the client has given up on it: so many steps later.
    RequestLate(u8),
    /// A proxy answers with a page of its own, and passes nothing on.
    StoppedByProxy(u16),
    /// Craftgate is too busy, and says so before it does anything.
    Busy(u16),
    /// The request arrives twice. The answer to the first comes back, or that to the second.
    Twice(Answer),
    /// Craftgate does it, and then says no: its server failed, or the request ran into another.
    DoneAndDenied(u16),
    /// The answer gets lost.
    AnswerLost,
    /// The answer stops after so many percent of its bytes.
    AnswerCut(u8),
    /// A proxy's page comes in the answer's place.
    AnswerReplaced(u16),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Answer {
    First,
    Second,
}

/// A transport to the emulator, with the faults that it was told to have. Clones share them.
#[derive(Clone)]
pub(crate) struct Network(Rc<Wires>);

struct Wires {
    emulator: Emulator,
    faults: RefCell<VecDeque<Fault>>,
    late: RefCell<Vec<(u8, Request)>>,
}

impl Network {
    pub(crate) fn to(emulator: Emulator) -> Self {
        Self(Rc::new(Wires { emulator, faults: RefCell::default(), late: RefCell::default() }))
    }

    /// Meets the next requests with these faults, one each, and those after them with none.
    pub(crate) fn plan(&self, faults: &[Fault]) {
        *self.0.faults.borrow_mut() = faults.iter().copied().collect();
    }

    /// Lets a step pass: late requests come nearer, and some arrive.
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

    fn deliver_twice(&self, request: Request) -> [Response; 2] {
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
            Fault::StoppedByProxy(status) => Ok(page(status)),
            Fault::Busy(status) => Ok(refusal(status)),
            Fault::Twice(answer) => {
                let [first, second] = self.deliver_twice(request);
                Ok(if answer == Answer::First { first } else { second })
            }
            Fault::DoneAndDenied(status) => {
                self.deliver(request);
                Ok(refusal(status))
            }
            Fault::AnswerLost => {
                self.deliver(request);
                Err(TransportError::maybe_sent("connection reset"))
            }
            Fault::AnswerCut(percent) => Ok(cut(self.deliver(request), percent)),
            Fault::AnswerReplaced(status) => {
                self.deliver(request);
                Ok(page(status))
            }
        }
    }
}

impl Fault {
    /// Without an idempotency key nothing saves a client from a request that arrives twice, or after it has
    /// looked what became of it: `limits` shows so. Here such a request arrives once, and before the next.
    fn as_met_by(self, request: &Request) -> Self {
        let is_done_once = request.method() == Method::GET || request.headers().contains_key("x-idempotency-key");
        match self {
            Self::Twice(_) if !is_done_once => Self::None,
            Self::RequestLate(_) if !is_done_once => Self::RequestLate(0),
            fault => fault,
        }
    }
}

fn answer(status: u16, body: &str) -> Response {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer
}

fn page(status: u16) -> Response {
    answer(status, "<html><head><title>Hata</title></head><body>Şu anda ulaşılamıyor</body></html>")
}

fn refusal(status: u16) -> Response {
    answer(status, r#"{"errors":{"errorCode":"9","errorDescription":"Sistem yoğun"}}"#)
}

fn cut(mut answer: Response, percent: u8) -> Response {
    let bytes = answer.body().as_bytes();
    let kept = &bytes[..bytes.len() * usize::from(percent) / 100];
    *answer.body_mut() = Body::from(kept);
    answer
}
