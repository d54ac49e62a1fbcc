//! Every function of the ABI behind safe Rust, for tests and for fuzzing: with any arguments, NULL among them, and with
//! owned values for what it returns.
//!
//! What the header promises of every function is checked at each call: a function that fails leaves a code and a message,
//! and one that doesn't leaves none.
#![allow(clippy::expect_used, reason = "a broken promise of the header panics, and nothing else does")]

mod arguments;
mod merchant;
mod request;
mod result;
mod verify;

pub use arguments::{Bytes, Str};
pub use merchant::Merchant;
pub use request::{Request, RequestArguments, RequestParts};
pub use result::CallResult;
pub use verify::{verify_bnpl_callback, verify_callback, verify_webhook, version};

use std::ffi::{CStr, c_char};
use std::fmt;
use std::ptr;

use crate::{craftgate_error_code, craftgate_last_error, craftgate_last_error_code, craftgate_string_free};

/// What a failed function left for its thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code.
    pub code: craftgate_error_code,
    /// The message.
    pub message: String,
}

/// What the last call left, if it failed.
fn last_failure() -> Option<Failure> {
    let code = craftgate_last_error_code();
    let message = craftgate_last_error();
    assert_eq!(code == craftgate_error_code::None, message.is_null(), "{code:?}");
    // SAFETY: the message is this thread's, and no other function is called before it is copied.
    (!message.is_null()).then(|| Failure { code, message: unsafe { copy(message) } })
}

/// What the last call returned, unless it failed. Panics if it failed and returned anything but `fallback`.
fn checked<T: PartialEq + fmt::Debug>(returned: T, fallback: &T) -> Result<T, Failure> {
    last_failure().map_or(Ok(()), Err).inspect_err(|_| assert_eq!(returned, *fallback))?;
    Ok(returned)
}

/// As [`checked`], for a pointer that is NULL exactly where the function failed.
fn checked_pointer<T>(returned: *const T) -> Result<*const T, Failure> {
    let pointer = checked(returned, &ptr::null())?;
    assert!(!pointer.is_null(), "NULL without a failure");
    Ok(pointer)
}

/// As [`checked_pointer`], for a handle.
fn checked_handle<T>(returned: *mut T) -> Result<*mut T, Failure> {
    checked_pointer(returned.cast_const()).map(<*const T>::cast_mut)
}

/// A copy of a string of the library's, which is UTF-8.
///
/// # Safety
///
/// The pointer is not NULL, ends in NUL, and is alive.
unsafe fn copy(pointer: *const c_char) -> String {
    // SAFETY: by the caller's promise.
    let string = unsafe { CStr::from_ptr(pointer) };
    string.to_str().expect("UTF-8").to_owned()
}

/// The string that the last call returned, which is freed.
///
/// # Safety
///
/// The pointer is what a function returned whose strings are freed by `craftgate_string_free`.
unsafe fn take(returned: *mut c_char) -> Result<String, Failure> {
    let pointer = checked_handle(returned)?;
    // SAFETY: not NULL, and by the caller's promise the library's and not yet freed.
    let string = unsafe { copy(pointer) };
    // SAFETY: as above, and it is not used any more.
    unsafe { craftgate_string_free(pointer) };
    Ok(string)
}
