//! Walks through the pages and the results of a search.

use std::hash::{DefaultHasher, Hasher as _};
use std::iter::FusedIterator;
use std::vec;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::client::Client;
use crate::protocol::body::{Body, Response};
use crate::protocol::envelope::Envelope;
use crate::protocol::error::{Error, ResponseError, ResponseErrorKind};
use crate::protocol::page::Page;
use crate::protocol::paging::{PageError, Paged, Progress};
use crate::protocol::response::ResponseWithMeta;
use crate::transport::Transport;
use crate::wire::lenient;

/// A walk through the pages of a search, for a sender other than [`Client`]: it asks for the page after the last one, and
/// checks that each belongs to the search. Ends after the first error.
///
/// ```
/// use craftgate_core::{Error, Page, PageWalk, Paged, ResponseWithMeta};
///
/// async fn all<O: Paged>(search: O, http: &impl Http) -> Result<Vec<O::Item>, Error> {
///     let (mut walk, mut all) = (PageWalk::new(search), Vec::new());
///     while let Some(search) = walk.next_search() {
///         let response = http.send(search).await;
///         all.extend(walk.read(response)?.items);
///     }
///     Ok(all)
/// }
///
/// trait Http {
///     async fn send<O: Paged>(&self, search: &O) -> Result<ResponseWithMeta<Page<O::Item>>, Error>;
/// }
/// ```
#[derive(Debug, Clone)]
pub struct PageWalk<O> {
    next: Option<O>,
    progress: Progress,
    /// A hash of the last page's results.
    last_items: Option<u64>,
}

impl<O: Paged> PageWalk<O> {
    /// A walk from the page that `search` asks for.
    #[must_use]
    pub fn new(search: O) -> Self {
        Self { next: Some(search), progress: Progress::default(), last_items: None }
    }

    /// The search to send next; `None` after the last page and after an error.
    #[must_use]
    pub fn next_search(&self) -> Option<&O> {
        self.next.as_ref()
    }

    /// The page in the response to the [next search](Self::next_search).
    ///
    /// # Errors
    ///
    /// The call's error, or [`ResponseErrorKind::Page`] if the page does not belong to the search.
    pub fn read(&mut self, result: Result<ResponseWithMeta<Page<O::Item>>, Error>) -> Result<Page<O::Item>, Error> {
        let search = self.next.take();
        let response = result?;
        let Some(search) = search else { return Ok(response.output) };
        match self.advance(&search, &response) {
            Ok(()) => Ok(response.output),
            Err(error) => Err(error_of(response, error)),
        }
    }

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

/// The pages of a search, each asked for when it is needed. Ends after the first error: a failed call, or a page that
/// does not belong to the search ([`ResponseErrorKind::Page`]).
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

impl<T: Transport> Client<T> {
    /// Walks a search page by page, from the page that it asks for.
    pub fn pages<O: Paged>(&self, search: O) -> Pages<'_, T, O> {
        Pages { client: self, walk: PageWalk::new(search) }
    }

    /// Walks a search result by result, holding one page at a time.
    pub fn items<O: Paged>(&self, search: O) -> Items<'_, T, O> {
        Items { pages: self.pages(search), page: Vec::new().into_iter() }
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
        let response = self.client.call(self.walk.next_search()?).send_with_meta();
        Some(self.walk.read(response))
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
