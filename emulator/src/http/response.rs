//! The envelopes that answers come in.

use craftgate_core::{Body, Page, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::ser::{Serialize, Serializer};

use crate::refusal::{self, Refusal};

/// What a request comes to.
pub(crate) type Answer = Result<Response, Refusal>;

/// A result, in `data`.
pub(crate) fn data(result: impl Serialize) -> Answer {
    enveloped(StatusCode::OK, "data", &result).ok_or_else(|| refusal::INTERNAL.plain())
}

/// Nothing to tell.
pub(crate) fn nothing((): ()) -> Answer {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// A file of comma separated values.
pub(crate) fn csv(file: String) -> Answer {
    Ok(with_type(StatusCode::OK, "text/csv; charset=utf-8", file.into()))
}

/// JSON in the envelope that `name` stands for.
pub(crate) fn enveloped(status: StatusCode, name: &str, content: &impl Serialize) -> Option<Response> {
    let body = Body::json(&Envelope { name, content }).ok()?;
    Some(with_type(status, "application/json", body))
}

struct Envelope<'a, T> {
    name: &'a str,
    content: &'a T,
}

impl<T: Serialize> Serialize for Envelope<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.name, self.content)])
    }
}

fn with_type(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// The page that is asked for: the first ten, unless asked otherwise.
pub(crate) struct Paging {
    page: i32,
    size: i32,
    /// How many come before it.
    pub(crate) skipped: usize,
    /// How many fit on it.
    pub(crate) length: usize,
}

impl Paging {
    pub(crate) fn new(page: Option<i32>, size: Option<i32>) -> Result<Self, Refusal> {
        let (page, size) = (page.unwrap_or(0), size.unwrap_or(10));
        let number = usize::try_from(page).map_err(|_| refusal::INVALID.about("page"))?;
        let length = usize::try_from(size).ok().filter(|size| *size > 0);
        let length = length.ok_or_else(|| refusal::INVALID.about("size"))?;
        Ok(Self { page, size, skipped: number.saturating_mul(length), length })
    }

    /// The page with these items on it, of so many in all.
    pub(crate) fn page<T>(&self, total: usize, items: Vec<T>) -> Page<T> {
        let mut page = Page::new(items);
        page.page = Some(self.page);
        page.size = Some(self.size);
        page.total_size = i64::try_from(total).ok();
        page
    }
}

/// The part of `found` that is on the page asked for.
pub(crate) fn page<T>(found: Vec<T>, page: Option<i32>, size: Option<i32>) -> Result<Page<T>, Refusal> {
    let paging = Paging::new(page, size)?;
    let total = found.len();
    Ok(paging.page(total, found.into_iter().skip(paging.skipped).take(paging.length).collect()))
}
