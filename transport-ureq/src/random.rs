//! Keys from the operating system's randomness.

use craftgate_core::{RandomKey, RequestError};

/// A fresh random key for one request: 128 bits in hexadecimal.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system has no randomness to give.
pub fn random_key() -> Result<RandomKey, RequestError> {
    RandomKey::new(&random_hex()?)
}

/// A fresh idempotency key: 128 bits in hexadecimal.
///
/// Make it once for each intent, keep it with the order, and send it with every attempt. An order number
/// serves as well, if an order is never paid for twice.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system has no randomness to give.
pub fn idempotency_key() -> Result<String, RequestError> {
    random_hex()
}

fn random_hex() -> Result<String, RequestError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RequestError::RandomKey(Box::new(error)))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
