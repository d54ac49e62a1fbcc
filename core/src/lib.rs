//! The [Craftgate] payment API as pure code: signed requests out, typed results or errors in.
//!
//! This crate does no I/O. It makes `http::Request` values with computed signatures, and reads
//! `http::Response` values into typed results. It has no sockets, no clock, no randomness, no threads
//! and no logging; a [`Transport`] brings those. `craftgate-ureq` is the one most people use.
//!
//! **The cookbook** has a page for each flow, from the first payment to going live, with code to paste. It is part of
//! `craftgate-ureq`'s documentation (its module `cookbook`), and its pages lie in the repository under
//! `transport-ureq/src/cookbook`.
//!
//! # The whole flow, without a network
//!
//! ```
//! use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem, PaymentStatus};
//! use craftgate_core::{Body, Craftgate, Credentials, Currency, Environment};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{RandomKey, Response};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::new("api-key", "secret-key")?;
//! let craftgate = Craftgate::new(credentials, Environment::Sandbox);
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = [PaymentItem::new(price).name("Çaydanlık")];
//! let operation = CreatePayment::new(Amounts::of(price), Currency::Try, 1, basket)
//!     .card(Card::new("Haluk Demir", "5258640000000001", "2044", "07", "000"))
//!     .conversation_id("order-17");
//!
//! // 1. Operation in, signed request out. The random key is yours to bring.
//! let call = craftgate.call(&operation).idempotency_key("order-17");
//! let request = call.request(&RandomKey::new("Xa15Fp11T")?)?;
//! assert_eq!(request.uri().path(), "/payment/v1/card-payments");
//! assert!(request.headers().contains_key("x-signature"));
//!
//! // 2. Send it any way you like. Here is what came back:
//! let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","paidPrice":100.00}}"#;
//! let response = Response::new(Body::from(body));
//!
//! // 3. Response in, typed result or error out.
//! let payment = call.response(response)?;
//! assert_eq!(payment.payment_status, PaymentStatus::Success);
//! assert_eq!(payment.paid_price, Some(price));
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - **Money** is `rust_decimal::Decimal`, exact in both directions. Amounts are in the payment's
//!   currency unless a field says otherwise; rates are in percent.
//! - **Times** are `chrono::NaiveDateTime`, local to Turkey (UTC+3), as Craftgate sends them.
//! - **Enums** are open: a value that this version doesn't list is kept as it came.
//! - **Errors** are sorted by what to do next, see [`Error`] and [`Outcome`].
//! - **Queues.** Operations and answers are `Serialize` and `Deserialize` as JSON text, so that they can wait.
//!   Don't go through `serde_json::Value` or untagged enums: those read amounts as floats.
//! - **Secrets** never show in `Debug`, in errors or in panics: keys, card numbers, security codes, card
//!   tokens. They do serialize, since Craftgate needs them.
//!
//! [Craftgate]: https://craftgate.io
#![doc = include_str!("porting.md")]
#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

pub mod bank_account_tracking;
pub mod bkm_express;
pub mod callback;
pub mod error;
pub mod file_reporting;
pub mod fraud;
pub mod installment;
pub mod juzdan;
pub mod masterpass;
pub mod meal_voucher;
pub mod merchant;
pub mod merchant_apm;
pub mod onboarding;
pub mod pay_by_link;
pub mod payment;
pub mod payment_reporting;
pub mod payment_token;
pub mod settlement;
pub mod settlement_reporting;
pub mod signature;
pub mod transport;
pub mod wallet;
pub mod webhook;

mod body;
mod card;
mod client;
mod craftgate;
mod credentials;
mod currency;
mod environment;
mod operation;
mod page;
mod paging;
mod response;
mod retry;
mod secret;
mod validation;
mod wire;

pub use body::Body;
pub use card::{CardAssociation, CardExpiryStatus, CardType};
pub use client::{Client, ClientCall};
pub use craftgate::{Call, Craftgate, Reply};
pub use credentials::{Credentials, Language, RandomKey};
pub use currency::Currency;
pub use environment::{BaseUrl, BaseUrlError, Environment};
#[doc(inline)]
pub use error::{ApiError, Error, ErrorGroup, Outcome, RequestError, ResponseError};
pub use operation::{File, Model, Operation, Output, OutputKind};
pub use page::Page;
pub use paging::{Items, Paged, Pages};
pub use retry::{Attempts, Retries};
pub use secret::Secret;
#[doc(inline)]
pub use transport::{Request, Response, Transport, TransportError};
pub use validation::{Finding, Findings, Validate};
pub use wire::argument::Argument;
pub use wire::json::{Json, JsonMap};
pub use wire::number::{DecimalError, money, parse_decimal};
pub use wire::open_enum::Unlisted;
pub use wire::url::{UrlError, percent_encode};

pub use chrono;
pub use http;
pub use rust_decimal;
