//! The picture of a card that shows what has been entered of it. It turns around for its security code.

use maud::{Markup, html};

use super::card_scheme::scheme;
use super::visit::Visit;
use crate::domain::test_cards::TestCard;

/// The number of digits that the picture has room for.
const DIGITS: usize = 16;

/// Returns the picture. What is not entered yet is dotted. Nobody needs it to read the form, which follows.
pub(super) fn draw(card: Option<&TestCard>, visit: &Visit) -> Markup {
    let holder = visit.form.get("holder");
    let expiry = visit.form.get("expiry");
    html! {
        div.drawn-card aria-hidden="true" {
            div.face.front {
                span.issuer { (card.and_then(|card| card.bank).map_or("", |bank| bank.name)) }
                span.digits.mono { (grouped(&visit.form.digits("number"))) }
                span.holder { @if holder.is_empty() { (visit.pick("AD SOYAD", "NAME SURNAME")) } @else { (holder) } }
                span.valid.mono { @if expiry.is_empty() { (visit.pick("AA/YY", "MM/YY")) } @else { (expiry) } }
                span.scheme { (scheme(card.and_then(|card| card.association.as_ref()))) }
            }
            div.face.back { span.stripe {} span.signature.mono { "•••" } }
        }
    }
}

/// Returns the digits in groups of four, with a dot for each that is missing.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> =
        digits.chars().chain(std::iter::repeat('•')).take(DIGITS.max(digits.chars().count())).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn missing_digits_are_dots() {
        assert_eq!(grouped(""), "•••• •••• •••• ••••");
        assert_eq!(grouped("52586"), "5258 6••• •••• ••••");
        assert_eq!(grouped("5258640000000001234"), "5258 6400 0000 0001 234");
    }
}
