//! Operations whose unknown outcome can be resolved.

use crate::protocol::operation::Operation;
use crate::protocol::page::Page;
use crate::protocol::paging::Paged;

/// An operation whose unknown outcome can be resolved, by its effect on a record of Craftgate's.
pub trait Resolvable: Operation {
    /// The record: a payment, a refund, a stored card.
    type Record;

    /// The operation that looks up the record. It must be read-only.
    type LookUp: Operation;

    /// Returns the operation that looks up the record; `None` if the operation was sent without an id that identifies
    /// it.
    fn look_up(&self) -> Option<Self::LookUp>;

    /// Returns the state of this operation according to the response to `look_up`.
    fn read_look_up(
        &self,
        look_up: &Self::LookUp,
        found: <Self::LookUp as Operation>::Output,
    ) -> ExecutionState<Self::Record>;

    /// Returns the state of this operation according to its own response.
    fn read_output(&self, output: Self::Output) -> ExecutionState<Self::Record>;
}

/// The state of an operation according to a response.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::exhaustive_enums, reason = "there is no fifth")]
pub enum ExecutionState<T> {
    /// The operation was executed.
    Done(T),
    /// The operation failed permanently: a request that still arrives changes nothing.
    Failed(T),
    /// The operation is being executed, or the response does not say.
    Pending,
    /// The operation was not executed so far, but a request that still arrives would execute it. With the record of a
    /// failure, if there is one.
    Absent(Option<T>),
}

/// Returns the state of an operation according to a search: `judge` of each result that belongs to it, by `is_own`.
///
/// A failure is that of one attempt, after which another may arrive. A page that does not have every result leaves it open.
pub(super) fn in_page<S: Paged, T>(
    search: &S,
    page: Page<S::Item>,
    is_own: impl Fn(&S::Item) -> bool,
    judge: impl Fn(S::Item) -> ExecutionState<T>,
) -> ExecutionState<T> {
    let (mut is_pending, mut failure) = (!is_whole(search, &page), None);
    for item in page.items.into_iter().filter(is_own) {
        match judge(item) {
            ExecutionState::Done(record) => return ExecutionState::Done(record),
            ExecutionState::Failed(record) => failure = Some(record),
            ExecutionState::Pending => is_pending = true,
            ExecutionState::Absent(_) => {}
        }
    }
    if is_pending { ExecutionState::Pending } else { ExecutionState::Absent(failure) }
}

/// Returns true if the page has every result of the search.
pub(super) fn is_whole<S: Paged>(search: &S, page: &Page<S::Item>) -> bool {
    matches!(search.next_page(page), Ok(None))
}

/// Returns an id that identifies an attempt, unless it is empty: then a search would find everything.
pub(super) fn id(id: Option<&String>) -> Option<&str> {
    id.map(String::as_str).filter(|id| !id.trim().is_empty())
}

/// Returns true if what was found may have the id that was sent. One that can't be read may be the same.
pub(super) fn may_be<T: PartialEq + ?Sized>(sent: Option<&T>, found: Option<&T>) -> bool {
    match (sent, found) {
        (Some(sent), Some(found)) => sent == found,
        (None, _) | (_, None) => true,
    }
}
