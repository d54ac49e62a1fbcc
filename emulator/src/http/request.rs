//! Reading what a request asks for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use craftgate_core::Request;
use http::Method;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use crate::refusal::{self, Refusal};

/// The fields of an operation by their wire names.
type Fields = BTreeMap<String, Box<RawValue>>;

/// A request that found its endpoint.
pub(crate) struct Incoming<'a> {
    pub(crate) request: &'a Request,
    /// The values of the path's parameters.
    pub(crate) path: Vec<(&'static str, String)>,
    /// The query's parameters that are more than one text: `name=flag` or `name=list`.
    pub(crate) kinds: &'static str,
}

impl Incoming<'_> {
    /// The operation.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.json()?).map_err(|error| field_refusal(&error))
    }

    /// The operation's JSON: its fields are in the path, and in the query of a `GET` or the body of any other.
    fn json(&self) -> Result<Cow<'_, [u8]>, Refusal> {
        let is_get = self.request.method() == Method::GET;
        if !is_get && self.path.is_empty() {
            return Ok(Cow::Borrowed(self.body()));
        }
        let mut fields = if is_get { self.query()? } else { self.body_fields()? };
        for (name, value) in &self.path {
            fields.insert((*name).to_owned(), raw(&value)?);
        }
        serde_json::to_vec(&fields).map(Cow::Owned).map_err(|_| refusal::MALFORMED.plain())
    }

    /// The body; without one, an object without fields.
    fn body(&self) -> &[u8] {
        match self.request.body().as_bytes() {
            [] => b"{}",
            body => body,
        }
    }

    fn body_fields(&self) -> Result<Fields, Refusal> {
        serde_json::from_slice(self.body()).map_err(|error| field_refusal(&error))
    }

    fn query(&self) -> Result<Fields, Refusal> {
        let query = self.request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(_, value)| !value.is_empty()).map(|(name, value)| self.parameter(name, value)).collect()
    }

    fn parameter(&self, name: &str, value: &str) -> Result<(String, Box<RawValue>), Refusal> {
        let (name, value) = (decode(name)?, decode(value)?);
        let value = match (self.kind(&name), value.parse::<bool>()) {
            ("flag", Ok(flag)) => raw(&flag),
            ("list", _) => raw(&value.split(',').collect::<Vec<_>>()),
            _ => raw(&value),
        };
        Ok((name, value?))
    }

    fn kind(&self, name: &str) -> &'static str {
        let kinds = self.kinds.split('&').filter_map(|kind| kind.split_once('='));
        kinds.filter(|(known, _)| *known == name).map(|(_, kind)| kind).next().unwrap_or_default()
    }
}

fn raw(value: &impl serde::Serialize) -> Result<Box<RawValue>, Refusal> {
    to_raw_value(value).map_err(|_| refusal::MALFORMED.plain())
}

/// Decodes a query's text as forms are: a plus sign is a space.
fn decode(text: &str) -> Result<String, Refusal> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| refusal::MALFORMED.plain())?;
    Ok(decoded.into_owned())
}

/// A value that has to be there, for this form of the request.
pub(crate) fn demand<T>(value: Option<T>, name: &'static str) -> Result<T, Refusal> {
    value.ok_or_else(|| refusal::MISSING.about(name))
}

/// Names the field that was wrong. The parser's own words are not passed on: they quote the value.
fn field_refusal(error: &serde_json::Error) -> Refusal {
    if !error.is_data() {
        return refusal::MALFORMED.plain();
    }
    let text = error.to_string();
    let is_name = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let path: Vec<&str> = text.split(": ").take_while(is_name).collect();
    let problem = text.split(": ").nth(path.len()).unwrap_or_default();
    let rule = match problem.starts_with("the field is missing") {
        true => refusal::MISSING,
        false => refusal::UNREADABLE,
    };
    Refusal::Field(rule, path.join("."))
}
