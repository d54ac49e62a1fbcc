//! Requests.

use std::{ptr, slice};

use super::arguments::CStr;
use super::{Bytes, CallResult, Failure, Str, checked, checked_handle, checked_pointer, copy};
use crate::{
    craftgate_merchant, craftgate_request, craftgate_request_body, craftgate_request_free,
    craftgate_request_header_count, craftgate_request_header_name, craftgate_request_header_value,
    craftgate_request_method, craftgate_request_new, craftgate_request_url, craftgate_response_missing,
    craftgate_response_read,
};

/// A request's handle, or NULL.
#[derive(Debug)]
pub struct Request(*mut craftgate_request);

const _: () = {
    const fn is_shared_by_threads<T: Send + Sync>() {}
    is_shared_by_threads::<craftgate_request>();
};

// SAFETY: what the handle is of may be used by any number of threads, as is checked above, and is freed by one.
unsafe impl Send for Request {}
// SAFETY: as for `Send`.
unsafe impl Sync for Request {}

/// The arguments of `craftgate_request_new`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestArguments<'a> {
    /// The operation's name.
    pub operation: Str<'a>,
    /// The operation's fields.
    pub json: Str<'a>,
    /// The random key.
    pub random_key: Str<'a>,
    /// The idempotency key.
    pub idempotency_key: Str<'a>,
    /// The language of error descriptions.
    pub language: Str<'a>,
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestParts {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers in their order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// `craftgate_request_new`.
    ///
    /// # Safety
    ///
    /// The merchant is NULL or alive.
    pub(super) unsafe fn new(
        merchant: *const craftgate_merchant,
        arguments: RequestArguments<'_>,
    ) -> Result<Self, Failure> {
        let RequestArguments { operation, json, random_key, idempotency_key, language } = arguments;
        let [operation, json, random_key, idempotency_key, language] =
            [operation, json, random_key, idempotency_key, language].map(CStr::new);
        // SAFETY: by the caller's promise, and the strings live during the call.
        let request = unsafe {
            craftgate_request_new(
                merchant,
                operation.as_ptr(),
                json.as_ptr(),
                random_key.as_ptr(),
                idempotency_key.as_ptr(),
                language.as_ptr(),
            )
        };
        checked_handle(request).map(Self)
    }

    /// NULL in place of a request.
    #[must_use]
    pub fn null() -> Self {
        Self(ptr::null_mut())
    }

    /// The method, the URL, the headers and the body. There is no header beyond the last.
    ///
    /// # Errors
    ///
    /// The first function's failure.
    pub fn parts(&self) -> Result<RequestParts, Failure> {
        // SAFETY: the request is alive or NULL.
        let count = unsafe { craftgate_request_header_count(self.0) };
        let count = checked(count, &0)?;
        for index in [count, usize::MAX] {
            self.header(index).expect_err("there is no such header");
        }
        Ok(RequestParts {
            // SAFETY: the request is alive or NULL, and so is the string that is the request's.
            method: unsafe { copy(checked_pointer(craftgate_request_method(self.0))?) },
            // SAFETY: as above.
            url: unsafe { copy(checked_pointer(craftgate_request_url(self.0))?) },
            headers: (0..count).map(|index| self.header(index)).collect::<Result<_, _>>()?,
            body: self.body()?,
        })
    }

    /// The name and the value of the header with this index.
    ///
    /// # Errors
    ///
    /// The first function's failure.
    pub fn header(&self, index: usize) -> Result<(String, String), Failure> {
        // SAFETY: the request is alive or NULL, and so is the string that is the request's.
        let name = unsafe { checked_pointer(craftgate_request_header_name(self.0, index)).map(|name| copy(name)) };
        // SAFETY: as above.
        let value = unsafe { checked_pointer(craftgate_request_header_value(self.0, index)).map(|value| copy(value)) };
        assert_eq!(name.is_ok(), value.is_ok());
        Ok((name?, value?))
    }

    fn body(&self) -> Result<Vec<u8>, Failure> {
        // SAFETY: the request is alive or NULL, and NULL is no place for a length.
        let unmeasured = unsafe { craftgate_request_body(self.0, ptr::null_mut()) };
        let mut length = usize::MAX;
        // SAFETY: the request is alive or NULL, and the length can be written to.
        let body = unsafe { craftgate_request_body(self.0, &raw mut length) };
        assert_eq!(unmeasured, body);
        // SAFETY: not NULL, and alive with this length as long as the request.
        Ok(unsafe { slice::from_raw_parts(checked_pointer(body)?, length) }.to_vec())
    }

    /// `craftgate_response_read`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn read(&self, status: i32, retry_after: Str<'_>, body: Bytes<'_>) -> Result<CallResult, Failure> {
        let retry_after = CStr::new(retry_after);
        // SAFETY: the request is alive or NULL, and the arguments live during the call.
        let result =
            unsafe { craftgate_response_read(self.0, status, retry_after.as_ptr(), body.pointer(), body.length()) };
        checked_handle(result).map(CallResult::new)
    }

    /// `craftgate_response_missing`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn missing(&self, maybe_sent: i32, reason: Str<'_>) -> Result<CallResult, Failure> {
        let reason = CStr::new(reason);
        // SAFETY: the request is alive or NULL, and the string lives during the call.
        let result = unsafe { craftgate_response_missing(self.0, maybe_sent, reason.as_ptr()) };
        checked_handle(result).map(CallResult::new)
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        // SAFETY: the request is NULL, or alive until here.
        unsafe { craftgate_request_free(self.0) };
    }
}
