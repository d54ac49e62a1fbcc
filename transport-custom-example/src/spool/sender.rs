//! The sender's side: claims a request, sends it once and stores the result.

use std::fmt;

use craftgate_core::{Request, Response, Transport, TransportError};

use super::entry::{RequestEntry, ResultEntry};
use super::error::SpoolError;
use super::{Attempt, Dir, Spool, at, disk};

impl Spool {
    /// Claims a waiting request, if any. No other sender can claim it afterwards, not even after a crash.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Entry`] if the request cannot be parsed, [`SpoolError::AlreadyCompleted`] if it has a result: it is not
    /// sent then, and the next call claims the next one. [`SpoolError::Io`].
    pub fn claim(&self) -> Result<Option<Claim<'_>>, SpoolError> {
        let outbox = self.dir(Dir::Outbox);
        let names = at(&outbox, disk::names(&outbox))?;
        for attempt in names.iter().filter_map(|name| Attempt::from_file_name(name)) {
            if let Some(claim) = self.take(attempt)? {
                return Ok(Some(claim));
            }
        }
        Ok(None)
    }

    pub(super) fn take(&self, attempt: Attempt) -> Result<Option<Claim<'_>>, SpoolError> {
        let (waiting, claimed) = (self.path(Dir::Outbox, &attempt), self.path(Dir::Claimed, &attempt));
        if !at(&claimed, disk::move_once(&waiting, &claimed))? {
            return Ok(None);
        }
        if self.has(Dir::Results, &attempt)? {
            return Err(SpoolError::AlreadyCompleted { attempt: attempt.to_string() });
        }
        match self.read(Dir::Claimed, &attempt, |entry: RequestEntry| entry.request(&attempt.to_string())) {
            Ok(request) => Ok(request.map(|request| Claim { spool: self, attempt, request })),
            Err(error) => {
                self.complete(&attempt, &Err(TransportError::not_sent(error.to_string())))?;
                Err(error)
            }
        }
    }

    fn complete(&self, attempt: &Attempt, result: &Result<Response, TransportError>) -> Result<(), SpoolError> {
        let attempt = attempt.to_string();
        if self.write(Dir::Results, &attempt, &ResultEntry::new(attempt.clone(), result))? {
            Ok(())
        } else {
            Err(SpoolError::AlreadyCompleted { attempt })
        }
    }
}

/// A request claimed by this sender. If it is dropped without a result, its outcome stays unknown.
#[must_use = "no other sender can send a claimed request"]
pub struct Claim<'a> {
    spool: &'a Spool,
    attempt: Attempt,
    request: Request,
}

impl Claim<'_> {
    /// Returns the signed request.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Sends the request and stores the result.
    ///
    /// # Errors
    ///
    /// As [`Claim::complete`]. A transport error is a result, which is stored.
    pub fn send(self, transport: &(impl Transport + ?Sized)) -> Result<(), SpoolError> {
        let result = transport.send(self.request);
        self.spool.complete(&self.attempt, &result)
    }

    /// Stores the result of the request, for a sender without a [`Transport`].
    ///
    /// # Errors
    ///
    /// [`SpoolError::AlreadyCompleted`], [`SpoolError::Io`]: the outcome stays unknown to the merchant.
    pub fn complete(self, result: Result<Response, TransportError>) -> Result<(), SpoolError> {
        self.spool.complete(&self.attempt, &result)
    }
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("attempt", &self.attempt).finish_non_exhaustive()
    }
}
