//! JSON written from one of serde's buffers, which keep values but not their JSON.

use std::fmt::{self, Display, Write as _};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::number::float_digits;
use super::raw::{NUMBER, Text};

/// Appends the JSON of the value that comes next.
pub(crate) struct Transcoder<'a>(pub(crate) &'a mut String);

impl Transcoder<'_> {
    fn again(&mut self) -> Transcoder<'_> {
        Transcoder(self.0)
    }

    fn write<E: Error>(&mut self, json: impl Display) -> Result<(), E> {
        write!(self.0, "{json}").map_err(E::custom)
    }

    fn write_string<E: Error>(&mut self, string: &str) -> Result<(), E> {
        self.0.push_str(&serde_json::to_string(string).map_err(E::custom)?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Transcoder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcoder<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(mut self) -> Result<(), E> {
        self.write("null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u64<E: Error>(mut self, number: u64) -> Result<(), E> {
        self.write(number)
    }

    fn visit_i64<E: Error>(mut self, number: i64) -> Result<(), E> {
        self.write(number)
    }

    fn visit_f64<E: Error>(mut self, number: f64) -> Result<(), E> {
        self.write(float_digits::<E>(number)?)
    }

    fn visit_str<E: Error>(mut self, string: &str) -> Result<(), E> {
        self.write_string(string)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let mut separator = '[';
        loop {
            let end = self.0.len();
            self.0.push(separator);
            if seq.next_element_seed(self.again())?.is_none() {
                self.0.truncate(end);
                break;
            }
            separator = ',';
        }
        self.write(if separator == '[' { "[]" } else { "]" })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut separator = '{';
        while let Some(Text(key)) = map.next_key()? {
            if separator == '{' && key == NUMBER {
                let Text(digits) = map.next_value()?;
                return self.write(digits);
            }
            self.0.push(separator);
            self.write_string(&key)?;
            self.0.push(':');
            map.next_value_seed(self.again())?;
            separator = ',';
        }
        self.write(if separator == '{' { "{}" } else { "}" })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Deserializer, Value};

    use super::*;

    fn transcoded<'de>(deserializer: impl serde::Deserializer<'de>) -> Result<String, String> {
        let mut json = String::new();
        Transcoder(&mut json).deserialize(deserializer).map(|()| json).map_err(|error| error.to_string())
    }

    #[test]
    fn json_is_written_as_it_was() {
        for json in [
            "null",
            "true",
            "17",
            "-17",
            "18446744073709551615",
            "1.5",
            r#""ğ\"\\\n💳""#,
            "[]",
            "[1]",
            r#"[[],{},"a",null]"#,
            "{}",
            r#"{"b":1,"a":{"":[{}]},"b":2}"#,
        ] {
            assert_eq!(transcoded(&mut Deserializer::from_str(json)).as_deref(), Ok(json));
        }
        assert_eq!(transcoded(Value::Null).as_deref(), Ok("null"));
    }

    #[test]
    fn a_float_that_may_have_lost_digits_is_an_error_that_says_so() {
        let error = transcoded(&mut Deserializer::from_str(r#"{"a":[0.30000000000000004]}"#)).unwrap_err();
        assert!(error.starts_with("a number of more than 15 digits, buffered as a float"), "{error}");
    }
}
