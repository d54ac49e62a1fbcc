//! The tabs of a checkout page for other methods than a card.

use craftgate_core::payment::PaymentMethod;
use craftgate_core::{Response, Secret};
use http::StatusCode;
use maud::html;

use super::layout;
use super::method_name::name;
use super::payment_page::{PaymentPage, continued, reason};
use super::response::{self, Policy};
use super::visit::Visit;
use crate::emulator::Emulator;
use crate::simulate::PageStep;

/// Responds to a visit of a method's tab on a checkout page.
pub(super) fn respond(
    merchant: &Emulator,
    token: &Secret,
    page: &PaymentPage,
    method: &PaymentMethod,
    visit: &Visit,
) -> Response {
    let mut error = None;
    if visit.is_post {
        match merchant.submit_checkout_method(token, method) {
            Ok(PageStep::Provider { page_url, .. }) => return response::redirect(&continued(&page_url, visit)),
            Ok(_) => {}
            Err(declined) => error = Some(reason(&declined, visit)),
        }
    }
    let name = name(method, visit);
    let action = format!("{}?lang={}&method={method}", visit.path, visit.language.code());
    let content = html! {
        div.two {
            article.card {
                (page.tabs(visit, method))
                section {
                    @if let Some(error) = error { p.note.bad role="alert" { (error) } }
                    h2 { (name) }
                    p.soft {
                        (visit.pick("Ödemeye devam etmek için ", "To go on, you will be led to "))
                        (name)
                        (visit.pick(" sayfasına yönlendirileceksiniz.", "."))
                    }
                    form method="post" action=(action) {
                        div.buttons { button.primary type="submit" name="action" value="method" { (visit.pick("Öde", "Pay")) } }
                    }
                }
            }
            aside.card { (page.summary(visit)) }
        }
    };
    let page = layout::customer(visit, &page.title, true, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}
