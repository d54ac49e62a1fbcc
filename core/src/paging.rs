//! Walking a search page by page, or item by item.

use std::iter::FusedIterator;
use std::vec;

use crate::api::page::Page;
use crate::client::Client;
use crate::protocol::error::Error;
use crate::protocol::paging::Paged;
use crate::transport::Transport;

/// The pages of a search, each asked for when it is needed. Ends after the first error; what came
/// before it has come.
#[derive(Debug)]
pub struct Pages<'a, T, O> {
    client: &'a Client<T>,
    next: Option<O>,
}

/// The results of a search, page after page. Ends after the first error.
#[derive(Debug)]
pub struct Items<'a, T, O: Paged> {
    pages: Pages<'a, T, O>,
    page: vec::IntoIter<O::Item>,
}

impl<T: Transport> Client<T> {
    /// Walks a search page by page, from the page that it asks for.
    pub fn pages<O: Paged>(&self, search: O) -> Pages<'_, T, O> {
        Pages { client: self, next: Some(search) }
    }

    /// Walks a search result by result, holding one page at a time.
    pub fn items<O: Paged>(&self, search: O) -> Items<'_, T, O> {
        Items { pages: self.pages(search), page: Vec::new().into_iter() }
    }
}

impl<T: Transport, O: Paged> Iterator for Pages<'_, T, O> {
    type Item = Result<Page<O::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let search = self.next.take()?;
        let answer = self.client.call(&search).send();
        if let Ok(page) = &answer {
            self.next = search.next_page(page);
        }
        Some(answer)
    }
}

impl<T: Transport, O: Paged> FusedIterator for Pages<'_, T, O> {}

impl<T: Transport, O: Paged> Iterator for Items<'_, T, O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = page.items.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: Transport, O: Paged> FusedIterator for Items<'_, T, O> {}
