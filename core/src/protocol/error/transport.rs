//! Errors of transports: the request was not sent, or no complete response was received.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::protocol::body::{Body, Response};

/// Whether a request may have reached Craftgate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum SendStatus {
    /// The request was certainly not sent.
    NotSent,
    /// The request may have been sent, in whole or in part, and no complete response was received.
    MaybeSent,
}

/// The error of a transport: no complete response was received.
///
/// What was received of one is kept: status, headers and body. `Display` and `Debug` show the body's length alone.
pub struct TransportError {
    send_status: SendStatus,
    cause: Box<dyn std::error::Error + Send + Sync>,
    partial_response: Option<Box<Response>>,
}

impl TransportError {
    /// Returns the error of a request that was not sent: the name did not resolve, the connection was refused, or TLS
    /// failed.
    pub fn not_sent(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { send_status: SendStatus::NotSent, cause: cause.into(), partial_response: None }
    }

    /// Returns the error of a request that may have been received, in whole or in part. In doubt, use this one.
    pub fn maybe_sent(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { send_status: SendStatus::MaybeSent, cause: cause.into(), partial_response: None }
    }

    /// Adds the part of the response that was received. The request was then sent.
    ///
    /// ```
    /// use craftgate_core::{Body, Error, Outcome, Response, TransportError};
    ///
    /// let received = Response::new(Body::from(r#"{"data":{"id":4711,"paymentStatus":"SUC"#));
    /// let error = TransportError::maybe_sent("connection reset").with_partial_response(received);
    /// assert_eq!(error.body().unwrap().as_bytes(), br#"{"data":{"id":4711,"paymentStatus":"SUC"#);
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the request may have been sent, but no complete response was received (status 200, 39 bytes)",
    /// );
    /// assert_eq!(Error::from(error).outcome(), Outcome::Unknown);
    /// ```
    #[must_use]
    pub fn with_partial_response(self, response: Response) -> Self {
        Self { send_status: SendStatus::MaybeSent, partial_response: Some(Box::new(response)), ..self }
    }

    /// Returns whether the request may have reached Craftgate.
    #[must_use]
    pub fn send_status(&self) -> SendStatus {
        self.send_status
    }

    /// Returns the transport's own error.
    #[must_use]
    pub fn cause(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.cause
    }

    /// Returns the HTTP status, if it was received.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.partial_response.as_ref().map(|response| response.status())
    }

    /// Returns the response's headers, if they were received.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.partial_response.as_ref().map(|response| response.headers())
    }

    /// Returns the part of the response's body that was received.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.partial_response.as_ref().map(|response| response.body())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("TransportError");
        debug.field("send_status", &self.send_status).field("cause", &self.cause);
        if let Some(response) = &self.partial_response {
            debug.field("status", &response.status()).field("body", response.body());
        }
        debug.finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.send_status {
            SendStatus::NotSent => "the request was not sent",
            SendStatus::MaybeSent => "the request may have been sent, but no complete response was received",
        })?;
        match &self.partial_response {
            Some(response) => write!(f, " (status {}, {} bytes)", response.status().as_u16(), response.body().len()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}
