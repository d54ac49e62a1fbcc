//! The freshness of webhooks.

use std::time::Duration;

/// The caller's clock, and the maximum difference between it and a webhook's timestamp.
///
/// ```
/// use std::time::{SystemTime, UNIX_EPOCH};
/// use craftgate_core::webhook::Freshness;
///
/// let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
/// let within_an_hour = Freshness::at(i64::try_from(now)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    now: i64,
    tolerance: Duration,
}

impl Freshness {
    /// One hour: Craftgate posts 30 s after the event and again 10 s, 30 s, 3 min, 10 min and 30 min later, which makes
    /// 45 minutes; the rest is for clocks that differ.
    pub const DEFAULT_TOLERANCE: Duration = Duration::from_secs(3600);

    /// Returns the freshness at the current time, in seconds (not milliseconds) since 1970 UTC, with the
    /// [`DEFAULT_TOLERANCE`](Self::DEFAULT_TOLERANCE).
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, tolerance: Self::DEFAULT_TOLERANCE }
    }

    /// Replaces the tolerance. With less than 45 minutes, Craftgate's last attempts at posting an event are rejected.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    pub(super) fn accepts(self, event_timestamp: i64) -> bool {
        self.now.abs_diff(event_timestamp) <= self.tolerance.as_secs()
    }
}
