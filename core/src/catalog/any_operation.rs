//! A value that is any operation.

use std::any::Any;
use std::fmt;

use http::{HeaderValue, Method};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use super::any_output::{AnyOutput, IntoAnyOutput, WithJson};
use super::any_search::AnySearch;
use super::describe::DescribedObject;
use super::info::OperationInfo;
use super::read_error::ReadError;
use crate::protocol::body::{Body, Request, Response};
use crate::protocol::content::OutputError;
use crate::protocol::credentials::{Language, RandomKey};
use crate::protocol::error::{Error, RequestError};
use crate::protocol::exchange::{Callable, Protocol};
use crate::protocol::operation::Operation;
use crate::protocol::response::{self, ResponseWithMeta};
use crate::wire::json::Json;
use crate::wire::object::{NextValue, deserialize_field, require, with_path};
use crate::wire::raw::Text;

/// The field with the operation's name.
const NAME: &str = "operation";

/// The field with the operation's own JSON.
const REQUEST: &str = "request";

/// An operation of this crate's, which has a name and a description. It can't be implemented elsewhere.
pub trait NamedOperation:
    Operation + Clone + PartialEq + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The operation's description.
    const INFO: &'static OperationInfo;

    /// The operation without its type.
    #[doc(hidden)]
    fn into_any(self) -> AnyOperation;
}

impl<O> NamedOperation for O
where
    O: Operation + DescribedObject + Clone + PartialEq + fmt::Debug + Serialize + DeserializeOwned,
    O: Send + Sync + 'static,
    O::Output: IntoAnyOutput,
{
    const INFO: &'static OperationInfo = &OperationInfo {
        name: O::NAME,
        method: O::METHOD,
        path: O::PATH_TEMPLATE,
        input: O::OBJECT,
        output: O::Output::OUTPUT,
        read: |json| serde_json::from_str::<O>(json).map(O::into_any),
        parse: |response| parse::<O::Output>(response, |_| Ok(())),
    };

    fn into_any(self) -> AnyOperation {
        AnyOperation(Box::new(self))
    }
}

/// A value that is any operation of the [catalog](super).
///
/// In JSON its name stands beside its fields: `{"operation": "payment::RetrievePayment", "request": {"id": 17}}`. A field
/// that the operation doesn't have is an error; without fields, `request` may be absent. [`Client::call`](crate::Client::call) and
/// [`Protocol::exchange`](crate::Protocol::exchange) take it as they take every operation; its result is an
/// [`AnyOutput`].
///
/// ```
/// use craftgate_core::catalog::AnyOperation;
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::RetrievePayment;
///
/// let operation = AnyOperation::from(RetrievePayment::new(PaymentId::new(17)));
/// let json = serde_json::to_string(&operation).unwrap();
/// assert_eq!(json, r#"{"operation":"payment::RetrievePayment","request":{"id":17}}"#);
///
/// let operation: AnyOperation = serde_json::from_str(&json).unwrap();
/// assert_eq!(operation.downcast_ref::<RetrievePayment>().unwrap().id, PaymentId::new(17));
/// ```
pub struct AnyOperation(Box<dyn Erased>);

impl AnyOperation {
    /// Returns the operation with this name and the JSON of its fields.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if there is no such operation, or if a field is missing, unknown or can't be read.
    pub fn from_json(name: &str, json: &str) -> Result<Self, ReadError> {
        let info = super::operation(name).ok_or_else(|| ReadError::unknown_operation(name))?;
        info.read(json).map_err(ReadError::Fields)
    }

    /// Returns the operation's description.
    #[must_use]
    pub fn info(&self) -> &'static OperationInfo {
        self.0.info()
    }

    /// The operation itself, if it is an `O`.
    #[must_use]
    pub fn downcast_ref<O: NamedOperation>(&self) -> Option<&O> {
        self.0.as_any().downcast_ref()
    }

    /// The JSON of the fields, without the name.
    ///
    /// # Errors
    ///
    /// If a value has no form in JSON.
    pub fn to_json(&self) -> Result<Body, serde_json::Error> {
        self.0.to_json()
    }

    /// The walk through the pages of its results, if [they come in pages](OperationInfo::is_paged).
    ///
    /// # Errors
    ///
    /// The operation, if its results don't come in pages.
    pub fn into_search(self) -> Result<AnySearch, Self> {
        AnySearch::new(self)
    }

    pub(super) fn path(&self) -> Result<String, RequestError> {
        self.0.path()
    }

    pub(super) fn query(&self) -> Result<String, RequestError> {
        self.0.query()
    }
}

impl<O: NamedOperation> From<O> for AnyOperation {
    fn from(operation: O) -> Self {
        operation.into_any()
    }
}

impl Callable for AnyOperation {
    type Output = AnyOutput;

    fn name(&self) -> &'static str {
        self.info().name()
    }

    fn method(&self) -> Method {
        self.info().method().clone()
    }

    fn path_template(&self) -> &'static str {
        self.info().path()
    }

    fn sign(
        &self,
        protocol: &Protocol,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError> {
        self.0.sign(protocol, random_key, language, idempotency_key)
    }

    fn read(&self, response: Response) -> Result<ResponseWithMeta<AnyOutput>, Error> {
        self.0.read(response)
    }
}

impl Clone for AnyOperation {
    fn clone(&self) -> Self {
        self.0.to_any()
    }
}

impl PartialEq for AnyOperation {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_equal(other.0.as_any())
    }
}

impl fmt::Debug for AnyOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for AnyOperation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let request = self.to_json().map_err(S::Error::custom)?;
        let request: &RawValue = serde_json::from_slice(request.as_bytes()).map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(NAME, self.info().name())?;
        map.serialize_entry(REQUEST, request)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AnyOperation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AnyOperationVisitor)
    }
}

struct AnyOperationVisitor;

impl<'de> Visitor<'de> for AnyOperationVisitor {
    type Value = AnyOperation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an operation's name and request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyOperation, A::Error> {
        let (mut name, mut request): (Option<String>, Option<Json>) = (None, None);
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                NAME => deserialize_field(&mut name, NextValue(&mut map)).map_err(|error| with_path(NAME, error))?,
                REQUEST => {
                    deserialize_field(&mut request, NextValue(&mut map)).map_err(|error| with_path(REQUEST, error))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let name = require(name, NAME)?;
        let request = request.as_ref().map_or("{}", Json::as_str);
        AnyOperation::from_json(&name, request).map_err(A::Error::custom)
    }
}

/// An operation without its type.
trait Erased: fmt::Debug + Send + Sync {
    fn info(&self) -> &'static OperationInfo;
    fn as_any(&self) -> &dyn Any;
    fn to_any(&self) -> AnyOperation;
    fn is_equal(&self, other: &dyn Any) -> bool;
    fn to_json(&self) -> Result<Body, serde_json::Error>;
    fn path(&self) -> Result<String, RequestError>;
    fn query(&self) -> Result<String, RequestError>;
    fn sign(
        &self,
        protocol: &Protocol,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError>;
    fn read(&self, response: Response) -> Result<ResponseWithMeta<AnyOutput>, Error>;
}

impl<O> Erased for O
where
    O: NamedOperation,
    O::Output: IntoAnyOutput,
{
    fn info(&self) -> &'static OperationInfo {
        O::INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_any(&self) -> AnyOperation {
        AnyOperation::from(self.clone())
    }

    fn is_equal(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<O>() == Some(self)
    }

    fn to_json(&self) -> Result<Body, serde_json::Error> {
        Body::json(self)
    }

    fn path(&self) -> Result<String, RequestError> {
        Operation::path(self)
    }

    fn query(&self) -> Result<String, RequestError> {
        Operation::query(self)
    }

    fn sign(
        &self,
        protocol: &Protocol,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError> {
        Callable::sign(self, protocol, random_key, language, idempotency_key)
    }

    fn read(&self, response: Response) -> Result<ResponseWithMeta<AnyOutput>, Error> {
        parse::<O::Output>(response, |output| self.check_output(output))
    }
}

fn parse<T: IntoAnyOutput>(
    response: Response,
    check: impl FnOnce(&T) -> Result<(), OutputError>,
) -> Result<ResponseWithMeta<AnyOutput>, Error> {
    let response = response::read::<WithJson<T>>(response, |read| check(&read.output))?;
    Ok(response.map(WithJson::into_any))
}
