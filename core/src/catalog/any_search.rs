//! A search of any kind, whose results come in pages.

use http::Method;

use super::any_operation::AnyOperation;
use crate::protocol::error::RequestError;
use crate::protocol::operation::Operation;
use crate::protocol::page::Page;
use crate::protocol::paging::Paged;
use crate::wire::json::Json;

/// A search of any kind, for [`Client::pages`](crate::Client::pages) and [`Client::items`](crate::Client::items).
/// Its results are JSON as it came.
///
/// ```
/// use craftgate_core::Paged;
/// use craftgate_core::catalog::AnyOperation;
///
/// let search = AnyOperation::from_json("onboarding::SearchMembers", r#"{"name": "Gülşah", "size": 2}"#).unwrap();
/// let search = search.into_search().unwrap();
/// assert_eq!((search.page_number(), search.page_size()), (None, Some(2)));
/// assert_eq!(search.at_page(1).page_number(), Some(1));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AnySearch {
    operation: AnyOperation,
    page: Option<u32>,
    size: Option<u32>,
}

impl AnySearch {
    pub(super) fn new(operation: AnyOperation) -> Result<Self, AnyOperation> {
        let Ok(query) = operation.query() else { return Err(operation) };
        if !operation.info().is_paged() {
            return Err(operation);
        }
        let [page, size] = ["page", "size"].map(|name| parameter(&query, name));
        Ok(Self { operation, page, size })
    }

    /// The search itself.
    #[must_use]
    pub fn operation(&self) -> &AnyOperation {
        &self.operation
    }
}

fn parameter(query: &str, name: &str) -> Option<u32> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

impl Operation for AnySearch {
    type Output = Page<Json>;
    const METHOD: Method = Method::GET;

    fn path(&self) -> Result<String, RequestError> {
        self.operation.path()
    }

    fn query(&self) -> Result<String, RequestError> {
        let query = self.operation.query()?;
        let Some(page) = self.page else { return Ok(query) };
        let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
        Ok(others.map(str::to_owned).chain([format!("page={page}")]).collect::<Vec<_>>().join("&"))
    }
}

impl Paged for AnySearch {
    type Item = Json;

    fn page_number(&self) -> Option<u32> {
        self.page
    }

    fn page_size(&self) -> Option<u32> {
        self.size
    }

    fn at_page(self, page: u32) -> Self {
        Self { page: Some(page), ..self }
    }
}
