//! A page in place of a shop that does not exist yet: it shows what a browser posts to a `callbackUrl`.

use craftgate_core::Response;
use http::StatusCode;
use maud::html;

use super::layout;
use super::response::{self, Policy};
use super::visit::Visit;

pub(super) fn respond(visit: &Visit) -> Response {
    let title = visit.pick("Mağaza", "The shop");
    let fields: Vec<(&str, &str)> = visit.form.fields().collect();
    let content = html! {
        article.card {
            header { span.bank { (title) } span.badge { "callbackUrl" } }
            section {
                h1 { (visit.pick("Mağazaya döndünüz", "You are back at the shop")) }
                p.soft { (visit.pick(
                    "Mağazanın sunucusu burada bir form alır ve ödemenin sonucunu Craftgate'e sorar.",
                    "Here the shop's server receives a form, and asks Craftgate how the payment ended.",
                )) }
            }
            section {
                @if fields.is_empty() {
                    p.note { (visit.pick("Hiçbir alan gönderilmedi.", "No field was posted.")) }
                } @else {
                    dl.facts { @for (name, value) in fields { dt { (name) } dd.mono { (value) } } }
                }
            }
        }
    };
    let page = layout::customer(visit, title, false, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}
