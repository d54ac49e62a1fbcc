//! Operations whose unknown outcome can be resolved.

use crate::api::page::Page;
use crate::protocol::operation::Operation;
use crate::protocol::paging::Paged;

/// An operation whose unknown outcome can be resolved, by what it does to a record of Craftgate's.
pub trait Resolvable: Operation {
    /// The record: a payment, a refund, a stored card.
    type Record;

    /// The operation that looks the record up. It must change nothing.
    type LookUp: Operation;

    /// The operation that looks the record up; `None` if it was sent without an id that tells it from others.
    fn look_up(&self) -> Option<Self::LookUp>;

    /// What the response to `look_up` says of this operation.
    fn read_look_up(&self, look_up: &Self::LookUp, found: <Self::LookUp as Operation>::Output)
    -> Finding<Self::Record>;

    /// What the operation's own response says.
    fn read_output(&self, output: Self::Output) -> Finding<Self::Record>;
}

/// What a response says of an operation.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::exhaustive_enums, reason = "there is no fifth")]
pub enum Finding<T> {
    /// It was done.
    Done(T),
    /// It failed for good: a request that is still on its way changes nothing.
    Failed(T),
    /// It is being done, or the response does not tell.
    Pending,
    /// It was not done so far, but a request that is still on its way would do it. With the record of a failure, if there is
    /// one.
    Absent(Option<T>),
}

/// What a search says of an operation: `judge` of each result that is its own, by `is_own`.
///
/// A failure is that of one attempt, after which another may arrive. A page that does not have every result leaves it open.
pub(super) fn in_page<S: Paged, T>(
    search: &S,
    page: Page<S::Item>,
    is_own: impl Fn(&S::Item) -> bool,
    judge: impl Fn(S::Item) -> Finding<T>,
) -> Finding<T> {
    let (mut is_pending, mut failure) = (!is_whole(search, &page), None);
    for item in page.items.into_iter().filter(is_own) {
        match judge(item) {
            Finding::Done(record) => return Finding::Done(record),
            Finding::Failed(record) => failure = Some(record),
            Finding::Pending => is_pending = true,
            Finding::Absent(_) => {}
        }
    }
    if is_pending { Finding::Pending } else { Finding::Absent(failure) }
}

/// Whether the page has every result of the search.
pub(super) fn is_whole<S: Paged>(search: &S, page: &Page<S::Item>) -> bool {
    matches!(search.next_page(page), Ok(None))
}

/// An id that tells an attempt from others, unless it is empty: then a search would find everything.
pub(super) fn id(id: Option<&String>) -> Option<&str> {
    id.map(String::as_str).filter(|id| !id.trim().is_empty())
}

/// Whether what was found may have the id that was sent. One that can't be read may be it.
pub(super) fn may_be<T: PartialEq + ?Sized>(sent: Option<&T>, found: Option<&T>) -> bool {
    match (sent, found) {
        (Some(sent), Some(found)) => sent == found,
        (None, _) | (_, None) => true,
    }
}
