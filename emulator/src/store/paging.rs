//! Pages of results.

use craftgate_core::Page;

use crate::error::{ApiError, INVALID_VALUE};

/// The requested page: by default the first ten items.
pub(super) struct Paging {
    page: u32,
    size: u32,
    /// The number of items before it.
    pub(super) skipped: usize,
    /// The number of items that fit on it.
    pub(super) length: usize,
}

impl Paging {
    pub(super) fn new(page: Option<u32>, size: Option<u32>) -> Result<Self, ApiError> {
        let (page, size) = (page.unwrap_or(0), size.unwrap_or(10));
        let number = usize::try_from(page).map_err(|_| INVALID_VALUE.field("page"))?;
        let length = usize::try_from(size).ok().filter(|size| *size > 0);
        let length = length.ok_or_else(|| INVALID_VALUE.field("size"))?;
        Ok(Self { page, size, skipped: number.saturating_mul(length), length })
    }

    /// Returns the page with these items, of so many in total.
    pub(super) fn page<T>(&self, total: usize, items: Vec<T>) -> Page<T> {
        let mut page = Page::new(items);
        page.page = Some(self.page);
        page.size = Some(self.size);
        page.total_size = i64::try_from(total).ok();
        page
    }

    /// Returns the page of all these matches.
    pub(super) fn page_of<T, R>(&self, matches: impl Iterator<Item = T>, present: impl Fn(T) -> R) -> Page<R> {
        let (mut total, mut items) = (0, Vec::new());
        for item in matches {
            if total >= self.skipped && items.len() < self.length {
                items.push(present(item));
            }
            total += 1;
        }
        self.page(total, items)
    }
}

/// Returns the requested page of `found`.
pub(crate) fn page<T>(found: Vec<T>, page: Option<u32>, size: Option<u32>) -> Result<Page<T>, ApiError> {
    Ok(Paging::new(page, size)?.page_of(found.into_iter(), |item| item))
}
