//! Lists of results.

use std::fmt;
use std::marker::PhantomData;
use std::{slice, vec};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::protocol::operation::Output;
use crate::protocol::response::{OutputError, ResponseContent};
use crate::wire::object::{deserialize_field, require, with_path};
use crate::wire::raw::Text;
use crate::wire::reject_unexpected;

/// One page of a list, or all of a list that has no pages.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The results on this page.
    pub items: Vec<T>,
    /// The page's number, from 0 on.
    pub page: Option<u32>,
    /// The most results a page has.
    pub size: Option<u32>,
    /// The number of results on all pages.
    pub total_size: Option<i64>,
}

impl<T> Page<T> {
    /// A list without pages.
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

impl<T: DeserializeOwned> Output for Page<T> {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.json()
    }
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
                "page" => deserialize_field(&mut page, &mut map).map_err(|error| with_path("page", error))?,
                "size" => deserialize_field(&mut size, &mut map).map_err(|error| with_path("size", error))?,
                "totalSize" => {
                    deserialize_field(&mut total_size, &mut map).map_err(|error| with_path("totalSize", error))?
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
