//! Finds out what became of a call that may have been done, one call at a time.

use std::time::Duration;

use craftgate_core::catalog::{NamedOperation, ResolvableVisitor};
use craftgate_core::resolution::{NextCall, NotDone, Progress, Resolution, Resolvable, UnknownOutcome};
use craftgate_core::{Client, RetryPolicy, Transport};
use serde::Serialize;

use super::attempt::{backoff_after, look_up_later};
use super::claim::Claim;
use super::send::{send, send_judged};
use super::settlement::Settlement;
use crate::call::State;

/// Makes the next call of the resolution, and reads its response.
pub(super) fn resolve<T: Transport>(client: &Client<T>, claim: &Claim, arrival_window: Duration) -> Settlement {
    let rule = Rule { client, claim, arrival_window };
    claim.content.operation.visit_resolvable(rule).unwrap_or_else(|| repeat(client, claim, arrival_window))
}

/// The core's rule for an operation.
struct Rule<'a, T> {
    client: &'a Client<T>,
    claim: &'a Claim,
    arrival_window: Duration,
}

impl<T: Transport> ResolvableVisitor for Rule<'_, T> {
    type Output = Settlement;

    fn visit<O>(self, operation: &O) -> Settlement
    where
        O: NamedOperation + Resolvable<Record: Serialize>,
    {
        let Self { client, claim, arrival_window } = self;
        let key = claim.content.idempotency_key.as_str();
        let unknown = UnknownOutcome::new(operation).idempotency_key(key).arrival_window(arrival_window);
        let mut unknown = unknown.resume(claim.content.progress);
        if claim.content.is_expired {
            unknown.stop_repeats();
        }
        let resolution = match unknown.next_call(claim.elapsed()) {
            Some(NextCall::LookUp(look_up)) => {
                let found = client.call(look_up.operation()).send();
                unknown.read_look_up(&look_up, found)
            }
            Some(NextCall::Repeat(operation)) => match send_judged(client, claim, operation) {
                Ok(Some(settlement)) => return settlement,
                Ok(None) => return look_up_later(unknown.progress()),
                Err(error) => unknown.read_repeat(Err(error), claim.elapsed()),
            },
            None => Resolution::Open { after: Duration::MAX, error: None },
        };
        read(resolution, unknown.progress())
    }
}

fn read<R: Serialize>(resolution: Resolution<R>, progress: Progress) -> Settlement {
    match resolution {
        Resolution::Done(record) => Settlement::recorded(State::Done, &record),
        Resolution::NotDone(NotDone::Failed(record)) => Settlement::recorded(State::Failed, &record),
        Resolution::NotDone(NotDone::Rejected(error)) => Settlement::after(State::Rejected, &error),
        Resolution::NotDone(NotDone::NeverArrived) => Settlement::not_sent("never arrived"),
        Resolution::Open { after: Duration::MAX, .. } => Settlement::needs_review(),
        Resolution::Open { after, error } => Settlement::unknown(after, progress, error.as_ref()),
        // A reason that a later version knows.
        Resolution::NotDone(_) => Settlement::needs_review(),
    }
}

/// Where there is no rule, only a repeat under the idempotency key is safe, for as long as Craftgate surely knows the key.
fn repeat<T: Transport>(client: &Client<T>, claim: &Claim, arrival_window: Duration) -> Settlement {
    let content = &claim.content;
    let is_repeatable = RetryPolicy::is_repeatable(content.operation.info().method(), true);
    let is_allowed = !content.is_expired && content.progress.is_repeat_useful && claim.elapsed() < arrival_window;
    if !(is_repeatable && is_allowed) {
        return Settlement::needs_review();
    }
    match send(client, claim) {
        Ok(Some(settlement)) => settlement,
        Ok(None) => look_up_later(content.progress),
        Err(error) if error.settles_earlier_attempts() => Settlement::after(State::Rejected, &error),
        Err(error) => Settlement::unknown(backoff_after(claim, &error), Progress::after(&error), Some(&error)),
    }
}
