//! Pages of results.

use std::fmt;
use std::marker::PhantomData;
use std::{slice, vec};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::protocol::content::{OutputError, ResponseContent};
use crate::protocol::operation::Output;
use crate::wire::lenient::{self, UnreadFields};
use crate::wire::object::{deserialize_next, require, with_path};
use crate::wire::raw::Text;
use crate::wire::{Wire, reject_unexpected};

/// One page of a list, or all of a list that has no pages.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The results on this page.
    pub items: Vec<T>,
    /// The page number, from 0.
    pub page: Option<u32>,
    /// The page size: the maximum number of results on a page.
    pub size: Option<u32>,
    /// The number of results on all pages.
    pub total_size: Option<i64>,
}

impl<T> Page<T> {
    /// Returns a list without pages.
    pub fn new(items: impl Into<Vec<T>>) -> Self {
        Self { items: items.into(), page: None, size: None, total_size: None }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Output + DeserializeOwned> Output for Page<T> {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.lenient_by(deserialize_lenient)
    }
}

fn deserialize_lenient<T: Output>(json: &RawValue, unread: &mut UnreadFields) -> Result<Page<T>, serde_json::Error> {
    let mut items = None;
    let (mut page, mut size, mut total_size) = (None, None, None);
    for (name, value) in lenient::fields(json.get())? {
        match &*name {
            "items" if items.is_some() => return Err(serde_json::Error::custom("items: duplicate field")),
            "items" => items = Some(items_lenient(value, unread)?),
            "page" => number_lenient("page", &mut page, value, unread)?,
            "size" => number_lenient("size", &mut size, value, unread)?,
            "totalSize" => number_lenient("totalSize", &mut total_size, value, unread)?,
            _ => {}
        }
    }
    let items = require(items, "items")?;
    Ok(Page { items, page: page.flatten(), size: size.flatten(), total_size: total_size.flatten() })
}

fn items_lenient<T: Output>(json: &RawValue, unread: &mut UnreadFields) -> Result<Vec<T>, serde_json::Error> {
    let item = |item: &RawValue, unread: &mut _| {
        T::read(ResponseContent::item(item, unread)).map_err(OutputError::into_json_error)
    };
    let items = unread.in_field("items", |unread| lenient::list(json.get(), unread, item));
    items.map_err(|error| lenient::with_path(format_args!("items"), &error))
}

fn number_lenient<T: Wire>(
    name: &str,
    number: &mut Option<Option<T>>,
    json: &RawValue,
    unread: &mut UnreadFields,
) -> Result<(), serde_json::Error> {
    if number.is_some() {
        return Err(serde_json::Error::custom(format_args!("{name}: duplicate field")));
    }
    let read = |unread: &mut _| Option::deserialize_lenient(json.get(), unread);
    *number = Some(unread.in_field(name, |unread| unread.optional(json, read)).flatten());
    Ok(())
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("items", &self.items)?;
        if let Some(page) = &self.page {
            map.serialize_entry("page", page)?;
        }
        if let Some(size) = &self.size {
            map.serialize_entry("size", size)?;
        }
        if let Some(total_size) = &self.total_size {
            map.serialize_entry("totalSize", total_size)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PageVisitor(PhantomData))
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items: Option<Option<Vec<T>>> = None;
        let (mut page, mut size, mut total_size) = (None, None, None);
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                "items" if items.is_none() => items = Some(map.next_value()?),
                "items" => return Err(A::Error::custom("items: duplicate field")),
                "page" => deserialize_next(&mut page, &mut map).map_err(|error| with_path("page", error))?,
                "size" => deserialize_next(&mut size, &mut map).map_err(|error| with_path("size", error))?,
                "totalSize" => {
                    deserialize_next(&mut total_size, &mut map).map_err(|error| with_path("totalSize", error))?
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Page {
            items: require(items, "items")?.unwrap_or_default(),
            page: page.flatten(),
            size: size.flatten(),
            total_size: total_size.flatten(),
        })
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}
