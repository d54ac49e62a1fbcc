//! Arguments of any kind.

use std::ffi::{CString, c_char};
use std::ptr;

/// A string argument: NULL, or bytes up to their first NUL, which need not be UTF-8.
pub type Str<'a> = Option<&'a [u8]>;

/// An argument of bytes and their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes<'a> {
    /// Bytes with their number.
    Some(&'a [u8]),
    /// NULL with a number.
    Null(usize),
    /// Some pointer with a number that no allocation can have.
    TooLong,
}

impl<'a> From<&'a str> for Bytes<'a> {
    fn from(string: &'a str) -> Self {
        Self::Some(string.as_bytes())
    }
}

impl Bytes<'_> {
    pub(super) fn pointer(&self) -> *const u8 {
        match self {
            Self::Some(bytes) => bytes.as_ptr(),
            Self::Null(_) => ptr::null(),
            Self::TooLong => ptr::dangling(),
        }
    }

    pub(super) fn length(&self) -> usize {
        match self {
            Self::Some(bytes) => bytes.len(),
            Self::Null(length) => *length,
            Self::TooLong => usize::MAX,
        }
    }
}

/// A [`Str`] that lives during a call.
pub(super) struct CStr(Option<CString>);

impl CStr {
    pub(super) fn new(string: Str<'_>) -> Self {
        let up_to_nul = |bytes: &[u8]| bytes.split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
        Self(string.map(|bytes| CString::new(up_to_nul(bytes)).unwrap_or_default()))
    }

    pub(super) fn as_ptr(&self) -> *const c_char {
        self.0.as_ref().map_or(ptr::null(), |string| string.as_ptr())
    }
}
