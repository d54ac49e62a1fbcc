//! The FFI boundary: checks arguments, catches panics and stores each thread's last error.

use std::cell::RefCell;
use std::ffi::{CStr, c_char};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::slice;

use crate::strings::ZeroizingCString;

/// The error code of a failed function.
#[repr(C)]
#[allow(non_camel_case_types, reason = "C's names")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum craftgate_error_code {
    /// The last function did not fail.
    None = 0,
    /// A pointer is NULL that must not be.
    Null = 1,
    /// A string is not UTF-8.
    Utf8 = 2,
    /// A length is larger than any object can be.
    Length = 3,
    /// An argument is wrong: the message names the field.
    BadInput = 4,
    /// A callback or a webhook is not Craftgate's, or is too old.
    NotVerified = 5,
    /// The operating system provided no random key.
    Random = 6,
    /// The library has a bug. Nothing was freed or changed.
    Internal = 7,
}

/// A failed function: its code and its message.
#[derive(Debug)]
pub(crate) struct Failure {
    code: craftgate_error_code,
    message: String,
}

impl Failure {
    pub(crate) fn new(code: craftgate_error_code, message: impl fmt::Display) -> Self {
        Self { code, message: message.to_string() }
    }

    pub(crate) fn bad_input(message: impl fmt::Display) -> Self {
        Self::new(craftgate_error_code::BadInput, message)
    }
}

thread_local! {
    static LAST: RefCell<Option<(craftgate_error_code, ZeroizingCString)>> = const { RefCell::new(None) };
}

/// Runs a function's body. Where it fails or panics, the failure is kept and `fallback` is returned.
pub(crate) fn guard<T>(fallback: T, body: impl FnOnce() -> Result<T, Failure>) -> T {
    let internal = || Failure::new(craftgate_error_code::Internal, "internal error");
    let result = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(internal()));
    let (value, last) = match result {
        Ok(value) => (value, None),
        Err(failure) => (fallback, Some((failure.code, ZeroizingCString::new(failure.message.as_bytes())))),
    };
    // A thread that is ending has no place for it any more.
    let _ = LAST.try_with(|cell| cell.replace(last));
    value
}

/// Returns the code of this thread's last failure; CRAFTGATE_ERROR_CODE_NONE if its last call of this library did not fail.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn craftgate_last_error_code() -> craftgate_error_code {
    LAST.try_with(|cell| cell.borrow().as_ref().map(|(code, _)| *code))
        .ok()
        .flatten()
        .unwrap_or(craftgate_error_code::None)
}

/// Returns the message of this thread's last failure; NULL if its last call of this library did not fail.
///
/// Ownership: the library's, until this thread's next call of another of its functions.
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn craftgate_last_error() -> *const c_char {
    let message = LAST.try_with(|cell| cell.borrow().as_ref().map(|(_, message)| message.as_ptr()));
    message.ok().flatten().unwrap_or(ptr::null())
}

/// The handle that a pointer names.
///
/// # Safety
///
/// The pointer is NULL, or one that this library returned and that has not been freed.
pub(crate) unsafe fn handle<'a, T>(pointer: *const T, name: &str) -> Result<&'a T, Failure> {
    // SAFETY: not NULL is checked by `as_ref`; that it is alive is the caller's promise, and handles never change.
    unsafe { pointer.as_ref() }.ok_or_else(|| null(name))
}

/// A string argument.
///
/// # Safety
///
/// The pointer is NULL, or ends in NUL and stays valid and unchanged during the call.
pub(crate) unsafe fn string<'a>(pointer: *const c_char, name: &str) -> Result<&'a str, Failure> {
    // SAFETY: as the caller promises.
    unsafe { optional_string(pointer, name) }?.ok_or_else(|| null(name))
}

/// A string argument that may be NULL.
///
/// # Safety
///
/// As for [`string`].
pub(crate) unsafe fn optional_string<'a>(pointer: *const c_char, name: &str) -> Result<Option<&'a str>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, and by the caller's promise it ends in NUL and is valid during the call.
    let string = unsafe { CStr::from_ptr(pointer) };
    let string =
        string.to_str().map_err(|_| Failure::new(craftgate_error_code::Utf8, format_args!("{name}: not UTF-8")))?;
    Ok(Some(string))
}

/// Bytes and their number. NULL is no bytes, if their number is 0.
///
/// # Safety
///
/// The pointer is NULL, or `length` bytes from it on stay valid and unchanged during the call.
pub(crate) unsafe fn bytes<'a>(pointer: *const u8, length: usize, name: &str) -> Result<&'a [u8], Failure> {
    if pointer.is_null() {
        return if length == 0 { Ok(&[]) } else { Err(null(name)) };
    }
    if isize::try_from(length).is_err() {
        return Err(Failure::new(craftgate_error_code::Length, format_args!("{name}: too long")));
    }
    // SAFETY: not NULL, no longer than an allocation can be, and valid during the call by the caller's promise.
    Ok(unsafe { slice::from_raw_parts(pointer, length) })
}

/// Frees a handle.
///
/// # Safety
///
/// The pointer is NULL, or one that [`Box::into_raw`] returned for a `T`, that has not been freed, and that no other
/// thread uses.
pub(crate) unsafe fn free<T>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: it came from `Box::into_raw`, and the caller gives it up.
        let handle = unsafe { Box::from_raw(pointer) };
        let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
    }
}

fn null(name: &str) -> Failure {
    Failure::new(craftgate_error_code::Null, format_args!("{name}: must not be NULL"))
}
