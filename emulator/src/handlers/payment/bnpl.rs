//! Shopping loans. The banks lend to everybody, on terms of their own, and wait for the merchant's approval.

use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, ApproveBnplPayment, BnplBankOffer, BnplBankOfferTerm, BnplCartItem, BnplLimit,
    BnplOffers, CompleteBnplLimitInquiry, InitApmPaymentResponse, InitBnplLimitInquiry, InitBnplPayment, Payment,
    PaymentStatus, RetrieveBnplPaymentOffers, VerifyBnplPayment, VerifyBnplPaymentResponse,
};
use craftgate_core::{Currency, JsonMap};
use rust_decimal::Decimal;

use super::apm;
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::loan;
use crate::domain::money::{percent_of, positive, round};
use crate::domain::pending_payment;
use crate::domain::settings::Settings;
use crate::domain::test_cards::banks;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, CART_TOTAL_MISMATCH, INVALID_VALUE, PAYMENT_NOT_FOUND, UNSUPPORTED_CURRENCY};

/// The terms of a loan in months, and the monthly interest rate in percent.
const TERMS: [i32; 3] = [3, 6, 12];
const INTEREST_RATE: Decimal = Decimal::from_parts(389, 0, 0, false, 2);

/// The number of banks that lend.
const LENDERS: usize = 5;

/// The credit limit of every customer, in Turkish lira.
const LIMIT: Decimal = Decimal::from_parts(50_000, 0, 0, false, 0);

pub(crate) fn offers(context: &mut Context<'_>, request: RetrieveBnplPaymentOffers) -> Result<BnplOffers, ApiError> {
    let price = positive("price", request.price)?;
    check_cart(context.settings, &request.items, price)?;
    let mut offers = BnplOffers::new();
    context.state.loan_offers = context.state.loan_offers.saturating_add(1);
    offers.offer_id = Some(format!("emulator-offer-{}", context.state.loan_offers));
    offers.price = Some(price);
    offers.bank_offers = banks().take(LENDERS).map(|(code, name)| offer(code, name, price)).collect();
    Ok(offers)
}

fn offer(code: i64, name: &str, price: Decimal) -> BnplBankOffer {
    let mut offer = BnplBankOffer::new();
    offer.bank_code = Some(format!("{:03}", code));
    offer.bank_name = Some(name.to_owned());
    offer.is_support_non_customer = Some(true);
    offer.is_payment_plan_calculated_by_bank = Some(false);
    offer.bank_offer_terms = TERMS.iter().map(|months| term(*months, price)).collect();
    offer
}

fn term(months: i32, price: Decimal) -> BnplBankOfferTerm {
    let count = Decimal::from(months);
    let total = price + percent_of(INTEREST_RATE * count, price);
    let mut term = BnplBankOfferTerm::new();
    term.term = Some(months);
    term.amount = Some(round(total / count));
    term.total_amount = Some(total);
    term.interest_rate = Some(INTEREST_RATE);
    term.annual_interest_rate = Some(INTEREST_RATE * Decimal::from(12));
    term
}

pub(crate) fn init(context: &mut Context<'_>, request: InitBnplPayment) -> Result<InitApmPaymentResponse, ApiError> {
    check_lender(&request.payment.apm_type)?;
    if ![Currency::Try, Currency::Kzt].contains(&request.payment.currency) {
        return Err(UNSUPPORTED_CURRENCY.into());
    }
    request.payment.callback_url.as_deref().map_or(Ok(()), check_callback_url)?;
    check_cart(context.settings, &request.cart_items, request.payment.amounts.price)?;
    context.state.merchant_apms.check(request.payment.merchant_apm_id, &request.payment.apm_type)?;
    let callback_url = request.payment.callback_url.clone();
    let id = apm::open(context, request.payment, Flow::Bnpl)?;
    let mut start = InitApmPaymentResponse::new();
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::Waiting);
    start.additional_action = Some(ApmAdditionalAction::RedirectToUrl);
    start.redirect_url = Some(pending_payment::open_page(context, id, pending_payment::to_merchant(callback_url))?);
    Ok(start)
}

/// Returns the state of a loan.
pub(crate) fn verify(
    context: &mut Context<'_>,
    request: VerifyBnplPayment,
) -> Result<VerifyBnplPaymentResponse, ApiError> {
    let record = context.state.payments.find(request.payment_id)?;
    if record.flow != Flow::Bnpl {
        return Err(PAYMENT_NOT_FOUND.into());
    }
    let mut verification = VerifyBnplPaymentResponse::new(record.payment.payment_status.clone());
    verification.additional_action = Some(loan::next_action(record));
    verification.payment_error = record.payment.payment_error.clone();
    Ok(verification)
}

pub(crate) fn approve(context: &mut Context<'_>, request: ApproveBnplPayment) -> Result<Payment, ApiError> {
    loan::approve(context, request.payment_id)
}

pub(crate) fn init_limit(_: &mut Context<'_>, _: InitBnplLimitInquiry) -> Result<BnplLimit, ApiError> {
    let mut limit = BnplLimit::new();
    limit.payment_status = Some(PaymentStatus::Waiting);
    limit.additional_action = Some(ApmAdditionalAction::OtpRequired);
    Ok(limit)
}

pub(crate) fn complete_limit(_: &mut Context<'_>, _: CompleteBnplLimitInquiry) -> Result<BnplLimit, ApiError> {
    let mut limit = BnplLimit::new();
    limit.payment_status = Some(PaymentStatus::Success);
    limit.additional_action = Some(ApmAdditionalAction::None);
    limit.additional_data = Some(JsonMap::from([("limit", LIMIT)]));
    Ok(limit)
}

/// Checks that a method lends money.
fn check_lender(apm_type: &ApmType) -> Result<(), ApiError> {
    use ApmType as Apm;
    match apm_type {
        Apm::Maslak
        | Apm::Haso
        | Apm::Zip
        | Apm::Alfabank
        | Apm::TomFinance
        | Apm::Paycell
        | Apm::Dkb
        | Apm::Albaraka
        | Apm::KaracaFinans
        | Apm::HepsipayFinance
        | Apm::HepsipayShoppingLoan => Ok(()),
        _ => Err(INVALID_VALUE.field("apmType")),
    }
}

/// Checks that the cart adds up to the price. (Source: Craftgate's "Kredi Başvurusu Başlatma".)
fn check_cart(settings: &Settings, items: &[BnplCartItem], price: Decimal) -> Result<(), ApiError> {
    let mut total = Decimal::ZERO;
    for item in items {
        let quantity = positive("items.quantity", Decimal::from(item.quantity))?;
        let item_total = positive("items.unitPrice", item.unit_price)?.checked_mul(quantity);
        total = item_total.and_then(|item_total| total.checked_add(item_total)).ok_or(CART_TOTAL_MISMATCH)?;
    }
    if total == price || settings.is_lenient { Ok(()) } else { Err(CART_TOTAL_MISMATCH.into()) }
}
