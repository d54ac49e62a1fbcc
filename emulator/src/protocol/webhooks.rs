//! Webhooks: the signed requests that notify the merchant's server of events.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::SIGNATURE_HEADER;
use craftgate_core::{Json, JsonMap, Request, Secret};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::CONTENT_TYPE;
use sha2::Sha256;

use crate::domain::event::Event;

/// Returns the signed request that notifies the server at `url` of an event.
///
/// # Errors
///
/// If `url` is not a valid URL.
pub(crate) fn request(event: &Event, url: &str, key: &Secret) -> Result<Request, http::Error> {
    let timestamp = event.event_timestamp();
    let mut body = vec![
        ("eventType", Json::from(event.event_type.as_str())),
        ("eventTime", event.event_time.format("%Y-%m-%dT%H:%M:%S%.6f").to_string().into()),
        ("eventTimestamp", timestamp.into()),
        ("status", event.status.as_str().into()),
        ("payloadId", event.payload_id.as_str().into()),
    ];
    body.extend(event.payload.clone().map(|payload| ("payload", payload)));
    let body: JsonMap = body.into_iter().collect();
    http::Request::post(url)
        .header(CONTENT_TYPE, "application/json")
        .header(SIGNATURE_HEADER, signature(event, timestamp, key))
        .body(Json::from(body).as_str().into())
}

fn signature(event: &Event, timestamp: i64, key: &Secret) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).map(|mac| {
        mac.chain_update(event.event_type.as_str())
            .chain_update(timestamp.to_string())
            .chain_update(event.status.as_str())
            .chain_update(&event.payload_id)
    });
    // HMAC accepts keys of any length, so there is always a signature.
    mac.map(|mac| STANDARD.encode(mac.finalize().into_bytes())).unwrap_or_default()
}
