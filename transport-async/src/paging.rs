//! Walks through the pages and the results of a search.

use std::vec;

use craftgate_core::{Error, Page, PageWalk, Paged};

use crate::client::Client;
use crate::transport::AsyncTransport;

/// The pages of a search, each asked for when it is needed. Ends after the first error.
#[derive(Debug)]
pub struct Pages<'a, T, O> {
    client: &'a Client<T>,
    walk: PageWalk<O>,
}

/// The results of a search, page after page. Ends after the first error.
#[derive(Debug)]
pub struct Items<'a, T, O: Paged> {
    pages: Pages<'a, T, O>,
    page: vec::IntoIter<O::Item>,
}

impl<T: AsyncTransport> Client<T> {
    /// Walks a search page by page, from the page that it asks for.
    pub fn pages<O: Paged>(&self, search: O) -> Pages<'_, T, O> {
        Pages { client: self, walk: PageWalk::new(search) }
    }

    /// Walks a search result by result, holding one page at a time.
    pub fn items<O: Paged>(&self, search: O) -> Items<'_, T, O> {
        Items { pages: self.pages(search), page: Vec::new().into_iter() }
    }
}

impl<T: AsyncTransport, O: Paged> Pages<'_, T, O> {
    /// The next page; `None` after the last. If the future is dropped, the page is asked for again.
    pub async fn next(&mut self) -> Option<Result<Page<O::Item>, Error>> {
        let response = self.client.call(self.walk.next_search()?).send_with_meta().await;
        Some(self.walk.read(response))
    }
}

impl<T: AsyncTransport, O: Paged> Items<'_, T, O> {
    /// The next result; `None` after the last. If the future is dropped, none is lost.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next().await? {
                Ok(page) => self.page = page.items.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
