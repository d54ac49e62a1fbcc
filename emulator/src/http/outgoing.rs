//! The responses that the server sends, delayed or truncated if a fault was requested.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use craftgate_core::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};

/// A response, and how it is sent.
pub(crate) struct OutgoingResponse {
    pub(crate) response: Response,
    /// The time to wait before it is sent.
    pub(crate) delay: Duration,
    pub(crate) ending: Ending,
}

/// How much of a response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "control"), allow(dead_code, reason = "only the control API asks for faults"))]
pub(crate) enum Ending {
    Whole,
    /// Half of the body, before the connection is closed.
    Truncated,
    /// Nothing, before the connection is closed.
    Dropped,
}

impl From<Response> for OutgoingResponse {
    fn from(response: Response) -> Self {
        Self { response, delay: Duration::ZERO, ending: Ending::Whole }
    }
}

/// A whole body, or the first half of one.
pub(super) struct OutgoingBody {
    length: u64,
    remaining: Option<Bytes>,
    truncation: Truncation,
}

/// The state of a body's truncation.
enum Truncation {
    None,
    /// Truncated once the half is flushed.
    Due,
    Now,
}

impl OutgoingBody {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        Self { length: length(&body), remaining: Some(body.into()), truncation: Truncation::None }
    }

    /// Returns a body of which half is sent, under the length of all of it.
    pub(super) fn truncated(mut body: Vec<u8>) -> Self {
        let length = length(&body).max(1);
        body.truncate(body.len() / 2);
        Self { length, remaining: Some(body.into()), truncation: Truncation::Due }
    }
}

fn length(body: &[u8]) -> u64 {
    u64::try_from(body.len()).unwrap_or(u64::MAX)
}

impl Body for OutgoingBody {
    type Data = Bytes;

    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(bytes) = self.remaining.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.truncation {
            Truncation::None => Poll::Ready(None),
            Truncation::Due => {
                // What was written is flushed while the rest of the body is not there yet.
                self.truncation = Truncation::Now;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Truncation::Now => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.truncation, Truncation::None) && self.remaining.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
