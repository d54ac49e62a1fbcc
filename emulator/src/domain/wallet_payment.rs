//! The part of a payment that the buyer's wallet pays, and what is refunded into it.

use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::wallet::WalletTransactionType;
use rust_decimal::Decimal;

use super::context::Context;
use super::ledger::Entry;
use super::wallet;
use crate::error::{ApiError, WALLET_NOT_FOUND};
use crate::store::Id;

/// Takes the wallet's part of a payment, if its balance allows it.
pub(crate) fn redeem(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let payment = &context.state.payments.find(id)?.payment;
    let price = payment.wallet_price.unwrap_or_default();
    if price.is_zero() {
        return Ok(());
    }
    let (buyer, currency) = payment.buyer_member_id.zip(payment.currency.clone()).ok_or(WALLET_NOT_FOUND)?;
    let wallet_id = context.state.ledger.id_of(buyer, &currency)?;
    wallet::post(context, wallet_id, Entry::new(WalletTransactionType::PaymentRedeem, -price, id)).map(drop)
}

/// Posts a refund to the buyer's wallet, which is opened if necessary. Does nothing if there is no amount.
pub(crate) fn give_back(
    context: &mut Context<'_>,
    id: PaymentId,
    transaction_type: WalletTransactionType,
    amount: Decimal,
    refunded: impl Id,
) -> Result<(), ApiError> {
    if amount.is_zero() {
        return Ok(());
    }
    let payment = &context.state.payments.find(id)?.payment;
    let (buyer, currency): (MemberId, _) =
        payment.buyer_member_id.zip(payment.currency.clone()).ok_or(WALLET_NOT_FOUND)?;
    let wallet_id = wallet::find_or_open(context, Some(buyer), &currency);
    wallet::post(context, wallet_id, Entry::new(transaction_type, amount, refunded)).map(drop)
}
