//! Meal cards that are being stored.

use craftgate_core::payment::ApmAdditionalAction;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

/// The session in which a meal card is stored.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct TokenizationSession {
    pub(crate) action: ApmAdditionalAction,
    /// The card's last digits, if its number was given.
    pub(crate) last_digits: Option<String>,
}
