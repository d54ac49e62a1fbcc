//! Verification of what is posted to the merchant: callbacks and webhooks.

use std::ffi::c_char;
use std::ptr;
use std::time::Duration;

use craftgate_core::callback::{self, CallbackKey, StartedPayment};
use craftgate_core::catalog::{bnpl_callback_report, callback_report, webhook_report};
use craftgate_core::webhook::{self, Freshness, WebhookKey};

use crate::boundary::{Failure, bytes, craftgate_error_code, guard, optional_string, string};
use crate::strings::owned;

/// Verifies the form that the browser posts after 3D Secure.
///
/// callback_key: the merchant's, from the panel. form: the untouched body. started: the payment that was started, kept
/// with the order, as {"paymentId": 17, "conversationId": "siparis-17-1"}; NULL leaves out the next step.
///
/// Returns its fields as JSON. With `started` there is a `nextStep` too: "COMPLETE" or "RETRIEVE", each with the
/// `operation` and the `request` to call in `nextCall`, or "FAILED" or "PAYMENT_ID_MISMATCH". Returns NULL on failure: the
/// code is CRAFTGATE_ERROR_CODE_NOT_VERIFIED if it is not Craftgate's.
///
/// The callbacks of checkout pages and of Juzdan have no hash to verify: call payment::RetrieveCheckoutPayment with their
/// `token`, or juzdan::RetrieveJuzdanPayment with their `referenceId`.
///
/// Ownership: free it by craftgate_string_free().
/// Threads: any.
///
/// # Safety
///
/// The strings are NULL or end in NUL, and `form` has `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_callback_verify(
    callback_key: *const c_char,
    form: *const u8,
    length: usize,
    started: *const c_char,
) -> *mut c_char {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let posted = unsafe { PostedCallback::new(callback_key, form, length, started) }?;
        let callback = callback::verify(&posted.key, posted.form).map_err(not_verified)?;
        owned(callback_report(&callback, posted.started.as_ref()).as_str())
    })
}

/// Verifies the form that the browser posts after a shopping loan's application (payment::InitBnplPayment).
///
/// The arguments are those of craftgate_callback_verify().
///
/// Returns its fields as JSON. With `started` there is a `nextStep` too: "RETRIEVE", "APPROVE" or "VERIFY", each with the
/// `operation` and the `request` to call in `nextCall`, or "WAIT_FOR_WEBHOOK", "FAILED" or "PAYMENT_ID_MISMATCH". Returns
/// NULL on failure: the code is CRAFTGATE_ERROR_CODE_NOT_VERIFIED if it is not Craftgate's.
/// Ownership: free it by craftgate_string_free().
/// Threads: any.
///
/// # Safety
///
/// The strings are NULL or end in NUL, and `form` has `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_bnpl_callback_verify(
    callback_key: *const c_char,
    form: *const u8,
    length: usize,
    started: *const c_char,
) -> *mut c_char {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let posted = unsafe { PostedCallback::new(callback_key, form, length, started) }?;
        let callback = callback::verify_bnpl(&posted.key, posted.form).map_err(not_verified)?;
        owned(bnpl_callback_report(&callback, posted.started.as_ref()).as_str())
    })
}

/// A callback, and what it is checked against.
struct PostedCallback<'a> {
    key: CallbackKey,
    form: &'a [u8],
    started: Option<StartedPayment>,
}

impl PostedCallback<'_> {
    /// # Safety
    ///
    /// The strings are NULL or end in NUL, `form` has `length` bytes, and all stay valid while the value is used.
    unsafe fn new(key: *const c_char, form: *const u8, length: usize, started: *const c_char) -> Result<Self, Failure> {
        // SAFETY: by the caller's promise.
        let (key, form) = unsafe { (string(key, "callback_key")?, bytes(form, length, "form")?) };
        // SAFETY: by the caller's promise.
        let started = unsafe { optional_string(started, "started") }?.map(serde_json::from_str);
        let started = started.transpose().map_err(|error| Failure::bad_input(format_args!("started: {error}")))?;
        let key = CallbackKey::new(key).map_err(|error| Failure::bad_input(format_args!("callback_key: {error}")))?;
        Ok(Self { key, form, started })
    }
}

/// Verifies a webhook.
///
/// webhook_key: the merchant's, from the panel. signature: the value of the header x-cg-signature-v1. body: the untouched
/// bytes. now: seconds since 1970 UTC. max_age: the oldest that it may be, in seconds; 3600 covers Craftgate's repeats.
///
/// Returns the four signed fields as JSON: eventType, eventTimestamp, status, payloadId. Returns NULL on failure: the code
/// is CRAFTGATE_ERROR_CODE_NOT_VERIFIED if it is not Craftgate's, or too old. Webhooks repeat: do the work once for each
/// eventType, payloadId and eventTimestamp.
/// Ownership: free it by craftgate_string_free().
/// Threads: any.
///
/// # Safety
///
/// The strings are NULL or end in NUL, and `body` has `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_webhook_verify(
    webhook_key: *const c_char,
    signature: *const c_char,
    body: *const u8,
    length: usize,
    now: i64,
    max_age: u64,
) -> *mut c_char {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (key, signature) = unsafe { (string(webhook_key, "webhook_key")?, string(signature, "signature")?) };
        // SAFETY: by the caller's promise.
        let body = unsafe { bytes(body, length, "body") }?;
        let key = WebhookKey::new(key).map_err(|error| Failure::bad_input(format_args!("webhook_key: {error}")))?;
        let freshness = Freshness::at(now).tolerance(Duration::from_secs(max_age));
        let webhook = webhook::verify(&key, signature, body, freshness).map_err(not_verified)?;
        owned(webhook_report(&webhook).as_str())
    })
}

fn not_verified(error: impl std::fmt::Display) -> Failure {
    Failure::new(craftgate_error_code::NotVerified, error)
}
