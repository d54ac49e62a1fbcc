//! Random keys from the operating system.

use std::io;

use craftgate_core::RandomKey;

/// Returns a new random key for one request: 128 random bits in hexadecimal.
///
/// # Errors
///
/// [`io::Error`] if the operating system provides no randomness.
pub fn random_key() -> io::Result<RandomKey> {
    RandomKey::new(&random_hex()?).map_err(io::Error::other)
}

/// Returns a new idempotency key: 128 random bits in hexadecimal.
///
/// Generate it once per intended payment, store it with the order, and send it with every attempt.
///
/// # Errors
///
/// [`io::Error`] if the operating system provides no randomness.
pub fn idempotency_key() -> io::Result<String> {
    random_hex()
}

fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
