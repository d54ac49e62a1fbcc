//! Shopping loans. The emulator's banks lend to everybody, on terms of its own, and wait for the
//! merchant's approval.

use craftgate_core::JsonMap;
use craftgate_core::payment::{
    ApmAdditionalAction, ApproveBnplPayment, BnplBankOffer, BnplBankOfferTerm, BnplCartItem, BnplLimit, BnplOffers,
    CompleteBnplLimitInquiry, InitApmPaymentResponse, InitBnplLimitInquiry, InitBnplPayment, Payment, PaymentStatus,
    RetrieveBnplPaymentOffers, VerifyBnplPayment, VerifyBnplPaymentResponse,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::apm;
use crate::context::Context;
use crate::money::{percent_of, positive, round};
use crate::pages::address;
use crate::refusal::{self, Refusal};
use crate::test_cards::BANKS;
use crate::waiting::{self, Flow};

/// How many months a loan may run, and the interest for each of them, in percent.
const TERMS: [i32; 3] = [3, 6, 12];
const INTEREST: Decimal = Decimal::from_parts(389, 0, 0, false, 2);

/// What anybody may borrow, in Turkish lira.
const LIMIT: Decimal = Decimal::from_parts(50_000, 0, 0, false, 0);

pub(crate) fn offers(_: &mut Context<'_>, asked: RetrieveBnplPaymentOffers) -> Result<BnplOffers, Refusal> {
    let price = positive("price", asked.price)?;
    check_cart(&asked.items, price)?;
    let mut offers = BnplOffers::new();
    offers.offer_id = Some("emulator-offer-1".to_owned());
    offers.price = Some(price);
    offers.bank_offers = BANKS
        .iter()
        .map(|bank| {
            let mut offer = BnplBankOffer::new();
            offer.bank_code = Some(format!("{:03}", bank.code));
            offer.bank_name = Some(bank.name.to_owned());
            offer.is_support_non_customer = Some(true);
            offer.is_payment_plan_calculated_by_bank = Some(false);
            offer.bank_offer_terms = TERMS.iter().map(|months| term(*months, price)).collect();
            offer
        })
        .collect();
    Ok(offers)
}

fn term(months: i32, price: Decimal) -> BnplBankOfferTerm {
    let count = Decimal::from(months);
    let total = price + percent_of(INTEREST * count, price);
    let mut term = BnplBankOfferTerm::new();
    term.term = Some(months);
    term.amount = Some(round(total / count));
    term.total_amount = Some(total);
    term.interest_rate = Some(INTEREST);
    term.annual_interest_rate = Some(INTEREST * Decimal::from(12));
    term
}

pub(crate) fn init(context: &mut Context<'_>, asked: InitBnplPayment) -> Result<InitApmPaymentResponse, Refusal> {
    check_cart(&asked.cart_items, asked.payment.amounts.price)?;
    let id = apm::open(context, asked.payment, Flow::Bnpl)?;
    context.record(WebhookEventType::BnplNotification, WebhookStatus::Success, id);
    let mut start = InitApmPaymentResponse::new();
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::Waiting);
    start.additional_action = Some(ApmAdditionalAction::RedirectToUrl);
    start.redirect_url = Some(address(&format!("bnpl/{id}")));
    Ok(start)
}

/// The bank has said yes: until the merchant does, too, the loan is not granted.
pub(crate) fn verify(
    context: &mut Context<'_>,
    asked: VerifyBnplPayment,
) -> Result<VerifyBnplPaymentResponse, Refusal> {
    let record = context.state.payment(asked.payment_id)?;
    if record.flow != Flow::Bnpl {
        return Err(refusal::PAYMENT.plain());
    }
    let action = if record.is_waiting() { ApmAdditionalAction::ApprovalRequired } else { ApmAdditionalAction::None };
    let mut verification = VerifyBnplPaymentResponse::new(record.payment.payment_status.clone());
    verification.additional_action = Some(action);
    verification.payment_error = record.payment.payment_error.clone();
    Ok(verification)
}

pub(crate) fn approve(context: &mut Context<'_>, asked: ApproveBnplPayment) -> Result<Payment, Refusal> {
    waiting::complete(context, asked.payment_id, Flow::Bnpl)
}

pub(crate) fn init_limit(_: &mut Context<'_>, _: InitBnplLimitInquiry) -> Result<BnplLimit, Refusal> {
    let mut limit = BnplLimit::new();
    limit.payment_status = Some(PaymentStatus::Waiting);
    limit.additional_action = Some(ApmAdditionalAction::OtpRequired);
    Ok(limit)
}

pub(crate) fn complete_limit(_: &mut Context<'_>, _: CompleteBnplLimitInquiry) -> Result<BnplLimit, Refusal> {
    let mut limit = BnplLimit::new();
    limit.payment_status = Some(PaymentStatus::Success);
    limit.additional_action = Some(ApmAdditionalAction::None);
    limit.additional_data = Some(JsonMap::from([("limit", LIMIT)]));
    Ok(limit)
}

/// Whether the cart adds up. (Source: Craftgate's "Kredi Başvurusu Başlatma".)
fn check_cart(items: &[BnplCartItem], price: Decimal) -> Result<(), Refusal> {
    let mut sum = Decimal::ZERO;
    for item in items {
        let quantity = positive("items.quantity", Decimal::from(item.quantity))?;
        let line = positive("items.unitPrice", item.unit_price)?.checked_mul(quantity);
        sum = line.and_then(|line| sum.checked_add(line)).ok_or_else(|| refusal::CART.plain())?;
    }
    if sum == price { Ok(()) } else { Err(refusal::CART.plain()) }
}
