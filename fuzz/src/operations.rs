//! All operations as one table: what each makes of an answer, and of itself when it comes from a queue.

use std::fmt::Debug;
use std::marker::PhantomData;

use craftgate_core::{
    Body, Error, Operation, Output, OutputKind, Protocol, RandomKey, Request, RequestError, Response,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::signed;

include!("../../core/tests/it/common/every_operation.rs");

/// One operation.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) kind: OutputKind,
    /// Reads an answer, and gives the JSON that its result writes, where it has one.
    pub(crate) answer: fn(Response) -> Result<Option<String>, Error>,
    /// Reads the operation from a queue's JSON, and builds its request.
    pub(crate) stored: fn(&str) -> Option<Stored>,
}

/// An operation that came from a queue.
pub(crate) struct Stored {
    /// The JSON that goes back into the queue.
    pub(crate) json: String,
    pub(crate) request: Result<Request, RequestError>,
}

macro_rules! table {
    ($($module:ident::$name:ident,)*) => {
        static OPERATIONS: &[Row] = &[$({
            type O = craftgate_core::$module::$name;
            Row {
                name: concat!(stringify!($module), "::", stringify!($name)),
                kind: <<O as Operation>::Output as Output>::KIND,
                answer: |response| answer::<<O as Operation>::Output>(|output| (&Written(output)).json(), response),
                stored: stored::<O>,
            }
        }),*];
    };
}

with_every_operation!(table:);

/// The operation of this name. Any other name stands for one of them too, so that no input is wasted.
pub(crate) fn operation(name: &str) -> &'static Row {
    let known = OPERATIONS.iter().find(|row| row.name == name);
    let sum: usize = name.bytes().map(usize::from).sum();
    known.unwrap_or(&OPERATIONS[sum % OPERATIONS.len()])
}

/// Asks for a `T` and nothing else: an answer is read by what is due alone.
struct Asking<T>(PhantomData<T>);

impl<T: Output> Operation for Asking<T> {
    type Output = T;
    const METHOD: craftgate_core::http::Method = craftgate_core::http::Method::GET;

    fn path(&self) -> Result<String, RequestError> {
        Ok("/".to_owned())
    }
}

/// What is read writes JSON that is read as the same, and the answer is kept as it came, result or not.
fn answer<T: Output + PartialEq + Debug>(
    write: fn(&T) -> Option<String>,
    response: Response,
) -> Result<Option<String>, Error> {
    let protocol = signed::protocol();
    let asking = Asking(PhantomData::<T>);
    let reply = protocol.exchange(&asking).parse_with_meta(response)?;
    let json = write(&reply.output);
    if let Some(json) = &json {
        let again = Response::new(Body::from(format!("{{\"data\":{json}}}")));
        let again = protocol.exchange(&asking).parse(again).expect("what was written is read");
        assert_eq!(again, reply.output);
        assert_eq!(write(&again).as_ref(), Some(json));
    }
    Ok(json)
}

/// What is read is written so that it is read as the same.
fn stored<O: Operation + Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) -> Option<Stored> {
    let operation: O = serde_json::from_str(json).ok()?;
    let json = serde_json::to_string(&operation).expect("what was read can be written");
    let again: O = serde_json::from_str(&json).expect("what was written is read");
    assert_eq!(again, operation);
    let request = request(&signed::protocol(), &operation);
    Some(Stored { json, request })
}

fn request<O: Operation>(protocol: &Protocol, operation: &O) -> Result<Request, RequestError> {
    protocol.exchange(operation).request(&RandomKey::new(signed::RANDOM_KEY)?)
}

/// A result's JSON, where it has one: a file has none. Told apart by what methods are found first.
struct Written<'a, T>(&'a T);

trait AsJson {
    fn json(&self) -> Option<String>;
}

impl<T: Serialize> AsJson for Written<'_, T> {
    fn json(&self) -> Option<String> {
        Some(serde_json::to_string(self.0).expect("what was read can be written"))
    }
}

trait AsNothing {
    fn json(&self) -> Option<String> {
        None
    }
}

impl<T> AsNothing for &Written<'_, T> {}
