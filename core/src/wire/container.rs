//! Optional values, boxes, lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize as _, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;

use super::lenient::{self, UnreadFields};
use super::{AsWire, FromWire, Wire, reject_unexpected};

impl<T: Wire> Wire for Option<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&AsWire(value)),
            None => serializer.serialize_none(),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<FromWire<T>>::deserialize(deserializer).map(|value| value.map(|FromWire(value)| value))
    }

    fn deserialize_lenient(json: &str, unread: &mut UnreadFields) -> Result<Self, serde_json::Error> {
        if json == "null" { Ok(None) } else { T::deserialize_lenient(json, unread).map(Some) }
    }
}

/// Boxed because it is large and usually absent.
impl<T: Wire> Wire for Box<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }

    fn deserialize_lenient(json: &str, unread: &mut UnreadFields) -> Result<Self, serde_json::Error> {
        T::deserialize_lenient(json, unread).map(Self::new)
    }
}

/// An explicit `null` reads as an empty list.
impl<T: Wire> Wire for Vec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(AsWire))
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Wire> Visitor<'de> for ListVisitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Vec::new())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(FromWire(item)) = seq.next_element()? {
                    list.push(item);
                }
                // Items are large, and each payment of a page has a few: spare capacity would add up.
                list.shrink_to_fit();
                Ok(list)
            }

            reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
        }

        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn deserialize_lenient(json: &str, unread: &mut UnreadFields) -> Result<Self, serde_json::Error> {
        lenient::list(json, unread, |item, unread| T::deserialize_lenient(item.get(), unread))
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, AsWire(value))))
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(PhantomData<T>);

        impl<'de, T: Wire> Visitor<'de> for EntriesVisitor<T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((key, FromWire(value))) = map.next_entry()? {
                    if entries.insert(key, value).is_some() {
                        return Err(A::Error::custom("duplicate key"));
                    }
                }
                Ok(entries)
            }

            reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
        }

        deserializer.deserialize_any(EntriesVisitor(PhantomData))
    }
}
