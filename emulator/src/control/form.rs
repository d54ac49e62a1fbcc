//! Forms that a customer's browser posts to the merchant, and the pages that it visits before.

use serde_json::{Value, json};

use crate::protocol::callback_form::CallbackForm;
use crate::simulate::PageStep;

/// Returns a form: its URL, its target, its fields in order, and the body as the browser sends it.
pub(super) fn form(form: &CallbackForm) -> Value {
    let fields: Vec<_> = form.fields().iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let target = if form.replaces_window() { "_top" } else { "_self" };
    json!({"url": form.action(), "target": target, "body": form.form_body(), "fields": fields})
}

/// Returns where a page leads: the form of a payment that is made, or the page of the payment that waits.
pub(super) fn step(step: &PageStep) -> Value {
    match step {
        PageStep::Paid(paid) => json!({"form": form(paid)}),
        PageStep::ThreeDs { payment_id, page_url } | PageStep::Provider { payment_id, page_url } => {
            json!({"paymentId": payment_id, "pageUrl": page_url})
        }
    }
}
