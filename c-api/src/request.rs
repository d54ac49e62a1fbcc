//! Requests: an operation, signed.

use std::ffi::c_char;
use std::fmt::Write as _;
use std::ptr;

use craftgate_core::catalog::AnyOperation;
use craftgate_core::{Body, Language, RandomKey, Request};

use crate::boundary::{Failure, craftgate_error_code, free, guard, handle, optional_string, string};
use crate::merchant::craftgate_merchant;
use crate::strings::CStrings;

/// A signed request, ready to be sent, and the operation that it is of.
#[allow(non_camel_case_types, reason = "C's names")]
#[derive(Debug)]
pub struct craftgate_request {
    pub(crate) operation: AnyOperation,
    pub(crate) is_repeatable: bool,
    /// The method, the URL, and name and value of each header.
    head: CStrings,
    body: Body,
}

const METHOD: usize = 0;
const URL: usize = 1;
const HEADERS: usize = 2;

// The parts of a header.
const NAME: usize = 0;
const VALUE: usize = 1;

impl craftgate_request {
    fn new(operation: AnyOperation, is_repeatable: bool, request: Request) -> Self {
        let url = request.uri().to_string();
        let mut head = Vec::with_capacity(HEADERS + 2 * request.headers().len());
        head.extend([request.method().as_str().as_bytes(), url.as_bytes()]);
        head.extend(request.headers().iter().flat_map(|(name, value)| [name.as_str().as_bytes(), value.as_bytes()]));
        Self { operation, is_repeatable, head: CStrings::new(&head), body: request.into_body() }
    }

    fn string_at(&self, index: usize) -> Result<*const c_char, Failure> {
        self.head.get(index).ok_or_else(|| Failure::bad_input("index: there is no such header"))
    }

    fn header_count(&self) -> usize {
        (self.head.len() - HEADERS) / 2
    }

    /// A part of a header.
    fn header(&self, index: usize, part: usize) -> Result<*const c_char, Failure> {
        self.string_at(index.saturating_mul(2).saturating_add(HEADERS + part))
    }
}

/// Returns the signed request of an operation.
///
/// operation: its name, such as "payment::CreatePayment". json: its fields as an object; an unknown field is a failure.
/// random_key: fresh for each attempt; NULL takes one from the operating system. idempotency_key: NULL for none; under a
/// key, a POST, PATCH or DELETE is done once however often it is sent. language: of error descriptions, such as "tr";
/// NULL for Craftgate's default.
///
/// Returns NULL on failure: the message names the field, and quotes no value.
/// Ownership: free it by craftgate_request_free(), which wipes the body. The arguments may be freed at once.
/// Threads: any.
///
/// # Safety
///
/// The strings are NULL or end in NUL, and `merchant` has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_new(
    merchant: *const craftgate_merchant,
    operation: *const c_char,
    json: *const c_char,
    random_key: *const c_char,
    idempotency_key: *const c_char,
    language: *const c_char,
) -> *mut craftgate_request {
    guard(ptr::null_mut(), || {
        // SAFETY: by the caller's promise.
        let (merchant, name) = unsafe { (handle(merchant, "merchant")?, string(operation, "operation")?) };
        // SAFETY: by the caller's promise.
        let (json, random_key) = unsafe { (string(json, "json")?, optional_string(random_key, "random_key")?) };
        // SAFETY: by the caller's promise.
        let (key, language) =
            unsafe { (optional_string(idempotency_key, "idempotency_key")?, optional_string(language, "language")?) };

        let operation = AnyOperation::from_json(name, json).map_err(Failure::bad_input)?;
        let random_key = match random_key {
            Some(key) => RandomKey::new(key).map_err(Failure::bad_input)?,
            None => fresh_random_key()?,
        };
        let mut exchange = merchant.protocol.exchange(&operation);
        if let Some(key) = key {
            exchange = exchange.idempotency_key(key);
        }
        if let Some(language) = language {
            exchange = exchange.language(Language::new(language).map_err(Failure::bad_input)?);
        }
        let request = exchange.request(&random_key).map_err(Failure::bad_input)?;
        let is_repeatable = exchange.is_repeatable();
        Ok(Box::into_raw(Box::new(craftgate_request::new(operation, is_repeatable, request))))
    })
}

/// 16 bytes of the operating system's randomness in hex.
fn fresh_random_key() -> Result<RandomKey, Failure> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::new(craftgate_error_code::Random, error))?;
    let mut key = String::with_capacity(32);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(key, "{byte:02x}");
    }
    RandomKey::new(&key).map_err(Failure::bad_input)
}

/// Frees a request, and wipes its body. NULL is ignored.
///
/// Threads: any, once no other uses the request.
///
/// # Safety
///
/// `request` is NULL, or a request of this library's that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_free(request: *mut craftgate_request) {
    // SAFETY: by the caller's promise.
    unsafe { free(request) };
}

/// Returns the HTTP method, such as "POST"; NULL on failure.
///
/// Ownership: the request's.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_method(request: *const craftgate_request) -> *const c_char {
    // SAFETY: by the caller's promise.
    guard(ptr::null(), || unsafe { handle(request, "request") }?.string_at(METHOD))
}

/// Returns the whole URL, percent-encoded; NULL on failure. Send it as it is, and follow no redirect.
///
/// Ownership: the request's.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_url(request: *const craftgate_request) -> *const c_char {
    // SAFETY: by the caller's promise.
    guard(ptr::null(), || unsafe { handle(request, "request") }?.string_at(URL))
}

/// Returns the number of headers; 0 on failure.
///
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_header_count(request: *const craftgate_request) -> usize {
    // SAFETY: by the caller's promise.
    guard(0, || Ok(unsafe { handle(request, "request") }?.header_count()))
}

/// Returns the name of the header with this index, from 0 on; NULL on failure, and if there is none.
///
/// Ownership: the request's.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_header_name(
    request: *const craftgate_request,
    index: usize,
) -> *const c_char {
    // SAFETY: by the caller's promise.
    guard(ptr::null(), || unsafe { handle(request, "request") }?.header(index, NAME))
}

/// Returns the value of the header with this index, from 0 on; NULL on failure, and if there is none.
///
/// Ownership: the request's.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_header_value(
    request: *const craftgate_request,
    index: usize,
) -> *const c_char {
    // SAFETY: by the caller's promise.
    guard(ptr::null(), || unsafe { handle(request, "request") }?.header(index, VALUE))
}

/// Returns the body; NULL on failure. Send these bytes as they are. Their number is stored in `length`, unless that is
/// NULL; 0 is no body.
///
/// Ownership: the request's. It does not end in NUL.
/// Threads: any.
///
/// # Safety
///
/// `request` is NULL, or has not been freed; `length` is NULL, or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_request_body(request: *const craftgate_request, length: *mut usize) -> *const u8 {
    guard(ptr::null(), || {
        // SAFETY: by the caller's promise.
        let body = unsafe { handle(request, "request") }?.body.as_bytes();
        // SAFETY: by the caller's promise.
        if let Some(length) = unsafe { length.as_mut() } {
            *length = body.len();
        }
        Ok(body.as_ptr())
    })
}
