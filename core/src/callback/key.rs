//! The merchant's callback key.

use crate::protocol::panel_key::panel_key;
use crate::protocol::secret::Secret;

/// The merchant's callback key (Üye İşyeri Callback Key), from the merchant panel.
///
/// ```
/// use craftgate_core::callback::CallbackKey;
/// use craftgate_core::error::KeyError;
///
/// assert!(CallbackKey::new("merchantThreeDsCallbackKeySndbox").is_ok());
/// assert_eq!(CallbackKey::new("merchantThreeDsCallbackKeySndbox\n").unwrap_err(), KeyError::SurroundingWhitespace);
/// ```
#[derive(Debug, Clone)]
pub struct CallbackKey(Secret);

panel_key!(CallbackKey);
