//! The crate's HTTP stacks as blocking transports.

use std::time::Duration;

use craftgate_core::Transport;

/// The example itself.
#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../../examples/closure.rs"]
mod closure;

pub(crate) fn closure(timeout: Duration, max_response_bytes: u64) -> impl Transport + Send + Sync + 'static {
    closure::transport(timeout, usize::try_from(max_response_bytes).unwrap()).unwrap()
}

#[cfg(feature = "libcurl")]
pub(crate) fn libcurl(timeout: Duration, max_response_bytes: u64) -> craftgate_custom_transports::libcurl::Libcurl {
    craftgate_custom_transports::libcurl::Libcurl::with_options(move |handle| handle.timeout(timeout))
        .max_response_bytes(usize::try_from(max_response_bytes).unwrap())
}
