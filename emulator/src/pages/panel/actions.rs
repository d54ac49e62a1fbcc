//! What the panel's buttons do: what only the customer, the bank or Craftgate starts.

use craftgate_core::Currency;
use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::id::{BankAccountTrackingRecordId, BkmExpressTicketId, PaymentId, PayoutId};
use rust_decimal::Decimal;

use crate::emulator::Emulator;
use crate::pages::form::Form;
use crate::simulate::ProviderOutcome;

/// Performs the action of a form, or does nothing if it is none or can't be done any more.
pub(super) fn perform(merchant: &Emulator, form: &Form) {
    // The page that is shown afterwards tells what became of it.
    match form.get("action") {
        "confirm" => drop(payment_id(form).map(|id| merchant.confirm_payment(id))),
        "confirm-bkm-express" => drop(merchant.confirm_bkm_express(&BkmExpressTicketId::new(form.get("ticket")))),
        "grant" => drop(payment_id(form).map(|id| merchant.decide_loan(id, true))),
        "decline" => drop(payment_id(form).map(|id| merchant.visit_provider(id, ProviderOutcome::Declined))),
        "review" => drop(payment_id(form).and_then(|id| merchant.review_payment(id))),
        "three-ds-pay" => drop(merchant.set_three_ds_pay(form.get("alias"), form.is_checked("on"))),
        "autopilot" => drop(merchant.set_autopilot(form.get("alias"), form.is_checked("on"))),
        "payouts" => drop(merchant.run_payouts()),
        "bounce" => drop(form.get("payout").parse().map(|id| merchant.bounce_payout(PayoutId::new(id)))),
        "transfer" => drop(transfer(form).map(|record| merchant.add_bank_transfer(record))),
        _ => {}
    }
}

fn payment_id(form: &Form) -> Option<PaymentId> {
    form.get("id").parse().ok().map(PaymentId::new)
}

fn transfer(form: &Form) -> Option<BankAccountTrackingRecord> {
    let amount: Decimal = form.get("amount").replace(',', ".").parse().ok()?;
    let mut record = BankAccountTrackingRecord::new(BankAccountTrackingRecordId::new(0));
    record.amount = Some(amount);
    record.currency = Some(match form.get("currency") {
        "" => Currency::Try,
        currency => Currency::from(currency),
    });
    record.sender_name = Some(form.get("sender").to_owned()).filter(|name| !name.is_empty());
    record.description = Some(form.get("description").to_owned()).filter(|description| !description.is_empty());
    Some(record)
}
