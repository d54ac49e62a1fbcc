//! Errors, grouped by their origin, which decides what to do next.

mod api;
mod code;
mod credentials;
mod customer;
mod escaped;
mod group;
pub(crate) mod payment;
mod request;
mod response;
mod transport;

pub use api::ApiError;
pub use code::{ErrorCode, ErrorCodeKind};
pub use credentials::{CredentialsError, HeaderValueError, HeaderValueErrorKind, KeyError};
pub use customer::CustomerMessage;
pub use group::ErrorGroup;
pub use request::RequestError;
pub use response::{ResponseError, ResponseErrorKind};
pub use transport::{SendStatus, TransportError};

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::protocol::body::Body;
use crate::protocol::validation::ValidationErrors;

/// The error of a call.
///
/// `Display` leaves the cause to [`source`](std::error::Error::source): walk the chain where you log.
///
/// Ask for the [`outcome`](Self::outcome) first, since it may be unknown whichever variant it is. The commonest mistake of
/// all is a card that the customer has mistyped: [`validate`](crate::Validate) finds it before anything is sent, and its
/// errors become an `Error` too.
///
/// ```
/// use craftgate_core::{Error, Outcome};
///
/// fn what_next(error: &Error) -> &'static str {
///     match (error.outcome(), error) {
///         (Outcome::Unknown, _) => "look the payment up before asking for it again",
///         (_, error) if error.customer_message().is_correctable() => "let the customer correct the card",
///         (_, Error::Api(error)) if error.is_payment_error() => "tell the customer, offer another card",
///         (_, Error::Api(error)) if error.is_validation_error() => "log it: Craftgate rejects what the program sent",
///         (_, Error::Request(_)) => "log it: the program can't send this",
///         (_, _) => "try again later",
///     }
/// }
/// #
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use craftgate_core::id::PaymentId;
/// # use craftgate_core::payment::RetrievePayment;
/// # use craftgate_core::{Body, Credentials, Environment, Protocol, Response};
/// # let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
/// # for (code, group, next) in [
/// #     ("10051", "NOT_SUFFICIENT_FUNDS", "tell the customer, offer another card"),
/// #     ("10014", "INVALID_CARD_NUMBER", "let the customer correct the card"),
/// #     ("10091", "NO_RESPONSE", "look the payment up before asking for it again"),
/// #     ("10091", "ORDER_ID_ALREADY_USED", "look the payment up before asking for it again"),
/// # ] {
/// #     let body = format!(r#"{{"errors":{{"errorCode":"{code}","errorGroup":"{group}"}}}}"#);
/// #     let mut response = Response::new(Body::from(body));
/// #     *response.status_mut() = 422.try_into()?;
/// #     let error = protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).parse(response).unwrap_err();
/// #     assert_eq!(what_next(&error), next);
/// # }
/// # use craftgate_core::Validate;
/// # use craftgate_core::payment::{CardExpiry, CardNumber, StoreCard};
/// # let (number, expiry) = (CardNumber::new("5258640000000010"), CardExpiry::new(2044, 7)?);
/// # let mistyped = StoreCard::plain("Gülşah Işık", number, expiry).validate().unwrap_err();
/// # assert_eq!(what_next(&mistyped.into()), "let the customer correct the card");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built. Nothing was sent.
    Request(RequestError),
    /// No complete response was received.
    Transport(TransportError),
    /// Craftgate rejected the request, or a bank declined.
    Api(Box<ApiError>),
    /// A response was received that is neither a result nor an error of Craftgate's. It is kept.
    Response(Box<ResponseError>),
}

/// The outcome of a failed call: of all its attempts, but not of earlier calls.
///
/// Give whatever must not be done twice an idempotency key. Without one, this holds only if the request arrived once:
/// a proxy that forwards it twice has a payment taken twice, or returns the rejection of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum Outcome {
    /// The call did not reach Craftgate, and can be repeated.
    NotSent,
    /// The call was not executed: Craftgate responded with an error code of its own.
    ///
    /// Where the call repeats one whose outcome was [`Unknown`](Self::Unknown), this need not be true of that one:
    /// see [`Error::outcome_after`].
    Rejected,
    /// The call may have been executed: no readable response was received, or one with a
    /// [group](ErrorGroup::may_have_succeeded) after which the bank may have executed it nevertheless.
    ///
    /// A [`resolution`](crate::resolution) finds it out. It uses these ways:
    ///
    /// - Repeat the call with the same idempotency key: it is done once, and returns the first response, a bank's page
    ///   included. After such a group, the first response is that error again: look it up instead.
    /// - Look it up: a payment or a refund by the `conversation_id` it was sent with
    ///   ([`SearchPayments`](crate::payment_reporting::SearchPayments),
    ///   [`SearchPaymentRefunds`](crate::payment_reporting::SearchPaymentRefunds)), a stored card by its alias, a
    ///   change by what it was to change. That tells what was done so far: a request that is still on its way may
    ///   arrive afterwards.
    /// - `PUT` ignores the key. It replaces what is there, so repeating it does nothing twice, but it undoes what
    ///   others have changed in between.
    Unknown,
}

impl Error {
    /// Returns the outcome of the call.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Request(_) => Outcome::NotSent,
            Self::Transport(error) => match error.send_status() {
                SendStatus::NotSent => Outcome::NotSent,
                SendStatus::MaybeSent => Outcome::Unknown,
            },
            Self::Api(error) => error.outcome(),
            Self::Response(_) => Outcome::Unknown,
        }
    }

    /// Returns the response's status, if it was received.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) => None,
            Self::Transport(error) => error.status(),
            Self::Api(error) => Some(error.status()),
            Self::Response(error) => Some(error.status()),
        }
    }

    /// Returns the response's headers, if they were received.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request(_) => None,
            Self::Transport(error) => error.headers(),
            Self::Api(error) => Some(error.headers()),
            Self::Response(error) => Some(error.headers()),
        }
    }

    /// Returns the response's body, or the part of it that was received.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        match self {
            Self::Request(_) => None,
            Self::Transport(error) => error.body(),
            Self::Api(error) => Some(error.body()),
            Self::Response(error) => Some(error.body()),
        }
    }

    /// Returns Craftgate's own error, if it is one.
    #[must_use]
    pub fn as_api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Request(_) | Self::Transport(_) | Self::Response(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
        }
    }
}

/// Transparent: an error's source is its variant's source.
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Response(error) => error.source(),
        }
    }
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<HeaderValueError> for Error {
    fn from(error: HeaderValueError) -> Self {
        Self::Request(error.into())
    }
}

/// For a program that [validates](crate::Validate) what it sends: nothing was sent.
impl From<ValidationErrors> for Error {
    fn from(errors: ValidationErrors) -> Self {
        Self::Request(errors.into())
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}
