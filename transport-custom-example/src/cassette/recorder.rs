//! Recording: a transport that wraps another.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use craftgate_core::{Request, Response, Transport, TransportError};

use super::Cassette;
use super::interaction::{Interaction, RecordedRequest, RecordedResult};

/// A transport that sends through another one and records the redacted interactions.
///
/// Interactions are recorded in the order of their responses, so make one call after another.
pub struct Recorder<T> {
    transport: T,
    interactions: Mutex<Vec<Interaction>>,
}

impl<T: Transport> Recorder<T> {
    /// A recorder around `transport`.
    pub fn new(transport: T) -> Self {
        Self { transport, interactions: Mutex::default() }
    }

    /// Returns the interactions recorded so far.
    #[must_use]
    pub fn cassette(&self) -> Cassette {
        Cassette { interactions: self.interactions.lock().unwrap_or_else(PoisonError::into_inner).clone() }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let recorded = RecordedRequest::of(&request);
        let result = self.transport.send(request);
        let interaction = Interaction { request: recorded, result: RecordedResult::of(&result) };
        self.interactions.lock().unwrap_or_else(PoisonError::into_inner).push(interaction);
        result
    }
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
