//! What may stand in a cassette: names are kept by a list, and everything else is blanked.

use super::json::Node;
use super::kept::{CONTAINERS, NUMBERS, SEGMENTS, TEXTS, lists};

/// What stands for a text that is not kept.
const REDACTED: &str = "[redacted]";

/// This many digits in a row could be a card's number, wherever they stand.
const CARD_NUMBER_DIGITS: usize = 12;

/// A body: the outermost value is a container, whatever it is called.
pub(super) fn body(node: Node) -> Node {
    match node {
        Node::Object(_) | Node::Array(_) => inside(node),
        other => blank(&other),
    }
}

/// A value below a container.
fn inside(node: Node) -> Node {
    match node {
        Node::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| {
                let value = field(&name, value);
                (if is_name(&name) { name } else { REDACTED.to_owned() }, value)
            });
            Node::Object(fields.collect())
        }
        Node::Array(items) => Node::Array(items.into_iter().map(inside).collect()),
        other => blank(&other),
    }
}

/// A field's value. The items of a list stand under the list's name.
fn field(name: &str, value: Node) -> Node {
    let is_kept = match &value {
        Node::Array(_) => true,
        Node::Object(_) => lists(CONTAINERS, name),
        Node::Text(text) => lists(TEXTS, name) && !could_be_a_card(text),
        Node::Number(number) => lists(NUMBERS, name) && !could_be_a_card(number.get()),
        Node::Word(_) => true,
    };
    match value {
        value if !is_kept => blank(&value),
        Node::Array(items) => Node::Array(items.into_iter().map(|item| field(name, item)).collect()),
        Node::Object(_) => inside(value),
        leaf => leaf,
    }
}

/// Something of the same kind without content, so that it reads as the same type.
fn blank(node: &Node) -> Node {
    match node {
        Node::Object(_) => Node::Object(Vec::new()),
        Node::Array(_) => Node::Array(Vec::new()),
        Node::Text(_) => Node::Text(REDACTED.to_owned()),
        Node::Number(_) => Node::zero(),
        Node::Word(word) => Node::Word(*word),
    }
}

/// Whether this is how fields are called, and not a value that somebody uses as a key.
fn is_name(key: &str) -> bool {
    key.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !could_be_a_card(key)
}

/// Whether there are twelve digits or more in a row, written in groups or not.
fn could_be_a_card(text: &str) -> bool {
    let mut runs = text.split(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ' ' | '-'));
    runs.any(|run| run.bytes().filter(u8::is_ascii_digit).count() >= CARD_NUMBER_DIGITS)
}

/// A path: the words of the API's own paths are kept, and ids.
pub(super) fn path(path: &str) -> String {
    let is_id = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_digit()) && !could_be_a_card(segment);
    let keep = |segment| if lists(SEGMENTS, segment) || is_id(segment) { segment } else { REDACTED };
    path.split('/').map(keep).collect::<Vec<_>>().join("/")
}

/// A query: the values of kept names.
pub(super) fn query(query: &str) -> String {
    let pair = |pair| match name_and_value(pair) {
        (_, "true" | "false") => pair.to_owned(),
        (name, value) if (lists(TEXTS, name) || lists(NUMBERS, name)) && !could_be_a_card(value) => pair.to_owned(),
        (name, _) => format!("{name}={REDACTED}"),
    };
    pairs(query).map(pair).collect::<Vec<_>>().join("&")
}

/// The parameters of a query.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

pub(super) fn name_and_value(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}
