//! Strings for C, which are wiped when they are freed.

use std::ffi::{CString, c_char};
use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::boundary::Failure;

/// A string that ends in NUL and is wiped when dropped. Its `Debug` shows nothing of it.
pub(crate) struct ZeroizingCString(Zeroizing<Vec<u8>>);

impl ZeroizingCString {
    /// Returns the string up to its first NUL: there is none in JSON, a header or a URL.
    pub(crate) fn new(string: &[u8]) -> Self {
        let string = before_nul(string);
        let mut with_nul = Vec::with_capacity(string.len() + 1);
        with_nul.extend_from_slice(string);
        with_nul.push(0);
        Self(Zeroizing::new(with_nul))
    }

    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    /// Returns the number of bytes before the NUL.
    pub(crate) fn len(&self) -> usize {
        self.0.len() - 1
    }
}

impl fmt::Debug for ZeroizingCString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZeroizingCString({} bytes)", self.len())
    }
}

/// Strings in one allocation, each of which ends in NUL; wiped when dropped. Their `Debug` shows nothing of them.
pub(crate) struct CStrings {
    bytes: Zeroizing<Vec<u8>>,
    starts: Vec<usize>,
}

impl CStrings {
    /// Returns the strings up to their first NUL: there is none in a header or a URL.
    pub(crate) fn new(strings: &[&[u8]]) -> Self {
        // All bytes fit at once: a vector that grows would leave copies that nothing wipes.
        let mut bytes = Vec::with_capacity(strings.iter().map(|string| string.len() + 1).sum());
        let starts = strings.iter().map(|string| {
            let start = bytes.len();
            bytes.extend_from_slice(before_nul(string));
            bytes.push(0);
            start
        });
        let starts = starts.collect();
        Self { bytes: Zeroizing::new(bytes), starts }
    }

    /// Returns the string with this index.
    pub(crate) fn get(&self, index: usize) -> Option<*const c_char> {
        let string = self.bytes.get(*self.starts.get(index)?..)?;
        Some(string.as_ptr().cast())
    }

    /// Returns the number of strings.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }
}

impl fmt::Debug for CStrings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CStrings({} strings)", self.len())
    }
}

fn before_nul(string: &[u8]) -> &[u8] {
    string.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// Returns a string that the caller frees.
pub(crate) fn owned(string: &str) -> Result<*mut c_char, Failure> {
    CString::new(string).map(CString::into_raw).map_err(|_| Failure::bad_input("the result has a NUL in it"))
}

/// Wipes and frees a string that this library returned as the caller's. NULL is ignored.
///
/// Threads: any, once no other uses the string.
///
/// # Safety
///
/// `string` is NULL, or was returned by a function whose comment says that it is freed by this one, and is freed once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn craftgate_string_free(string: *mut c_char) {
    if !string.is_null() {
        // SAFETY: it came from `CString::into_raw`, and the caller gives it up.
        unsafe { CString::from_raw(string) }.into_bytes_with_nul().zeroize();
    }
}

/// The version of this library, such as "0.1.0".
///
/// Ownership: static.
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn craftgate_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
