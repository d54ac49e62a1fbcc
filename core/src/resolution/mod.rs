//! The resolution of calls whose outcome is unknown: whether they were executed, and when that is certain.
//!
//! A call that may have arrived is neither repeated nor given up, since either could charge the customer twice. An
//! [`UnknownOutcome`] says which call to make instead, reads its response, and ends in a [`Resolution`]: done, not done, or
//! still open. It neither waits nor sends; [`Client::resolve`](crate::Client::resolve) does both.
//!
//! | what was sent | is looked up by |
//! |---|---|
//! | [`CreatePayment`], [`CreateApmPayment`] | its `conversation_id` and `external_id`: give each attempt one of its own |
//! | [`CompleteThreeDsPayment`], [`CompleteThreeDsMasterpassPayment`], [`CompletePosApmPayment`], [`ApproveBnplPayment`], [`PostAuthPayment`] | the payment's id |
//! | [`RefundPayment`] | the payment's id, and its `conversation_id` |
//! | [`RefundPaymentTransaction`] | its `conversation_id` |
//! | [`StoreCard`] | its `card_alias`, with its `card_user_key` or its number |
//! | [`DeleteStoredCard`] | the card's token |
//! | a payment or refund that is `WAITING`, such as one by an alternative method or a loan: [`RetrievePayment`], [`RetrieveCheckoutPayment`], [`RetrieveBkmExpressPayment`], [`RetrieveJuzdanPayment`], [`RetrievePaymentRefund`], [`RetrievePaymentTransactionRefund`] | itself, until it is decided |
//!
//! Under an idempotency key the call itself is made again at first: Craftgate does it once, and returns its first response.
//! An operation of your own is resolved by implementing [`Resolvable`].
//!
//! ```
//! use std::time::Duration;
//! use craftgate_core::payment::{CreatePayment, Payment};
//! use craftgate_core::resolution::{NextCall, Resolution, UnknownOutcome};
//! use craftgate_core::{Error, Operation};
//!
//! async fn find_out(
//!     sent: &CreatePayment,
//!     key: &str,
//!     error: &Error,
//!     http: &impl Http,
//!     elapsed: impl Fn() -> Duration, // since `error` came
//! ) -> Option<Resolution<Payment>> {
//!     let mut unknown = UnknownOutcome::new(sent).idempotency_key(key).after(error);
//!     loop {
//!         let resolution = match unknown.next_call(elapsed())? {
//!             NextCall::LookUp(look_up) => {
//!                 let found = http.send(look_up.operation(), None).await;
//!                 unknown.read_look_up(&look_up, found)
//!             }
//!             NextCall::Repeat(payment) => {
//!                 let result = http.send(payment, Some(key)).await;
//!                 unknown.read_repeat(result, elapsed())
//!             }
//!         };
//!         match resolution {
//!             Resolution::Open { after, .. } => http.sleep(after).await,
//!             decided => return Some(decided),
//!         }
//!     }
//! }
//!
//! trait Http {
//!     async fn send<O: Operation>(&self, operation: &O, key: Option<&str>) -> Result<O::Output, Error>;
//!     async fn sleep(&self, time: Duration);
//! }
//! ```
//!
//! [`CreatePayment`]: crate::payment::CreatePayment
//! [`CreateApmPayment`]: crate::payment::CreateApmPayment
//! [`CompleteThreeDsPayment`]: crate::payment::CompleteThreeDsPayment
//! [`CompleteThreeDsMasterpassPayment`]: crate::masterpass::CompleteThreeDsMasterpassPayment
//! [`CompletePosApmPayment`]: crate::payment::CompletePosApmPayment
//! [`ApproveBnplPayment`]: crate::payment::ApproveBnplPayment
//! [`PostAuthPayment`]: crate::payment::PostAuthPayment
//! [`RefundPayment`]: crate::payment::RefundPayment
//! [`RefundPaymentTransaction`]: crate::payment::RefundPaymentTransaction
//! [`StoreCard`]: crate::payment::StoreCard
//! [`DeleteStoredCard`]: crate::payment::DeleteStoredCard
//! [`RetrievePayment`]: crate::payment::RetrievePayment
//! [`RetrieveCheckoutPayment`]: crate::payment::RetrieveCheckoutPayment
//! [`RetrieveBkmExpressPayment`]: crate::bkm_express::RetrieveBkmExpressPayment
//! [`RetrieveJuzdanPayment`]: crate::juzdan::RetrieveJuzdanPayment
//! [`RetrievePaymentRefund`]: crate::payment::RetrievePaymentRefund
//! [`RetrievePaymentTransactionRefund`]: crate::payment::RetrievePaymentTransactionRefund

mod payments;
mod refunds;
mod resolvable;
mod stored_cards;
mod unknown;

pub use resolvable::{ExecutionState, Resolvable};
pub use unknown::{LookUp, NextCall, Progress, UnknownOutcome};

use std::time::Duration;

use crate::protocol::error::Error;

/// The resolution of a call whose outcome was unknown. `T` is the record of its effect: a payment, a refund, a stored
/// card.
#[derive(Debug)]
#[must_use]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum Resolution<T> {
    /// The call was executed. Compare a payment with the order by [`ExpectedPayment`](crate::payment::ExpectedPayment).
    Done(T),
    /// The call was not executed, and will not be: it can be tried again, as a new call under a new key.
    NotDone(NotDone<T>),
    /// The outcome is not known yet. Don't try the call again now.
    Open {
        /// The time to wait before the next call; [`Duration::MAX`] if no call is safe: see Craftgate's panel then.
        after: Duration,
        /// The last call's error, if it had one: a rejected look-up does not resolve the outcome.
        error: Option<Error>,
    },
}

/// The reason why a call was certainly not executed.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotDone<T> {
    /// The call failed, with this record.
    Failed(T),
    /// The call was declined or rejected: [`Error::customer_message`] returns the message for the customer.
    Rejected(Error),
    /// Nothing was executed, and no request can arrive any more.
    NeverArrived,
}
