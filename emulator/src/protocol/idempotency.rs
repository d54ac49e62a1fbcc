//! Doing things once: a repeated `x-idempotency-key` gets the first answer again.

use std::collections::HashMap;

use craftgate_core::{Request, Response};
use http::Method;
use sha2::{Digest as _, Sha256};

use crate::refusal::{self, Refusal};

/// The answers given so far, by key.
#[derive(Default)]
pub(crate) struct Replays(HashMap<Vec<u8>, (Fingerprint, Response)>);

type Fingerprint = [u8; 32];

/// A request that is to be done once.
pub(crate) struct Ticket {
    key: Vec<u8>,
    fingerprint: Fingerprint,
}

impl Ticket {
    /// The ticket of a request with a key, where keys are honoured.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        if ![Method::POST, Method::PATCH, Method::DELETE].contains(request.method()) {
            return None;
        }
        let key = request.headers().get("x-idempotency-key").filter(|key| !key.is_empty())?;
        let fingerprint = Sha256::new()
            .chain_update(request.method().as_str())
            .chain_update(" ")
            .chain_update(request.uri().path_and_query().map_or("", |target| target.as_str()))
            .chain_update("\n")
            .chain_update(request.body())
            .finalize();
        Some(Self { key: key.as_bytes().to_vec(), fingerprint: fingerprint.into() })
    }
}

impl Replays {
    /// The answer that was given before, if any.
    pub(crate) fn find(&self, ticket: &Ticket) -> Result<Option<Response>, Refusal> {
        match self.0.get(&ticket.key) {
            Some((fingerprint, _)) if *fingerprint != ticket.fingerprint => Err(refusal::IDEMPOTENCY.plain()),
            Some((_, answer)) => Ok(Some(answer.clone())),
            None => Ok(None),
        }
    }

    /// Keeps an answer to give it again. A failure of the emulator's own is not one.
    pub(crate) fn keep(&mut self, ticket: Ticket, answer: &Response) {
        if !answer.status().is_server_error() {
            self.0.insert(ticket.key, (ticket.fingerprint, answer.clone()));
        }
    }
}
