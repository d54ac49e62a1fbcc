//! A request's head, as long as ureq can send it.
//!
//! ureq puts one whole line after the other into its buffer. At one that is longer it gives up, with the lines before it
//! on their way.

use std::fmt;

use craftgate_core::http::request::Parts;
use ureq::config::{AutoHeaderValue, Config};

/// The URL or a header of the request was longer than the agent's output buffer, and nothing was sent. The cause
/// inside a [`TransportError`](craftgate_core::TransportError).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeadTooLarge {
    /// The buffer's size, in bytes.
    pub limit: usize,
}

impl fmt::Display for HeadTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URL or a header of the request is longer than {} bytes", self.limit)
    }
}

impl std::error::Error for HeadTooLarge {}

/// Looks for a line that an agent of this configuration can't send.
pub(crate) fn check(request: &Parts, config: &Config) -> Result<(), HeadTooLarge> {
    let limit = config.output_buffer_size();
    if longest_line(request, config) > limit { Err(HeadTooLarge { limit }) } else { Ok(()) }
}

/// No line is longer than this, not even the last with the empty one after it.
fn longest_line(request: &Parts, config: &Config) -> usize {
    let target = request.uri.path_and_query().map_or("/", |target| target.as_str());
    let first = length(&[request.method.as_str(), " /", target, " HTTP/1.1\r\n"]);
    let given = request.headers.iter().map(|(name, value)| length(&[name.as_str(), END]).saturating_add(value.len()));
    given.chain([first, longest_own_line(request, config)]).max().unwrap_or_default()
}

/// What ureq adds has a name and a value of its own, or one from the configuration, or one made of the URL's host and
/// password, which may be written in Base64.
fn longest_own_line(request: &Parts, config: &Config) -> usize {
    let of_the_url = request.uri.authority().map_or(0, |authority| authority.as_str().len().saturating_mul(2));
    let provided = [config.user_agent(), config.accept(), config.accept_encoding()].map(|value| match value {
        AutoHeaderValue::Provided(value) => value.len(),
        _ => 0,
    });
    let longest = provided.into_iter().fold(of_the_url, usize::max);
    length(&["content-length", "18446744073709551615", END]).saturating_add(longest)
}

/// What stands around a header's value, where the head ends with it.
const END: &str = ": \r\n\r\n";

fn length(parts: &[&str]) -> usize {
    parts.iter().fold(0, |sum, part| sum.saturating_add(part.len()))
}
