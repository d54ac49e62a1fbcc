//! What the panel's pages have in common.

use chrono::NaiveDateTime;
use craftgate_core::Response;
use craftgate_core::payment::PaymentStatus;
use http::StatusCode;
use maud::{Markup, html};

use super::csrf;
use crate::pages::layout;
use crate::pages::response::{self, Policy};
use crate::pages::visit::Visit;

/// The most records that a page lists.
pub(super) const MAX_ROWS: usize = 200;

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Payments,
    Refunds,
    Members,
    Links,
    Cards,
    Pos,
    Payouts,
    Transfers,
    Webhooks,
    Requests,
}

impl Section {
    pub(super) const ALL: [Self; 11] = [
        Self::Overview,
        Self::Payments,
        Self::Refunds,
        Self::Members,
        Self::Links,
        Self::Cards,
        Self::Pos,
        Self::Payouts,
        Self::Transfers,
        Self::Webhooks,
        Self::Requests,
    ];

    /// Returns the part of a path that stands for the section.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Members => "members",
            Self::Links => "links",
            Self::Cards => "cards",
            Self::Pos => "pos",
            Self::Payouts => "payouts",
            Self::Transfers => "transfers",
            Self::Webhooks => "webhooks",
            Self::Requests => "requests",
        }
    }

    pub(super) fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.slug() == slug)
    }

    pub(super) fn name(self, visit: &Visit) -> &'static str {
        match self {
            Self::Overview => visit.pick("Genel bakış", "Overview"),
            Self::Payments => visit.pick("Ödemeler", "Payments"),
            Self::Refunds => visit.pick("İadeler", "Refunds"),
            Self::Members => visit.pick("Üyeler", "Members"),
            Self::Links => visit.pick("Linkler", "Links"),
            Self::Cards => visit.pick("Saklı kartlar", "Stored cards"),
            Self::Pos => "POS",
            Self::Payouts => visit.pick("Para gönderimleri", "Payouts"),
            Self::Transfers => visit.pick("Banka hareketleri", "Bank transfers"),
            Self::Webhooks => visit.pick("Olaylar ve webhook", "Events and webhooks"),
            Self::Requests => visit.pick("İstekler", "Requests"),
        }
    }
}

/// The merchant whose panel is shown.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The merchant's number, counted from 1.
    pub(super) merchant: usize,
    /// How many merchants there are.
    pub(super) merchants: usize,
}

impl Place {
    /// Returns the path of a section.
    pub(super) fn path(self, section: Section, visit: &Visit) -> String {
        format!("/panel/{}/{}?lang={}", self.merchant, section.slug(), visit.language.code())
    }

    /// Returns the path of a record in a section.
    pub(super) fn record(self, section: Section, id: impl std::fmt::Display, visit: &Visit) -> String {
        format!("/panel/{}/{}/{id}?lang={}", self.merchant, section.slug(), visit.language.code())
    }

    /// Returns a form with one button, which acts in a section.
    pub(super) fn button(self, action: &Action<'_>, visit: &Visit) -> Markup {
        html! {
            form.inline method="post" action=(self.path(action.section, visit)) {
                (csrf::field())
                @for (name, value) in action.fields { input type="hidden" name=(name) value=(value); }
                button.small type="submit" name="action" value=(action.name) { (action.label) }
            }
        }
    }
}

/// What a button of the panel does.
pub(super) struct Action<'a> {
    pub(super) section: Section,
    pub(super) name: &'a str,
    pub(super) fields: &'a [(&'a str, String)],
    pub(super) label: &'a str,
}

/// Returns a page of the panel.
pub(super) fn page(place: Place, section: Section, visit: &Visit, content: &Markup) -> Response {
    let title = format!("{} · Craftgate", section.name(visit));
    let body = html! {
        header.top.bar {
            a.brand href={ "/?lang=" (visit.language.code()) } {
                img src="/pages/icon.svg" alt="";
                (visit.pick("Craftgate emülatörü", "Craftgate emulator"))
            }
            (merchants(place, section, visit))
            (layout::languages(visit))
        }
        div.panel {
            nav.sections aria-label=(visit.pick("Bölümler", "Sections")) {
                @for other in Section::ALL {
                    a href=(place.path(other, visit)) aria-current=[(other == section).then_some("page")] { (other.name(visit)) }
                }
            }
            main.content { h1 { (section.name(visit)) } (content) }
        }
    };
    let page = layout::document(visit, &title, body).into_string();
    response::html(StatusCode::OK, Policy::Panel, page)
}

fn merchants(place: Place, section: Section, visit: &Visit) -> Markup {
    html! {
        @if place.merchants > 1 {
            nav.languages aria-label=(visit.pick("Üye işyerleri", "Merchants")) {
                @for number in 1..=place.merchants {
                    @let other = Place { merchant: number, ..place };
                    a href=(other.path(section, visit)) aria-current=[(number == place.merchant).then_some("true")] {
                        (visit.pick("İşyeri ", "Merchant ")) (number)
                    }
                }
            }
        }
    }
}

/// Returns a table, or a note that there is nothing to list.
pub(super) fn table(headings: &[&str], rows: &[Markup], visit: &Visit) -> Markup {
    html! {
        @if rows.is_empty() {
            p.note { (visit.pick("Henüz kayıt yok.", "There are no records yet.")) }
        } @else {
            div.card.scroll {
                table {
                    thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
                    tbody { @for row in rows { (row) } }
                }
            }
        }
    }
}

/// Returns a status with the colour that it stands for.
pub(super) fn status(name: &str, mood: &str) -> Markup {
    html! { span class={ "badge " (mood) } { (name) } }
}

pub(super) fn payment_status(payment_status: &PaymentStatus) -> Markup {
    let mood = match payment_status {
        PaymentStatus::Success => "good",
        PaymentStatus::Failure => "bad",
        _ => "wait",
    };
    status(payment_status.as_str(), mood)
}

pub(super) fn time(time: Option<NaiveDateTime>) -> String {
    time.map(|time| time.format("%d.%m.%Y %H:%M:%S").to_string()).unwrap_or_default()
}

/// Returns a value, or a dash if there is none.
pub(super) fn or_dash(value: Option<&str>) -> &str {
    value.filter(|value| !value.is_empty()).unwrap_or("–")
}
