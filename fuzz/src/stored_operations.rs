//! An operation out of a queue's JSON: what is read was said, is written as the same, and becomes one request.

use craftgate_core::http::Method;

use crate::operations::{Stored, operation};
use crate::reference::encoding::form;
use crate::reference::json::Tree;
use crate::signed::{self, assert_signed};
use crate::texts::headed;

/// The input: a line with an operation's name, then its JSON.
pub fn stored_operations(data: &[u8]) {
    let (name, json) = headed(data);
    let row = operation(name);
    let Some(Stored { json: written, request }) = str::from_utf8(json).ok().and_then(row.stored) else { return };
    let (Some(stored), Some(said)) = (Tree::read(written.as_bytes()), Tree::read(json)) else { return };
    stored.assert_said_by(&said, row.name);

    let Ok(request) = request else { return };
    assert_signed(&request, signed::SECRET_KEY);
    if *request.method() == Method::GET {
        assert!(request.body().is_empty());
        let query = form(request.uri().query().unwrap_or_default().as_bytes()).expect("text");
        query.iter().for_each(|(name, value)| assert_asked(&stored, name, value));
    } else if !request.body().is_empty() {
        let body = Tree::read(request.body().as_bytes()).expect("a body is JSON");
        body.assert_said_by(&stored, row.name);
    }
}

/// A parameter is a field of the operation as plain text; a list's items have commas between them.
fn assert_asked(stored: &Tree, name: &str, value: &str) {
    let text = |tree: &Tree| match tree {
        Tree::Bool(flag) => flag.to_string(),
        other => other.as_text().unwrap_or_else(|| panic!("{name} is no text")).to_owned(),
    };
    let expected = match stored.get(name).unwrap_or_else(|| panic!("nobody asked for {name}")) {
        Tree::List(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => text(other),
    };
    assert_eq!(value, expected, "{name}");
}
