//! A response to any operation: its output has only values of the body, serializes to the same, and an error keeps the
//! whole response.

use craftgate_core::http::StatusCode;
use craftgate_core::{Body, Error, Response};

use crate::input::{entries, first_line};
use crate::operations::{OperationEntry, OutputKind, operation};
use crate::reference::json::Tree;

/// The input: responses between lines of three dashes, each a line with an operation's name and perhaps a status, then
/// the body. A line that ends in a colon is followed by `data` alone.
pub fn responses(data: &[u8]) {
    entries(data).for_each(check_response);
}

fn check_response(entry: &[u8]) {
    let (head, body) = first_line(entry);
    let (head, is_data_only) = head.strip_suffix(':').map_or((head, false), |head| (head, true));
    let (name, status) = head.split_once(' ').unwrap_or((head, "200"));
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let operation = operation(name);
    let body = if is_data_only { [b"{\"data\":", body, b"}"].concat() } else { body.to_vec() };

    let mut response = Response::new(Body::from(body.as_slice()));
    *response.status_mut() = status;
    match (operation.parse)(response) {
        Ok(json) => assert_output(operation, status, json.as_deref(), &body),
        Err(error) => assert_keeps_response(&error, status, &body),
    }
}

/// Panics unless the status is a success and the output's values are those of the body's `data`.
fn assert_output(operation: &OperationEntry, status: StatusCode, json: Option<&str>, body: &[u8]) {
    assert!(status.is_success(), "{} of {status}", operation.name);
    if (operation.kind)() != OutputKind::Data {
        return;
    }
    let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
    let output = Tree::parse(json.expect("data has JSON").as_bytes());
    let (Some(output), Some(envelope)) = (output, Tree::parse(body)) else { return };
    assert!(envelope.all("errors").all(|errors| *errors == Tree::Null), "errors were ignored");
    assert_eq!(envelope.all("data").count(), 1, "duplicate data");
    output.assert_derived_from(envelope.get("data").expect("data"), operation.name);
}

/// Panics unless the error has the response's status and body, and its message no control characters.
pub(crate) fn assert_keeps_response(error: &Error, status: StatusCode, body: &[u8]) {
    let (kept_body, kept_status) = match error {
        Error::Api(error) => (error.body(), error.status()),
        Error::Response(error) => (error.body(), error.status()),
        other => panic!("{other:?}"),
    };
    assert_eq!((kept_body.as_bytes(), kept_status), (body, status));
    assert!(!error.to_string().chars().any(char::is_control), "{error}");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::operations::{OPERATIONS, corpus_entries};

    #[test]
    fn the_corpus_has_a_response_for_every_output_with_data() {
        let with_data = OPERATIONS.iter().filter(|operation| (operation.kind)() == OutputKind::Data);
        let mut missing: BTreeSet<&str> = with_data.map(|operation| (operation.output)()).collect();
        for (operation, data) in corpus_entries("responses") {
            let body = [b"{\"data\":", data.as_slice(), b"}"].concat();
            if (operation.parse)(Response::new(Body::from(body))).is_ok() {
                missing.remove((operation.output)());
            }
        }
        assert!(missing.is_empty(), "corpus/responses.seeds has no valid response with {missing:?}");
    }
}
