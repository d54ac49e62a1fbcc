//! Spans and events of calls, through the `tracing` crate.

use std::time::{Duration, Instant};

use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
use tracing::field::Empty;
use tracing::{Span, info, info_span, record_all, warn};

/// The target of every span and event.
const TARGET: &str = "craftgate";

/// An observer that makes a `tracing` span of each call and an event of each attempt. [`client`](crate::client) and
/// [`client_with_transport`](crate::client_with_transport) add it; a client made elsewhere gets it by
/// [`Client::observer`](craftgate_core::Client::observer).
///
/// | | fields |
/// |---|---|
/// | span `call`, level info | `operation`, `method`, `path` (the template), and at its end `attempts` and those below |
/// | event `attempt`, level info, or warn where the outcome is `not_sent` or `unknown` | `attempt` (its number) and those below |
/// | both | `outcome`, `status`, `duration_ms`, `error_kind`, `error_code`, `error_group`, `request_id` |
///
/// The target is `craftgate`. What a field holds, [`Completion`] says; absent values are left out. Keys, cards, tokens,
/// bodies, URLs and Craftgate's messages are in none of them. A call that is abandoned, as when its future is dropped, has the
/// outcome `unknown`, or `not_sent` before its first attempt, and the error kind `abandoned`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TracingObserver;

impl TracingObserver {
    /// The observer.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Observer for TracingObserver {
    fn start_call(&self, call: &CallInfo) -> Box<dyn CallObserver> {
        let span = info_span!(
            target: TARGET,
            "call",
            operation = call.operation(),
            method = call.method().as_str(),
            path = call.path_template(),
            outcome = Empty,
            attempts = Empty,
            status = Empty,
            duration_ms = Empty,
            error_kind = Empty,
            error_code = Empty,
            error_group = Empty,
            request_id = Empty,
        );
        Box::new(CallSpan { span, started: Instant::now(), attempts: 0, attempt_started: None, is_ended: false })
    }
}

/// The span of one call.
struct CallSpan {
    span: Span,
    started: Instant,
    attempts: u32,
    /// When the attempt that has not ended started.
    attempt_started: Option<Instant>,
    is_ended: bool,
}

impl CallObserver for CallSpan {
    fn start_attempt(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
        self.attempt_started = Some(Instant::now());
    }

    fn end_attempt(&mut self, attempt: &Completion<'_>) {
        self.attempt(&Fields::of(attempt));
    }

    fn end_call(mut self: Box<Self>, call: &Completion<'_>) {
        self.end(&Fields::of(call));
    }
}

impl Drop for CallSpan {
    fn drop(&mut self) {
        if self.is_ended {
            return;
        }
        if self.attempt_started.is_some() {
            self.attempt(&Fields::abandoned("unknown"));
        }
        self.end(&Fields::abandoned(if self.attempts == 0 { "not_sent" } else { "unknown" }));
    }
}

impl CallSpan {
    /// Makes the event of the attempt that ends now. A macro has its level fixed, hence two of them.
    fn attempt(&mut self, fields: &Fields<'_>) {
        let started = self.attempt_started.take().unwrap_or(self.started);
        macro_rules! event {
            ($level:ident) => {
                $level!(
                    target: TARGET,
                    parent: &self.span,
                    attempt = self.attempts,
                    outcome = fields.outcome,
                    status = fields.status,
                    duration_ms = milliseconds(started.elapsed()),
                    error_kind = fields.error_kind,
                    error_code = fields.error_code,
                    error_group = fields.error_group,
                    request_id = fields.request_id,
                    "attempt"
                )
            };
        }
        match fields.outcome {
            "done" | "rejected" => event!(info),
            _ => event!(warn),
        }
    }

    fn end(&mut self, fields: &Fields<'_>) {
        self.is_ended = true;
        record_all!(
            self.span,
            outcome = fields.outcome,
            attempts = self.attempts,
            status = fields.status,
            duration_ms = milliseconds(self.started.elapsed()),
            error_kind = fields.error_kind,
            error_code = fields.error_code,
            error_group = fields.error_group,
            request_id = fields.request_id
        );
    }
}

/// What an attempt and a call have in common.
struct Fields<'a> {
    outcome: &'static str,
    status: Option<u16>,
    error_kind: Option<&'static str>,
    error_code: Option<u32>,
    error_group: Option<&'static str>,
    request_id: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn of(completion: &Completion<'a>) -> Self {
        Self {
            outcome: completion.outcome(),
            status: completion.status().map(|status| status.as_u16()),
            error_kind: completion.error_kind(),
            error_code: completion.error_code(),
            error_group: completion.error_group(),
            request_id: completion.request_id(),
        }
    }

    fn abandoned(outcome: &'static str) -> Self {
        Self {
            outcome,
            status: None,
            error_kind: Some("abandoned"),
            error_code: None,
            error_group: None,
            request_id: None,
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
