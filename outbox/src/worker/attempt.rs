//! Sends a call that nothing of can have arrived yet, or that changes nothing.

use std::time::Duration;

use craftgate_core::resolution::Progress;
use craftgate_core::{Client, Error, Outcome, RetryPolicy, Transport};

use super::claim::Claim;
use super::settlement::Settlement;
use crate::call::State;

/// The wait before the first look at an outcome that is unknown.
const FIRST_LOOK: Duration = Duration::from_secs(1);

/// A second, two, four and so on, up to a minute; for as long as it takes.
pub(super) fn policy() -> RetryPolicy {
    RetryPolicy::new(u32::MAX).initial_backoff(Duration::from_secs(1)).max_backoff(Duration::from_secs(60))
}

/// Sends the call, once.
pub(super) fn attempt<T: Transport>(client: &Client<T>, claim: &Claim) -> Settlement {
    let content = &claim.content;
    match client.call(&content.operation).idempotency_key(&content.idempotency_key).send_with_meta() {
        Ok(response) => Settlement::done(response),
        Err(error) if error.outcome() == Outcome::Unknown && !claim.is_read() => {
            let wait = FIRST_LOOK.max(error.retry_after(content.claimed_at).unwrap_or_default());
            Settlement::unknown(wait, Progress::after(&error), Some(&error))
        }
        Err(error) => repeat_or_end(claim, &error),
    }
}

/// After an error of a call that was not done, or changes nothing.
fn repeat_or_end(claim: &Claim, error: &Error) -> Settlement {
    match policy().backoff_for(claim.lease.attempts, claim.is_read(), error, claim.content.claimed_at) {
        Some(wait) => Settlement::pending(wait, error),
        None => Settlement::after(end(error.outcome()), error),
    }
}

/// Where a call ends that is not made again.
fn end(outcome: Outcome) -> State {
    match outcome {
        Outcome::NotSent => State::NotSent,
        Outcome::Rejected => State::Rejected,
        Outcome::Unknown => State::NeedsReview,
    }
}
