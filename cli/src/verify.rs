//! `craftgate verify`: whether what was posted to the merchant is Craftgate's.

use std::time::{Duration, SystemTime};

use craftgate_core::callback::{self, StartedPayment};
use craftgate_core::catalog::{callback_report, webhook_report};
use craftgate_core::id::PaymentId;
use craftgate_core::webhook::{self, Freshness};

use crate::args::{Verify, VerifyArgs};
use crate::failure::Failure;
use crate::input;
use crate::keys;
use crate::output::json::format;
use crate::output::write_line;

pub(crate) fn run(args: &VerifyArgs) -> Result<(), Failure> {
    let report = match &args.what {
        Verify::Webhook { signature, max_age, ignore_age } => {
            let key = keys::webhook_key()?;
            let body = input::read_stdin_bytes()?;
            let webhook = if *ignore_age {
                webhook::verify_ignoring_age(&key, signature, &body)
            } else {
                let freshness = Freshness::at(unix_time()).tolerance(Duration::from_secs(*max_age));
                webhook::verify(&key, signature, &body, freshness)
            };
            webhook_report(&webhook.map_err(Failure::not_verified)?)
        }
        Verify::Callback { payment_id, conversation_id } => {
            let key = keys::callback_key()?;
            let form = input::read_stdin_bytes()?;
            let form = form.trim_ascii_end();
            let conversation_id = conversation_id.as_deref().unwrap_or_default();
            let started = payment_id.map(|id| StartedPayment::new(PaymentId::new(id), conversation_id));
            let callback = callback::verify(&key, form).map_err(Failure::not_verified)?;
            callback_report(&callback, started.as_ref())
        }
    };
    write_line(format(report.as_str(), true))
}

fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}
