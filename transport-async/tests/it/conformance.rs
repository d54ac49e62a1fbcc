//! The transport over reqwest meets the contract of [`craftgate_core::Transport`].

use std::time::Duration;

use craftgate_async::{AsyncTransport as _, ReqwestTransport};
use craftgate_core::{Request, Response, Transport, TransportError};
use craftgate_transport_conformance::Conformance;
use tokio::runtime::{Builder, Runtime};

/// The async transport as a blocking one.
struct Blocking {
    runtime: Runtime,
    http: ReqwestTransport,
}

impl Blocking {
    fn new(timeout: Duration, max_response_bytes: u64) -> Self {
        let http = reqwest::Client::builder().no_proxy().connect_timeout(timeout).timeout(timeout);
        let http = ReqwestTransport::from_builder(http).unwrap();
        Self {
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            http: http.max_response_bytes(usize::try_from(max_response_bytes).unwrap()),
        }
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

#[test]
fn over_reqwest() {
    // Only the cases without a response reach this timeout, on the busiest machine.
    let transport = Conformance::new(|limits| Blocking::new(limits.timeout, limits.max_response_bytes));
    let report = transport.timeout(Duration::from_secs(5)).run();
    assert!(report.failures().next().is_none(), "{report}");
}
