//! The limit on the length of a request's lines.
//!
//! ureq writes each line of the head into its output buffer as a whole. It fails at a line longer than the buffer, when
//! the lines before it may have been sent.

use std::fmt;

use craftgate_core::http::request::Parts;
use ureq::config::{AutoHeaderValue, Config};

/// The URL or a header of the request is longer than the agent's output buffer; nothing was sent. The cause of a
/// [`TransportError`](craftgate_core::TransportError).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestHeadTooLarge {
    /// The size of the output buffer, in bytes.
    pub limit: usize,
}

impl fmt::Display for RequestHeadTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URL or a header of the request is longer than {} bytes", self.limit)
    }
}

impl std::error::Error for RequestHeadTooLarge {}

/// Checks that an agent with this configuration can send every line of the request's head.
pub(crate) fn check(request: &Parts, config: &Config) -> Result<(), RequestHeadTooLarge> {
    let limit = config.output_buffer_size();
    if longest_line(request, config) > limit { Err(RequestHeadTooLarge { limit }) } else { Ok(()) }
}

/// Returns an upper bound on the length of a line, including the empty line after the last header.
fn longest_line(request: &Parts, config: &Config) -> usize {
    let target = request.uri.path_and_query().map_or("/", |target| target.as_str());
    let first = length(&[request.method.as_str(), " /", target, " HTTP/1.1\r\n"]);
    let given = request.headers.iter().map(|(name, value)| length(&[name.as_str(), END]).saturating_add(value.len()));
    given.chain([first, longest_added_line(request, config)]).max().unwrap_or_default()
}

/// Returns an upper bound on the length of a header that ureq adds. Its value is a length, or from the configuration, or
/// the URL's host or password, the latter in Base64.
fn longest_added_line(request: &Parts, config: &Config) -> usize {
    let from_url = request.uri.authority().map_or(0, |authority| authority.as_str().len().saturating_mul(2));
    let provided = [config.user_agent(), config.accept(), config.accept_encoding()].map(|value| match value {
        AutoHeaderValue::Provided(value) => value.len(),
        _ => 0,
    });
    let longest = provided.into_iter().fold(from_url, usize::max);
    length(&["content-length", "18446744073709551615", END]).saturating_add(longest)
}

/// What surrounds the value of the last header.
const END: &str = ": \r\n\r\n";

fn length(parts: &[&str]) -> usize {
    parts.iter().fold(0, |sum, part| sum.saturating_add(part.len()))
}
