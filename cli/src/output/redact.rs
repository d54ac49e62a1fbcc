//! Hides secrets in JSON: fields that the catalog says are secret, and unknown ones that sound like it.

use craftgate_core::catalog::Type;

use super::json::{Members, elements, members};
use crate::input::quoted;

/// The placeholder of a secret.
const HIDDEN: &str = "\"…\"";

/// The JSON of a value of this type, without its secrets but those to reveal.
pub(crate) fn redact(json: &str, kind: Type, reveal: &[String]) -> String {
    value("", json, kind, reveal)
}

/// The strings in the secret fields of a value of this type.
pub(crate) fn secrets(json: &str, kind: Type, reveal: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    collect("", json, kind, reveal, &mut found);
    found
}

fn value(name: &str, json: &str, kind: Type, reveal: &[String]) -> String {
    if is_secret(name, json, kind, reveal) {
        return HIDDEN.to_owned();
    }
    if let Some(Members(members)) = members(json) {
        let member = |(name, json): &(String, &serde_json::value::RawValue)| {
            format!("{}:{}", quoted(name), value(name, json.get(), kind_of_member(kind, name), reveal))
        };
        return format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","));
    }
    match elements(json) {
        Some(elements) => {
            let item = kind_of_item(kind);
            let items = elements.iter().map(|json| value(name, json.get(), item, reveal));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        None => json.to_owned(),
    }
}

fn collect(name: &str, json: &str, kind: Type, reveal: &[String], found: &mut Vec<String>) {
    if is_secret(name, json, kind, reveal) {
        found.extend(serde_json::from_str::<String>(json));
    } else if let Some(Members(members)) = members(json) {
        members.iter().for_each(|(name, json)| collect(name, json.get(), kind_of_member(kind, name), reveal, found));
    } else if let Some(elements) = elements(json) {
        elements.iter().for_each(|json| collect(name, json.get(), kind_of_item(kind), reveal, found));
    }
}

fn is_secret(name: &str, json: &str, kind: Type, reveal: &[String]) -> bool {
    let is_revealed = reveal.iter().any(|revealed| revealed == name);
    let is_value = !json.starts_with(['{', '[']) && json != "null";
    is_value && !is_revealed && (matches!(kind, Type::Secret) || (matches!(kind, Type::Json) && sounds_secret(name)))
}

/// Whether a field that no description knows may be a secret.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = ["cardnumber", "cvc", "cvv", "identity", "pan", "password", "secret", "token"];
    name.ends_with("key") || words.iter().any(|word| name.contains(word))
}

/// The type of an object's field; any JSON where it is not described.
pub(crate) fn kind_of_member(kind: Type, name: &str) -> Type {
    match kind {
        Type::Object(object) => object.field(name).map_or(Type::Json, |field| field.kind()),
        Type::Map(value) => *value,
        Type::Page(item) if name == "items" => Type::List(item),
        Type::Page(_) => Type::Integer,
        _ => Type::Json,
    }
}

pub(crate) fn kind_of_item(kind: Type) -> Type {
    match kind {
        Type::List(item) => *item,
        _ => Type::Json,
    }
}
