//! Results: what a response says, or what it means that there is none.

use std::ffi::{c_char, c_int};
use std::ptr;

use craftgate_core::catalog::{AnyOutput, error_report};
use craftgate_core::http::header::RETRY_AFTER;
use craftgate_core::http::{HeaderValue, StatusCode};
use craftgate_core::{
    Body, Credentials, Environment, Error, File, Outcome, Protocol, Response, RetryPolicy, TransportError,
};

use crate::boundary::{Failure, bytes, free, guard, handle, optional_string};
use crate::request::craftgate_request;
use crate::strings::ZeroizingCString;

/// The outcome of a call.
#[repr(C)]
#[allow(non_camel_case_types, reason = "C's names")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum craftgate_outcome {
    /// The call was done: the result has its output.
    Done = 0,
    /// The call was not done: Craftgate rejected it, or the bank declined it.
    Rejected = 1,
    /// The call may have been done. Look it up, or repeat it under the same idempotency key.
    Unknown = 2,
    /// The call did not reach Craftgate.
    NotSent = 3,
}

impl From<Outcome> for craftgate_outcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Rejected => Self::Rejected,
            Outcome::Unknown => Self::Unknown,
            Outcome::NotSent => Self::NotSent,
        }
    }
}

/// The result of one attempt at a call.
#[allow(non_camel_case_types, reason = "C's names")]
#[derive(Debug)]
pub struct craftgate_result {
    json: ZeroizingCString,
    file: Option<File>,
    error: Option<Error>,
    is_repeatable: bool,
}

impl craftgate_result {
    fn new(request: &craftgate_request, result: Result<AnyOutput, Error>) -> *mut Self {
        let is_repeatable = request.is_repeatable;
        let (json, file, error) = match result {
            Ok(AnyOutput::File(file)) => (ZeroizingCString::new(b"null"), Some(file), None),
            Ok(output) => (ZeroizingCString::new(output.as_json().unwrap_or("null").as_bytes()), None, None),
            Err(error) => (ZeroizingCString::new(error_report(&error).as_str().as_bytes()), None, Some(error)),
        };
        Box::into_raw(Box::new(Self { json, file, error, is_repeatable }))
    }

    fn outcome(&self) -> craftgate_outcome {
        self.error.as_ref().map_or(craftgate_outcome::Done, |error| error.outcome().into())
    }
}

/// Returns the result of a response to a request.
///
/// status: the HTTP status. retry_after: the value of the response's header retry-after; NULL where it has none. body: as
/// it was received; NULL if length is 0.
///
/// Returns NULL on failure. That Craftgate rejects a call, or that the response can't be read, is no failure of this
/// function's: the result says so.
/// Ownership: free it by craftgate_result_free(), which wipes it. The arguments may be freed at once.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL or has not been freed; `retry_after` is NULL or ends in NUL; `body` has `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_response_read(
    request: *const craftgate_request,
    status: c_int,
    retry_after: *const c_char,
    body: *const u8,
    length: usize,
) -> *mut craftgate_result {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (request, body) = unsafe { (handle(request, "request")?, bytes(body, length, "body")?) };
        // SAFETY: by the caller's promise.
        let retry_after = unsafe { optional_string(retry_after, "retry_after") }?;
        let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.ok_or_else(|| Failure::bad_input("status: not an HTTP status"))?;
        if let Some(value) = retry_after {
            let value = HeaderValue::from_str(value);
            let value = value.map_err(|_| Failure::bad_input("retry_after: not the value of a header"))?;
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        // Nothing of a merchant's is needed to read a response.
        let credentials = Credentials::new("none", "none").map_err(Failure::bad_input)?;
        let protocol = Protocol::new(credentials, Environment::Sandbox);
        let result = protocol.exchange(&request.operation).parse(response);
        Ok(craftgate_result::new(request, result))
    })
}

/// Returns the result of an attempt without a complete response.
///
/// maybe_sent: 0 if certainly nothing was sent, as when no connection was made; anything else if something may have
/// been, as after a timeout or a broken connection. reason: for the message; NULL for none.
///
/// Returns NULL on failure.
/// Ownership: free it by craftgate_result_free().
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL or has not been freed; `reason` is NULL or ends in NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_response_missing(
    request: *const craftgate_request,
    maybe_sent: c_int,
    reason: *const c_char,
) -> *mut craftgate_result {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (request, reason) = unsafe { (handle(request, "request")?, optional_string(reason, "reason")?) };
        let reason = reason.unwrap_or("no reason given");
        let error = match maybe_sent {
            0 => TransportError::not_sent(reason),
            _ => TransportError::maybe_sent(reason),
        };
        Ok(craftgate_result::new(request, Err(error.into())))
    })
}

/// Frees a result, and wipes it. NULL is ignored.
///
/// Threads: any, once no other uses the result.
///
/// # Safety
///
/// `result` is NULL, or a result of this library's that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_free(result: *mut craftgate_result) {
    // SAFETY: by the caller's promise.
    unsafe { free(result) };
}

/// Returns the call's outcome after this attempt, or CRAFTGATE_OUTCOME_UNKNOWN on failure.
///
/// After an earlier attempt whose outcome is unknown, ask craftgate_result_outcome_after().
///
/// Threads: any.
///
/// # Safety
///
/// `result` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_outcome(result: *const craftgate_result) -> craftgate_outcome {
    // SAFETY: by the caller's promise.
    guard(craftgate_outcome::Unknown, || Ok(unsafe { handle(result, "result") }?.outcome()))
}

/// Returns the call's outcome after several attempts under one idempotency key, or CRAFTGATE_OUTCOME_UNKNOWN on failure.
///
/// A bank's decline decides the earlier attempts too. A last attempt that was not sent decides nothing about an
/// earlier one that may have arrived.
///
/// earlier: a craftgate_outcome, that of the attempts before this one.
///
/// Threads: any.
///
/// # Safety
///
/// `result` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_outcome_after(
    result: *const craftgate_result,
    earlier: c_int,
) -> craftgate_outcome {
    guard(craftgate_outcome::Unknown, || {
        // SAFETY: by the caller's promise.
        let result = unsafe { handle(result, "result") }?;
        let earlier = match earlier {
            1 => Outcome::Rejected,
            2 => Outcome::Unknown,
            3 => Outcome::NotSent,
            _ => return Err(Failure::bad_input("earlier: not the outcome of a failed attempt")),
        };
        Ok(result.error.as_ref().map_or(craftgate_outcome::Done, |error| error.outcome_after(earlier).into()))
    })
}

/// Returns the result as JSON, or NULL on failure.
///
/// If the outcome is CRAFTGATE_OUTCOME_DONE: the response's `data` as it came, with every digit; "null" where there is
/// none. Otherwise an object with `outcome`, `kind`, `message`, `isTransient` and `customerMessage` (`tr`, `en`), and, as far
/// as they are known, `status`, `code`, `group` and `description`.
///
/// The number of bytes is stored in `length`, unless that is NULL. The string ends in NUL.
///
/// Ownership: the result's.
/// Threads: any.
///
/// # Safety
///
/// `result` is NULL, or has not been freed; `length` is NULL, or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_json(result: *const craftgate_result, length: *mut usize) -> *const c_char {
    guard(ptr::null(), || {
        // SAFETY: by the caller's promise.
        let json = &unsafe { handle(result, "result") }?.json;
        // SAFETY: by the caller's promise.
        if let Some(length) = unsafe { length.as_mut() } {
            *length = json.len();
        }
        Ok(json.as_ptr())
    })
}

/// Returns the bytes of a file, such as a daily report; NULL on failure, and if the result is not a file.
///
/// The number of bytes is stored in `length`, unless that is NULL.
///
/// Ownership: the result's. It does not end in NUL.
/// Threads: any.
///
/// # Safety
///
/// `result` is NULL, or has not been freed; `length` is NULL, or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_file(result: *const craftgate_result, length: *mut usize) -> *const u8 {
    guard(ptr::null(), || {
        // SAFETY: by the caller's promise.
        let file = unsafe { handle(result, "result") }?.file.as_ref();
        let file = file.ok_or_else(|| Failure::bad_input("result: not a file"))?.as_bytes();
        // SAFETY: by the caller's promise.
        if let Some(length) = unsafe { length.as_mut() } {
            *length = file.len();
        }
        Ok(file.as_ptr())
    })
}

/// Returns the time to wait before the next attempt, in milliseconds; -1 if there is to be none, and on failure.
///
/// Only what can't take effect twice is repeated: what was not sent, reads, and calls under an idempotency key. Build the
/// next attempt's request again: it needs another random key.
///
/// attempt: the number of attempts made so far. max_retries: how many further ones there may be at most. now: seconds
/// since 1970 UTC, for a retry-after that is a date; below 0, such a date is ignored.
///
/// Threads: any.
///
/// # Safety
///
/// `result` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_result_retry_after_ms(
    result: *const craftgate_result,
    attempt: u32,
    max_retries: u32,
    now: i64,
) -> i64 {
    guard(-1, || {
        // SAFETY: by the caller's promise.
        let result = unsafe { handle(result, "result") }?;
        let now = Some(now).filter(|now| *now >= 0);
        let policy = RetryPolicy::new(max_retries);
        let wait =
            result.error.as_ref().and_then(|error| policy.backoff_for(attempt, result.is_repeatable, error, now));
        Ok(wait.map_or(-1, |wait| i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
    })
}
