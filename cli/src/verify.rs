//! `craftgate verify`: whether what was posted to the merchant is Craftgate's.

use std::time::{Duration, SystemTime};

use craftgate_core::callback::{self, StartedPayment};
use craftgate_core::catalog::{bnpl_callback_report, callback_report, webhook_report};
use craftgate_core::id::PaymentId;
use craftgate_core::webhook::{self, Freshness};

use crate::args::{StartedArgs, Verify, VerifyArgs};
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
        Verify::Callback(args) => {
            let callback = callback::verify(&keys::callback_key()?, input::read_stdin_bytes()?.trim_ascii_end());
            callback_report(&callback.map_err(Failure::not_verified)?, started(args).as_ref())
        }
        Verify::BnplCallback(args) => {
            let callback = callback::verify_bnpl(&keys::callback_key()?, input::read_stdin_bytes()?.trim_ascii_end());
            bnpl_callback_report(&callback.map_err(Failure::not_verified)?, started(args).as_ref())
        }
    };
    write_line(format(report.as_str(), true))
}

fn started(args: &StartedArgs) -> Option<StartedPayment> {
    let conversation_id = args.conversation_id.as_deref().unwrap_or_default();
    args.payment_id.map(|id| StartedPayment::new(PaymentId::new(id), conversation_id))
}

fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}
