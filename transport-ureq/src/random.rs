//! Random keys from the operating system.

use craftgate_core::{RandomKey, RequestError};

/// Returns a new random key for one request: 128 random bits in hexadecimal.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system provides no randomness.
pub fn random_key() -> Result<RandomKey, RequestError> {
    Ok(RandomKey::new(&random_hex()?)?)
}

/// Returns a new idempotency key: 128 random bits in hexadecimal.
///
/// Generate it once per intended payment, store it with the order, and send it with every attempt. The order number is
/// an idempotency key as well, if each order is paid at most once.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system provides no randomness.
pub fn idempotency_key() -> Result<String, RequestError> {
    random_hex()
}

fn random_hex() -> Result<String, RequestError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RequestError::RandomKey(Box::new(error)))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
