//! Merchants: keys and an environment.

use std::ffi::c_char;
use std::ptr;

use craftgate_core::{Credentials, Environment, Protocol, RandomKey, signature};

use crate::boundary::{Failure, bytes, free, guard, handle, optional_string, string};
use crate::strings::owned;

/// A merchant's keys and environment.
#[allow(non_camel_case_types, reason = "C's names")]
#[derive(Debug)]
pub struct craftgate_merchant {
    pub(crate) protocol: Protocol,
    pub(crate) credentials: Credentials,
}

/// Returns a merchant with these keys.
///
/// environment: "sandbox", "production", or a base URL; NULL is the sandbox. Plain HTTP is for loopback alone.
///
/// Returns NULL on failure.
/// Ownership: free it by craftgate_merchant_free(), which wipes the keys. The arguments may be freed at once.
/// Threads: any.
///
/// # Safety
///
/// Each argument is NULL or a string that ends in NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_merchant_new(
    api_key: *const c_char,
    secret_key: *const c_char,
    environment: *const c_char,
) -> *mut craftgate_merchant {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (api_key, secret_key) = unsafe { (string(api_key, "api_key")?, string(secret_key, "secret_key")?) };
        // SAFETY: by the caller's promise.
        let environment = match unsafe { optional_string(environment, "environment") }? {
            None | Some("sandbox") => Environment::Sandbox,
            Some("production") => Environment::Production,
            Some(url) => {
                Environment::custom(url).map_err(|error| Failure::bad_input(format_args!("environment: {error}")))?
            }
        };
        let credentials = Credentials::new(api_key, secret_key).map_err(Failure::bad_input)?;
        let protocol = Protocol::new(credentials.clone(), environment);
        Ok(Box::into_raw(Box::new(craftgate_merchant { protocol, credentials })))
    })
}

/// Frees a merchant, and wipes its keys. NULL is ignored.
///
/// Threads: any, once no other uses the merchant.
///
/// # Safety
///
/// `merchant` is NULL, or a merchant of this library's that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_merchant_free(merchant: *mut craftgate_merchant) {
    // SAFETY: by the caller's promise.
    unsafe { free(merchant) };
}

/// Returns the signature (x-signature) of a request that the caller builds itself.
///
/// url: as it is sent, percent-encoded. random_key: the request's x-rnd-key. body: NULL if length is 0.
///
/// Returns NULL on failure.
/// Ownership: free it by craftgate_string_free().
/// Threads: any.
///
/// # Safety
///
/// The strings end in NUL, `body` has `length` bytes, and `merchant` has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_sign(
    merchant: *const craftgate_merchant,
    url: *const c_char,
    random_key: *const c_char,
    body: *const u8,
    length: usize,
) -> *mut c_char {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (merchant, url) = unsafe { (handle(merchant, "merchant")?, string(url, "url")?) };
        // SAFETY: by the caller's promise.
        let (random_key, body) = unsafe { (string(random_key, "random_key")?, bytes(body, length, "body")?) };
        let random_key = RandomKey::new(random_key).map_err(Failure::bad_input)?;
        owned(&signature::sign(url, &merchant.credentials, &random_key, body))
    })
}
