//! Random keys from the operating system.

use std::io;

use craftgate_core::RandomKey;

/// Returns a new random key for one request.
///
/// # Errors
///
/// [`io::Error`] if the operating system provides no randomness.
pub fn random_key() -> io::Result<RandomKey> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    RandomKey::new(&format!("{:032x}", u128::from_ne_bytes(bytes))).map_err(io::Error::other)
}
