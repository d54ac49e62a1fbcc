//! How tables are stored: as a list of records, or as an object if there is more to say.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::table::{Id, Record, Table};

/// The largest id that a stored record can have. It leaves enough for new ones.
const MAX_ID: i64 = 1_000_000_000_000_000;

/// A table with the last id that was given, which may be that of a removed record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NumberedRecords<'a, T> {
    last_id: i64,
    records: Vec<&'a T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredTable<T> {
    #[serde(default)]
    last_id: i64,
    records: Vec<T>,
}

impl<T: Record + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records: Vec<&T> = self.iter().collect();
        match records.last().map_or(0, |last| last.id().number()) == self.last_id() {
            true => records.serialize(serializer),
            false => NumberedRecords { last_id: self.last_id(), records }.serialize(serializer),
        }
    }
}

impl<T: Record> Table<T> {
    /// Stores a table whose records are stored elsewhere.
    pub(crate) fn serialize_last_id<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.last_id())
    }

    fn restore<E: Error>(stored: StoredTable<T>) -> Result<Self, E> {
        let mut table = Self::default();
        for record in stored.records {
            let id = record.id();
            if !(1..=MAX_ID).contains(&id.number()) {
                return Err(E::custom(format_args!("the id {} is not between 1 and {MAX_ID}", id.number())));
            }
            if table.get(id).is_some() {
                return Err(E::custom(format_args!("duplicate id {}", id.number())));
            }
            table.insert(record);
        }
        if stored.last_id > MAX_ID {
            return Err(E::custom(format_args!("lastId is larger than {MAX_ID}")));
        }
        table.skip_to(stored.last_id);
        Ok(table)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TableVisitor(PhantomData))
    }
}

struct TableVisitor<T>(PhantomData<T>);

impl<'de, T: Record + Deserialize<'de>> Visitor<'de> for TableVisitor<T> {
    type Value = Table<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Table<T>, A::Error> {
        let records = Vec::deserialize(SeqAccessDeserializer::new(list))?;
        Table::restore(StoredTable { last_id: 0, records })
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Table<T>, A::Error> {
        Table::restore(StoredTable::deserialize(MapAccessDeserializer::new(object))?)
    }
}
