//! Turkey's local time (UTC+03:00), which every time of the API is in.

use std::sync::{Mutex, MutexGuard, PoisonError};
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

/// A source of the time.
pub(crate) type Source = dyn Fn() -> NaiveDateTime + Send + Sync;

/// A clock that can be set, advanced and stopped.
pub(crate) struct Clock {
    source: Box<Source>,
    setting: Mutex<Setting>,
}

/// What a clock shows.
#[derive(Clone, Copy)]
enum Setting {
    /// The source's time and so much more.
    Ahead(TimeDelta),
    Stopped(NaiveDateTime),
}

impl Clock {
    pub(crate) fn new(source: Box<Source>) -> Self {
        Self { source, setting: Mutex::new(Setting::Ahead(TimeDelta::zero())) }
    }

    /// Returns the time, local to Turkey.
    pub(crate) fn now(&self) -> NaiveDateTime {
        self.read(*self.setting())
    }

    /// Returns true if the clock stands still.
    #[cfg(any(test, feature = "control"))]
    pub(crate) fn is_stopped(&self) -> bool {
        matches!(*self.setting(), Setting::Stopped(_))
    }

    /// Shows this time from now on, standing still or going on.
    pub(crate) fn set(&self, now: NaiveDateTime, is_stopped: bool) {
        let setting = if is_stopped { Setting::Stopped(now) } else { Setting::Ahead(now - (self.source)()) };
        *self.setting() = setting;
    }

    /// Advances the clock. Returns false, and leaves the clock unchanged, if the time would be out of range.
    pub(crate) fn advance(&self, by: Duration) -> bool {
        let mut setting = self.setting();
        let moved = TimeDelta::from_std(by).ok().and_then(|by| match *setting {
            Setting::Stopped(time) => time.checked_add_signed(by).map(Setting::Stopped),
            Setting::Ahead(ahead) => {
                let ahead = ahead.checked_add(&by)?;
                (self.source)().checked_add_signed(ahead).map(|_| Setting::Ahead(ahead))
            }
        });
        if let Some(moved) = moved {
            *setting = moved;
        }
        moved.is_some()
    }

    fn setting(&self) -> MutexGuard<'_, Setting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, setting: Setting) -> NaiveDateTime {
        match setting {
            Setting::Stopped(time) => time,
            Setting::Ahead(ahead) => {
                let time = (self.source)();
                time.checked_add_signed(ahead).unwrap_or(time)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{NaiveDateTime, TimeDelta};

    use super::Clock;

    fn clock() -> Clock {
        Clock::new(Box::new(NaiveDateTime::default))
    }

    #[test]
    fn a_clock_is_set_and_advanced() {
        let clock = clock();
        let time = NaiveDateTime::default() + TimeDelta::days(20_000);
        for is_stopped in [true, false] {
            clock.set(time, is_stopped);
            assert_eq!((clock.now(), clock.is_stopped()), (time, is_stopped));
            assert!(clock.advance(Duration::from_secs(90)));
            assert_eq!(clock.now(), time + TimeDelta::seconds(90));
        }
    }

    #[test]
    fn a_clock_stays_where_it_is_when_no_time_is_that_late() {
        let clock = clock();
        for time in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            for is_stopped in [true, false] {
                clock.set(time, is_stopped);
                assert_eq!(clock.now(), time);
                assert!(!clock.advance(Duration::MAX));
                assert_eq!(clock.now(), time);
            }
        }
    }
}
