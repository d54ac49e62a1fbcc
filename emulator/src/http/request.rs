//! Reading operations from requests.

use std::borrow::Cow;
use std::collections::BTreeMap;

use craftgate_core::Request;
use http::Method;
use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::deserialize::deserialize;
use super::omissible_fields::omissible_fields;
use crate::error::{ApiError, BODY_TOO_LARGE, MALFORMED_REQUEST, UNSUPPORTED_MEDIA_TYPE};

/// The largest request body: 1 MiB.
pub(crate) const MAX_BODY: usize = 1 << 20;

/// The fields of an operation by their wire names.
type Fields = BTreeMap<String, Box<RawValue>>;

/// A request with the endpoint that it matches.
pub(crate) struct MatchedRequest<'a> {
    pub(super) request: &'a Request,
    /// The values of the path's parameters.
    pub(super) path: Vec<(&'static str, String)>,
    /// The query parameters that are not strings, as `name=flag` or `name=list`.
    pub(super) query_types: &'static str,
    /// The path's template.
    pub(super) template: &'static str,
}

impl MatchedRequest<'_> {
    /// Reads the operation from the path, and from the query of a `GET` or the body of any other method.
    ///
    /// If `is_lenient`, fields may be missing that the official clients' samples omit.
    pub(crate) fn operation<T: DeserializeOwned>(&self, is_lenient: bool) -> Result<T, ApiError> {
        let defaults = if is_lenient { omissible_fields(self.template) } else { &[] };
        deserialize(&self.json(defaults)?)
    }

    fn json(&self, defaults: &[(&str, &str)]) -> Result<Cow<'_, [u8]>, ApiError> {
        let is_get = self.request.method() == Method::GET;
        if !is_get && self.path.is_empty() && defaults.is_empty() {
            return Ok(Cow::Borrowed(self.body()));
        }
        let mut fields: Fields = if is_get { self.query()? } else { deserialize(self.body())? };
        for (name, value) in defaults {
            fields.entry((*name).to_owned()).or_insert(raw(value)?);
        }
        for (name, value) in &self.path {
            fields.insert((*name).to_owned(), raw(&value)?);
        }
        serde_json::to_vec(&fields).map(Cow::Owned).map_err(|_| MALFORMED_REQUEST.into())
    }

    /// Returns the body, or an object without fields if it is empty.
    fn body(&self) -> &[u8] {
        match self.request.body().as_bytes() {
            [] => b"{}",
            body => body,
        }
    }

    fn query(&self) -> Result<Fields, ApiError> {
        let query = self.request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(_, value)| !value.is_empty()).map(|(name, value)| self.parameter(name, value)).collect()
    }

    fn parameter(&self, name: &str, value: &str) -> Result<(String, Box<RawValue>), ApiError> {
        let (name, value) = (form_decode(name)?, form_decode(value)?);
        let value = match (self.query_type(&name), flag(&value)) {
            ("flag", Some(flag)) => raw(&flag),
            ("list", _) => raw(&value.split(',').collect::<Vec<_>>()),
            _ => raw(&value),
        };
        Ok((name, value?))
    }

    fn query_type(&self, name: &str) -> &'static str {
        let types = self.query_types.split('&').filter_map(|pair| pair.split_once('='));
        types.filter(|(known, _)| *known == name).map(|(_, query_type)| query_type).next().unwrap_or_default()
    }
}

/// Returns a flag as the official clients write it: `true`, `True` or `1`.
fn flag(value: &str) -> Option<bool> {
    match value {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    }
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>, ApiError> {
    to_raw_value(value).map_err(|_| MALFORMED_REQUEST.into())
}

/// Decodes a part of a query as forms are encoded: a plus sign is a space.
fn form_decode(encoded: &str) -> Result<String, ApiError> {
    let spaced = encoded.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| MALFORMED_REQUEST)?;
    Ok(decoded.into_owned())
}

pub(crate) fn check_size(request: &Request) -> Result<(), ApiError> {
    match request.body().len() > MAX_BODY {
        true => Err(BODY_TOO_LARGE.into()),
        false => Ok(()),
    }
}

pub(crate) fn check_content_type(request: &Request) -> Result<(), ApiError> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    match request.body().is_empty() || media_type.eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(UNSUPPORTED_MEDIA_TYPE.into()),
    }
}
