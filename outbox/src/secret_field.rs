//! Finds the secrets in an operation's JSON that must not be stored in the clear.

use std::fmt::{self, Write as _};

use craftgate_core::catalog::{Object, Type};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

/// The number of levels that are searched. What is deeper counts as a secret.
const MAX_DEPTH: u32 = 64;

/// The path of the first secret in an operation's JSON, such as `card.cardNumber`. Tokens are none: they pay with this
/// merchant's keys alone. What can't be searched is one.
pub(crate) fn find(object: &'static Object, json: &[u8]) -> Option<String> {
    let mut found = None;
    each_leaf(object, json, &mut |leaf| {
        if leaf.is_secret && found.is_none() {
            found = Some(leaf.path.to_owned());
        }
    });
    found
}

/// The digest of an operation's JSON without its secrets, so that it tells nothing of them. Of a card's number, it covers the
/// last four digits, which responses have too.
pub(crate) fn digest_without_secrets(object: &'static Object, json: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    each_leaf(object, json, &mut |leaf| {
        for part in [leaf.path, &*leaf.without_secret()] {
            // Of the same width on every machine: the file can travel.
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(part);
        }
    });
    digest.finalize().into()
}

/// A value that is searched no further.
struct Leaf<'a> {
    path: &'a str,
    name: &'a str,
    json: &'a str,
    is_secret: bool,
}

impl Leaf<'_> {
    fn without_secret(&self) -> String {
        if !self.is_secret {
            return self.json.to_owned();
        }
        let digits: Vec<char> = self.json.chars().filter(char::is_ascii_digit).collect();
        let is_card_number = self.name.eq_ignore_ascii_case("cardNumber") && digits.len() >= 12;
        let last_four = digits.get(digits.len().saturating_sub(4)..).filter(|_| is_card_number);
        last_four.unwrap_or_default().iter().collect()
    }
}

/// Visits every value that is searched no further, in their order.
fn each_leaf(object: &'static Object, json: &[u8], visit: &mut impl FnMut(Leaf<'_>)) {
    let search = Search { kind: Type::Object(object), name: "", depth: 0 };
    match serde_json::from_slice::<&RawValue>(json) {
        Ok(json) => search.visit(json.get(), &mut String::new(), visit),
        Err(_) => visit(Leaf { path: "", name: "", json: "", is_secret: true }),
    }
}

/// A search in a value of this type and name.
#[derive(Clone, Copy)]
struct Search<'a> {
    kind: Type,
    name: &'a str,
    depth: u32,
}

impl Search<'_> {
    fn visit(self, json: &str, path: &mut String, visit: &mut impl FnMut(Leaf<'_>)) {
        let is_searched = match Children::read(json) {
            Ok(Children::None) => Some(self.is_secret(json)),
            Ok(_) if self.depth >= MAX_DEPTH => Some(true),
            Ok(Children::Items(items)) => {
                self.visit_items(&items, path, visit);
                items.is_empty().then_some(false)
            }
            Ok(Children::Fields(fields)) => {
                self.visit_fields(&fields, path, visit);
                fields.is_empty().then_some(false)
            }
            Err(_) => Some(true),
        };
        if let Some(is_secret) = is_searched {
            visit(Leaf { path, name: self.name, json, is_secret });
        }
    }

    fn visit_items(self, items: &[&RawValue], path: &mut String, visit: &mut impl FnMut(Leaf<'_>)) {
        let kind = match self.kind {
            Type::List(item) => *item,
            _ => Type::Json,
        };
        let end = path.len();
        for (index, item) in items.iter().enumerate() {
            // Writing to a string does not fail.
            let _ = write!(path, "[{index}]");
            Search { kind, name: self.name, depth: self.depth.saturating_add(1) }.visit(item.get(), path, visit);
            path.truncate(end);
        }
    }

    fn visit_fields(self, fields: &[(String, &RawValue)], path: &mut String, visit: &mut impl FnMut(Leaf<'_>)) {
        let end = path.len();
        for (name, value) in fields {
            if end > 0 {
                path.push('.');
            }
            path.push_str(name);
            let kind = self.kind_of_field(name);
            Search { kind, name, depth: self.depth.saturating_add(1) }.visit(value.get(), path, visit);
            path.truncate(end);
        }
    }

    /// Returns true if a value without others in it is a secret, by its name or type.
    fn is_secret(self, json: &str) -> bool {
        let is_empty = ["null", "true", "false"].contains(&json);
        !is_empty
            && match self.kind {
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

/// The values in a value, each as its JSON.
enum Children<'a> {
    None,
    Items(Vec<&'a RawValue>),
    Fields(Vec<(String, &'a RawValue)>),
}

impl<'a> Children<'a> {
    fn read(json: &'a str) -> serde_json::Result<Self> {
        match json.as_bytes().first() {
            Some(b'[') => serde_json::from_str(json).map(Self::Items),
            Some(b'{') => serde_json::from_str::<Fields<'a>>(json).map(|fields| Self::Fields(fields.0)),
            _ => Ok(Self::None),
        }
    }
}

/// An object's fields in their order, also those that are duplicates.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
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

    #[test]
    fn what_is_too_deep_to_search_is_a_secret() {
        let deep = |levels: usize| {
            let nested = format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
            secret_in(
                "payment::CompleteApmPayment",
                &format!(r#"{{"paymentId":1,"additionalParams":{{"a":{nested}}}}}"#),
            )
        };
        assert_eq!(deep(62), "");
        for levels in [63, 126, 100_000] {
            assert_eq!(deep(levels), format!("additionalParams.a{}", "[0]".repeat(62)), "{levels}");
        }
        assert_eq!(super::find(catalog::operation("payment::StoreCard").unwrap().input(), b"{"), Some(String::new()));
    }

    fn digest(json: &str) -> [u8; 32] {
        let input = catalog::operation("payment::CreatePayment").unwrap().input();
        super::digest_without_secrets(input, json.as_bytes())
    }

    #[test]
    fn a_digest_covers_everything_but_secrets() {
        let json = r#"{"price":100.10,"card":{"cardNumber":"5258640000000001","cvc":"000"},"items":[{"price":1}]}"#;
        for (part, other) in [(r#""000""#, r#""999""#), ("525864", "411111")] {
            assert_eq!(digest(&json.replace(part, other)), digest(json), "{other}");
        }
        for (part, other) in [
            ("100.10", "100.11"),
            ("100.10", "100.1000000000000000001"),
            ("0001\"", "0002\""),
            (r#""cvc""#, r#""cvv""#),
            (r#"[{"price":1}]"#, r#"[]"#),
            (r#"[{"price":1}]"#, r#"[{"price":1},{"price":1}]"#),
            (r#","items":[{"price":1}]"#, ""),
        ] {
            assert!(json.contains(part));
            assert_ne!(digest(&json.replace(part, other)), digest(json), "{other}");
        }
    }
}
