//! What can go wrong, sorted by who is to blame, since that decides what to do next.

mod customer;
mod group;
mod request;
mod response;
mod transport;

pub use customer::CustomerMessage;
pub use group::ErrorGroup;
pub use request::{HeaderErrorKind, RequestError};
pub use response::{ApiError, ErrorCode, ErrorCodeKind, ResponseError, ResponseErrorKind};
pub use transport::{SendStatus, TransportError};

use std::fmt;

use http::StatusCode;

/// Why a call gave no result.
///
/// Its text leaves the cause to [`source`](std::error::Error::source): walk it where you log.
///
/// ```
/// use craftgate_core::{Error, Outcome};
///
/// fn what_next(error: &Error) -> &'static str {
///     match (error.outcome(), error) {
///         (Outcome::Unknown, _) => "look the payment up, or repeat with the same idempotency key",
///         (_, Error::Api(error)) if error.is_payment_error() => "tell the customer, offer another card",
///         (_, Error::Api(error)) if error.is_validation_error() => "fix the code",
///         (_, Error::Request(_)) => "fix the code",
///         (_, _) => "try again later",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Ours: the request could not be built. Nothing was sent.
    Request(RequestError),
    /// On the way: no answer came back.
    Transport(TransportError),
    /// Craftgate said no.
    Api(Box<ApiError>),
    /// Something answered, but not as Craftgate does. What was done is unknown; the answer is kept.
    Response(Box<ResponseError>),
}

/// What is known of a failed call's effect: of all its attempts, but of no earlier call's.
///
/// Give whatever must not be done twice an idempotency key. Without one, what is said here holds only if the
/// request arrived once: a proxy that passes it on twice has a payment taken twice, or brings back the refusal
/// of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum Outcome {
    /// Nothing reached Craftgate. The call can be repeated.
    NotSent,
    /// Craftgate answered, with a code of its own, that it did not do it. The bank may have done it all the same if the
    /// [group](ApiError::group) says [so](ErrorGroup::may_have_succeeded).
    ///
    /// Where the call repeats one whose outcome was [`Unknown`](Self::Unknown), this need not be true of the first.
    /// Only the bank's refusal under the same idempotency key (a [payment error](ApiError::is_payment_error) with
    /// status 422) settles both, and not if the bank may have done it all the same. Any other, such as that there were
    /// too many requests or that the payment no longer waits, may come because the first was done: look it up.
    Rejected,
    /// It may have been done.
    ///
    /// - Repeat the call with the same idempotency key: it is done once, and gives the first answer, a bank's page
    ///   included.
    /// - Without a key, look it up: a payment or a refund by the `conversation_id` it was sent with
    ///   ([`SearchPayments`](crate::payment_reporting::SearchPayments),
    ///   [`SearchPaymentRefunds`](crate::payment_reporting::SearchPaymentRefunds)), a stored card by its alias, a
    ///   change by what it was to change. That tells what was done so far: a request that is still on its way may
    ///   arrive afterwards.
    /// - `PUT` ignores the key. It says anew what is to be, so repeating it does nothing twice, but it undoes what
    ///   others have changed in between.
    Unknown,
}

impl Error {
    /// What is known of the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Request(_) => Outcome::NotSent,
            Self::Transport(error) => match error.send_status() {
                SendStatus::NotSent => Outcome::NotSent,
                SendStatus::MaybeSent => Outcome::Unknown,
            },
            Self::Api(error) if error.is_definite() => Outcome::Rejected,
            Self::Api(_) => Outcome::Unknown,
            Self::Response(_) => Outcome::Unknown,
        }
    }

    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Response(error) => Some(error.status()),
            Self::Request(_) | Self::Transport(_) => None,
        }
    }

    /// Craftgate's own error, if it gave one.
    #[must_use]
    pub fn as_api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
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

/// The variants show through: their text is this error's text, their source its source.
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

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}
