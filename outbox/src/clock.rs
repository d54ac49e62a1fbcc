//! Whose time counts.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::store::Value;

/// A clock: milliseconds since 1970 UTC.
type Source = dyn Fn() -> i64 + Send + Sync;

/// The database's clock, which is the same for workers on any machine; or one of the caller's.
#[derive(Clone, Default)]
pub(crate) struct Clock(Option<Arc<Source>>);

impl Clock {
    pub(crate) fn new(source: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    /// The time as the first parameter of a statement.
    pub(crate) fn parameter(&self) -> Value {
        self.0.as_ref().map(|source| source()).into()
    }

    /// Starts to measure.
    pub(crate) fn start(&self) -> Stopwatch {
        match &self.0 {
            Some(source) => Stopwatch::Source(Arc::clone(source), source()),
            None => Stopwatch::Machine(Instant::now()),
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Clock(caller's)" } else { "Clock(database's)" })
    }
}

/// The time elapsed since it was started.
pub(crate) enum Stopwatch {
    Machine(Instant),
    Source(Arc<Source>, i64),
}

impl Stopwatch {
    pub(crate) fn elapsed(&self) -> Duration {
        match self {
            Self::Machine(start) => start.elapsed(),
            Self::Source(source, start) => from_millis(source().saturating_sub(*start)),
        }
    }
}

/// Whole milliseconds, as the database holds them.
pub(crate) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
}

/// A time that is negative counts as none.
pub(crate) fn from_millis(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}
