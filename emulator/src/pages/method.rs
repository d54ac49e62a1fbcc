//! The tabs of a checkout page for other methods than a card.

use craftgate_core::payment::PaymentMethod;
use craftgate_core::{Response, Secret};
use http::StatusCode;
use maud::html;

use super::method_account::MethodForm;
use super::payment_page::{PaymentPage, continued, paid};
use super::reason::reason;
use super::response::{self, Policy};
use super::visit::Visit;
use super::{layout, method_name};
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
    let form = MethodForm { method, page };
    if !visit.is_post {
        return show(&form, visit, None);
    }
    if let Some(gsm_number) = form.account_to_link().filter(|_| visit.form.get("action") == "consent") {
        merchant.link_masterpass_account(gsm_number);
        return response::redirect(&form.path(visit));
    }
    let entry = match form.read(visit) {
        Ok(entry) => entry,
        Err(message) => return show(&form, visit, message),
    };
    match merchant.submit_checkout_method(token, entry) {
        Ok(PageStep::Paid(form)) => paid(visit, &form),
        Ok(PageStep::Provider { page_url, .. } | PageStep::ThreeDs { page_url, .. }) => {
            response::redirect(&continued(&page_url, visit))
        }
        Err(declined) => show(&form, visit, Some(&reason(&declined, visit))),
    }
}

fn show(form: &MethodForm<'_>, visit: &Visit, error: Option<&str>) -> Response {
    let MethodForm { method, page } = form;
    let (action, label) = match form.account_to_link() {
        Some(_) => ("consent", visit.pick("Onaylıyorum", "I consent")),
        None => ("method", visit.pick("Öde", "Pay")),
    };
    let content = html! {
        div.two {
            article.card {
                (page.tabs(visit, method))
                section {
                    @if let Some(error) = error { p.note.bad role="alert" { (error) } }
                    h2 { (method_name::name(method, visit)) }
                    form method="post" action=(form.path(visit)) {
                        (form.fields(visit))
                        div.buttons { button.primary type="submit" name="action" value=(action) { (label) } }
                    }
                }
            }
            aside.card { (page.summary(visit)) }
        }
    };
    let page = layout::customer(visit, &page.title, true, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}
