//! A stored operation: it deserializes to the values of its JSON, serializes to the same, and becomes one request.

use craftgate_core::http::Method;

use crate::input::{entries, first_line};
use crate::operations::{Restored, operation};
use crate::reference::encoding::parse_form;
use crate::reference::json::Tree;
use crate::signature::{self, assert_signed};

/// The input: operations between lines of three dashes, each a line with its name, then its JSON.
pub fn stored_operations(data: &[u8]) {
    entries(data).for_each(check_stored_operation);
}

fn check_stored_operation(entry: &[u8]) {
    let (name, json) = first_line(entry);
    let operation = operation(name);
    let restored = std::str::from_utf8(json).ok().and_then(operation.restore);
    let Some(Restored { json: serialized, request }) = restored else { return };
    let (Some(serialized), Some(stored)) = (Tree::parse(serialized.as_bytes()), Tree::parse(json)) else { return };
    serialized.assert_derived_from(&stored, operation.name);

    let Ok(request) = request else { return };
    assert_signed(&request, signature::SECRET_KEY);
    if *request.method() == Method::GET {
        assert!(request.body().is_empty());
        let query = parse_form(request.uri().query().unwrap_or_default().as_bytes()).expect("UTF-8");
        query.iter().for_each(|(name, value)| assert_parameter(&serialized, name, value));
    } else if !request.body().is_empty() {
        let body = Tree::parse(request.body().as_bytes()).expect("a body is JSON");
        body.assert_derived_from(&serialized, operation.name);
    }
}

/// Panics unless a query parameter has the value of the operation's field of that name; a list is joined by commas.
fn assert_parameter(operation: &Tree, name: &str, value: &str) {
    let parameter = |tree: &Tree| match tree {
        Tree::Bool(flag) => flag.to_string(),
        other => other.as_str().unwrap_or_else(|| panic!("{name} is not a scalar")).to_owned(),
    };
    let expected = match operation.get(name).unwrap_or_else(|| panic!("{name} is not a field")) {
        Tree::List(items) => items.iter().map(parameter).collect::<Vec<_>>().join(","),
        other => parameter(other),
    };
    assert_eq!(value, expected, "{name}");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::operations::{OPERATIONS, corpus_entries};

    #[test]
    fn the_corpus_has_a_request_of_every_operation() {
        let mut missing: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        for (operation, json) in corpus_entries("stored_operations") {
            let restored = std::str::from_utf8(&json).ok().and_then(operation.restore);
            if restored.is_some_and(|restored| restored.request.is_ok()) {
                missing.remove(operation.name);
            }
        }
        assert!(missing.is_empty(), "corpus/stored_operations.seeds has no valid request of {missing:?}");
    }
}
