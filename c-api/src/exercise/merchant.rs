//! Merchants.

use std::ptr;

use super::arguments::CStr;
use super::{Bytes, Failure, Request, RequestArguments, Str, checked_handle, take};
use crate::{craftgate_merchant, craftgate_merchant_free, craftgate_merchant_new, craftgate_sign};

/// A merchant's handle, or NULL.
#[derive(Debug)]
pub struct Merchant(*mut craftgate_merchant);

impl Merchant {
    /// `craftgate_merchant_new`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn new(api_key: Str<'_>, secret_key: Str<'_>, environment: Str<'_>) -> Result<Self, Failure> {
        let [api_key, secret_key, environment] = [api_key, secret_key, environment].map(CStr::new);
        // SAFETY: the strings live during the call.
        let merchant = unsafe { craftgate_merchant_new(api_key.as_ptr(), secret_key.as_ptr(), environment.as_ptr()) };
        checked_handle(merchant).map(Self)
    }

    /// NULL in place of a merchant.
    #[must_use]
    pub fn null() -> Self {
        Self(ptr::null_mut())
    }

    /// `craftgate_sign`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn sign(&self, url: Str<'_>, random_key: Str<'_>, body: Bytes<'_>) -> Result<String, Failure> {
        let [url, random_key] = [url, random_key].map(CStr::new);
        // SAFETY: the merchant is alive or NULL, and the arguments live during the call.
        unsafe { take(craftgate_sign(self.0, url.as_ptr(), random_key.as_ptr(), body.pointer(), body.length())) }
    }

    /// `craftgate_request_new`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn request(&self, arguments: RequestArguments<'_>) -> Result<Request, Failure> {
        // SAFETY: the merchant is alive or NULL.
        unsafe { Request::new(self.0, arguments) }
    }
}

impl Drop for Merchant {
    fn drop(&mut self) {
        // SAFETY: the merchant is NULL, or alive until here.
        unsafe { craftgate_merchant_free(self.0) };
    }
}
