//! Redaction: keeps the values of listed names, and blanks everything else.

use super::allowlist::{CONTAINERS, NUMBERS, SEGMENTS, STRINGS, contains};
use super::json::Node;

/// The placeholder of a redacted string.
const REDACTED: &str = "[redacted]";

/// The number of consecutive digits that could be a card number.
const CARD_NUMBER_DIGITS: usize = 12;

/// Redacts a body, whose outermost value is a container.
pub(super) fn body(node: Node) -> Node {
    match node {
        Node::Object(_) | Node::Array(_) => content(node),
        other => blank(&other),
    }
}

/// Redacts the content of a container.
fn content(node: Node) -> Node {
    match node {
        Node::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| {
                let value = field(&name, value);
                (if is_name(&name) { name } else { REDACTED.to_owned() }, value)
            });
            Node::Object(fields.collect())
        }
        Node::Array(items) => Node::Array(items.into_iter().map(content).collect()),
        other => blank(&other),
    }
}

/// Redacts a field's value. The items of a list are treated as the list's field.
fn field(name: &str, value: Node) -> Node {
    let is_kept = match &value {
        Node::Array(_) => true,
        Node::Object(_) => contains(CONTAINERS, name),
        Node::String(string) => contains(STRINGS, name) && !could_be_a_card_number(string),
        Node::Number(number) => contains(NUMBERS, name) && !could_be_a_card_number(number.get()),
        Node::Literal(_) => true,
    };
    match value {
        value if !is_kept => blank(&value),
        Node::Array(items) => Node::Array(items.into_iter().map(|item| field(name, item)).collect()),
        Node::Object(_) => content(value),
        leaf => leaf,
    }
}

/// Returns an empty value of the same JSON type.
fn blank(node: &Node) -> Node {
    match node {
        Node::Object(_) => Node::Object(Vec::new()),
        Node::Array(_) => Node::Array(Vec::new()),
        Node::String(_) => Node::String(REDACTED.to_owned()),
        Node::Number(_) => Node::zero(),
        Node::Literal(literal) => Node::Literal(*literal),
    }
}

/// Returns true if the key looks like a field name, and not like a value used as a key.
fn is_name(key: &str) -> bool {
    key.starts_with(|char: char| char.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !could_be_a_card_number(key)
}

/// Returns true if the string has twelve or more consecutive digits, possibly grouped.
fn could_be_a_card_number(string: &str) -> bool {
    let mut runs = string.split(|char: char| !char.is_ascii_digit() && !matches!(char, ' ' | '-'));
    runs.any(|run| run.bytes().filter(u8::is_ascii_digit).count() >= CARD_NUMBER_DIGITS)
}

/// Redacts a path, except for the API's own segments and ids.
pub(super) fn path(path: &str) -> String {
    let is_id = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_digit()) && !could_be_a_card_number(segment);
    let keep = |segment| if contains(SEGMENTS, segment) || is_id(segment) { segment } else { REDACTED };
    path.split('/').map(keep).collect::<Vec<_>>().join("/")
}

/// Redacts a query, except for the values of listed names.
pub(super) fn query(query: &str) -> String {
    let pair = |pair| match name_and_value(pair) {
        (_, "true" | "false") => pair.to_owned(),
        (name, value) if (contains(STRINGS, name) || contains(NUMBERS, name)) && !could_be_a_card_number(value) => {
            pair.to_owned()
        }
        (name, _) => format!("{name}={REDACTED}"),
    };
    pairs(query).map(pair).collect::<Vec<_>>().join("&")
}

/// Returns the parameters of a query.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Splits a query parameter.
pub(super) fn name_and_value(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}
