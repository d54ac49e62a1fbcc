//! Meal cards that are being stored.

use craftgate_core::payment::ApmAdditionalAction;

/// The session in which a meal card is stored.
pub(crate) struct TokenizationSession {
    pub(crate) action: ApmAdditionalAction,
    /// The card's last digits, if its number was given.
    pub(crate) last_digits: Option<String>,
}
