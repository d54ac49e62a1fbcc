//! Every operation by its name, with its fields described: for queues, command lines, and programs in other languages.
//!
//! Needs the feature `catalog`. [`operations`] lists them, [`operation`] finds one:
//!
//! ```
//! use craftgate_core::catalog::{self, Place, Type};
//!
//! let info = catalog::operation("payment::RetrievePayment").unwrap();
//! assert_eq!((info.method().as_str(), info.path()), ("GET", "/payment/v1/card-payments/{id}"));
//!
//! let id = info.fields().next().unwrap();
//! assert_eq!((id.name(), info.place(id), id.is_required()), ("id", Place::Path, true));
//! assert_eq!(id.summary(), "Craftgate's id of the payment.");
//! assert!(matches!(id.kind(), Type::Integer));
//! ```
//!
//! # Any operation, as JSON
//!
//! [`AnyOperation`] is a value that is any of them. Its JSON is its name and the operation's own JSON: a job in a queue,
//! beside whose fields there is room for a key, a time, or the number of attempts. It is called as every operation is, and errors are the same:
//!
//! ```
//! use craftgate_core::catalog::{AnyOperation, AnyOutput};
//! use craftgate_core::{Body, Credentials, Environment, Protocol, RandomKey, Response};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let operation: AnyOperation = serde_json::from_str(r#"{"operation": "payment::RetrievePayment", "request": {"id": 17}}"#)?;
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let exchange = protocol.exchange(&operation);
//! let request = exchange.request(&RandomKey::new("Xa15Fp11T")?)?;
//! assert_eq!(request.uri().path(), "/payment/v1/card-payments/17");
//!
//! let response = Response::new(Body::from(r#"{"data":{"id":17,"paymentStatus":"SUCCESS","paidPrice":100.00}}"#));
//! let output = exchange.parse(response)?;
//! assert_eq!(output.as_json(), Some(r#"{"id":17,"paymentStatus":"SUCCESS","paidPrice":100.00}"#));
//! # Ok(())
//! # }
//! ```
//!
//! What Craftgate doesn't know is an error here, so that a misspelt field is not left out of a payment unnoticed.

mod any_operation;
mod any_output;
mod any_search;
mod describe;
mod info;
mod list;
mod read_error;
mod report;
mod resolvable;
mod unknown_fields;

pub use any_operation::{AnyOperation, NamedOperation};
pub use any_output::AnyOutput;
pub use any_search::AnySearch;
pub(crate) use describe::{Described, DescribedObject};
pub use info::{Field, Fields, Object, OperationInfo, OutputType, Place, Type};
pub use read_error::ReadError;
pub use report::{bnpl_callback_report, callback_report, error_report, webhook_report};
pub use resolvable::ResolvableVisitor;

/// Every operation, area by area.
#[must_use]
pub fn operations() -> &'static [&'static OperationInfo] {
    list::OPERATIONS
}

/// The operation with this name, such as `payment::RetrievePayment`.
#[must_use]
pub fn operation(name: &str) -> Option<&'static OperationInfo> {
    operations().iter().copied().find(|info| info.name() == name)
}
