//! The sender's side: take a request, send it once, write down what came back.

use std::fmt;

use craftgate_core::{Request, Response, Transport, TransportError};

use super::entry::{AnswerEntry, RequestEntry};
use super::error::SpoolError;
use super::{Attempt, Shelf, Spool, at, disk};

impl Spool {
    /// Takes a request to send it, if one is waiting. Nobody else gets it from here on, not even after a crash.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Entry`] if the request can't be read; [`SpoolError::AnsweredTwice`] if it was answered before. It
    /// is not sent then, and the next call takes the next one. [`SpoolError::Io`].
    pub fn claim(&self) -> Result<Option<Claim<'_>>, SpoolError> {
        let outbox = self.shelf(Shelf::Outbox);
        let names = at(&outbox, disk::names(&outbox))?;
        for attempt in names.iter().filter_map(|name| Attempt::from_file_name(name)) {
            if let Some(claim) = self.take(attempt)? {
                return Ok(Some(claim));
            }
        }
        Ok(None)
    }

    pub(super) fn take(&self, attempt: Attempt) -> Result<Option<Claim<'_>>, SpoolError> {
        let (waiting, claimed) = (self.path(Shelf::Outbox, &attempt), self.path(Shelf::Claimed, &attempt));
        if !at(&claimed, disk::move_once(&waiting, &claimed))? {
            return Ok(None);
        }
        if self.has(Shelf::Answers, &attempt)? {
            return Err(SpoolError::AnsweredTwice { attempt: attempt.to_string() });
        }
        match self.read(Shelf::Claimed, &attempt, |entry: RequestEntry| entry.request(&attempt.to_string())) {
            Ok(request) => Ok(request.map(|request| Claim { spool: self, attempt, request })),
            Err(error) => {
                self.answer(&attempt, &Err(TransportError::not_sent(error.to_string())))?;
                Err(error)
            }
        }
    }

    fn answer(&self, attempt: &Attempt, result: &Result<Response, TransportError>) -> Result<(), SpoolError> {
        let attempt = attempt.to_string();
        if self.write(Shelf::Answers, &attempt, &AnswerEntry::new(attempt.clone(), result))? {
            Ok(())
        } else {
            Err(SpoolError::AnsweredTwice { attempt })
        }
    }
}

/// A request that is this sender's alone. If it is dropped unanswered, its outcome stays unknown.
#[must_use = "a claimed request is nobody else's to send"]
pub struct Claim<'a> {
    spool: &'a Spool,
    attempt: Attempt,
    request: Request,
}

impl Claim<'_> {
    /// The request, signed, as it has to go out.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Sends the request and writes down what came back, if anything did.
    ///
    /// # Errors
    ///
    /// As [`Claim::answer`]. That no answer came is no error here: it is written down.
    pub fn send(self, transport: &(impl Transport + ?Sized)) -> Result<(), SpoolError> {
        let result = transport.send(self.request);
        self.spool.answer(&self.attempt, &result)
    }

    /// Writes down what came of the request, for a sender that sends by other means than a [`Transport`].
    ///
    /// # Errors
    ///
    /// [`SpoolError::AnsweredTwice`], [`SpoolError::Io`]: the outcome stays unknown to the merchant.
    pub fn answer(self, result: Result<Response, TransportError>) -> Result<(), SpoolError> {
        self.spool.answer(&self.attempt, &result)
    }
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("attempt", &self.attempt).finish_non_exhaustive()
    }
}
