//! The panel: what the account holds, and buttons for what no request of the merchant starts.
//!
//! Its forms carry a secret that other sites can't know. The server has checked before that the request comes from this
//! machine and names it.

mod actions;
mod csrf;
mod events;
mod overview;
mod payments;
mod records;
mod shell;

use craftgate_core::Response;
use craftgate_core::id::PaymentId;
use http::StatusCode;

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
        return act(merchant, place, section, visit);
    }
    match id {
        None => show(merchant, place, section, visit),
        Some(id) if section == Section::Payments => show_payment(merchant, id, place, visit),
        Some(_) => layout::not_found(visit),
    }
}

/// Performs a form's action, and leads back to the page that it was posted from.
fn act(merchant: &Emulator, place: Place, section: Section, visit: &Visit) -> Response {
    if !csrf::is_valid(&visit.form) {
        let mut response = layout::not_found(visit);
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    actions::perform(merchant, &visit.form);
    match visit.form.get("id").parse::<i64>() {
        Ok(id) if section == Section::Payments => response::redirect(&place.record(section, id, visit)),
        _ => response::redirect(&place.path(section, visit)),
    }
}

fn show(merchant: &Emulator, place: Place, section: Section, visit: &Visit) -> Response {
    let content = merchant.with_context(|context| match section {
        Section::Overview => overview::show(context, place, visit),
        Section::Payments => payments::list(context, place, visit),
        Section::Refunds => payments::refunds(context, place, visit),
        Section::Members => records::members(context, visit),
        Section::Links => records::links(context, visit),
        Section::Cards => records::cards(context, visit),
        Section::Pos => records::pos(context, place, visit),
        Section::Transfers => records::transfers(context, place, visit),
        Section::Webhooks => events::list(context, visit),
        Section::Requests => maud::html! {},
    });
    shell::page(place, section, visit, &content)
}

fn show_payment(merchant: &Emulator, id: &str, place: Place, visit: &Visit) -> Response {
    let id = id.parse().ok().map(PaymentId::new);
    let detail = id.and_then(|id| merchant.with_context(|context| payments::detail(context, id, place, visit)));
    match detail {
        Some(content) => shell::page(place, Section::Payments, visit, &content),
        None => layout::not_found(visit),
    }
}
