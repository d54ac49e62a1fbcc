//! Searches whose results come in pages.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::protocol::operation::Operation;
use crate::protocol::page::Page;

/// A search whose results come in pages.
///
/// [`Client::pages`](crate::Client::pages) and [`Client::items`](crate::Client::items) walk it. Without a client, ask it
/// for its next page:
///
/// ```
/// use craftgate_core::id::MemberId;
/// use craftgate_core::onboarding::{Member, SearchMembers};
/// use craftgate_core::{Page, PageError, Paged};
///
/// let search = SearchMembers::new().name("Gülşah").size(2);
/// let mut first = Page::new([Member::new(MemberId::new(1)), Member::new(MemberId::new(2))]);
/// first.total_size = Some(3);
/// let second = search.next_page(&first)?.unwrap();
/// assert_eq!(second.page, Some(1));
///
/// let mut last = Page::new([Member::new(MemberId::new(3))]);
/// last.total_size = Some(3);
/// assert_eq!(second.next_page(&last)?, None);
///
/// last.page = Some(0);
/// assert_eq!(second.next_page(&last), Err(PageError::Number));
/// # Ok::<(), PageError>(())
/// ```
pub trait Paged: Operation<Output = Page<Self::Item>> + Clone {
    /// The type of a result.
    type Item: DeserializeOwned;

    /// Returns the requested page number, if it is set.
    fn page_number(&self) -> Option<u32>;

    /// Returns the requested page size, if it is set.
    fn page_size(&self) -> Option<u32>;

    /// Returns the same search for another page.
    #[must_use]
    fn at_page(self, page: u32) -> Self;

    /// Returns the search for the page after `page`, which is the response to this search; `None` if `page` is the
    /// last.
    ///
    /// # Errors
    ///
    /// If `page` is not a page of this search. A client's walk also notices a page that comes again, and results that
    /// are missing in the end.
    fn next_page(&self, page: &Page<Self::Item>) -> Result<Option<Self>, PageError> {
        let number = self.page_number().unwrap_or(0);
        check(page, number)?;
        let count = count(page);
        let size = page.size.or(self.page_size()).map_or(count, i64::from);
        let seen = |size: i64| i64::from(number).saturating_mul(size).saturating_add(count);
        let is_last = match page.total_size {
            Some(total) if count == 0 && seen(size) < total => return Err(PageError::Incomplete),
            // A short page is the last, or a server's that gives fewer a page than it was asked for.
            Some(total) => count == 0 || seen(size) == total || seen(size.min(count)) >= total,
            None => count == 0 || count < size,
        };
        Ok(if is_last { None } else { number.checked_add(1).map(|next| self.clone().at_page(next)) })
    }
}

fn check<T>(page: &Page<T>, number: u32) -> Result<(), PageError> {
    match page {
        Page { page: Some(received), .. } if *received != number => Err(PageError::Number),
        Page { size: Some(0), .. } => Err(PageError::Size),
        Page { total_size: Some(..0), .. } => Err(PageError::TotalSize),
        _ => Ok(()),
    }
}

fn count<T>(page: &Page<T>) -> i64 {
    i64::try_from(page.items.len()).unwrap_or(i64::MAX)
}

/// The results of a walk through a search so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// The number of results on all pages up to this one, with those before the first page.
    seen: Option<i64>,
}

impl Progress {
    /// The search for the page after `page`, which is `search`'s response.
    pub(crate) fn next_page<O: Paged>(&mut self, search: &O, page: &Page<O::Item>) -> Result<Option<O>, PageError> {
        let next = search.next_page(page)?;
        let number = search.page_number().unwrap_or(0);
        let count = count(page);
        let size = page.size.or(search.page_size()).map_or(count, i64::from);
        let seen = self.seen.unwrap_or(i64::from(number).saturating_mul(size)).saturating_add(count);
        self.seen = Some(seen);
        match page.total_size {
            None => Ok(next),
            Some(total) if seen >= total => Ok(None),
            Some(_) if count == 0 => Err(PageError::Incomplete),
            Some(_) => {
                number.checked_add(1).map(|next| Some(search.clone().at_page(next))).ok_or(PageError::Incomplete)
            }
        }
    }
}

/// The reason why a page does not belong to its search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageError {
    /// The page number differs from the requested one, or can't be read.
    Number,
    /// The page size is not above zero, or can't be read.
    Size,
    /// The total number of results is below zero, or can't be read.
    TotalSize,
    /// The results are the same as on the previous page.
    Repeated,
    /// The search ends with fewer results than its total size.
    Incomplete,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a page with another number than requested",
            Self::Size => "a page with an invalid size",
            Self::TotalSize => "a page with an invalid total size",
            Self::Repeated => "a page with the results of the previous page",
            Self::Incomplete => "a last page with missing results",
        })
    }
}

impl std::error::Error for PageError {}

/// Declares a search with a `page` and a `size` as [`Paged`], beside it: `paged! { SearchMembers => Member }`.
macro_rules! paged {
    ($search:ident => $item:ty) => {
        impl $crate::protocol::paging::Paged for $search {
            type Item = $item;

            fn page_number(&self) -> Option<u32> {
                self.page
            }

            fn page_size(&self) -> Option<u32> {
                self.size
            }

            fn at_page(self, page: u32) -> Self {
                self.page(page)
            }
        }
    };
}
pub(crate) use paged;
