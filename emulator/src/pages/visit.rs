//! A request for a page, with what every page wants to know of it.

use craftgate_core::Request;
use http::Method;

use super::form::Form;
use super::language::Language;

/// A request for a page.
pub(super) struct Visit {
    pub(super) is_post: bool,
    /// The path without its query.
    pub(super) path: String,
    pub(super) query: Form,
    /// The posted form; empty for any other request.
    pub(super) form: Form,
    pub(super) language: Language,
}

impl Visit {
    pub(super) fn new(request: &Request) -> Self {
        let query = Form::parse(request.uri().query().unwrap_or_default());
        let is_post = request.method() == Method::POST;
        let form =
            if is_post { Form::parse(&String::from_utf8_lossy(request.body().as_bytes())) } else { Form::default() };
        let language = Language::of(request, &query);
        Self { is_post, path: request.uri().path().to_owned(), query, form, language }
    }

    /// Returns one of two wordings, in the visitor's language.
    pub(super) fn pick<T>(&self, turkish: T, english: T) -> T {
        self.language.pick(turkish, english)
    }

    /// Returns the path with the visitor's language, if it was chosen.
    pub(super) fn here(&self) -> String {
        match self.query.get("lang") {
            "" => self.path.clone(),
            _ => format!("{}?lang={}", self.path, self.language.code()),
        }
    }
}
