//! Requests and responses of every operation with a secret in every string.

use std::collections::BTreeMap;

use craftgate_core::catalog::{AnyOperation, Field, OperationInfo, OutputType, Type};

/// The sentinel string, which ends in a card's number.
pub(super) const SECRET: &str = "gizli-5258640000000001";

/// The sentinel whole number, such as a payment's id.
pub(super) const NUMBER: &str = "515151515";

/// Returns the operation with sentinels in all its fields.
pub(super) fn operation(info: &OperationInfo) -> AnyOperation {
    let json = object(info.fields());
    AnyOperation::from_json(info.name(), &json).unwrap_or_else(|error| panic!("{}: {error}: {json}", info.name()))
}

/// Returns the `data` of a successful response with sentinels in all its fields.
pub(super) fn data(info: &OperationInfo) -> String {
    match info.output() {
        OutputType::Json(output) => value(output),
        _ => format!("{{\"gizli\":\"{SECRET}\"}}"),
    }
}

/// A flattened object may have a field that the outer one has too.
fn object(fields: impl Iterator<Item = &'static Field>) -> String {
    let members: BTreeMap<_, _> = fields.map(|field| (field.name(), field_value(field))).collect();
    let members = members.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// A few strings have a form that is checked when they are read.
fn field_value(field: &Field) -> String {
    match field.name() {
        "expireYear" => "\"2044\"".to_owned(),
        "expireMonth" => "\"07\"".to_owned(),
        _ => value(field.kind()),
    }
}

fn value(kind: Type) -> String {
    match kind {
        Type::Integer => NUMBER.to_owned(),
        Type::Decimal => format!("{NUMBER}.51"),
        Type::Float => "0.5".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Date => "\"2026-03-25\"".to_owned(),
        Type::DateTime => "\"2026-03-25T16:51:34\"".to_owned(),
        Type::List(item) => format!("[{}]", value(*item)),
        Type::Page(item) => format!("{{\"items\":[{}],\"page\":0,\"size\":1,\"totalSize\":1}}", value(*item)),
        Type::Object(described) => object(described.fields()),
        Type::Map(item) => format!("{{\"{SECRET}\":{}}}", value(*item)),
        Type::Json | Type::JsonObject => format!("{{\"gizli\":\"{SECRET}\"}}"),
        _ => format!("\"{SECRET}\""),
    }
}
