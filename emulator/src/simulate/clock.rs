//! The emulator's clock.

use std::time::Duration;

use chrono::NaiveDateTime;

use crate::emulator::Emulator;

impl Emulator {
    /// Sets the clock to a time, local to Turkey, from which it continues.
    pub fn set_clock(&self, now: NaiveDateTime) {
        self.clock().set(now, false);
    }

    /// Stops the clock at a time, local to Turkey.
    pub fn stop_clock(&self, now: NaiveDateTime) {
        self.clock().set(now, true);
    }

    /// Advances the clock. Returns false, and leaves the clock unchanged, if the time would be out of range.
    pub fn advance_clock(&self, by: Duration) -> bool {
        self.clock().advance(by)
    }
}
