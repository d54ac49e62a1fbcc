//! A network in a time of its own, on which requests arrive late, twice or never, and responses get lost.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use craftgate_core::{Request, Response, Transport, TransportError};
use craftgate_emulator::Emulator;

use crate::model_based::network::{error_response, page, truncated};

/// What happens to a request or its response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    None,
    NotSent,
    RequestLost,
    /// The request arrives this many seconds later, when the client has given up on it.
    RequestLate(u64),
    /// The request arrives, its response is lost, and it arrives once more this many seconds later.
    Duplicated(u64),
    /// A proxy responds and forwards nothing.
    ProxyPage(u16),
    /// Craftgate performs the operation and then responds with an error.
    DoneAndRejected(u16),
    ResponseLost,
    /// The response is truncated to this percentage of its bytes.
    ResponseTruncated(u8),
    /// A proxy's page replaces the response.
    ResponseReplaced(u16),
}

/// A transport to the emulator with a fault for each request. Requests beyond these meet none.
pub(crate) struct Network {
    emulator: Emulator,
    now: Cell<Duration>,
    faults: RefCell<VecDeque<Fault>>,
    late: RefCell<Vec<(Duration, Request)>>,
}

impl Network {
    pub(crate) fn new(emulator: &Emulator, faults: &[Fault]) -> Self {
        Self {
            emulator: emulator.clone(),
            now: Cell::default(),
            faults: RefCell::new(faults.iter().copied().collect()),
            late: RefCell::default(),
        }
    }

    /// Lets time pass, in which late requests arrive.
    pub(crate) fn sleep(&self, time: Duration) {
        self.now.set(self.now.get() + time);
        let (due, late) = self.late.take().into_iter().partition(|(time, _)| *time <= self.now.get());
        *self.late.borrow_mut() = late;
        let due: Vec<(Duration, Request)> = due;
        due.into_iter().for_each(|(_, request)| drop(self.emulator.handle(request)));
    }

    fn delay(&self, seconds: u64, request: Request) {
        self.late.borrow_mut().push((self.now.get() + Duration::from_secs(seconds), request));
    }
}

impl Transport for &Network {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let fault = self.faults.borrow_mut().pop_front().unwrap_or(Fault::None);
        match fault {
            Fault::None => Ok(self.emulator.handle(request)),
            Fault::NotSent => Err(TransportError::not_sent("connection refused")),
            Fault::RequestLost => Err(TransportError::maybe_sent("timeout")),
            Fault::RequestLate(seconds) => {
                self.delay(seconds, request);
                Err(TransportError::maybe_sent("timeout"))
            }
            Fault::Duplicated(seconds) => {
                self.delay(seconds, request.clone());
                self.emulator.handle(request);
                Err(TransportError::maybe_sent("connection reset"))
            }
            Fault::ProxyPage(status) => Ok(page(status)),
            Fault::DoneAndRejected(status) => {
                self.emulator.handle(request);
                Ok(error_response(status))
            }
            Fault::ResponseLost => {
                self.emulator.handle(request);
                Err(TransportError::maybe_sent("connection reset"))
            }
            Fault::ResponseTruncated(percent) => Ok(truncated(self.emulator.handle(request), percent)),
            Fault::ResponseReplaced(status) => {
                self.emulator.handle(request);
                Ok(page(status))
            }
        }
    }
}
