//! The other thing that core leaves to you: randomness.

use craftgate_core::{RandomKey, RequestError};

/// A fresh random key for one request, from the operating system's randomness.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system has none to give.
pub fn random_key() -> Result<RandomKey, RequestError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RequestError::RandomKey(Box::new(error)))?;
    RandomKey::new(&format!("{:032x}", u128::from_ne_bytes(bytes)))
}
