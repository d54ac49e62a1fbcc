//! Examples of an operation's fields.

use craftgate_core::catalog::{Field, OperationInfo, Type};

use crate::input::quoted;

/// JSON of the operation with its required fields, and with a card where a payment takes one.
pub(crate) fn fields(info: &OperationInfo) -> String {
    object(info.fields().filter(|field| field.is_required() || field.name() == "card"))
}

fn object(fields: impl Iterator<Item = &'static Field>) -> String {
    let members = fields.map(|field| format!("{}:{}", quoted(field.name()), value(field)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn value(field: &Field) -> String {
    let known = match field.name() {
        "cardHolderName" => "\"Gülşah Işık\"",
        "cardNumber" => "\"5258640000000001\"",
        "cvc" => "\"000\"",
        "expireYear" => "\"2044\"",
        "expireMonth" => "\"07\"",
        "binNumber" => "\"525864\"",
        "currency" => "\"TRY\"",
        "installment" => "1",
        "callbackUrl" => "\"https://www.example.com/craftgate/callback\"",
        _ => return of_kind(field.kind()),
    };
    known.to_owned()
}

fn of_kind(kind: Type) -> String {
    match kind {
        Type::Secret => "\"…\"".to_owned(),
        Type::Integer => "1".to_owned(),
        Type::Decimal => "100.00".to_owned(),
        Type::Float => "0.5".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Date => "\"2026-03-25\"".to_owned(),
        Type::DateTime => "\"2026-03-25T16:51:34\"".to_owned(),
        Type::Enum(values) => quoted(values.first().copied().unwrap_or_default()),
        Type::List(item) => format!("[{}]", of_kind(*item)),
        Type::Object(described) => {
            let needed = |field: &&Field| field.is_required() || described.name() == "Card" && is_of_a_card(field);
            object(described.fields().filter(needed))
        }
        Type::Map(_) | Type::Json | Type::JsonObject => "{}".to_owned(),
        _ => "\"metin\"".to_owned(),
    }
}

/// Whether a card that is typed in has this field.
fn is_of_a_card(field: &Field) -> bool {
    ["cardHolderName", "cardNumber", "expireYear", "expireMonth", "cvc"].contains(&field.name())
}

#[cfg(test)]
mod tests {
    use craftgate_core::catalog;

    #[test]
    fn every_example_is_read_by_its_operation() {
        for info in catalog::operations() {
            let example = super::fields(info);
            assert!(info.read(&example).is_ok(), "{}: {example}", info.name());
        }
    }
}
