//! Turkey's local time (UTC+03:00), which every time of the API is in.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike as _};

/// Returns this machine's time in Turkey's time zone.
pub(crate) fn now() -> NaiveDateTime {
    const OFFSET: Duration = Duration::from_secs(3 * 60 * 60);
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default() + OFFSET;
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, since_epoch.subsec_nanos()).unwrap_or_default().naive_utc()
}

/// Returns a time as Craftgate writes it, with six fractional digits at most.
pub(crate) fn to_micros(time: NaiveDateTime) -> NaiveDateTime {
    let micros = time.and_utc().timestamp_subsec_nanos() / 1_000;
    time.with_nanosecond(micros * 1_000).unwrap_or(time)
}

/// Returns the seconds since 1970 UTC of a time local to Turkey.
pub(crate) fn epoch_seconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp() - TimeDelta::hours(3).num_seconds()
}
