//! Deposits into members' wallets.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::PaymentType;
use craftgate_core::wallet::WalletTransactionType;

use super::context::Context;
use super::flow::Flow;
use super::ledger::Entry;
use super::payment::PaymentRecord;
use super::wallet;
use crate::error::{ApiError, require};

/// Posts a successful deposit to the member's wallet, which is opened if necessary. Does nothing for a deposit without
/// a member, or for other payments.
pub(crate) fn post_to_wallet(context: &mut Context<'_>, payment_id: PaymentId) -> Result<(), ApiError> {
    let record = context.state.payments.find(payment_id)?;
    let payment = &record.payment;
    if payment.payment_type != Some(PaymentType::DepositPayment) {
        return Ok(());
    }
    let Some(member_id) = payment.buyer_member_id else { return Ok(()) };
    let currency = require(payment.currency.clone(), "currency")?;
    let entry = Entry::new(transaction_type(record), payment.price.unwrap_or_default(), payment_id);
    let wallet_id = wallet::find_or_open(context, Some(member_id), &currency);
    let transaction = wallet::post(context, wallet_id, entry)?;
    context.state.payments.find_mut(payment_id)?.wallet_transaction = Some(transaction);
    Ok(())
}

fn transaction_type(record: &PaymentRecord) -> WalletTransactionType {
    match (record.card, record.flow) {
        (Some(_), _) => WalletTransactionType::DepositFromCard,
        (None, Flow::Apm) => WalletTransactionType::DepositFromApm,
        (None, _) => WalletTransactionType::DepositFromFundTransfer,
    }
}
