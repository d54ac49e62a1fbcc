//! Recording: a transport around a transport.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use craftgate_core::{Request, Response, Transport, TransportError};

use super::Cassette;
use super::interaction::{Answer, Asked, Interaction};

/// Sends through another transport and keeps what can be kept of it. Nothing else of a request or an answer stays here.
///
/// Interactions stand in the order in which they were answered: record one call after another.
pub struct Recorder<T> {
    transport: T,
    interactions: Mutex<Vec<Interaction>>,
}

impl<T: Transport> Recorder<T> {
    /// Records what goes through `transport`.
    pub fn new(transport: T) -> Self {
        Self { transport, interactions: Mutex::default() }
    }

    /// What was recorded so far.
    #[must_use]
    pub fn cassette(&self) -> Cassette {
        Cassette { interactions: self.interactions.lock().unwrap_or_else(PoisonError::into_inner).clone() }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let asked = Asked::of(&request);
        let result = self.transport.send(request);
        let interaction = Interaction { request: asked, answer: Answer::of(&result) };
        self.interactions.lock().unwrap_or_else(PoisonError::into_inner).push(interaction);
        result
    }
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
