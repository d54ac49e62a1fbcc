//! A blocking client of the [Craftgate] payment API, over [ureq] with rustls.
//!
//! ```no_run
//! use craftgate_core::payment::{CardExpiry, CardNumber, Amounts, Card, CreatePayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Credentials, Currency, Environment};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::new("api-key", "secret-key")?;
//! let client = craftgate_ureq::client(credentials, Environment::Sandbox);
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = [PaymentItem::new(price).name("Kask")];
//! let operation = CreatePayment::new(Amounts::same(price), Currency::Try, 1, basket)
//!     .card(Card::new("Haluk Demir", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7).unwrap(), "000"))
//!     .conversation_id("order-17-1");
//!
//! let payment = client.call(&operation).idempotency_key("order-17-1").send()?;
//! println!("payment {} is {}", payment.id, payment.payment_status);
//! # Ok(())
//! # }
//! ```
//!
//! # Cookbook
//!
//! The [cookbook] has a page for each flow, from the [first payment](cookbook::first_payment) to [going
//! live](cookbook::going_live), with tested code to copy.
//!
//! # Retries
//!
//! Off by default. Only calls that cannot take effect twice are retried: a request that was certainly not sent, a `GET`,
//! or a call with an idempotency key. See [`RetryPolicy`](craftgate_core::RetryPolicy).
//!
//! ```
//! use craftgate_core::RetryPolicy;
//! # use craftgate_core::{Credentials, Environment};
//! # let client = craftgate_ureq::client(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox);
//! let client = client.retry_policy(RetryPolicy::new(3), std::thread::sleep);
//! ```
//!
//! # Configuration
//!
//! [`UreqTransport::builder`] sets a proxy, the timeouts and the maximum length of a response. A SOCKS proxy needs the feature
//! `socks-proxy` of this crate. For root certificates or a
//! client certificate, pass ureq's own configuration to [`UreqTransport::from_config`].
//!
//! # Traces, logs and metrics
//!
//! With the feature `tracing`, each call is a span of the `tracing` crate and each attempt an event, without secrets: see
//! [observability](cookbook::observability). For metrics and other logs, add an
//! [`Observer`](craftgate_core::observer::Observer).
//!
//! ureq logs with the `log` crate. At the level `trace` it logs complete heads and responses: the API key, the
//! signature, tokens of cards and customers. Limit the targets `ureq` and `ureq_proto` to `debug` in your logger, or
//! disable traces with `log`'s feature `release_max_level_debug`.
//!
//! [Craftgate]: https://craftgate.io
//! [ureq]: https://docs.rs/ureq

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

#[cfg(any(doc, doctest))]
pub mod cookbook;

mod error;
#[cfg(feature = "tracing")]
mod observer;
mod proxy;
mod random;
mod request_limits;
mod resolver;
mod strict_framing;
mod transport;

pub use craftgate_core;
#[cfg(feature = "tracing")]
pub use observer::TracingObserver;
pub use proxy::UnsupportedProxy;
pub use random::{idempotency_key, random_key};
pub use request_limits::RequestHeadTooLarge;
pub use transport::{BodyTooLarge, UreqTransport, UreqTransportBuilder};
pub use ureq;

use std::time::SystemTime;

use craftgate_core::{Credentials, Environment, Protocol};

/// A blocking client over ureq.
pub type Client = craftgate_core::Client<UreqTransport>;

/// Returns a client with the timeouts and limits of [`UreqTransport::new`].
#[must_use]
pub fn client(credentials: Credentials, environment: Environment) -> Client {
    client_with_transport(Protocol::new(credentials, environment), UreqTransport::new())
}

/// Returns a client over the given transport, with the operating system's randomness and clock.
#[must_use]
pub fn client_with_transport(protocol: Protocol, transport: UreqTransport) -> Client {
    let client = Client::new(protocol, transport, random_key).clock(unix_time);
    #[cfg(feature = "tracing")]
    let client = client.observer(TracingObserver::new());
    client
}

/// Returns the system's time in seconds since 1970 UTC.
fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}

/// The repository's README in both languages, whose code runs as documentation tests of this crate.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.tr.md")]
struct Readme;
