//! The types that fields have.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::info::{Object, Type};
use crate::api::payment::{CardNumber, HtmlContent, MdStatus};
use crate::macros::describe::describe_as;
use crate::protocol::error::ErrorCode;
use crate::protocol::page::Page;
use crate::protocol::secret::Secret;
use crate::wire::json::{Json, JsonMap};

/// A type whose JSON is described.
pub(crate) trait Described {
    /// The description.
    const TYPE: Type;

    /// Whether it may be absent.
    const IS_OPTIONAL: bool = false;
}

/// An object whose fields are described.
pub(crate) trait DescribedObject {
    /// The description.
    const OBJECT: &'static Object;
}

describe_as!(String: String, HtmlContent, ErrorCode);
describe_as!(Secret: Secret, CardNumber);
describe_as!(Integer: i32, i64, u32, MdStatus);
describe_as!(Decimal: Decimal);
describe_as!(Float: f64);
describe_as!(Boolean: bool);
describe_as!(Date: NaiveDate);
describe_as!(DateTime: NaiveDateTime);
describe_as!(Json: Json);
describe_as!(JsonObject: JsonMap);

impl<T: Described> Described for Option<T> {
    const TYPE: Type = T::TYPE;
    const IS_OPTIONAL: bool = true;
}

impl<T: Described> Described for Box<T> {
    const TYPE: Type = T::TYPE;
}

impl<T: Described> Described for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);
}

impl<T: Described> Described for BTreeMap<String, T> {
    const TYPE: Type = Type::Map(&T::TYPE);
}

impl<T: Described> Described for Page<T> {
    const TYPE: Type = Type::Page(&T::TYPE);
}
