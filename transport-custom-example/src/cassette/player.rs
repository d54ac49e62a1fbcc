//! Playing: a transport without a network.

use std::sync::{Mutex, MutexGuard, PoisonError};

use craftgate_core::{Request, Response, Transport, TransportError};

use super::Cassette;
use super::error::CassetteError;
use super::interaction::{Asked, Interaction};

/// Answers each request with the recorded answer, if it is the request that was recorded, in the recorded order.
///
/// Any other request is a [`TransportError::not_sent`] whose cause is a [`CassetteError`].
#[derive(Debug)]
pub struct Player {
    interactions: Vec<Interaction>,
    played: Mutex<usize>,
}

impl Player {
    /// Plays a cassette from its beginning.
    #[must_use]
    pub fn new(cassette: Cassette) -> Self {
        Self { interactions: cassette.interactions, played: Mutex::default() }
    }

    /// Whether the whole cassette was played: call it at a test's end.
    ///
    /// # Errors
    ///
    /// [`CassetteError::NotPlayed`] if requests that were recorded never came.
    pub fn finish(&self) -> Result<(), CassetteError> {
        let (played, interactions) = (*self.played(), self.interactions.len());
        if played == interactions { Ok(()) } else { Err(CassetteError::NotPlayed { played, interactions }) }
    }

    /// The interaction that answers this request.
    fn next(&self, asked: &Asked) -> Result<&Interaction, CassetteError> {
        let mut played = self.played();
        let Some(due) = self.interactions.get(*played) else {
            return Err(CassetteError::Exhausted { interactions: self.interactions.len() });
        };
        if let Some(difference) = due.request.difference(asked) {
            return Err(CassetteError::Mismatch { interaction: *played + 1, difference });
        }
        *played += 1;
        Ok(due)
    }

    fn played(&self) -> MutexGuard<'_, usize> {
        self.played.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Player {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let interaction = self.next(&Asked::of(&request)).map_err(TransportError::not_sent)?;
        interaction.answer.play()
    }
}
