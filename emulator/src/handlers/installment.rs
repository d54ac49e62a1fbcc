//! Installments, and what card begins with which digits.
//!
//! The commission rates are the emulator's own.

use craftgate_core::CardType;
use craftgate_core::Currency;
use craftgate_core::installment::{
    BinNumber, Installment, InstallmentList, InstallmentPrice, RetrieveBinNumber, SearchInstallments,
};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::money::{percent_of, positive, round};
use crate::refusal::{self, Refusal};
use crate::test_cards::{TEST_CARDS, TestCard};

/// The number of installments, and the commission rate in tenths of a percent.
const RATES: [(i32, i64); 6] = [(1, 0), (2, 15), (3, 25), (6, 45), (9, 65), (12, 85)];

pub(crate) fn search(_: &mut Context<'_>, asked: SearchInstallments) -> Result<InstallmentList, Refusal> {
    let price = positive("price", asked.price)?;
    let is_lira = asked.currency.is_none_or(|currency| currency == Currency::Try);
    let items = match asked.bin_number {
        Some(bin) => {
            let mut installment = installment(card_of(&bin)?, price, is_lira);
            installment.bin_number = Some(bin);
            vec![installment]
        }
        None => families().into_iter().map(|card| installment(card, price, is_lira)).collect(),
    };
    Ok(InstallmentList::new(items))
}

pub(crate) fn retrieve_bin(_: &mut Context<'_>, asked: RetrieveBinNumber) -> Result<BinNumber, Refusal> {
    let card = card_of(&asked.bin_number)?;
    let mut bin = BinNumber::new(asked.bin_number);
    bin.card_type = Some(card.card_type.clone());
    bin.card_association = Some(card.association.clone());
    bin.card_brand = card.brand.map(str::to_owned);
    bin.bank_name = card.bank.map(|bank| bank.name.to_owned());
    bin.bank_code = card.bank.map(|bank| bank.code);
    bin.commercial = Some(false);
    Ok(bin)
}

/// The card that begins with these digits: six of them, as before 2022, or eight.
pub(crate) fn card_of(bin: &str) -> Result<&'static TestCard, Refusal> {
    if ![6, 8].contains(&bin.len()) || !bin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refusal::INVALID.about("binNumber"));
    }
    TestCard::find_bin(bin).ok_or_else(|| refusal::BIN.plain())
}

/// One credit card of each family.
fn families() -> Vec<&'static TestCard> {
    let mut families: Vec<&TestCard> = Vec::new();
    for card in TEST_CARDS.iter().filter(|card| card.brand.is_some() && card.card_type == CardType::CreditCard) {
        if !families.iter().any(|known| known.brand == card.brand) {
            families.push(card);
        }
    }
    families
}

fn installment(card: &TestCard, price: Decimal, is_lira: bool) -> Installment {
    let can_divide = is_lira && card.card_type == CardType::CreditCard;
    let rates = RATES.iter().filter(|(number, _)| can_divide || *number == 1);
    let mut installment = Installment::new();
    installment.price = Some(price);
    installment.card_type = Some(card.card_type.clone());
    installment.card_association = Some(card.association.clone());
    installment.card_brand = card.brand.map(str::to_owned);
    installment.bank_name = card.bank.map(|bank| bank.name.to_owned());
    installment.bank_code = card.bank.map(|bank| bank.code);
    installment.force_3ds = Some(false);
    installment.cvc_required = Some(true);
    installment.commercial = Some(false);
    installment.installment_prices =
        rates.map(|(number, tenths)| choice(*number, Decimal::new(*tenths, 1), price)).collect();
    installment
}

/// What a price comes to in so many installments, where there is a choice of them.
pub(crate) fn total_price(number: i32, price: Decimal) -> Option<Decimal> {
    let (_, tenths) = RATES.iter().find(|(known, _)| *known == number)?;
    Some(with_rate(Decimal::new(*tenths, 1), price))
}

fn with_rate(rate: Decimal, price: Decimal) -> Decimal {
    if rate.is_zero() { price } else { price + percent_of(rate, price) }
}

fn choice(number: i32, rate: Decimal, price: Decimal) -> InstallmentPrice {
    let total_price = with_rate(rate, price);
    let mut choice = InstallmentPrice::new();
    choice.pos_alias = Some("emulator".to_owned());
    choice.installment_number = Some(number);
    choice.installment_price = Some(if number == 1 { total_price } else { round(total_price / Decimal::from(number)) });
    choice.bank_commission_rate = Some(Decimal::ZERO);
    choice.merchant_commission_rate = Some(rate);
    choice.total_price = Some(total_price);
    choice.installment_label = Some(if number == 1 { "Tek çekim".to_owned() } else { format!("{number} taksit") });
    choice.loyalty_supported = Some(false);
    choice.force_3ds = Some(false);
    choice.cvc_required = Some(true);
    choice
}
