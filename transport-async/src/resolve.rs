//! Finds out what became of a call whose outcome is unknown.

use std::time::Duration;

use craftgate_core::TransportError;
use craftgate_core::resolution::{NextCall, Resolution, Resolvable, UnknownOutcome};

use crate::client::Client;
use crate::transport::AsyncTransport;

impl<T: AsyncTransport> Client<T> {
    /// Finds out what became of a call whose outcome is unknown, that of a dropped future included: makes the calls that
    /// `unknown` asks for, and sleeps in between, for `max_wait` altogether. A few seconds while the customer waits, more
    /// than the [arrival window](UnknownOutcome::arrival_window) in the background.
    ///
    /// `sleep` is the runtime's; it must not return early. Ends in [`Resolution::Open`] where the time was too short, or no
    /// call is safe. Call this again later, which looks up and repeats nothing. So it does after the future was dropped.
    pub async fn resolve<O, F, S>(
        &self,
        unknown: &mut UnknownOutcome<'_, O>,
        max_wait: Duration,
        mut sleep: F,
    ) -> Resolution<O::Record>
    where
        O: Resolvable,
        F: FnMut(Duration) -> S,
        S: Future<Output = ()>,
    {
        let mut resolving = Resolving { unknown, is_repeating: false };
        let mut waited = Duration::ZERO;
        loop {
            let Some(resolution) = self.resolve_once(&mut resolving).await else {
                return Resolution::Open { after: Duration::MAX, error: None };
            };
            let Resolution::Open { after, .. } = resolution else { return resolution };
            waited = waited.saturating_add(after);
            if waited > max_wait {
                return resolution;
            }
            sleep(after).await;
            // The time of the calls themselves is left out: too little is safe.
            resolving.unknown.add_elapsed(after);
        }
    }

    /// Makes the next call; `None` if none is safe.
    async fn resolve_once<O: Resolvable>(&self, resolving: &mut Resolving<'_, '_, O>) -> Option<Resolution<O::Record>> {
        let elapsed = resolving.unknown.counted_time();
        Some(match resolving.unknown.next_call(elapsed)? {
            NextCall::LookUp(look_up) => {
                let found = self.call(look_up.operation()).send().await;
                resolving.unknown.read_look_up(&look_up, found)
            }
            NextCall::Repeat(operation) => {
                let key = resolving.unknown.key().unwrap_or_default().to_owned();
                resolving.is_repeating = true;
                let result = self.call(operation).idempotency_key(key).send().await;
                resolving.is_repeating = false;
                resolving.unknown.read_repeat(result, elapsed)
            }
        })
    }
}

/// An outcome that is being resolved, until the future ends or is dropped.
struct Resolving<'u, 'a, O: Resolvable> {
    unknown: &'u mut UnknownOutcome<'a, O>,
    is_repeating: bool,
}

impl<O: Resolvable> Drop for Resolving<'_, '_, O> {
    /// A repeat that was dropped may have been sent. And nobody counts the time from now on.
    fn drop(&mut self) {
        if self.is_repeating {
            let dropped = TransportError::maybe_sent("the future was dropped").into();
            let _ = self.unknown.read_repeat(Err(dropped), self.unknown.counted_time());
        }
        self.unknown.stop_repeats();
    }
}
