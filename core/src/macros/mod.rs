//! How the types and operations of the API are declared: each field once, with its docs.
//!
//! # Why requests and responses aren't derived
//!
//! - **Exact money.** A derived `#[serde(flatten)]` reads through a buffer that holds numbers as floats. Here a
//!   flattened object shares its parent's fields, and no amount passes through a float.
//! - **Path fields.** `payment_id` of `/refunds/{payment_id}` is a field like any other and waits in a queue with the
//!   rest, but is not in the body. A derived struct has one list of fields for both.
//! - **Errors** name every field on the way to the one that is wrong, and quote no value: it may be a card's number.
//!   A derived error quotes it and names no field.
//! - **Build cost.** The derive macro brings `syn` and its dependencies into every build that uses this crate, and each
//!   struct would expand to its own visitor. Here one visitor ([`crate::wire::object`]) reads them all.
//!
//! # What a row expands to
//!
//! ```text
//! operation! {
//!     /// Captures a payment that was only authorized.
//!     POST "/payment/v1/card-payments/{payment_id}/post-auth" => Payment;
//!
//!     pub struct PostAuthPayment {
//!         flatten  { /// An object whose fields stand among this one's.  amounts: Amounts }
//!         path     { /// A brace of the path.                            payment_id: PaymentId }
//!         required { /// A field that can't be absent.                   price: Decimal }
//!         optional { /// An `Option`.                                    name: String }
//!         repeated { /// A `Vec`, left out when empty.                   aliases: String }
//!         matches  { payment_id == id }
//!     }
//! }
//! ```
//!
//! Every block may be missing; they come in this order, and so do the fields on the wire. A row becomes a public field
//! with its docs, an argument of `new` (`flatten`, `path`, `required`) or a chainable setter (`optional`, `repeated`),
//! and its part of [`Record`](crate::wire::object::Record), from which `Serialize` and `Deserialize` follow. Its wire
//! name is its own in camel case; `is_three_ds as "isThreeDS": bool` says otherwise. Arguments are `impl Into<T>`, but
//! numbers, booleans and times are plain ([`argument!`](argument)), so that no integer can be given for an amount.
//! `matches` names a field of the operation and one of the result: with another id it is no result.
//!
//! | macro | declares |
//! |---|---|
//! | [`operation!`](operation::operation) | an API call: a `GET` sends its rows as the query, any other method as the body |
//! | [`request_object!`](object::request_object) | an object within a request: `new` and setters |
//! | [`variant_object!`](object::variant_object) | the same with constructors of its own beside it, on a private `empty` |
//! | [`response_object!`](object::response_object) | what comes back: `new`, no setters, an [`Output`](crate::Output) |
//! | [`literal_object!`](object::literal_object) | an object that the caller writes out, flattened into others |
//! | [`open_enum!`](open_enum::open_enum) | an enum that keeps values it doesn't know |
//!
//! `handwritten.rs` has one operation without its macro, and a test that both behave the same.
//!
//! # How to add an operation
//!
//! 1. Write the rows in the module of its area under `api/`, in the order of Craftgate's documentation.
//! 2. Beside it: `paged!` if it is a search with pages, `impl Validate` if the request alone can break a rule.
//! 3. Add it to the catalog (`test-support/data/`). `CONTRIBUTING.md` has all steps, with an example.

pub(crate) mod argument;
pub(crate) mod describe;
#[cfg(test)]
mod handwritten;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod operation;
pub(crate) mod operation_name;
pub(crate) mod record;
pub(crate) mod wire_names;
