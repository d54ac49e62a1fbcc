//! What the pages have in common: the document, its head and foot, and short ends of a visit.

use craftgate_core::Response;
use http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::language::Language;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::protocol::callback_form::CallbackForm;

/// Returns a customer's page with this content.
pub(super) fn customer(visit: &Visit, title: &str, is_wide: bool, content: &Markup) -> Markup {
    document(
        visit,
        title,
        html! {
            @if !visit.is_framed() { (top(visit)) }
            main.wide[is_wide] { (content) }
            @if !visit.is_framed() {
                footer.foot {
                    (visit.pick("Craftgate emülatörü: burada para el değiştirmez.", "Craftgate emulator: no money moves here."))
                }
            }
        },
    )
}

/// Returns a document with a body.
pub(super) fn document(visit: &Visit, title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(visit.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href="/pages/style.css";
                link rel="icon" type="image/svg+xml" href="/pages/icon.svg";
            }
            body { (body) }
        }
    }
}

fn top(visit: &Visit) -> Markup {
    html! {
        header.top {
            span.brand { img src="/pages/icon.svg" alt=""; "Craftgate" }
            (languages(visit))
        }
    }
}

/// Returns the links to the same page in each language.
pub(super) fn languages(visit: &Visit) -> Markup {
    let link = |language: Language, name: &str| {
        let here = (language == visit.language).then_some("true");
        html! { a href=(visit.here_in(language)) hreflang=(language.code()) aria-current=[here] { (name) } }
    };
    html! {
        nav.languages aria-label=(visit.pick("Dil", "Language")) {
            (link(Language::Turkish, "Türkçe")) (link(Language::English, "English"))
        }
    }
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Good,
    Bad,
    Waiting,
}

impl Mood {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Waiting => "wait",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "✕",
            Self::Waiting => "…",
        }
    }
}

/// Returns the response that ends a visit, with the form that leads back to the merchant if there is one.
pub(super) fn end(visit: &Visit, mood: Mood, title: &str, text: &str, form: Option<&CallbackForm>) -> Response {
    end_with_link(visit, mood, title, text, form, None)
}

/// As [`end`], with a link to the merchant where no form is posted.
pub(super) fn end_with_link(
    visit: &Visit,
    mood: Mood,
    title: &str,
    text: &str,
    form: Option<&CallbackForm>,
    link: Option<&MerchantLink>,
) -> Response {
    let back = visit.pick("Mağazaya dön", "Return to the shop");
    let content = html! {
        article.card {
            section.center {
                div class={ "mark " (mood.class()) } aria-hidden="true" { (mood.sign()) }
                h1 { (title) }
                p.soft { (text) }
                @if let Some(form) = form {
                    (callback_form(form, back))
                    p.hint { (visit.pick("Tarayıcı şu adrese gönderir: ", "The browser posts to: ")) span.mono { (form.action()) } }
                } @else if let Some(link) = link {
                    div.buttons.stack { (link.button(back, "button primary")) }
                }
            }
        }
    };
    let policy = if form.is_some() { Policy::Leaving } else { Policy::Customer };
    response::html(StatusCode::OK, policy, customer(visit, title, false, &content).into_string())
}

/// A link to the merchant.
pub(super) struct MerchantLink {
    pub(super) url: String,
    /// Whether it replaces the whole window, of which the page may be a frame.
    pub(super) replaces_window: bool,
}

impl MerchantLink {
    /// Returns the link as a button of this class.
    pub(super) fn button(&self, label: &str, class: &str) -> Markup {
        let target = self.replaces_window.then_some("_top");
        html! { a class=(class) href=(self.url) target=[target] rel="noreferrer" { (label) } }
    }
}

/// Returns the form that posts a callback. It is as [`CallbackForm::parse`] expects it.
pub(super) fn callback_form(form: &CallbackForm, button: &str) -> Markup {
    html! {
        form method="post" action=(form.action()) target=[form.replaces_window().then_some("_top")] {
            @for (name, value) in form.fields() {
                input type="hidden" name=(name) value=(value);
            }
            div.buttons.stack { button.primary type="submit" { (button) } }
        }
    }
}

/// Returns the response for a page that does not exist.
pub(super) fn not_found(visit: &Visit) -> Response {
    let title = visit.pick("Sayfa bulunamadı", "Page not found");
    let text = visit.pick(
        "Adres yanlış ya da emülatör bu sayfayı açtıktan sonra yeniden başlatıldı.",
        "The address is wrong, or the emulator was restarted since it opened this page.",
    );
    let mut response = end(visit, Mood::Bad, title, text, None);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Returns the host of a URL, which stands for the merchant's name; the URL itself if it has none.
pub(super) fn host_of(url: &str) -> String {
    let uri = url.parse::<http::Uri>().ok();
    uri.as_ref()
        .and_then(http::Uri::host)
        .map_or_else(|| url.to_owned(), |host| host.trim_start_matches("www.").to_owned())
}
