//! How the responses to requests with an idempotency key are stored.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::idempotency::{Fingerprint, IdempotencyRecord, IdempotencyStore};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredRecord {
    /// The SHA-256 of the request, in base64.
    request_hash: String,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    body: String,
}

/// A key or a body that is not UTF-8 is left out: no client sends one, and no response to a request with a key has one.
impl Serialize for IdempotencyStore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records: BTreeMap<&str, StoredRecord> = self
            .0
            .iter()
            .filter_map(|(key, record)| Some((std::str::from_utf8(key).ok()?, StoredRecord::new(record)?)))
            .collect();
        records.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IdempotencyStore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let records = BTreeMap::<String, StoredRecord>::deserialize(deserializer)?;
        let records = records.into_iter().map(|(key, record)| {
            let restored = record.restore().ok_or("not a response to a request with an idempotency key");
            restored.map(|record| (key.into_bytes(), record))
        });
        records.collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}

impl StoredRecord {
    fn new(record: &IdempotencyRecord) -> Option<Self> {
        let content_type = record.response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Some(Self {
            request_hash: STANDARD.encode(record.fingerprint),
            status: record.response.status().as_u16(),
            content_type: content_type.map(str::to_owned),
            body: std::str::from_utf8(record.response.body().as_bytes()).ok()?.to_owned(),
        })
    }

    fn restore(self) -> Option<IdempotencyRecord> {
        let fingerprint = Fingerprint::try_from(STANDARD.decode(self.request_hash).ok()?).ok()?;
        let mut response = Response::new(self.body.into());
        *response.status_mut() = StatusCode::from_u16(self.status).ok()?;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::try_from(content_type).ok()?);
        }
        Some(IdempotencyRecord { fingerprint, response })
    }
}
