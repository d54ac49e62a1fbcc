//! An amount is parsed and serialized to the last digit.

use craftgate_core::money::parse_decimal;
use craftgate_core::rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::reference::decimal::{Number, canonical};

/// The input: a number's digits, whose first 16 bytes are also the bits of a `Decimal`.
pub fn money(data: &[u8]) {
    if let Ok(string) = std::str::from_utf8(data) {
        check_string(string);
    }
    if let Some(bits) = data.first_chunk::<16>() {
        check_value(Decimal::deserialize(*bits));
    }
}

/// An amount in JSON.
#[derive(Debug, PartialEq)]
struct Amount(Decimal);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        craftgate_core::money::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        craftgate_core::money::deserialize(deserializer).map(Self)
    }
}

fn check_string(string: &str) {
    let number = Number::parse(string);
    match (parse_decimal(string), &number) {
        (Ok(value), Some(number)) => {
            assert!(number.fits(), "{string}");
            assert_eq!(Number::parse(&value.to_string()).as_ref(), Some(number), "{string}");
            if let Some(canonical) = canonical(string) {
                assert_eq!(value.to_string(), canonical, "decimals were changed");
            }
            check_value(value);
        }
        (Err(_), Some(number)) => assert!(!number.fits(), "{string} was rejected"),
        (Ok(value), None) => panic!("{string} became {value}"),
        (Err(_), None) => {}
    }
    check_json(string, number.as_ref());
    check_json(&format!("\"{string}\""), number.as_ref());
}

/// Panics unless the number is the same in JSON, from a slice and from a reader, quoted or not.
fn check_json(json: &str, number: Option<&Number>) {
    let (sliced, read) = (serde_json::from_str::<Amount>(json), serde_json::from_reader::<_, Amount>(json.as_bytes()));
    assert_eq!(sliced.as_ref().ok(), read.as_ref().ok(), "{json}");
    match sliced {
        Ok(Amount(value)) => {
            let digits = json.trim().trim_matches('"');
            assert_eq!(Number::parse(&value.to_string()), Number::parse(digits), "{json}");
        }
        Err(_) => assert!(!json.starts_with('"') || number.is_none_or(|number| !number.fits()), "{json}"),
    }
}

/// Panics unless a value is serialized and parsed with its own digits.
fn check_value(value: Decimal) {
    let digits = value.to_string();
    let json = serde_json::to_string(&Amount(value)).expect("serializable");
    assert_eq!(json, digits);
    let read = parse_decimal(&digits).expect("a decimal's own digits can be parsed");
    assert_eq!((read, read.scale()), (value, value.scale()), "{digits}");
    let Amount(read) = serde_json::from_str(&json).expect("serialized amounts can be parsed");
    assert_eq!((read, read.scale()), (value, value.scale()), "{digits}");
}
