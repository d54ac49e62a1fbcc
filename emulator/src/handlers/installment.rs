//! Installments, and the card behind a BIN.

use craftgate_core::installment::{
    BinNumber, Installment, InstallmentList, InstallmentPrice, RetrieveBinNumber, SearchInstallments,
};
use craftgate_core::merchant::Pos;
use craftgate_core::payment::PaymentPhase;
use craftgate_core::{CardType, Currency};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::installments::{KnownBin, Rate, families, known_bin, rates};
use crate::domain::money::{positive, round};
use crate::domain::pos_rules::{can_hold, requires_three_ds, takes_currency, takes_rewards};
use crate::domain::test_cards::TestCard;
use crate::error::ApiError;

/// What a search asks for, and the POS that would take the payment.
struct Terms<'a> {
    price: Decimal,
    is_lira: bool,
    pos: &'a Pos,
}

pub(crate) fn search(context: &mut Context<'_>, request: SearchInstallments) -> Result<InstallmentList, ApiError> {
    let price = positive("price", request.price)?;
    let currency = request.currency.clone().unwrap_or(Currency::Try);
    let known = request.bin_number.as_deref().map(known_bin).transpose()?;
    let pos = context.state.pos.open().map(|record| &record.pos).find(|pos| can_take(pos, &request, &currency));
    let Some(pos) = pos else { return Ok(InstallmentList::new(Vec::new())) };
    let terms = Terms { price, is_lira: currency == Currency::Try, pos };
    let is_distinct = request.distinct_card_brands_with_lowest_commissions == Some(true);
    let items = match known {
        Some(known) => {
            let mut of_card = installment(&known, &terms);
            of_card.bin_number = request.bin_number;
            vec![of_card]
        }
        None => families().into_iter().map(|card| of_family(card, &terms, is_distinct)).collect(),
    };
    Ok(InstallmentList::new(items))
}

/// Returns true if a POS takes the payment's currency, can hold its amount if it is a pre-authorization, and can use
/// rewards if it uses any.
fn can_take(pos: &Pos, request: &SearchInstallments, currency: &Currency) -> bool {
    let is_held = request.payment_phase == Some(PaymentPhase::PreAuth);
    let uses_rewards = request.loyalty_exists == Some(true);
    takes_currency(pos, currency) && (!is_held || can_hold(pos)) && (!uses_rewards || takes_rewards(pos))
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
fn of_family(card: &'static TestCard, terms: &Terms<'_>, is_distinct: bool) -> Installment {
    let bin = KnownBin { association: card.association.clone(), card: Some(card) };
    let mut installment = installment(&bin, terms);
    if is_distinct {
        (installment.bank_name, installment.bank_code) = (None, None);
    }
    installment
}

fn installment(bin: &KnownBin, terms: &Terms<'_>) -> Installment {
    let (card, pos) = (bin.card, terms.pos);
    let can_split = card.is_some_and(|card| card.is_credit_card() && !card.is_foreign());
    let allows_installments = can_split && terms.is_lira && pos.enable_installment != Some(false);
    let is_debit_card = card.is_some_and(|card| card.card_type == Some(CardType::DebitCard));
    let rates = rates().filter(|rate| allows_installments || rate.installment == 1);
    let mut installment = Installment::new();
    installment.price = Some(terms.price);
    installment.card_type = card.and_then(|card| card.card_type.clone());
    installment.card_association = bin.association.clone();
    installment.card_brand = card.and_then(|card| card.brand).map(str::to_owned);
    installment.bank_name = card.and_then(|card| card.bank).map(|bank| bank.name.to_owned());
    installment.bank_code = card.and_then(|card| card.bank?.code);
    installment.force_3ds = Some(is_debit_card && requires_three_ds(pos));
    installment.cvc_required = Some(is_cvc_required(pos));
    installment.commercial = Some(card.is_some_and(|card| card.is_commercial));
    installment.installment_prices = rates.map(|rate| installment_price(rate, terms)).collect();
    installment
}

fn is_cvc_required(pos: &Pos) -> bool {
    pos.enable_payment_without_cvc != Some(true)
}

fn installment_price(rate: Rate, terms: &Terms<'_>) -> InstallmentPrice {
    let number = rate.installment;
    let total_price = rate.total_price(terms.price);
    let is_single = number == 1;
    let mut choice = InstallmentPrice::new();
    choice.pos_alias = terms.pos.alias.clone();
    choice.installment_number = Some(number);
    choice.installment_price = Some(if is_single { total_price } else { round(total_price / Decimal::from(number)) });
    choice.bank_commission_rate = Some(Decimal::ZERO);
    choice.merchant_commission_rate = Some(rate.percent);
    choice.total_price = Some(total_price);
    choice.installment_label = Some(if is_single { "Tek çekim".to_owned() } else { format!("{number} taksit") });
    choice.loyalty_supported = Some(false);
    choice.force_3ds = Some(requires_three_ds(terms.pos));
    choice.cvc_required = Some(is_cvc_required(terms.pos));
    choice
}
