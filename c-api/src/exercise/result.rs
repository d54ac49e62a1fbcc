//! Results of calls.

use std::{ptr, slice};

use super::{Failure, checked, checked_pointer, copy};
use crate::{
    craftgate_outcome, craftgate_result, craftgate_result_file, craftgate_result_free, craftgate_result_json,
    craftgate_result_outcome, craftgate_result_outcome_after, craftgate_result_retry_after_ms,
};

/// A result's handle, or NULL.
#[derive(Debug)]
pub struct CallResult(*mut craftgate_result);

impl CallResult {
    pub(super) fn new(result: *mut craftgate_result) -> Self {
        Self(result)
    }

    /// NULL in place of a result.
    #[must_use]
    pub fn null() -> Self {
        Self(ptr::null_mut())
    }

    /// `craftgate_result_outcome`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn outcome(&self) -> Result<craftgate_outcome, Failure> {
        // SAFETY: the result is alive or NULL.
        checked(unsafe { craftgate_result_outcome(self.0) }, &craftgate_outcome::Unknown)
    }

    /// `craftgate_result_outcome_after`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn outcome_after(&self, earlier: i32) -> Result<craftgate_outcome, Failure> {
        // SAFETY: the result is alive or NULL.
        checked(unsafe { craftgate_result_outcome_after(self.0, earlier) }, &craftgate_outcome::Unknown)
    }

    /// `craftgate_result_json`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn json(&self) -> Result<String, Failure> {
        // SAFETY: the result is alive or NULL, and NULL is no place for a length.
        let unmeasured = unsafe { craftgate_result_json(self.0, ptr::null_mut()) };
        let mut length = usize::MAX;
        // SAFETY: the result is alive or NULL, and the length can be written to.
        let json = unsafe { craftgate_result_json(self.0, &raw mut length) };
        assert_eq!(unmeasured, json);
        // SAFETY: not NULL, and alive as long as the result.
        let json = unsafe { copy(checked_pointer(json)?) };
        assert_eq!(json.len(), length);
        Ok(json)
    }

    /// `craftgate_result_file`.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn file(&self) -> Result<Vec<u8>, Failure> {
        // SAFETY: the result is alive or NULL, and NULL is no place for a length.
        let unmeasured = unsafe { craftgate_result_file(self.0, ptr::null_mut()) };
        let mut length = usize::MAX;
        // SAFETY: the result is alive or NULL, and the length can be written to.
        let file = unsafe { craftgate_result_file(self.0, &raw mut length) };
        assert_eq!(unmeasured, file);
        // SAFETY: not NULL, and alive with this length as long as the result.
        Ok(unsafe { slice::from_raw_parts(checked_pointer(file)?, length) }.to_vec())
    }

    /// `craftgate_result_retry_after_ms`; `None` where it is -1.
    ///
    /// # Errors
    ///
    /// The function's failure.
    pub fn retry_after_ms(&self, attempt: u32, max_retries: u32, now: i64) -> Result<Option<u64>, Failure> {
        // SAFETY: the result is alive or NULL.
        let wait = unsafe { craftgate_result_retry_after_ms(self.0, attempt, max_retries, now) };
        let wait = checked(wait, &-1)?;
        assert!(wait >= -1, "{wait}");
        Ok(u64::try_from(wait).ok())
    }
}

impl Drop for CallResult {
    fn drop(&mut self) {
        // SAFETY: the result is NULL, or alive until here.
        unsafe { craftgate_result_free(self.0) };
    }
}
