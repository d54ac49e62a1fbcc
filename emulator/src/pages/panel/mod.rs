//! The panel: what the account holds, and buttons for what no request of the merchant starts.
//!
//! Its forms carry a secret that other sites can't know. The server has checked before that the request comes from this
//! machine and names it.

mod actions;
mod csrf;
#[cfg(feature = "control")]
mod deliveries;
mod events;
mod overview;
mod payments;
mod payouts;
mod records;
mod requests;
mod shell;

use craftgate_core::Response;
use craftgate_core::id::PaymentId;
use http::StatusCode;
use maud::{Markup, html};

use super::layout;
use super::response;
use super::visit::Visit;
use crate::emulator::Emulator;
use crate::host::Host;
use shell::{Place, Section};

/// Responds to a visit of the panel. `segments` are those of the path after `/panel`.
pub(super) fn respond(host: &Host, segments: &[&str], visit: &Visit) -> Response {
    let (number, section, id) = match segments {
        [] | [""] => ("1", "overview", None),
        [number] => (*number, "overview", None),
        [number, section] => (*number, *section, None),
        [number, section, id] => (*number, *section, Some(*id)),
        _ => return layout::not_found(visit),
    };
    let number = number.parse().unwrap_or_default();
    let (Some(merchant), Some(section)) = (host.merchant(number), Section::of(section)) else {
        return layout::not_found(visit);
    };
    let place = Place { merchant: number, merchants: host.merchants().len() };
    if visit.is_post {
        return act(host, merchant, place, section, visit);
    }
    match id {
        None => show(host, merchant, place, section, visit),
        Some(id) if section == Section::Payments => show_payment(merchant, id, place, visit),
        Some(_) => layout::not_found(visit),
    }
}

/// Performs a form's action, and leads back to the page that it was posted from.
fn act(host: &Host, merchant: &Emulator, place: Place, section: Section, visit: &Visit) -> Response {
    if !csrf::is_valid(&visit.form) {
        let mut response = layout::not_found(visit);
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    actions::perform(merchant, &visit.form);
    resend(host, visit);
    match visit.form.get("id").parse::<i64>() {
        Ok(id) if section == Section::Payments => response::redirect(&place.record(section, id, visit)),
        _ => response::redirect(&place.path(section, visit)),
    }
}

/// Sends a webhook again, if that is what a form asks for.
fn resend(host: &Host, visit: &Visit) {
    #[cfg(feature = "control")]
    if let (Some(deliveries), Ok(id)) = (&host.deliveries, visit.form.get("delivery").parse()) {
        deliveries.resend(id);
    }
    #[cfg(not(feature = "control"))]
    let _ = (host, visit);
}

fn show(host: &Host, merchant: &Emulator, place: Place, section: Section, visit: &Visit) -> Response {
    let content = merchant.with_context(|context| match section {
        Section::Overview => overview::show(context, place, visit),
        Section::Payments => payments::list(context, place, visit),
        Section::Refunds => payments::refunds(context, place, visit),
        Section::Members => records::members(context, visit),
        Section::Links => records::links(context, visit),
        Section::Cards => records::cards(context, visit),
        Section::Pos => records::pos(context, place, visit),
        Section::Payouts => payouts::list(context, place, visit),
        Section::Transfers => records::transfers(context, place, visit),
        Section::Webhooks => events::list(context, visit),
        Section::Requests => html! {},
    });
    // What the merchants share is no part of the account, which must not be locked meanwhile.
    let shared = match section {
        Section::Webhooks => webhooks(host, place, visit),
        Section::Requests => requests::list(host, merchant, place, visit),
        _ => html! {},
    };
    shell::page(place, section, visit, &html! { (shared) (content) })
}

/// Returns the deliveries of webhooks, if any are sent.
fn webhooks(host: &Host, place: Place, visit: &Visit) -> Markup {
    #[cfg(feature = "control")]
    if let Some(all) = &host.deliveries {
        return deliveries::list(all, place, visit);
    }
    let _ = (host, place);
    html! {
        p.note { (visit.pick(
            "Webhook gönderilmiyor: emülatör --webhook-url ile başlatılmadı.",
            "No webhook is sent: the emulator was started without --webhook-url.",
        )) }
    }
}

fn show_payment(merchant: &Emulator, id: &str, place: Place, visit: &Visit) -> Response {
    let id = id.parse().ok().map(PaymentId::new);
    let detail = id.and_then(|id| merchant.with_context(|context| payments::detail(context, id, place, visit)));
    match detail {
        Some(content) => shell::page(place, Section::Payments, visit, &content),
        None => layout::not_found(visit),
    }
}
