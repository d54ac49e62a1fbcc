//! The bytes of a request or an answer.

use std::fmt;
use std::io;

use serde::ser::Serialize;
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::RequestError;

/// Bytes on their way. `Debug` shows how many, never which, and they are wiped when dropped:
/// a payment's body holds the card's number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Zeroizing<Vec<u8>>);

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
        std::mem::take(&mut *self.0)
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

impl io::Write for Wiping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.capacity() - self.0.len() < bytes.len() {
            let mut wider = Vec::with_capacity(2 * (self.0.len() + bytes.len()));
            wider.extend_from_slice(self.0);
            self.0.zeroize();
            *self.0 = wider;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
        Self(Zeroizing::new(bytes))
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

    use zeroize::ZeroizeOnDrop;

    use super::*;

    /// Compiles only for what wipes itself.
    fn wiped_on_drop<T: ZeroizeOnDrop>(what: T) -> T {
        what
    }

    #[test]
    fn the_bytes_are_wiped_when_dropped() {
        assert_eq!(*wiped_on_drop(Body::from("5258640000000001").0), b"5258640000000001");
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
