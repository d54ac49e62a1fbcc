#![doc = include_str!("../README.md")]
//!
//! # Example
//!
//! ```
//! # use std::time::Duration;
//! # use craftgate_core::{Request, Response, TransportError};
//! # struct MyTransport;
//! # impl MyTransport {
//! #     fn new(_: Duration, _: u64) -> Self { Self }
//! # }
//! # impl Transport for MyTransport {
//! #     fn send(&self, _: Request) -> Result<Response, TransportError> {
//! #         Err(TransportError::not_sent("this example has no HTTP stack"))
//! #     }
//! # }
//! use craftgate_core::Transport;
//! use craftgate_transport_conformance::Conformance;
//!
//! let report = Conformance::new(|limits| MyTransport::new(limits.timeout, limits.max_response_bytes)).run();
//! for result in report.failures() {
//!     println!("{}: {}", result.case(), result.failure().unwrap_or_default());
//! }
//! # assert_eq!(report.results().len(), 119);
//! # assert!(report.failures().any(|result| result.case() == "connection closed before a response"), "{report}");
//! ```
#![forbid(unsafe_code)]
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::string_slice, clippy::unwrap_in_result)]

mod case;
mod cases;
mod received;
mod report;
mod run;
mod server;
mod verdict;

pub use report::{CaseResult, Report, Verdict};

use std::fmt;
use std::time::Duration;

use craftgate_core::Transport;

use run::Running;

/// A run of all cases against a transport, with its settings.
pub struct Conformance<F> {
    new_transport: F,
    limits: Limits,
    grace_period: Duration,
    skip_timeouts: bool,
}

/// The limits that a transport under test is to be configured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time limit of a whole call, from its start to the complete response.
    pub timeout: Duration,
    /// The maximum length of a response body, in bytes.
    pub max_response_bytes: u64,
}

impl<T: Transport + Send + 'static, F: Fn(&Limits) -> T> Conformance<F> {
    /// A run over transports that `new_transport` returns: one for each case, configured with the given limits.
    ///
    /// A transport with fixed limits ignores the argument; pass its limits to [`timeout`](Self::timeout) and
    /// [`max_response_bytes`](Self::max_response_bytes).
    pub fn new(new_transport: F) -> Self {
        let limits = Limits { timeout: Duration::from_secs(2), max_response_bytes: 1024 * 1024 };
        Self { new_transport, limits, grace_period: Duration::from_secs(20), skip_timeouts: false }
    }

    /// Sets the time limit of a whole call, from its start to the complete response. The default is 2 seconds.
    ///
    /// It applies to the cases that are expected to time out. The others get at least the
    /// [grace period](Self::grace_period), so that they pass on a busy machine.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the maximum length of a response body, in bytes: a few MiB at most. The default is 1 MiB.
    #[must_use]
    pub fn max_response_bytes(mut self, max: u64) -> Self {
        self.limits.max_response_bytes = max;
        self
    }

    /// Sets how long a case may take beyond its timeouts before it counts as hung. The default is 20 seconds.
    #[must_use]
    pub fn grace_period(mut self, grace_period: Duration) -> Self {
        self.grace_period = grace_period;
        self
    }

    /// Skips the cases that wait for the timeout. The others take milliseconds.
    #[must_use]
    pub fn skip_timeouts(mut self) -> Self {
        self.skip_timeouts = true;
        self
    }

    /// Runs all cases concurrently. Takes a little longer than the timeout, unless the transport hangs.
    pub fn run(&self) -> Report {
        let cases = cases::all(&self.limits).into_iter().filter(|case| !(self.skip_timeouts && case.runs_into_timeout));
        let running: Vec<_> = cases.map(|case| self.start(case)).collect();
        let finish = |case: Result<Running, CaseResult>| case.map_or_else(|result| result, Running::finish);
        Report::new(running.into_iter().map(finish).collect())
    }

    fn start(&self, case: case::Case) -> Result<Running, CaseResult> {
        let limits = &self.limits;
        let timeout = if case.runs_into_timeout { limits.timeout } else { limits.timeout.max(self.grace_period) };
        let transport = (self.new_transport)(&Limits { timeout, ..*limits });
        Running::start(case, transport, limits.timeout * 2 + self.grace_period)
    }
}

impl<F> fmt::Debug for Conformance<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conformance").field("limits", &self.limits).finish_non_exhaustive()
    }
}
