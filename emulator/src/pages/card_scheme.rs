//! The names of card schemes.

use craftgate_core::CardAssociation;

/// Returns a card scheme as it writes itself.
pub(super) fn scheme(association: Option<&CardAssociation>) -> &'static str {
    use CardAssociation as Scheme;
    match association {
        Some(Scheme::Visa) => "Visa",
        Some(Scheme::MasterCard) => "Mastercard",
        Some(Scheme::Amex) => "American Express",
        Some(Scheme::Troy) => "Troy",
        Some(Scheme::DinersClub) => "Diners Club",
        _ => "",
    }
}
