//! The API catalog as test data: the request and response of every operation, with all fields.

use craftgate_test_support::catalog::{enums, types};
use serde_json::{Map, Value, json};

/// The marker in every string except for times and enum values.
pub(crate) const SENTINEL: &str = "gizli";

/// Returns a field's marked value, which contains the field's name.
pub(crate) fn sentinel(field: &str) -> String {
    format!("{SENTINEL}<{field}>")
}

/// Returns an object with every field.
pub(crate) fn filled(object: &str) -> Value {
    let fields = types()[object]["fields"].as_array().unwrap_or_else(|| panic!("no type {object}"));
    let entries = fields.iter().map(|field| {
        let name = field["name"].as_str().unwrap();
        (name.to_owned(), value(name, field["type"].as_str().unwrap()))
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

/// Returns a value of a catalog type.
pub(crate) fn value(name: &str, kind: &str) -> Value {
    if let Some(item) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        return json!([value(name, item)]);
    }
    if kind.starts_with('{') || kind == "any" {
        // Names that are kept in other objects, and a secret as a key.
        return json!({ "id": sentinel(name), "conversationId": sentinel(name), sentinel(name): { "price": 5258640000000001_i64 } });
    }
    match kind {
        "decimal" | "float64" => json!(1.5),
        "int64" | "int32" => json!(7),
        "boolean" => json!(true),
        "datetime" => json!("2026-03-25T16:51:34"),
        "date" => json!("2026-03-25"),
        "string" => json!(sentinel(name)),
        _ if types()[kind]["fields"].is_array() => filled(kind),
        _ => enums()[kind]["values"].as_array().unwrap_or_else(|| panic!("no type {kind}"))[0].clone(),
    }
}
