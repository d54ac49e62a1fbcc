//! The crate's HTTP stacks as blocking transports.

use std::time::Duration;

use craftgate_core::{Request, Response, Transport, TransportError};
use craftgate_custom_transports::asynchronous::{AsyncTransport, Reqwest};
use tokio::runtime::{Builder, Runtime};

/// The example itself.
#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../../examples/closure.rs"]
mod closure;

pub(crate) fn closure(timeout: Duration, max_response_bytes: u64) -> impl Transport + Send + Sync + 'static {
    closure::transport(timeout, usize::try_from(max_response_bytes).unwrap()).unwrap()
}

/// The async stack as a blocking transport.
pub(crate) struct Blocking {
    runtime: Runtime,
    http: Reqwest,
}

pub(crate) fn asynchronous(timeout: Duration, max_response_bytes: u64) -> Blocking {
    let http = reqwest::Client::builder().no_proxy().connect_timeout(timeout).timeout(timeout);
    Blocking {
        runtime: Builder::new_current_thread().enable_all().build().unwrap(),
        http: Reqwest::from_builder(http).unwrap().max_response_bytes(usize::try_from(max_response_bytes).unwrap()),
    }
}

impl Transport for Blocking {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.runtime.block_on(async {
            // Lets the runtime notice events on idle connections, as a running one would have.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            self.http.send(request).await
        })
    }
}

#[cfg(feature = "libcurl")]
pub(crate) fn libcurl(timeout: Duration, max_response_bytes: u64) -> craftgate_custom_transports::libcurl::Libcurl {
    craftgate_custom_transports::libcurl::Libcurl::with_options(move |handle| handle.timeout(timeout))
        .max_response_bytes(usize::try_from(max_response_bytes).unwrap())
}
