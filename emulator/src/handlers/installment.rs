//! Installments, and the card behind a BIN.

use craftgate_core::Currency;
use craftgate_core::installment::{
    BinNumber, Installment, InstallmentList, InstallmentPrice, RetrieveBinNumber, SearchInstallments,
};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::installments::{KnownBin, Rate, families, known_bin, rates};
use crate::domain::money::{positive, round};
use crate::domain::test_cards::TestCard;
use crate::error::ApiError;

pub(crate) fn search(_: &mut Context<'_>, request: SearchInstallments) -> Result<InstallmentList, ApiError> {
    let price = positive("price", request.price)?;
    let is_lira = request.currency.is_none_or(|currency| currency == Currency::Try);
    let items = match request.bin_number {
        Some(bin) => {
            let mut installment = installment(&known_bin(&bin)?, price, is_lira);
            installment.bin_number = Some(bin);
            vec![installment]
        }
        None => {
            let is_distinct = request.distinct_card_brands_with_lowest_commissions == Some(true);
            families().into_iter().map(|card| of_family(card, price, is_lira, is_distinct)).collect()
        }
    };
    Ok(InstallmentList::new(items))
}

pub(crate) fn retrieve_bin(_: &mut Context<'_>, request: RetrieveBinNumber) -> Result<BinNumber, ApiError> {
    let KnownBin { association, card } = known_bin(&request.bin_number)?;
    let mut bin = BinNumber::new(request.bin_number);
    bin.card_association = association;
    bin.card_type = card.and_then(|card| card.card_type.clone());
    bin.card_brand = card.and_then(|card| card.brand).map(str::to_owned);
    bin.bank_name = card.and_then(|card| card.bank).map(|bank| bank.name.to_owned());
    bin.bank_code = card.and_then(|card| card.bank?.code);
    bin.commercial = Some(card.is_some_and(|card| card.is_commercial));
    Ok(bin)
}

/// Returns the installments of a card family. If families are distinct, their banks are left out. (Source: Craftgate's
/// "Taksit Sorgulama".)
fn of_family(card: &'static TestCard, price: Decimal, is_lira: bool, is_distinct: bool) -> Installment {
    let bin = KnownBin { association: card.association.clone(), card: Some(card) };
    let mut installment = installment(&bin, price, is_lira);
    if is_distinct {
        (installment.bank_name, installment.bank_code) = (None, None);
    }
    installment
}

fn installment(bin: &KnownBin, price: Decimal, is_lira: bool) -> Installment {
    let card = bin.card;
    let allows_installments = is_lira && card.is_some_and(|card| card.is_credit_card() && !card.is_foreign());
    let rates = rates().filter(|rate| allows_installments || rate.installment == 1);
    let mut installment = Installment::new();
    installment.price = Some(price);
    installment.card_type = card.and_then(|card| card.card_type.clone());
    installment.card_association = bin.association.clone();
    installment.card_brand = card.and_then(|card| card.brand).map(str::to_owned);
    installment.bank_name = card.and_then(|card| card.bank).map(|bank| bank.name.to_owned());
    installment.bank_code = card.and_then(|card| card.bank?.code);
    installment.force_3ds = Some(false);
    installment.cvc_required = Some(true);
    installment.commercial = Some(card.is_some_and(|card| card.is_commercial));
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
