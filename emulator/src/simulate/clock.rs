//! The time.

use std::time::Duration;

use chrono::NaiveDateTime;

use crate::emulator::Emulator;

impl Emulator {
    /// Sets the time, local to Turkey. It goes on from there.
    pub fn set_clock(&self, now: NaiveDateTime) {
        self.clock().set(now, false);
    }

    /// Stops the clock at a time, local to Turkey.
    pub fn stop_clock(&self, now: NaiveDateTime) {
        self.clock().set(now, true);
    }

    /// Advances the clock. Returns false, and leaves it as it is, if no clock can show that time.
    pub fn advance_clock(&self, by: Duration) -> bool {
        self.clock().advance(by)
    }
}
