//! The descriptions of operations, objects and fields.

use std::slice;

use http::Method;

use super::any_operation::AnyOperation;
use super::any_output::AnyOutput;
use super::unknown_fields::check_fields;
use crate::protocol::body::Response;
use crate::protocol::error::Error;
use crate::protocol::response::ResponseWithMeta;
use crate::protocol::retry::RetryPolicy;

/// The description of an operation: its endpoint, fields, output and docs.
#[derive(Debug)]
pub struct OperationInfo {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) input: &'static Object,
    pub(super) output: OutputType,
    pub(super) read: fn(&str) -> Result<AnyOperation, serde_json::Error>,
    pub(super) parse: fn(Response) -> Result<ResponseWithMeta<AnyOutput>, Error>,
}

impl OperationInfo {
    /// The name: its area and its struct, such as `payment::RetrievePayment`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with its parameters' names in braces.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the first line of the docs.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.input.summary()
    }

    /// Returns the docs, in Markdown.
    #[must_use]
    pub fn docs(&self) -> &'static str {
        self.input.docs
    }

    /// The fields of the path, and of the query or the body.
    #[must_use]
    pub fn fields(&self) -> Fields {
        self.input.fields()
    }

    /// The operation itself, as an object.
    #[must_use]
    pub fn input(&self) -> &'static Object {
        self.input
    }

    /// Returns the place of this field in the request.
    #[must_use]
    pub fn place(&self, field: &Field) -> Place {
        let mut segments = self.path.split(['{', '}']).skip(1).step_by(2);
        match self.method {
            _ if segments.any(|parameter| parameter == field.name) => Place::Path,
            Method::GET => Place::Query,
            _ => Place::Body,
        }
    }

    /// Returns the type of a successful call's output.
    #[must_use]
    pub fn output(&self) -> OutputType {
        self.output
    }

    /// Returns true if Craftgate executes repeated calls under one idempotency key once. Calls that only read need none.
    #[must_use]
    pub fn honours_idempotency_key(&self) -> bool {
        self.method != Method::GET && RetryPolicy::is_repeatable(&self.method, true)
    }

    /// Returns true if the results have pages, which an [`AnySearch`](super::AnySearch) can walk.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        matches!(self.output, OutputType::Json(Type::Page(_))) && self.fields().any(|field| field.name == "page")
    }

    /// Reads the operation from the JSON of its fields.
    ///
    /// # Errors
    ///
    /// If a field is missing, unknown or can't be read. The error names it, and quotes no value.
    pub fn read(&self, json: &str) -> Result<AnyOperation, serde_json::Error> {
        check_fields(self.input, json)?;
        (self.read)(json)
    }

    /// Parses a response where the operation itself is not known any more. Unlike
    /// [`Exchange::parse`](crate::Exchange::parse), it can't notice a result about another id than was asked for.
    ///
    /// # Errors
    ///
    /// As [`Exchange::parse`](crate::Exchange::parse).
    pub fn parse(&self, response: Response) -> Result<ResponseWithMeta<AnyOutput>, Error> {
        (self.parse)(response)
    }
}

/// The place of a field in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A segment of the path.
    Path,
    /// A parameter of the query.
    Query,
    /// A field of the body's JSON.
    Body,
}

/// The type of a successful call's output.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum OutputType {
    /// A JSON value of this type.
    Json(Type),
    /// A file's bytes.
    File,
    /// No output.
    Empty,
}

/// An object's fields.
#[derive(Debug)]
pub struct Object {
    name: &'static str,
    docs: &'static str,
    own: &'static [Field],
    flattened: Option<&'static Object>,
}

impl Object {
    pub(crate) const fn new(
        name: &'static str,
        docs: &'static str,
        own: &'static [Field],
        flattened: Option<&'static Self>,
    ) -> Self {
        Self { name, docs, own, flattened }
    }

    /// The name of its struct in this crate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the first line of the docs.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        first_line(self.docs)
    }

    /// The fields, those of flattened objects last.
    #[must_use]
    pub fn fields(&'static self) -> Fields {
        Fields { own: self.own.iter(), flattened: self.flattened }
    }

    /// The field with this name on the wire.
    #[must_use]
    pub fn field(&'static self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }
}

/// The fields of an [`Object`].
#[derive(Debug, Clone)]
pub struct Fields {
    own: slice::Iter<'static, Field>,
    flattened: Option<&'static Object>,
}

impl Iterator for Fields {
    type Item = &'static Field;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.own.next() {
                Some(field) => return Some(field),
                None => *self = self.flattened?.fields(),
            }
        }
    }
}

/// A field of an [`Object`].
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    docs: &'static str,
    is_required: bool,
    kind: Type,
}

impl Field {
    pub(crate) const fn new(name: &'static str, docs: &'static str, is_required: bool, kind: Type) -> Self {
        Self { name, docs, is_required, kind }
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the first line of the docs.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        first_line(self.docs)
    }

    /// Returns the docs, in Markdown.
    #[must_use]
    pub fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns true if the field is required.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// The type of its value.
    #[must_use]
    pub fn kind(&self) -> Type {
        self.kind
    }
}

/// The type of a value in JSON.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Type {
    /// A string.
    String,
    /// A string that must not be shown, such as a card's number or token.
    Secret,
    /// A whole number.
    Integer,
    /// An amount or a rate, exact to the digit.
    Decimal,
    /// A number that need not be exact, such as a score.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A date, such as `2026-03-25`.
    Date,
    /// A time local to Turkey, such as `2026-03-25T16:51:34`.
    DateTime,
    /// One of these strings, or one that a later version knows.
    Enum(&'static [&'static str]),
    /// A list of values of this type.
    List(&'static Type),
    /// An object with these fields.
    Object(&'static Object),
    /// An object whose keys are the caller's own, with values of this type.
    Map(&'static Type),
    /// A page of a search's results, which are of this type.
    Page(&'static Type),
    /// Any JSON.
    Json,
    /// An object with any JSON.
    JsonObject,
}

/// The first paragraph of docs up to its first line's end.
fn first_line(docs: &'static str) -> &'static str {
    docs.lines().next().unwrap_or_default().trim()
}
