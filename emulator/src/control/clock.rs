//! The clock, which all merchants share.

use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::{Datelike as _, NaiveDateTime, TimeDelta};
use craftgate_core::Response;
use serde::Deserialize;

use super::error::ControlError;
use super::request::ControlRequest;
use super::response;
use crate::emulator::Emulator;
use crate::host::Host;

/// The years that a clock can be set to.
const YEARS: RangeInclusive<i32> = 1970..=9999;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    now: NaiveDateTime,
    #[serde(default)]
    stopped: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u64,
}

/// Returns the time, local to Turkey, and whether it stands still.
pub(super) fn show(request: &ControlRequest<'_>) -> Result<Response, ControlError> {
    let merchant = request.merchant;
    response::json(&serde_json::json!({"now": merchant.now(), "stopped": merchant.clock().is_stopped()}))
}

pub(super) fn set(host: &Host, request: &ControlRequest<'_>) -> Result<Response, ControlError> {
    let Setting { now, stopped } = request.body()?;
    if !YEARS.contains(&now.year()) {
        return Err(ControlError::invalid("now: the year is not between 1970 and 9999"));
    }
    for merchant in host.merchants() {
        merchant.clock().set(now, stopped);
    }
    notify(host);
    show(request)
}

pub(super) fn advance(host: &Host, request: &ControlRequest<'_>) -> Result<Response, ControlError> {
    let Advance { seconds } = request.body()?;
    let by = Duration::from_secs(seconds);
    let is_possible = |merchant: &Emulator| {
        let time = TimeDelta::from_std(by).ok().and_then(|by| merchant.now().checked_add_signed(by));
        time.is_some_and(|time| YEARS.contains(&time.year()))
    };
    if !host.merchants().iter().all(is_possible) {
        return Err(ControlError::invalid("seconds: the year would be after 9999"));
    }
    for merchant in host.merchants() {
        merchant.clock().advance(by);
    }
    notify(host);
    show(request)
}

/// Webhooks that are due by now are sent.
fn notify(host: &Host) {
    if let Some(deliveries) = &host.deliveries {
        deliveries.notify();
    }
}
