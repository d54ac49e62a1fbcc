//! The bytes of a request or an answer.

use std::fmt;
use std::io;

use serde::ser::Serialize;
use zeroize::{ZeroizeOnDrop, optimization_barrier};

use crate::error::RequestError;

/// Bytes on their way. `Debug` shows how many, never which, and they are wiped when dropped:
/// a payment's body holds the card's number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// The JSON of `value`, for an [`Operation`](crate::Operation) of your own.
    ///
    /// # Errors
    ///
    /// [`RequestError::Body`] if `value` does not serialize.
    pub fn json(value: &impl Serialize) -> Result<Self, RequestError> {
        let mut body = Self::from(Vec::with_capacity(1024));
        serde_json::to_writer(Wiping(&mut body.0), value).map_err(RequestError::Body)?;
        Ok(body)
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, without a copy. Wiping them is the caller's from here on.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Grows into a new place and wipes the old one, where a `Vec` by itself would leave card data behind.
struct Wiping<'a>(&'a mut Vec<u8>);

impl Wiping<'_> {
    #[cold]
    fn grow(&mut self, more: usize) {
        let mut wider = Vec::with_capacity(2 * (self.0.len() + more));
        wider.extend_from_slice(self.0);
        wipe(self.0);
        *self.0 = wider;
    }
}

impl io::Write for Wiping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.0.capacity() - self.0.len() < bytes.len() {
            self.grow(bytes.len());
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl ZeroizeOnDrop for Body {}

/// Zeroes all that the vector has room for. `Vec::zeroize` writes byte by byte, which takes longer than parsing a
/// small answer does.
fn wipe(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.resize(bytes.capacity(), 0);
    optimization_barrier(bytes.as_slice());
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn wiping_leaves_zeroes_in_all_the_room_there_was() {
        let mut bytes = b"5258640000000001".to_vec();
        bytes.reserve(100);
        let room = bytes.capacity();
        bytes.truncate(4);
        wipe(&mut bytes);
        assert_eq!(bytes, vec![0; room]);
    }

    #[test]
    fn a_body_that_outgrows_its_place_keeps_every_byte() {
        let mut bytes = Vec::with_capacity(1);
        for part in [&b"5"[..], b"25864", b"", b"0000000001"] {
            assert_eq!(Wiping(&mut bytes).write(part).unwrap(), part.len());
        }
        assert_eq!(bytes, b"5258640000000001");
    }
}
