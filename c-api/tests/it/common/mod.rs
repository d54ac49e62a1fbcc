//! Calls through the ABI.

use std::ffi::{CStr, CString, c_char};

use craftgate::{craftgate_merchant, craftgate_merchant_new};

pub(crate) const API_KEY: &str = "api-key-1";
pub(crate) const SECRET_KEY: &str = "gizli-anahtar-şğü";
pub(crate) const RANDOM_KEY: &str = "Xa15Fp11T";

pub(crate) fn c(text: &str) -> CString {
    CString::new(text).unwrap()
}

/// A string of the ABI's.
pub(crate) fn text(pointer: *const c_char) -> String {
    assert!(!pointer.is_null());
    // SAFETY: not NULL, and alive: each test frees what it made when it is done with it.
    unsafe { CStr::from_ptr(pointer) }.to_str().unwrap().to_owned()
}

pub(crate) fn merchant() -> *mut craftgate_merchant {
    let (api_key, secret_key, environment) = (c(API_KEY), c(SECRET_KEY), c("production"));
    // SAFETY: the strings end in NUL and live during the call.
    let merchant = unsafe { craftgate_merchant_new(api_key.as_ptr(), secret_key.as_ptr(), environment.as_ptr()) };
    assert!(!merchant.is_null());
    merchant
}
