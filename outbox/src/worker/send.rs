//! Sends the call itself, the first time or again, and judges its response by one rule.

use craftgate_core::catalog::{NamedOperation, ResolvableVisitor};
use craftgate_core::resolution::{ExecutionState, Resolvable};
use craftgate_core::{Client, Error, Response, ResponseWithMeta, Transport};
use serde::Serialize;

use super::claim::Claim;
use super::settlement::Settlement;
use crate::call::State;

/// Sends the call. Returns what its response says of it; `None` if it says that the call was not executed so far.
pub(super) fn send<T: Transport>(client: &Client<T>, claim: &Claim) -> Result<Option<Settlement>, Error> {
    let content = &claim.content;
    let judged = if claim.is_read() { None } else { content.operation.visit_resolvable(Judged { client, claim }) };
    judged.unwrap_or_else(|| {
        let call = client.call(&content.operation).idempotency_key(&content.idempotency_key);
        call.send_with_meta().map(|response| Some(Settlement::responded(State::Done, response)))
    })
}

/// Sends an operation whose response can say that it failed.
struct Judged<'a, T> {
    client: &'a Client<T>,
    claim: &'a Claim,
}

impl<T: Transport> ResolvableVisitor for Judged<'_, T> {
    type Output = Result<Option<Settlement>, Error>;

    fn visit<O>(self, operation: &O) -> Self::Output
    where
        O: NamedOperation + Resolvable<Record: Serialize>,
    {
        send_judged(self.client, self.claim, operation)
    }
}

/// Sends an operation whose response can say that it failed; as [`send`].
pub(super) fn send_judged<T, O>(client: &Client<T>, claim: &Claim, operation: &O) -> Result<Option<Settlement>, Error>
where
    T: Transport,
    O: NamedOperation + Resolvable,
{
    let response = client.call(operation).idempotency_key(&claim.content.idempotency_key).send_with_meta()?;
    let (output, response) = take_output(response);
    let state = match operation.read_output(output) {
        // A payment that waits for its customer was started, and its page is in the response.
        ExecutionState::Done(_) | ExecutionState::Pending => State::Done,
        ExecutionState::Failed(_) => State::Failed,
        ExecutionState::Absent(_) => return Ok(None),
    };
    Ok(Some(match O::INFO.parse(response) {
        Ok(response) => Settlement::responded(state, response),
        Err(error) => Settlement::after(State::NeedsReview, &error),
    }))
}

/// The result, and the response that it was read from.
fn take_output<T>(response: ResponseWithMeta<T>) -> (T, Response) {
    let ResponseWithMeta { output, status, headers, body, .. } = response;
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    (output, response)
}
