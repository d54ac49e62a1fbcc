//! What is posted to the merchant, and the library's version.

use super::arguments::CStr;
use super::{Bytes, Failure, Str, copy, take};
use crate::{craftgate_bnpl_callback_verify, craftgate_callback_verify, craftgate_version, craftgate_webhook_verify};

/// `craftgate_callback_verify`.
///
/// # Errors
///
/// The function's failure.
pub fn verify_callback(key: Str<'_>, form: Bytes<'_>, started: Str<'_>) -> Result<String, Failure> {
    let [key, started] = [key, started].map(CStr::new);
    // SAFETY: the arguments live during the call.
    unsafe { take(craftgate_callback_verify(key.as_ptr(), form.pointer(), form.length(), started.as_ptr())) }
}

/// `craftgate_bnpl_callback_verify`.
///
/// # Errors
///
/// The function's failure.
pub fn verify_bnpl_callback(key: Str<'_>, form: Bytes<'_>, started: Str<'_>) -> Result<String, Failure> {
    let [key, started] = [key, started].map(CStr::new);
    // SAFETY: the arguments live during the call.
    unsafe { take(craftgate_bnpl_callback_verify(key.as_ptr(), form.pointer(), form.length(), started.as_ptr())) }
}

/// `craftgate_webhook_verify`.
///
/// # Errors
///
/// The function's failure.
pub fn verify_webhook(
    key: Str<'_>,
    signature: Str<'_>,
    body: Bytes<'_>,
    now: i64,
    max_age: u64,
) -> Result<String, Failure> {
    let [key, signature] = [key, signature].map(CStr::new);
    let (body, length) = (body.pointer(), body.length());
    // SAFETY: the arguments live during the call.
    unsafe { take(craftgate_webhook_verify(key.as_ptr(), signature.as_ptr(), body, length, now, max_age)) }
}

/// `craftgate_version`.
#[must_use]
pub fn version() -> String {
    // SAFETY: a static string.
    unsafe { copy(craftgate_version()) }
}
