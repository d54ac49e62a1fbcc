//! Reading control requests.

use craftgate_core::Request;
use http::Method;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::PREFIX;
use super::error::ControlError;
use crate::emulator::Emulator;
use crate::host::Host;
use crate::http::request::MAX_BODY;

/// A request, and the merchant that it is about.
pub(super) struct ControlRequest<'a> {
    pub(super) method: &'a Method,
    /// The decoded segments after the prefix.
    pub(super) path: Vec<String>,
    pub(super) merchant: &'a Emulator,
    body: &'a [u8],
}

impl<'a> ControlRequest<'a> {
    /// Reads a request. `?merchant=2` names a merchant by its number; without it, the first one is meant.
    pub(super) fn new(host: &'a Host, request: &'a Request) -> Result<Self, ControlError> {
        let path = request.uri().path().strip_prefix(PREFIX).unwrap_or_default();
        let segments = path.split('/').filter(|segment| !segment.is_empty()).map(decode);
        let body = request.body().as_bytes();
        if body.len() > MAX_BODY {
            return Err(ControlError::invalid("the body is larger than 1 MiB"));
        }
        Ok(Self {
            method: request.method(),
            path: segments.collect::<Result<_, _>>()?,
            merchant: merchant(host, request.uri().query().unwrap_or_default())?,
            body,
        })
    }

    /// Reads the body as JSON.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, ControlError> {
        let body = if self.body.is_empty() { b"{}" } else { self.body };
        let mut json = serde_json::Deserializer::from_slice(body);
        let read =
            serde_path_to_error::deserialize(&mut json).map_err(|error| ControlError::unreadable(error.to_string()))?;
        json.end().map_err(|error| ControlError::unreadable(error.to_string()))?;
        Ok(read)
    }

    /// Returns the body as a string.
    pub(super) fn text(&self) -> Result<&'a str, ControlError> {
        std::str::from_utf8(self.body).map_err(|_| ControlError::unreadable("the body is not UTF-8"))
    }
}

fn decode(segment: &str) -> Result<String, ControlError> {
    let decoded = percent_decode_str(segment).decode_utf8();
    decoded.map(|decoded| decoded.into_owned()).map_err(|_| ControlError::unreadable("the path is not UTF-8"))
}

fn merchant<'a>(host: &'a Host, query: &str) -> Result<&'a Emulator, ControlError> {
    let mut number = 1;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "merchant" => number = value.parse().map_err(|_| ControlError::unreadable("merchant: not a number"))?,
            _ => return Err(ControlError::unreadable("unknown query parameter: only merchant is supported")),
        }
    }
    host.merchant(number).ok_or_else(|| ControlError::not_found("merchant: there is no merchant with this number"))
}
