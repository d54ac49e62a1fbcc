//! Whatever answers any of the operations: what is read was said, says the same when it is written, and nothing
//! of an answer is lost.

use craftgate_core::http::StatusCode;
use craftgate_core::{Body, Error, OutputKind, Response};

use crate::operations::{Row, operation};
use crate::reference::json::Tree;
use crate::texts::headed;

/// The input: a line with an operation's name and perhaps a status, then the answer's body. A line that ends in
/// a colon is followed by `data` alone.
pub fn responses(data: &[u8]) {
    let (head, body) = headed(data);
    let (head, is_bare) = head.strip_suffix(':').map_or((head, false), |head| (head, true));
    let (name, status) = head.split_once(' ').unwrap_or((head, "200"));
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let row = operation(name);
    let body = if is_bare { [b"{\"data\":", body, b"}"].concat() } else { body.to_vec() };

    let mut response = Response::new(Body::from(body.as_slice()));
    *response.status_mut() = status;
    match (row.answer)(response) {
        Ok(json) => assert_said(row, status, json.as_deref(), &body),
        Err(error) => assert_kept(&error, status, &body),
    }
}

/// A result comes from a success, and holds nothing that the answer's `data` does not.
fn assert_said(row: &Row, status: StatusCode, json: Option<&str>, body: &[u8]) {
    assert!(status.is_success(), "{} of {status}", row.name);
    if row.kind != OutputKind::Data {
        return;
    }
    let text = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
    let written = Tree::read(json.expect("data has JSON").as_bytes());
    let (Some(written), Some(answer)) = (written, Tree::read(text)) else { return };
    assert!(answer.all("errors").all(|errors| *errors == Tree::Null), "errors were overlooked");
    assert_eq!(answer.all("data").count(), 1, "which data?");
    written.assert_said_by(answer.get("data").expect("data"), row.name);
}

/// An error is one of the two that have an answer, and has all of it.
pub(crate) fn assert_kept(error: &Error, status: StatusCode, body: &[u8]) {
    let (kept, told) = match error {
        Error::Api(error) => (error.body(), error.status()),
        Error::Response(error) => (error.body(), error.status()),
        other => panic!("{other:?}"),
    };
    assert_eq!((kept.as_bytes(), told), (body, status));
    assert!(!error.to_string().chars().any(char::is_control), "{error}");
}
