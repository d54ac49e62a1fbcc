//! Installments, and the card behind a BIN.

use craftgate_core::Currency;
use craftgate_core::installment::{
    BinNumber, Installment, InstallmentList, InstallmentPrice, RetrieveBinNumber, SearchInstallments,
};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::installments::{Rate, card_by_bin, families, rates};
use crate::domain::money::{positive, round};
use crate::domain::test_cards::TestCard;
use crate::error::ApiError;

pub(crate) fn search(_: &mut Context<'_>, request: SearchInstallments) -> Result<InstallmentList, ApiError> {
    let price = positive("price", request.price)?;
    let is_lira = request.currency.is_none_or(|currency| currency == Currency::Try);
    let items = match request.bin_number {
        Some(bin) => {
            let mut installment = installment(card_by_bin(&bin)?, price, is_lira);
            installment.bin_number = Some(bin);
            vec![installment]
        }
        None => families().into_iter().map(|card| installment(card, price, is_lira)).collect(),
    };
    Ok(InstallmentList::new(items))
}

pub(crate) fn retrieve_bin(_: &mut Context<'_>, request: RetrieveBinNumber) -> Result<BinNumber, ApiError> {
    let card = card_by_bin(&request.bin_number)?;
    let mut bin = BinNumber::new(request.bin_number);
    bin.card_type = card.card_type.clone();
    bin.card_association = card.association.clone();
    bin.card_brand = card.brand.map(str::to_owned);
    bin.bank_name = card.bank.map(|bank| bank.name.to_owned());
    bin.bank_code = card.bank.and_then(|bank| bank.code);
    bin.commercial = Some(card.is_commercial);
    Ok(bin)
}

fn installment(card: &TestCard, price: Decimal, is_lira: bool) -> Installment {
    let allows_installments = is_lira && card.is_credit_card() && !card.is_foreign();
    let rates = rates().filter(|rate| allows_installments || rate.installment == 1);
    let mut installment = Installment::new();
    installment.price = Some(price);
    installment.card_type = card.card_type.clone();
    installment.card_association = card.association.clone();
    installment.card_brand = card.brand.map(str::to_owned);
    installment.bank_name = card.bank.map(|bank| bank.name.to_owned());
    installment.bank_code = card.bank.and_then(|bank| bank.code);
    installment.force_3ds = Some(false);
    installment.cvc_required = Some(true);
    installment.commercial = Some(card.is_commercial);
    installment.installment_prices = rates.map(|rate| installment_price(rate, price)).collect();
    installment
}

fn installment_price(rate: Rate, price: Decimal) -> InstallmentPrice {
    let number = rate.installment;
    let total_price = rate.total_price(price);
    let is_single = number == 1;
    let mut choice = InstallmentPrice::new();
    choice.pos_alias = Some("emulator".to_owned());
    choice.installment_number = Some(number);
    choice.installment_price = Some(if is_single { total_price } else { round(total_price / Decimal::from(number)) });
    choice.bank_commission_rate = Some(Decimal::ZERO);
    choice.merchant_commission_rate = Some(rate.percent);
    choice.total_price = Some(total_price);
    choice.installment_label = Some(if is_single { "Tek çekim".to_owned() } else { format!("{number} taksit") });
    choice.loyalty_supported = Some(false);
    choice.force_3ds = Some(false);
    choice.cvc_required = Some(true);
    choice
}
