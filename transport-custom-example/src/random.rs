//! Random keys from the operating system.

use craftgate_core::{RandomKey, RequestError};

/// Returns a new random key for one request.
///
/// # Errors
///
/// [`RequestError::RandomKey`] if the operating system provides no randomness.
pub fn random_key() -> Result<RandomKey, RequestError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RequestError::RandomKey(Box::new(error)))?;
    Ok(RandomKey::new(&format!("{:032x}", u128::from_ne_bytes(bytes)))?)
}
