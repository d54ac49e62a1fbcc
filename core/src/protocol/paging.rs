//! Searches whose results come in pages.

use serde::de::DeserializeOwned;

use crate::api::page::Page;
use crate::protocol::operation::Operation;

/// A search whose results come in pages.
///
/// [`Client::pages`](crate::Client::pages) and [`Client::items`](crate::Client::items) walk it. Without a client, ask it
/// for its next page:
///
/// ```
/// use craftgate_core::id::MemberId;
/// use craftgate_core::onboarding::{Member, SearchMembers};
/// use craftgate_core::{Page, Paged};
///
/// let search = SearchMembers::new().name("Gülşah").size(2);
/// let mut first = Page::new([Member::new(MemberId::new(1)), Member::new(MemberId::new(2))]);
/// first.total_size = Some(3);
/// let second = search.next_page(&first).unwrap();
/// assert_eq!(second.page, Some(1));
///
/// let mut last = Page::new([Member::new(MemberId::new(3))]);
/// last.total_size = Some(3);
/// assert_eq!(second.next_page(&last), None);
/// ```
pub trait Paged: Operation<Output = Page<Self::Item>> + Clone {
    /// One result.
    type Item: DeserializeOwned;

    /// Which page it asks for, if it says.
    fn page_number(&self) -> Option<u32>;

    /// How many results a page it asks for, if it says.
    fn page_size(&self) -> Option<u32>;

    /// The same search for another page.
    #[must_use]
    fn at_page(self, page: u32) -> Self;

    /// The search for the page after `answer`, which answered this one; `None` if that was the last.
    #[must_use]
    fn next_page(&self, answer: &Page<Self::Item>) -> Option<Self> {
        let count = i64::try_from(answer.items.len()).ok().filter(|count| *count > 0)?;
        let number = self.page_number().unwrap_or(0);
        let size = answer.size.or(self.page_size()).map_or(count, i64::from);
        let seen = |size: i64| i64::from(number).saturating_mul(size).saturating_add(count);
        let is_last = match answer.total_size {
            // A short page is the last, or a server's that gives fewer a page than it was asked for.
            Some(total) => seen(size) == total || seen(size.min(count)) >= total,
            None => count < size,
        };
        if is_last { None } else { Some(self.clone().at_page(number.checked_add(1)?)) }
    }
}

/// Declares a search with a `page` and a `size` as [`Paged`], beside it: `paged! { SearchMembers => Member }`.
macro_rules! paged {
    ($search:ident => $item:ty) => {
        impl $crate::Paged for $search {
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
