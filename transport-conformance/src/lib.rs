//! A conformance kit for transports: hand it yours, and read how it keeps [`Transport`]'s contract.
//!
//! It serves hostile HTTP/1.1 on 127.0.0.1, a server for each case, and calls the transport: answers of every
//! status, cut at every kind of place, silent, dripping, endless, or of no protocol at all. It looks at what the
//! transport gives back, and at what really arrived. It needs no network, and speaks no TLS.
#![doc = include_str!("../README.md")]

mod case;
mod cases;
mod judge;
mod received;
mod report;
mod run;
mod server;

pub use report::{Report, Row, Verdict};

use std::fmt;
use std::time::Duration;

use craftgate_core::Transport;

use run::Running;

/// Runs transports through hostile servers. See the [module's page](self).
pub struct Conformance<F> {
    transport: F,
    limits: Limits,
    patience: Duration,
    is_quick: bool,
}

/// What a transport is to be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long an answer may take to begin, and then to arrive.
    pub read_timeout: Duration,
    /// The longest body of an answer.
    pub max_response_bytes: u64,
}

impl<T: Transport + Send + 'static, F: Fn(&Limits) -> T> Conformance<F> {
    /// Over transports that `transport` makes: one for each case, set to these limits.
    ///
    /// A transport with limits of its own leaves the argument alone; say what they are with
    /// [`read_timeout`](Self::read_timeout) and [`max_response_bytes`](Self::max_response_bytes).
    pub fn new(transport: F) -> Self {
        let limits = Limits { read_timeout: Duration::from_secs(2), max_response_bytes: 1024 * 1024 };
        Self { transport, limits, patience: Duration::from_secs(20), is_quick: false }
    }

    /// How long an answer may take to begin, and then to arrive. 2 seconds if not set.
    ///
    /// Only the cases that run into it get it; the others get [`patience`](Self::patience), so that a busy
    /// machine fails none of them.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.limits.read_timeout = timeout;
        self
    }

    /// The longest body of an answer, a few MiB at most. 1 MiB if not set.
    #[must_use]
    pub fn max_response_bytes(mut self, max: u64) -> Self {
        self.limits.max_response_bytes = max;
        self
    }

    /// How much longer than its timeouts a case may take before it counts as hung. 20 seconds if not set.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Leaves out the cases that wait for the read timeout to run out. What is left takes no time to speak of.
    #[must_use]
    pub fn quick(mut self) -> Self {
        self.is_quick = true;
        self
    }

    /// Runs the cases, side by side. Takes a little longer than the read timeout, unless the transport hangs.
    pub fn run(&self) -> Report {
        let cases = cases::all(&self.limits).into_iter().filter(|case| !(self.is_quick && case.runs_into_timeout));
        let running: Vec<_> = cases.map(|case| self.start(case)).collect();
        Report::new(running.into_iter().map(|case| case.map_or_else(|row| row, Running::finish)).collect())
    }

    fn start(&self, case: case::Case) -> Result<Running, Row> {
        let limits = &self.limits;
        let read_timeout =
            if case.runs_into_timeout { limits.read_timeout } else { limits.read_timeout.max(self.patience) };
        let transport = (self.transport)(&Limits { read_timeout, ..*limits });
        Running::start(case, transport, limits.read_timeout * 2 + self.patience)
    }
}

impl<F> fmt::Debug for Conformance<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conformance").field("limits", &self.limits).finish_non_exhaustive()
    }
}
