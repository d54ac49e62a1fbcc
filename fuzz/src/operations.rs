//! The table of all operations: parsing a response, and an operation's own JSON.

use std::any::TypeId;
use std::fmt::Debug;
use std::marker::PhantomData;

use craftgate_core::{Body, Error, Operation, Output, Protocol, RandomKey, Request, RequestError, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::signature;

/// An operation.
pub(crate) struct OperationEntry {
    /// The module and the name, such as `payment::CreatePayment`.
    pub(crate) name: &'static str,
    /// The kind of the operation's output.
    pub(crate) kind: fn() -> OutputKind,
    /// The output's type.
    #[cfg(test)]
    pub(crate) output: fn() -> &'static str,
    /// Parses a response, and returns its output as JSON, if it has any.
    pub(crate) parse: fn(Response) -> Result<Option<String>, Error>,
    /// Deserializes the operation, and builds its request. `None` if the JSON is not one.
    pub(crate) restore: fn(&str) -> Option<Restored>,
}

/// What a successful response has for an operation's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputKind {
    /// JSON in `data`.
    Data,
    /// A file.
    File,
    /// Nothing that is read.
    Nothing,
}

impl OutputKind {
    fn of<T: Output + 'static>() -> Self {
        match TypeId::of::<T>() == TypeId::of::<()>() {
            _ if T::IS_FILE => Self::File,
            true => Self::Nothing,
            false => Self::Data,
        }
    }
}

/// A deserialized operation.
pub(crate) struct Restored {
    /// The operation, serialized again.
    pub(crate) json: String,
    /// The operation's request.
    pub(crate) request: Result<Request, RequestError>,
}

macro_rules! table {
    ($($module:ident::$name:ident,)*) => {
        pub(crate) static OPERATIONS: &[OperationEntry] = &[$({
            type O = craftgate_core::$module::$name;
            OperationEntry {
                name: concat!(stringify!($module), "::", stringify!($name)),
                kind: OutputKind::of::<<O as Operation>::Output>,
                #[cfg(test)]
                output: std::any::type_name::<<O as Operation>::Output>,
                parse: |response| parse::<<O as Operation>::Output>(|output| (&AsJson(output)).json(), response),
                restore: restore::<O>,
            }
        }),*];
    };
}

craftgate_core::with_every_operation!(table:);

/// Returns the operation of this name, or, so that no input is wasted, one that any other name stands for.
pub(crate) fn operation(name: &str) -> &'static OperationEntry {
    let known = OPERATIONS.iter().find(|entry| entry.name == name);
    let sum: usize = name.bytes().map(usize::from).sum();
    known.unwrap_or(&OPERATIONS[sum % OPERATIONS.len()])
}

/// An operation whose output is a `T`, which is all that parsing a response depends on.
struct Returning<T>(PhantomData<T>);

impl<T: Output> Operation for Returning<T> {
    type Output = T;
    const METHOD: craftgate_core::http::Method = craftgate_core::http::Method::GET;

    fn path(&self) -> Result<String, RequestError> {
        Ok("/".to_owned())
    }
}

/// Parses a response. Panics unless the output's JSON is parsed as the same output.
fn parse<T: Output + PartialEq + Debug>(
    to_json: fn(&T) -> Option<String>,
    response: Response,
) -> Result<Option<String>, Error> {
    let protocol = signature::protocol();
    let operation = Returning(PhantomData::<T>);
    let response = protocol.exchange(&operation).parse_with_meta(response)?;
    let json = to_json(&response.output);
    if let Some(json) = &json {
        let again = Response::new(Body::from(format!("{{\"data\":{json}}}")));
        let again = protocol.exchange(&operation).parse(again).expect("serialized output can be parsed");
        assert_eq!(again, response.output);
        assert_eq!(to_json(&again).as_ref(), Some(json));
    }
    Ok(json)
}

/// Deserializes an operation. Panics unless its JSON is deserialized as the same operation.
fn restore<O: Operation + Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) -> Option<Restored> {
    let operation: O = serde_json::from_str(json).ok()?;
    let json = serde_json::to_string(&operation).expect("serializable");
    let again: O = serde_json::from_str(&json).expect("serialized output can be parsed");
    assert_eq!(again, operation);
    let request = request(&signature::protocol(), &operation);
    Some(Restored { json, request })
}

fn request<O: Operation>(protocol: &Protocol, operation: &O) -> Result<Request, RequestError> {
    protocol.exchange(operation).request(&RandomKey::new(signature::RANDOM_KEY)?)
}

/// An output's JSON, if it has any: a file has none. Which trait's method is called depends on the references that
/// method lookup has to take.
struct AsJson<'a, T>(&'a T);

trait SerializableOutput {
    fn json(&self) -> Option<String>;
}

impl<T: Serialize> SerializableOutput for AsJson<'_, T> {
    fn json(&self) -> Option<String> {
        Some(serde_json::to_string(self.0).expect("serializable"))
    }
}

trait OpaqueOutput {
    fn json(&self) -> Option<String> {
        None
    }
}

impl<T> OpaqueOutput for &AsJson<'_, T> {}

/// The entries of a target's corpus whose first line names an operation, and the bytes after that line.
#[cfg(test)]
pub(crate) fn corpus_entries(target: &str) -> Vec<(&'static OperationEntry, Vec<u8>)> {
    let named = |entry: &[u8]| {
        let (line, rest) = crate::input::first_line(entry);
        let name = line.trim_end_matches(':');
        let known = OPERATIONS.iter().find(|operation| operation.name == name)?;
        Some((known, rest.to_vec()))
    };
    let seeds = crate::seeds(target).unwrap();
    seeds.iter().flat_map(|seed| crate::input::entries(&seed.data)).filter_map(named).collect()
}
