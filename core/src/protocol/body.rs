//! The bodies of requests and responses.

use std::fmt;
use std::io;

use serde::ser::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing, optimization_barrier};

/// A signed request, ready to be sent.
pub type Request = http::Request<Body>;

/// A response, as it was received.
pub type Response = http::Response<Body>;

/// The body of a request or a response. `Debug` shows its length alone, and its bytes are wiped when dropped: a
/// payment's body has the card number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Zeroizing<Bytes>);

impl Body {
    /// Returns a body with the JSON of `value`, for a custom [`Operation`](crate::Operation).
    ///
    /// # Errors
    ///
    /// The error of the value's own `Serialize`.
    pub fn json(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut body = Self::from(Vec::with_capacity(1024));
        serde_json::to_writer(ZeroizingWriter(&mut body.0), value)?;
        Ok(body)
    }

    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.0
    }

    /// Returns the bytes, without copying. They are no longer wiped when dropped.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.0)
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Returns true if the body has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }
}

impl ZeroizeOnDrop for Body {}

#[derive(Clone, Default, PartialEq, Eq)]
struct Bytes(Vec<u8>);

/// Zeroes the vector's whole capacity. `Vec::zeroize` writes byte by byte, which takes longer than parsing a small
/// response does.
impl Zeroize for Bytes {
    fn zeroize(&mut self) {
        self.0.clear();
        self.0.resize(self.0.capacity(), 0);
        optimization_barrier(self.0.as_slice());
    }
}

/// A writer that wipes its old buffer when it grows. `Vec` itself would leave card data behind.
struct ZeroizingWriter<'a>(&'a mut Zeroizing<Bytes>);

impl ZeroizingWriter<'_> {
    #[cold]
    fn grow(&mut self, more: usize) {
        let bytes = &self.0.0;
        let mut wider = Vec::with_capacity(2 * (bytes.len() + more));
        wider.extend_from_slice(bytes);
        *self.0 = Zeroizing::new(Bytes(wider));
    }
}

impl io::Write for ZeroizingWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.0.0.capacity() - self.0.0.len() < bytes.len() {
            self.grow(bytes.len());
        }
        self.0.0.extend_from_slice(bytes);
        Ok(())
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
        self.as_bytes()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(Bytes(bytes)))
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
    fn wiping_zeroes_the_whole_capacity() {
        let mut bytes = b"5258640000000001".to_vec();
        bytes.reserve(100);
        let capacity = bytes.capacity();
        bytes.truncate(4);
        let mut bytes = Bytes(bytes);
        bytes.zeroize();
        assert_eq!(bytes.0, vec![0; capacity]);
    }

    #[test]
    fn a_body_that_grows_keeps_every_byte() {
        let mut body = Body::from(Vec::with_capacity(1));
        for part in [&b"5"[..], b"25864", b"", b"0000000001"] {
            assert_eq!(ZeroizingWriter(&mut body.0).write(part).unwrap(), part.len());
        }
        assert_eq!(body.into_bytes(), b"5258640000000001");
    }

    #[test]
    fn a_body_moves_only_where_it_must_and_then_to_twice_the_capacity() {
        let mut body = Body::from(Vec::with_capacity(4));
        for (part, capacity) in [(&b"52"[..], 4), (b"58", 4), (b"6400", 16), (b"00000001", 16), (b"0", 34)] {
            ZeroizingWriter(&mut body.0).write_all(part).unwrap();
            assert_eq!(body.0.0.capacity(), capacity);
        }
    }

    #[test]
    fn bytes_come_out_as_they_went_in() {
        let bytes: &[u8] = b"PK\x03\x04\xFF";
        for body in [Body::from(bytes), Body::from(bytes.to_vec())] {
            assert_eq!(body.as_bytes(), bytes);
            assert_eq!(body.as_ref(), bytes);
            assert_eq!(body.into_bytes(), bytes);
        }
        assert_eq!(Body::from("ğ").as_bytes(), Body::from(String::from("ğ")).as_bytes());
    }
}
