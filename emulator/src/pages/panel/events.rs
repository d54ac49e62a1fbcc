//! The events, which webhooks notify the merchant of.

use craftgate_core::webhook::WebhookStatus;
use maud::{Markup, html};

use super::shell::{MAX_ROWS, status, table, time};
use crate::domain::context::Context;
use crate::pages::visit::Visit;

pub(super) fn list(context: &Context<'_>, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .events
        .iter()
        .rev()
        .take(MAX_ROWS)
        .map(|event| {
            let mood = if event.status == WebhookStatus::Success { "good" } else { "bad" };
            html! {
                tr {
                    td { (time(Some(event.event_time))) }
                    td.mono { (event.event_type) }
                    td { (status(event.status.as_str(), mood)) }
                    td.mono { (event.payload_id) }
                }
            }
        })
        .collect();
    let headings = [visit.pick("Tarih", "Date"), "eventType", visit.pick("Durum", "Status"), "payloadId"];
    html! { h2 { (visit.pick("Olaylar", "Events")) } (table(&headings, &rows, visit)) }
}
