//! The path and the query of a request, from an operation's fields.

use std::fmt::{self, Display, Write as _};

use crate::encoding::url::push_encoded;
use crate::protocol::error::RequestError;
use crate::wire::to_param::ToParam;

/// Returns a path parameter as one segment. An empty one, `.` and `..` are errors: they would name another path.
pub(crate) fn segment(name: &'static str, value: &impl ToParam) -> Result<String, RequestError> {
    let mut segment = String::new();
    match value.to_param().map(|value| Encoded(&mut segment).push(value)) {
        Some(()) if !matches!(&*segment, "" | "." | "..") => Ok(segment),
        _ => Err(RequestError::PathParameter { name }),
    }
}

/// A string to which values are appended, percent-encoded.
struct Encoded<'a>(&'a mut String);

impl Encoded<'_> {
    fn push(&mut self, value: impl Display) {
        // Writing to a `String` never fails, and neither does the `Display` of a parameter.
        let _ = write!(self, "{value}");
    }
}

impl fmt::Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_encoded(self.0, text);
        Ok(())
    }
}

/// A query string under construction.
#[derive(Default)]
pub(crate) struct Query(String);

impl Query {
    /// Appends a parameter.
    pub(crate) fn push(&mut self, name: &'static str, value: &impl ToParam) -> Result<(), RequestError> {
        let value = value.to_param().ok_or(RequestError::QueryValue { name })?;
        self.push_name(name).push(value);
        Ok(())
    }

    /// Appends a list as one parameter, with commas between its items. An empty list is omitted.
    pub(crate) fn push_list(&mut self, name: &'static str, values: &[impl ToParam]) -> Result<(), RequestError> {
        if !values.is_empty() {
            let mut encoded = self.push_name(name);
            for (index, value) in values.iter().enumerate() {
                encoded.push(if index > 0 { "," } else { "" });
                encoded.push(value.to_param().ok_or(RequestError::QueryValue { name })?);
            }
        }
        Ok(())
    }

    /// Appends a parameter's name, and returns the string to which its value is appended.
    fn push_name(&mut self, name: &str) -> Encoded<'_> {
        if self.0.is_empty() {
            self.0.reserve(256);
        } else {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        Encoded(&mut self.0)
    }

    /// Returns the query, without a question mark.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}
