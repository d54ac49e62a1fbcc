//! Idempotency: a repeated `x-idempotency-key` gets the first response again.

use std::collections::HashMap;

use craftgate_core::{Request, Response};
use http::Method;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiError, IDEMPOTENCY_KEY_REUSED};

/// The SHA-256 of a request's method, target and body.
pub(super) type Fingerprint = [u8; 32];

/// The responses to the requests that had an idempotency key, by key.
#[derive(Default)]
pub(crate) struct IdempotencyStore(pub(super) HashMap<Vec<u8>, IdempotencyRecord>);

pub(super) struct IdempotencyRecord {
    pub(super) fingerprint: Fingerprint,
    pub(super) response: Response,
}

/// The idempotency key of a request.
pub(crate) struct IdempotencyKey {
    key: Vec<u8>,
    fingerprint: Fingerprint,
}

impl IdempotencyKey {
    /// Returns the request's key, if it has one and its method honours keys.
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

impl IdempotencyStore {
    /// Returns the response to an earlier request with this key, if there was one.
    ///
    /// # Errors
    ///
    /// If the earlier request differed.
    pub(crate) fn find(&self, key: &IdempotencyKey) -> Result<Option<Response>, ApiError> {
        match self.0.get(&key.key) {
            Some(record) if record.fingerprint != key.fingerprint => Err(IDEMPOTENCY_KEY_REUSED.into()),
            Some(record) => Ok(Some(record.response.clone())),
            None => Ok(None),
        }
    }

    /// Stores a response for repeats of its request, unless it is a failure of the emulator itself.
    pub(crate) fn store(&mut self, key: IdempotencyKey, response: &Response) {
        if !response.status().is_server_error() {
            let record = IdempotencyRecord { fingerprint: key.fingerprint, response: response.clone() };
            self.0.insert(key.key, record);
        }
    }
}
