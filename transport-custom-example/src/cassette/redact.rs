//! Redaction: keeps the values of listed names, and blanks everything else.

use percent_encoding::percent_decode_str;

use super::allowlist::{CODES, CONTAINERS, NUMBERS, SEGMENTS, STRINGS, contains};
use super::json::Node;
use super::personal::{could_be_personal, could_have_a_security_code, number_could_be_personal};

/// The placeholder of a redacted string.
const REDACTED: &str = "[redacted]";

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
        Node::String(string) => is_kept_string(name, string),
        Node::Number(number) => is_kept_number(name, number.get()),
        Node::Literal(_) => true,
    };
    match value {
        value if !is_kept => blank(&value),
        Node::Array(items) => Node::Array(items.into_iter().map(|item| field(name, item)).collect()),
        Node::Object(_) => content(value),
        leaf => leaf,
    }
}

fn is_kept_string(name: &str, string: &str) -> bool {
    let may_have_short_numbers = contains(CODES, name);
    contains(STRINGS, name)
        && !could_be_personal(string)
        && (may_have_short_numbers || !could_have_a_security_code(string))
}

fn is_kept_number(name: &str, number: &str) -> bool {
    contains(NUMBERS, name) && !number_could_be_personal(number)
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
        && !could_be_personal(key)
        && !could_have_a_security_code(key)
}

/// Redacts a path, except for the API's own segments and ids.
pub(super) fn path(path: &str) -> String {
    let is_id = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_digit()) && !number_could_be_personal(segment);
    let keep = |segment| if contains(SEGMENTS, segment) || is_id(segment) { segment } else { REDACTED };
    path.split('/').map(keep).collect::<Vec<_>>().join("/")
}

/// Redacts a query, except for the values of listed names.
pub(super) fn query(query: &str) -> String {
    let pair = |pair| match name_and_value(pair) {
        (_, "true" | "false") => pair.to_owned(),
        (name, value) if is_kept_parameter(name, value) => pair.to_owned(),
        (name, _) if is_name(name) => format!("{name}={REDACTED}"),
        _ => format!("{REDACTED}={REDACTED}"),
    };
    pairs(query).map(pair).collect::<Vec<_>>().join("&")
}

/// The values of a list are joined by commas.
fn is_kept_parameter(name: &str, value: &str) -> bool {
    let value = percent_decode_str(value).decode_utf8_lossy();
    is_kept_string(name, &value) || value.split(',').all(|number| is_kept_number(name, number))
}

/// Returns the parameters of a query.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Splits a query parameter.
pub(super) fn name_and_value(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}
