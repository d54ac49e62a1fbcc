//! Cards and payments.

use craftgate_core::Currency;
use craftgate_core::chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;

/// A test card that succeeds, in lira.
pub const APPROVED_CARD: &str = "5258640000000001";
/// A test card that succeeds and has a loyalty program.
pub const BONUS_CARD: &str = "4043080000000003";
/// A test card that is declined for insufficient funds, with and without 3D Secure.
pub const DECLINED_CARD: &str = "5100050000006661";

/// Returns a card of this number, whose holder has Turkish letters in the name.
pub fn card(number: &str) -> Card {
    let is_american_express = number.len() == 15;
    let cvc = if is_american_express { "0000" } else { "000" };
    Card::new("Gülşah Işık", CardNumber::new(number), expiry(2044, 7), cvc)
}

/// Returns a valid expiry.
pub fn expiry(year: u16, month: u8) -> CardExpiry {
    CardExpiry::new(year, month).unwrap()
}

/// Returns a payment of one item with this card, in lira.
pub fn payment(price: Decimal, card: Card) -> CreatePayment {
    let item = PaymentItem::new(price).name("Gümüş tepsi");
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [item]).card(card)
}

/// The time of every test whose clock does not matter.
pub fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).unwrap().and_hms_opt(12, 0, 0).unwrap()
}
