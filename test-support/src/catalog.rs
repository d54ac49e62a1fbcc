//! The API as data: every operation, type and enum with its wire names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

fn data(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Every type of the API, by its name, with its fields and their types.
pub fn types() -> &'static Value {
    static TYPES: LazyLock<Value> = LazyLock::new(|| data(include_str!("../data/types.json")));
    &TYPES
}

/// Every enum of the API, by its name, with its values.
pub fn enums() -> &'static Value {
    static ENUMS: LazyLock<Value> = LazyLock::new(|| data(include_str!("../data/enums.json")));
    &ENUMS
}

/// The operations, in the catalog's order.
pub fn list() -> &'static [Value] {
    static LIST: LazyLock<Value> = LazyLock::new(|| data(include_str!("../data/operations.json")));
    LIST.as_array().unwrap()
}

/// The operations by name, such as `payment::CreatePayment`.
pub fn operations() -> &'static BTreeMap<String, Value> {
    static OPERATIONS: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
        list()
            .iter()
            .map(|operation| (operation["operation"].as_str().unwrap().to_owned(), operation.clone()))
            .collect()
    });
    &OPERATIONS
}

/// Fields that Craftgate's documentation gives a wider type than the official clients do: object, field, type.
const WIDER_TYPES: [(&str, &str, &str); 1] = [("InitJuzdanPaymentRequest", "loanCampaignId", "string")];

/// The wire names and types of an object's fields.
pub fn fields(object: &str) -> Vec<(String, String)> {
    let types = types();
    let fields = types[object]["fields"].as_array().unwrap_or_else(|| panic!("no type {object}"));
    let fields = fields.iter().map(|field| (field["name"].as_str().unwrap(), field["type"].as_str().unwrap()));
    let kind = |name: &str, kind| {
        let wider = WIDER_TYPES.iter().find(|wider| (wider.0, wider.1) == (object, name));
        wider.map_or(kind, |wider| wider.2).to_owned()
    };
    fields.map(|(name, of_clients)| (name.to_owned(), kind(name, of_clients))).collect()
}

/// JSON of an object with every field that the catalog knows of it, at every depth.
pub fn filled(object: &str) -> String {
    let mut json = String::from("{");
    for (index, (name, kind)) in fields(object).iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(json, "{comma}\"{name}\":{}", value(name, kind)).unwrap();
    }
    json + "}"
}

/// Returns a JSON value of a catalog type, distinguished by the field's name.
pub fn value(name: &str, kind: &str) -> String {
    if let Some(item) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        return format!("[{}]", value(name, item));
    }
    if kind == "{string: any}" {
        return r#"{"snake_key":12345678901234567890.10,"İç":{"a":[null,true]}}"#.to_owned();
    }
    if let Some(entry) = kind.strip_prefix("{string: ").and_then(|kind| kind.strip_suffix('}')) {
        return format!(r#"{{"İlk_key":{}}}"#, value(name, entry));
    }
    match kind {
        "decimal" => format!("{}.10", 1000 + name.len()),
        "int64" => "9007199254740993".to_owned(),
        "int32" => name.len().to_string(),
        "boolean" => (name.len() % 2 == 0).to_string(),
        "string" => format!("\"ğüşıöç İ {name}\""),
        "float64" => "0.25".to_owned(),
        "any" => "[1.50]".to_owned(),
        "datetime" => "\"2026-03-25T16:51:34.123456789\"".to_owned(),
        "date" => "\"2026-03-25\"".to_owned(),
        // One enum has an object's name; the object is the one that is used.
        _ if !types()[kind].is_null() => filled(kind),
        _ => enums()[kind]["values"].as_array().unwrap_or_else(|| panic!("no type {kind}")).last().unwrap().to_string(),
    }
}
