//! The webhooks that are sent, with their tries.

use maud::{Markup, html};
use serde_json::Value;

use super::shell::{Action, MAX_ROWS, Place, Section, status, table};
use crate::host::deliveries::Deliveries;
use crate::pages::visit::Visit;

pub(super) fn list(deliveries: &Deliveries, place: Place, visit: &Visit) -> Markup {
    let all = deliveries.list();
    let of_merchant =
        |delivery: &&Value| delivery.get("merchant").and_then(Value::as_u64) == u64::try_from(place.merchant).ok();
    let deliveries = all.as_array().map(Vec::as_slice).unwrap_or_default();
    let rows: Vec<Markup> = deliveries
        .iter()
        .filter(of_merchant)
        .rev()
        .take(MAX_ROWS)
        .map(|delivery| row(delivery, place, visit))
        .collect();
    let headings = ["ID", "eventType", "payloadId", visit.pick("Durum", "State"), visit.pick("Denemeler", "Tries"), ""];
    html! { h2 { "Webhook" } (table(&headings, &rows, visit)) }
}

fn row(delivery: &Value, place: Place, visit: &Visit) -> Markup {
    let text = |name: &str| delivery.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = delivery.get("id").and_then(Value::as_u64).unwrap_or_default();
    let mood = match text("state") {
        "DELIVERED" => "good",
        "GIVEN_UP" => "bad",
        _ => "wait",
    };
    let tries = delivery.get("tries").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let fields = [("delivery", id.to_string())];
    let action = Action {
        section: Section::Webhooks,
        name: "resend",
        fields: &fields,
        label: visit.pick("Yeniden gönder", "Send again"),
    };
    html! {
        tr {
            td { (id) }
            td.mono { (text("eventType")) }
            td.mono { (text("payloadId")) }
            td { (status(text("state"), mood)) }
            td { @for made in tries { div { (describe(made)) } } }
            td { (place.button(&action, visit)) }
        }
    }
}

/// Returns when a try was made, and the status of its response or why there was none.
fn describe(made: &Value) -> String {
    let text = |name: &str| made.get(name).and_then(Value::as_str);
    let outcome = made.get("status").and_then(Value::as_u64).map(|status| status.to_string());
    let time = text("time").unwrap_or_default().split('.').next().unwrap_or_default();
    format!("{time} {}", outcome.as_deref().or(text("error")).unwrap_or_default())
}
