//! The [Craftgate] payment API as pure code: operations in, signed requests out; responses in, typed results or errors
//! out.
//!
//! This crate does no I/O. It builds [`http::Request`]s with computed signatures and parses [`http::Response`]s. It has
//! no sockets, no clock, no randomness, no threads and no logging; a [`Transport`] brings those, and `craftgate-ureq` is
//! the one that most programs use. Its [cookbook] has a page for each flow.
//!
//! - **[`Protocol`]** builds requests and parses responses, and sends nothing. **[`Client`]** sends, over any
//!   [`Transport`].
//! - **Operations** are structs, one for each endpoint, in a module for each area of the API: [`payment`],
//!   [`installment`], [`wallet`], [`onboarding`] and more. The module [`porting`] lists them by the official clients'
//!   methods.
//! - **[`callback`]** and **[`webhook`]** verify what browsers and Craftgate post to the merchant.
//! - **[`Error`]** says what is known of a failed call's effect, **[`RetryPolicy`]** whether it can be repeated.
//! - **[`observer`]** watches calls, for traces, logs and metrics.
//! - **[`Validate`]** finds mistakes before sending: mistyped cards, and requests that break Craftgate's rules.
//!
//! # The whole flow, without a network
//!
//! ```
//! use craftgate_core::payment::{Amounts, Card, CardNumber, CreatePayment, PaymentItem, PaymentStatus};
//! use craftgate_core::{Body, Protocol, Credentials, Currency, Environment};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{RandomKey, Response};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::new("api-key", "secret-key")?;
//! let protocol = Protocol::new(credentials, Environment::Sandbox);
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = [PaymentItem::new(price).name("Çaydanlık")];
//! let operation = CreatePayment::new(Amounts::same(price), Currency::Try, 1, basket)
//!     .card(Card::new("Haluk Demir", CardNumber::new("5258640000000001"), "07/44".parse()?, "000"))
//!     .conversation_id("order-17");
//!
//! // 1. Operation in, signed request out. The random key comes from the caller.
//! let call = protocol.exchange(&operation).idempotency_key("order-17");
//! let request = call.request(&RandomKey::new("Xa15Fp11T")?)?;
//! assert_eq!(request.uri().path(), "/payment/v1/card-payments");
//! assert!(request.headers().contains_key("x-signature"));
//!
//! // 2. Send it with any HTTP stack. The response:
//! let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","paidPrice":100.00}}"#;
//! let response = Response::new(Body::from(body));
//!
//! // 3. Response in, typed result or error out.
//! let payment = call.parse(response)?;
//! assert_eq!(payment.payment_status, PaymentStatus::Success);
//! assert_eq!(payment.paid_price, Some(price));
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - **Money** is [`rust_decimal::Decimal`], exact in both directions. Amounts are in the payment's currency unless a
//!   field says otherwise; rates are in percent.
//! - **Times** are [`chrono::NaiveDateTime`], local to Turkey (UTC+3), as Craftgate sends them. One with an offset is
//!   converted.
//! - **Enums** are open: a value that this version doesn't list is kept as it came.
//! - **Ids** are types of their own, in [`id`]: a payment's id can't be given for a payment line's.
//! - **Queues.** Operations and results are `Serialize` and `Deserialize` as JSON, so that they can wait: by themselves or
//!   in a field, in enums that are tagged (internally or adjacently) or untagged, and flattened. By themselves, in a field and
//!   behind the tag of an adjacently tagged enum, every amount is read exactly. Everywhere else, and from a `serde_json::Value`,
//!   serde holds numbers as floats: amounts of up to 15 digits are read exactly, a longer one is an error that says so
//!   (an untagged enum keeps that to itself), and free-form JSON loses the zeros at the end of its numbers.
//! - **One odd field** does not make a response unreadable. Where it may be absent, it is, and
//!   [`ResponseWithMeta::unread_fields`] has its path, the reason and its JSON.
//! - **Nothing is lost.** An error keeps the response's status, headers and body, or what was received of them.
//! - **Secrets** never show in `Debug`, in errors or in panics: keys, card numbers, security codes, card
//!   tokens. They do serialize, since Craftgate needs them.
//!
//! [Craftgate]: https://craftgate.io
//! [cookbook]: https://docs.rs/craftgate-ureq/latest/craftgate_ureq/cookbook/
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

#[doc = include_str!("porting.md")]
pub mod porting {}
pub mod callback;
#[cfg(feature = "catalog")]
pub mod catalog;
pub mod encoding;
pub mod resolution;
pub mod transport;
pub mod webhook;

mod api;
mod client;
mod macros;
mod paging;
mod protocol;
mod wire;

pub use api::card::{CardAssociation, CardExpiryStatus, CardType};
pub use api::currency::Currency;
pub use api::date_range::{DateRange, DateRangeError};
pub use api::{
    bank_account_tracking, bkm_express, file_reporting, fraud, id, installment, juzdan, masterpass, meal_voucher,
    merchant, merchant_apm, onboarding, pay_by_link, payment, payment_reporting, payment_token, settlement,
    settlement_reporting, wallet,
};
pub use client::{Call, Client};
pub use encoding::url::UrlError;
pub use paging::{Items, PageWalk, Pages};
pub use protocol::body::Body;
pub use protocol::content::{OutputError, ResponseContent};
pub use protocol::credentials::{Credentials, Language, RandomKey};
pub use protocol::environment::{BaseUrl, BaseUrlError, Environment};
#[doc(inline)]
pub use protocol::error::{ApiError, Error, ErrorGroup, Outcome, RequestError, ResponseError};
pub use protocol::exchange::{Callable, Exchange, Protocol};
pub use protocol::operation::{File, Operation, Output};
pub use protocol::page::Page;
pub use protocol::paging::{PageError, Paged};
pub use protocol::response::ResponseWithMeta;
pub use protocol::retry::{RetryPolicy, RetryState};
pub use protocol::secret::Secret;
pub use protocol::validation::{Validate, ValidationError, ValidationErrors, ValidationWarning, Validator};
pub use protocol::{error, observer, signature};
#[doc(inline)]
pub use transport::{Request, Response, Transport, TransportError};
pub use wire::json::{Json, JsonMap};
pub use wire::lenient::UnreadField;
pub use wire::money;
pub use wire::open_enum::UnknownVariant;

pub use chrono;
pub use http;
pub use rust_decimal;
