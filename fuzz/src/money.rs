//! An amount is the number that its text says, to the last digit, in both directions.

use craftgate_core::parse_decimal;
use craftgate_core::rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::reference::decimal::{Number, as_written};

/// The input: a number's text, which is also the bits of a number.
pub fn money(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        a_text(text);
    }
    if let Some(bits) = data.first_chunk::<16>() {
        a_value(Decimal::deserialize(*bits));
    }
}

/// An amount as it stands in JSON.
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

fn a_text(text: &str) {
    let number = Number::read(text);
    match (parse_decimal(text), &number) {
        (Ok(value), Some(number)) => {
            assert!(number.fits(), "{text}");
            assert_eq!(Number::read(&value.to_string()).as_ref(), Some(number), "{text}");
            if let Some(written) = as_written(text) {
                assert_eq!(value.to_string(), written, "the decimals are the sender's own");
            }
            a_value(value);
        }
        (Err(_), Some(number)) => assert!(!number.fits(), "{text} was refused"),
        (Ok(value), None) => panic!("{text} became {value}"),
        (Err(_), None) => {}
    }
    in_json(text, number.as_ref());
    in_json(&format!("\"{text}\""), number.as_ref());
}

/// In JSON, from a slice and from a reader, the text is read as it is by itself, quoted or not.
fn in_json(json: &str, number: Option<&Number>) {
    let (sliced, read) = (serde_json::from_str::<Amount>(json), serde_json::from_reader::<_, Amount>(json.as_bytes()));
    assert_eq!(sliced.as_ref().ok(), read.as_ref().ok(), "{json}");
    match sliced {
        Ok(Amount(value)) => {
            let text = json.trim().trim_matches('"');
            assert_eq!(Number::read(&value.to_string()), Number::read(text), "{json}");
        }
        Err(_) => assert!(!json.starts_with('"') || number.is_none_or(|number| !number.fits()), "{json}"),
    }
}

/// Any value goes out with its own digits, and comes back with them.
fn a_value(value: Decimal) {
    let text = value.to_string();
    let json = serde_json::to_string(&Amount(value)).expect("an amount can be written");
    assert_eq!(json, text);
    let read = parse_decimal(&text).expect("what was written is read");
    assert_eq!((read, read.scale()), (value, value.scale()), "{text}");
    let Amount(read) = serde_json::from_str(&json).expect("what was written is read");
    assert_eq!((read, read.scale()), (value, value.scale()), "{text}");
}
