//! Callbacks and webhooks.

use std::fmt::Display;
use std::time::Duration;

use craftgate::craftgate_error_code;
use craftgate::exercise::{Bytes, Failure, Str, verify_bnpl_callback, verify_callback, verify_webhook};
use craftgate_core::Json;
use craftgate_core::callback::{self, CallbackError, CallbackKey, StartedPayment};
use craftgate_core::catalog::{bnpl_callback_report, callback_report, webhook_report};
use craftgate_core::webhook::{self, Freshness, WebhookKey};

use super::arguments::{bad_input, bytes, failure, number, optional, required, slice, string};
use super::both;
use crate::input::Fields;

/// The input: the key, the form, the payment that was started.
pub(super) fn check_callback(input: &mut Fields<'_>) {
    check(input, verify_callback, |key, form, started| {
        callback::verify(key, form).map(|callback| callback_report(&callback, started))
    });
}

/// The input: as [`check_callback`]'s.
pub(super) fn check_bnpl_callback(input: &mut Fields<'_>) {
    check(input, verify_bnpl_callback, |key, form, started| {
        callback::verify_bnpl(key, form).map(|callback| bnpl_callback_report(&callback, started))
    });
}

/// A function of the ABI's that verifies a callback.
type VerifyThroughAbi = for<'a> fn(Str<'a>, Bytes<'a>, Str<'a>) -> Result<String, Failure>;

/// The same in Rust.
type VerifyInRust = fn(&CallbackKey, &[u8], Option<&StartedPayment>) -> Result<Json, CallbackError>;

fn check(input: &mut Fields<'_>, through_abi: VerifyThroughAbi, in_rust: VerifyInRust) {
    let (key, form, started) = (string(input), bytes(input), string(input));
    let expected = || {
        let (key, form) = (required("callback_key", key)?, slice("form", form)?);
        let started = optional("started", started)?.map(serde_json::from_str::<StartedPayment>).transpose();
        let started = started.map_err(|error| bad_input(format_args!("started: {error}")))?;
        let key = CallbackKey::new(key).map_err(|error| bad_input(format_args!("callback_key: {error}")))?;
        in_rust(&key, form, started.as_ref()).map_err(not_verified)
    };
    if let Some((report, expected)) = both(through_abi(key, form, started), expected()) {
        assert_eq!(report, expected.as_str());
    }
}

/// The input: the key, the signature, the body, the time, the greatest age.
pub(super) fn check_webhook(input: &mut Fields<'_>) {
    let (key, signature, body) = (string(input), string(input), bytes(input));
    let (now, max_age) = (number(input), number(input));
    let expected = || {
        let (key, signature) = (required("webhook_key", key)?, required("signature", signature)?);
        let body = slice("body", body)?;
        let key = WebhookKey::new(key).map_err(|error| bad_input(format_args!("webhook_key: {error}")))?;
        let freshness = Freshness::at(now).tolerance(Duration::from_secs(max_age));
        webhook::verify(&key, signature, body, freshness).map_err(not_verified)
    };
    if let Some((report, webhook)) = both(verify_webhook(key, signature, body, now, max_age), expected()) {
        assert_eq!(report, webhook_report(&webhook).as_str());
    }
}

fn not_verified(error: impl Display) -> Failure {
    failure(craftgate_error_code::NotVerified, error)
}
