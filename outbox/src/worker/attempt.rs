//! Sends a call that nothing of can have arrived yet, or that changes nothing.

use std::time::Duration;

use craftgate_core::http::StatusCode;
use craftgate_core::resolution::Progress;
use craftgate_core::{Client, Error, Outcome, RetryPolicy, Transport};

use super::claim::Claim;
use super::send::send;
use super::settlement::Settlement;
use crate::call::State;

/// A second, two, four and so on, up to a minute; for as long as it takes.
fn policy() -> RetryPolicy {
    RetryPolicy::new(u32::MAX).initial_backoff(Duration::from_secs(1)).max_backoff(Duration::from_secs(60))
}

/// The wait after an error, which is longer if the response requests it, up to a minute.
pub(super) fn backoff_after(claim: &Claim, error: &Error) -> Duration {
    policy().backoff_after(claim.lease.attempts, error, claim.content.claimed_at)
}

/// Sends the call, once.
pub(super) fn attempt<T: Transport>(client: &Client<T>, claim: &Claim) -> Settlement {
    match send(client, claim) {
        Ok(Some(settlement)) => settlement,
        Ok(None) => look_up_later(Progress::default()),
        Err(error) if error.outcome() == Outcome::Unknown && !claim.is_read() => {
            let wait = policy().backoff(1).max(error.retry_after(claim.content.claimed_at).unwrap_or_default());
            Settlement::unknown(wait, Progress::after(&error), Some(&error))
        }
        Err(error) => repeat_or_end(claim, &error),
    }
}

/// After a response that says that the call was not executed so far: a repeat would return the same.
pub(super) fn look_up_later(mut progress: Progress) -> Settlement {
    progress.is_repeat_useful = false;
    progress.calls = progress.calls.saturating_add(1);
    Settlement::unknown(policy().backoff(progress.calls), progress, None)
}

/// After an error of a call that was not done, or changes nothing.
fn repeat_or_end(claim: &Claim, error: &Error) -> Settlement {
    let (attempts, now) = (claim.lease.attempts, claim.content.claimed_at);
    let is_repeated = policy().backoff_for(attempts, claim.is_read(), error, now).is_some();
    if is_repeated || is_about_the_account(error) {
        Settlement::pending(backoff_after(claim, error), error)
    } else {
        Settlement::after(end(error.outcome()), error)
    }
}

/// Returns true if the account's credentials or permissions are to blame, and not the call: with others it may succeed.
fn is_about_the_account(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN))
}

/// Where a call ends that is not made again.
fn end(outcome: Outcome) -> State {
    match outcome {
        Outcome::NotSent => State::NotSent,
        Outcome::Rejected => State::Rejected,
        Outcome::Unknown => State::NeedsReview,
    }
}
