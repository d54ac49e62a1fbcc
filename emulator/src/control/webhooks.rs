//! Events, and the webhooks that tell of them.

use craftgate_core::Response;
use http::Method;

use super::error::ControlError;
use super::request::ControlRequest;
use super::response;
use crate::host::Host;

pub(super) fn route(host: &Host, request: &ControlRequest<'_>, path: &[&str]) -> Result<Response, ControlError> {
    match (request.method, path) {
        (&Method::GET, ["events"]) => response::json(&request.merchant.events()),
        (&Method::GET, ["webhooks"]) => match &host.deliveries {
            Some(deliveries) => response::json(&deliveries.list()),
            None => Err(ControlError::not_found("no webhook is sent: the emulator was started without a webhook URL")),
        },
        (&Method::POST, ["webhooks", id, "resend"]) => {
            let is_due = id.parse().ok().zip(host.deliveries.as_ref()).is_some_and(|(id, all)| all.resend(id));
            match is_due {
                true => response::no_content(),
                false => Err(ControlError::not_found("there is no such webhook, or it is being sent")),
            }
        }
        _ => Err(ControlError::no_such_path()),
    }
}
