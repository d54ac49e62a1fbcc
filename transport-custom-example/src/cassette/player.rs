//! Replay: a transport without a network.

use std::sync::{Mutex, MutexGuard, PoisonError};

use craftgate_core::{Request, Response, Transport, TransportError};

use super::Cassette;
use super::error::CassetteError;
use super::interaction::{Interaction, RecordedRequest};

/// A transport that returns the recorded results for the recorded requests, in the recorded order.
///
/// Any other request is a [`TransportError::not_sent`] whose cause is a [`CassetteError`].
#[derive(Debug)]
pub struct Player {
    interactions: Vec<Interaction>,
    played: Mutex<usize>,
}

impl Player {
    /// A player at the beginning of the cassette.
    #[must_use]
    pub fn new(cassette: Cassette) -> Self {
        Self { interactions: cassette.interactions, played: Mutex::default() }
    }

    /// Checks that the whole cassette was played. Call it at the end of a test.
    ///
    /// # Errors
    ///
    /// [`CassetteError::NotPlayed`] if recorded requests were not made.
    pub fn finish(&self) -> Result<(), CassetteError> {
        let (played, interactions) = (*self.played(), self.interactions.len());
        if played == interactions { Ok(()) } else { Err(CassetteError::NotPlayed { played, interactions }) }
    }

    /// Returns the next interaction, if it matches this request.
    fn next(&self, request: &RecordedRequest) -> Result<&Interaction, CassetteError> {
        let mut played = self.played();
        let Some(expected) = self.interactions.get(*played) else {
            return Err(CassetteError::Exhausted { interactions: self.interactions.len() });
        };
        if let Some(mismatch) = expected.request.mismatch(request) {
            return Err(CassetteError::Mismatch { interaction: *played + 1, mismatch });
        }
        *played += 1;
        Ok(expected)
    }

    fn played(&self) -> MutexGuard<'_, usize> {
        self.played.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Player {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let interaction = self.next(&RecordedRequest::of(&request)).map_err(TransportError::not_sent)?;
        interaction.result.play()
    }
}
