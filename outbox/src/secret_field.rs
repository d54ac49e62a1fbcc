//! Finds the secrets in an operation's JSON that must not be stored in the clear.

use std::fmt;

use craftgate_core::catalog::{Object, Type};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The path of the first secret in an operation's JSON, such as `card.cardNumber`. Tokens are none: they pay with this
/// merchant's keys alone.
pub(crate) fn find(object: &'static Object, json: &[u8]) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    Search { kind: Type::Object(object), name: "" }.deserialize(&mut deserializer).ok().flatten()
}

/// A search in the next value, which has this type and name.
#[derive(Clone, Copy)]
struct Search<'a> {
    kind: Type,
    name: &'a str,
}

impl Search<'_> {
    fn is_secret(self) -> bool {
        match self.kind {
            Type::Secret => !is_token(self.name),
            Type::Json | Type::JsonObject => sounds_secret(self.name),
            _ => false,
        }
    }

    fn kind_of_field(self, name: &str) -> Type {
        match self.kind {
            Type::Object(object) => object.field(name).map_or(Type::Json, |field| field.kind()),
            Type::Map(value) => *value,
            _ => Type::Json,
        }
    }
}

/// Whether a secret of this name is worthless without the merchant's own keys.
fn is_token(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("token") || name == "carduserkey"
}

/// Whether a field that nothing describes may be a secret.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = ["cardnumber", "cvc", "cvv", "identity", "otp", "passcode", "password", "secret", "sodexocode"];
    words.iter().any(|word| name.contains(word)) || ["pan", "pin"].contains(&&*name)
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A value that is neither an object nor a list is a secret by its name or type.
macro_rules! leaves {
    ($($visit:ident: $ty:ty),*) => {$(
        fn $visit<E>(self, _: $ty) -> Result<Option<String>, E> {
            Ok(self.is_secret().then(String::new))
        }
    )*};
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    leaves!(visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_bool<E>(self, _: bool) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<String>, A::Error> {
        let kind = match self.kind {
            Type::List(item) => *item,
            _ => Type::Json,
        };
        let (mut found, mut index) = (None, 0_usize);
        while let Some(path) = seq.next_element_seed(Search { kind, name: self.name })? {
            found = found.or(path.map(|path| format!("[{index}]{}", below(&path))));
            index = index.saturating_add(1);
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<String>()? {
            if found.is_some() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let path = map.next_value_seed(Search { kind: self.kind_of_field(&name), name: &name })?;
            found = path.map(|path| format!("{name}{}", below(&path)));
        }
        Ok(found)
    }
}

/// The rest of a path, as it follows a name or an index.
fn below(path: &str) -> String {
    if path.is_empty() || path.starts_with('[') { path.to_owned() } else { format!(".{path}") }
}

#[cfg(test)]
mod tests {
    use craftgate_core::catalog;

    fn secret_in(operation: &str, json: &str) -> String {
        super::find(catalog::operation(operation).unwrap().input(), json.as_bytes()).unwrap_or_default()
    }

    #[test]
    fn cards_and_codes_are_secrets_wherever_they_stand() {
        for (operation, json, field) in [
            ("payment::CreatePayment", r#"{"card":{"cardHolderName":"Gülşah Işık","cvc":"000"}}"#, "card.cvc"),
            ("payment::CreatePayment", r#"{"card":{"cardNumber":"5258640000000001"}}"#, "card.cardNumber"),
            ("payment::CreatePayment", r#"{"card":{"cardHolderIdentityNumber":"1"}}"#, "card.cardHolderIdentityNumber"),
            ("payment::StoreCard", r#"{"cardNumber":"5258640000000001"}"#, "cardNumber"),
            ("payment::CompleteApmPayment", r#"{"additionalParams":{"otpCode":"1234"}}"#, "additionalParams.otpCode"),
            ("payment::CreatePayment", r#"{"additionalParams":{"a":[{"PAN":1}]}}"#, "additionalParams.a[0].PAN"),
        ] {
            assert_eq!(secret_in(operation, json), field, "{operation}");
        }
    }

    #[test]
    fn tokens_and_what_is_described_as_no_secret_are_none() {
        for json in [
            r#"{"price":100.0,"card":{"cardUserKey":"u","cardToken":"t"},"items":[{"price":100.0}]}"#,
            r#"{"card":{"secureFieldsToken":"t","cardHolderName":"Gülşah Işık"},"posAlias":"pan"}"#,
            r#"{"conversationId":"5258640000000001","additionalParams":{"callbackUrl":"https://example.com"}}"#,
            r#"{"card":{"cvc":null},"additionalParams":{"bankCode":"0062","spanishName":"pinar"}}"#,
        ] {
            assert_eq!(secret_in("payment::CreatePayment", json), "", "{json}");
        }
    }
}
