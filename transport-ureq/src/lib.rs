//! A blocking client of the [Craftgate] payment API, over [ureq] with rustls.
//!
//! ```no_run
//! use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
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
//!     .card(Card::new("Haluk Demir", "5258640000000001", "2044", "07", "000"))
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
//! live](cookbook::going_live), with code to paste.
//!
//! # RetryPolicy
//!
//! Off, until you turn them on. Then only what can't take effect twice is sent again: what was certainly not
//! sent, a `GET`, or a call under an idempotency key. See [`RetryPolicy`](craftgate_core::RetryPolicy).
//!
//! ```
//! use craftgate_core::RetryPolicy;
//! # use craftgate_core::{Credentials, Environment};
//! # let client = craftgate_ureq::client(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox);
//! let client = client.retry_policy(RetryPolicy::new(3), std::thread::sleep);
//! ```
//!
//! # Your own configuration
//!
//! A proxy, timeouts and the longest answer are set with [`UreqTransport::builder`]. For your own root certificates or a
//! client certificate, hand ureq's own configuration to [`UreqTransport::from_config`].
//!
//! # Logs
//!
//! ureq writes through the `log` crate. At the level `trace` that is every byte of heads and answers: the API key, the
//! signature, tokens of cards and customers. Let your logger take no more than `debug` of the targets `ureq` and
//! `ureq_proto`, or leave traces out of the build by `log`'s feature `release_max_level_debug`.
//!
//! [Craftgate]: https://craftgate.io
//! [ureq]: https://docs.rs/ureq

#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

#[cfg(any(doc, doctest))]
pub mod cookbook;

mod delivery;
mod head;
mod lookup;
mod random;
mod strict;
mod transport;

pub use craftgate_core;
pub use head::HeadTooLarge;
pub use random::{idempotency_key, random_key};
pub use transport::{BodyTooLarge, UreqTransport, UreqTransportBuilder};
pub use ureq;

use craftgate_core::{Credentials, Environment, Protocol};

/// A blocking client over ureq.
pub type Client = craftgate_core::Client<UreqTransport>;

/// A client with the timeouts and limits of [`UreqTransport::new`].
#[must_use]
pub fn client(credentials: Credentials, environment: Environment) -> Client {
    client_over(Protocol::new(credentials, environment), UreqTransport::new())
}

/// A client over a transport of your configuration.
#[must_use]
pub fn client_over(protocol: Protocol, transport: UreqTransport) -> Client {
    Client::new(protocol, transport, random_key)
}

/// The repository's README, in both languages: its code is compiled and run as this crate's documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.tr.md")]
struct Readme;
