//! A request for a page, with what every page wants to know of it.

use craftgate_core::Request;
use craftgate_core::encoding::percent_encode;
use http::Method;

use super::form::Form;
use super::language::Language;

/// The parameters that a merchant may add to the address of a checkout page. (Source: Craftgate's "Ortak Ödeme Sayfası
/// ile Ödeme Alma".)
const FRAME: &str = "iframe";
const ANIMATED_CARD: &str = "animatedCard";

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

    /// Returns true if a button of the page was clicked.
    pub(super) fn is_submitted(&self) -> bool {
        self.is_post && !self.form.get("action").is_empty()
    }

    /// Returns one of two wordings, in the visitor's language.
    pub(super) fn pick<T>(&self, turkish: T, english: T) -> T {
        self.language.pick(turkish, english)
    }

    /// Returns true if the page is shown in a frame of the merchant's, which has a head and a foot of its own.
    pub(super) fn is_framed(&self) -> bool {
        self.query.get(FRAME) == "true"
    }

    /// Returns true if the card form draws the card.
    pub(super) fn draws_card(&self) -> bool {
        self.query.get(ANIMATED_CARD) == "true"
    }

    /// Returns the page's path in the visitor's language, if it was chosen.
    pub(super) fn here(&self) -> String {
        self.link(&self.path, None)
    }

    /// Returns another path for the same visitor, with a parameter of its own.
    pub(super) fn link(&self, path: &str, parameter: Option<(&str, &str)>) -> String {
        let language = (!self.query.get("lang").is_empty()).then_some(("lang", self.language.code()));
        self.link_in(language, path, parameter)
    }

    /// Returns the same page in a language.
    pub(super) fn here_in(&self, language: Language) -> String {
        self.link_in(Some(("lang", language.code())), &self.path, None)
    }

    fn link_in(&self, language: Option<(&str, &str)>, path: &str, parameter: Option<(&str, &str)>) -> String {
        let framed = self.is_framed().then_some((FRAME, "true"));
        let animated = self.draws_card().then_some((ANIMATED_CARD, "true"));
        let parameters = [language, framed, animated, parameter].into_iter().flatten();
        let query: Vec<String> = parameters.map(|(name, value)| format!("{name}={}", percent_encode(value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}
