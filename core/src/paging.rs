//! Walks through the pages and the results of a search.

use std::hash::{DefaultHasher, Hasher as _};
use std::iter::FusedIterator;
use std::vec;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::api::page::Page;
use crate::client::Client;
use crate::protocol::body::{Body, Response};
use crate::protocol::envelope::Envelope;
use crate::protocol::error::{Error, ResponseError, ResponseErrorKind};
use crate::protocol::paging::{PageError, Paged, Progress};
use crate::protocol::response::ResponseWithMeta;
use crate::transport::Transport;
use crate::wire::lenient;

/// The pages of a search, each asked for when it is needed. Ends after the first error: a failed call, or a page that
/// does not belong to the search ([`ResponseErrorKind::Page`]).
#[derive(Debug)]
pub struct Pages<'a, T, O> {
    client: &'a Client<T>,
    next: Option<O>,
    progress: Progress,
    /// A hash of the last page's results.
    last_items: Option<u64>,
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
        Pages { client: self, next: Some(search), progress: Progress::default(), last_items: None }
    }

    /// Walks a search result by result, holding one page at a time.
    pub fn items<O: Paged>(&self, search: O) -> Items<'_, T, O> {
        Items { pages: self.pages(search), page: Vec::new().into_iter() }
    }
}

impl<T: Transport, O: Paged> Pages<'_, T, O> {
    fn advance(&mut self, search: &O, response: &ResponseWithMeta<Page<O::Item>>) -> Result<(), PageError> {
        for (path, error) in
            [("page", PageError::Number), ("size", PageError::Size), ("totalSize", PageError::TotalSize)]
        {
            if response.unread_fields.iter().any(|field| field.path() == path) {
                return Err(error);
            }
        }
        let next = self.progress.next_page(search, &response.output)?;
        let items = (!response.output.items.is_empty()).then(|| hash_of_items(&response.body)).flatten();
        if items.is_some() && self.last_items == items {
            return Err(PageError::Repeated);
        }
        (self.next, self.last_items) = (next, items);
        Ok(())
    }
}

/// A hash of the JSON in a page's `items`.
fn hash_of_items(body: &Body) -> Option<u64> {
    let envelope: Envelope<&RawValue, IgnoredAny> = serde_json::from_slice(body.as_bytes()).ok()?;
    let fields = lenient::fields(envelope.data?.get()).ok()?;
    let (_, items) = fields.iter().find(|(name, _)| name == "items")?;
    let mut hasher = DefaultHasher::new();
    hasher.write(items.get().as_bytes());
    Some(hasher.finish())
}

fn error_of<T>(response: ResponseWithMeta<T>, error: PageError) -> Error {
    let mut unexpected = Response::new(response.body);
    *unexpected.status_mut() = response.status;
    *unexpected.headers_mut() = response.headers;
    Error::Response(Box::new(ResponseError::new(ResponseErrorKind::Page(error), None, unexpected)))
}

impl<T: Transport, O: Paged> Iterator for Pages<'_, T, O> {
    type Item = Result<Page<O::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let search = self.next.take()?;
        let response = match self.client.call(&search).send_with_meta() {
            Ok(response) => response,
            Err(error) => return Some(Err(error)),
        };
        Some(match self.advance(&search, &response) {
            Ok(()) => Ok(response.output),
            Err(error) => Err(error_of(response, error)),
        })
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
