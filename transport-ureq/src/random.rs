//! Keys from the operating system's randomness.

use std::error::Error;
use std::fmt::Write as _;

use craftgate_core::RandomKey;

/// A fresh random key for one request: 128 bits in hexadecimal.
///
/// # Errors
///
/// If the operating system has no randomness to give.
pub fn random_key() -> Result<RandomKey, Box<dyn Error + Send + Sync>> {
    Ok(RandomKey::new(&hex()?)?)
}

/// A fresh idempotency key: 128 bits in hexadecimal.
///
/// Make it once for each intent, keep it with the order, and send it with every attempt. An order number
/// serves as well, if an order is never paid for twice.
///
/// # Errors
///
/// If the operating system has no randomness to give.
pub fn idempotency_key() -> Result<String, Box<dyn Error + Send + Sync>> {
    hex()
}

fn hex() -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}
