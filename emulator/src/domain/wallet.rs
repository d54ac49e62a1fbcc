//! Wallet movements, with their events.

use craftgate_core::Currency;
use craftgate_core::id::{MemberId, WalletId};
use craftgate_core::wallet::{Wallet, WalletTransaction};
use craftgate_core::webhook::{WalletCreatedPayload, WalletTxCreatedPayload, WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use super::context::Context;
use super::ledger::Entry;
use crate::error::ApiError;

/// Returns the id of a member's wallet in a currency, or of the merchant's if there is no member. Opens it if
/// necessary.
pub(crate) fn find_or_open(context: &mut Context<'_>, member_id: Option<MemberId>, currency: &Currency) -> WalletId {
    if let Some(wallet) = context.state.ledger.find_owned(member_id, currency) {
        return wallet.id;
    }
    let limit = member_id.map(|_| Decimal::ZERO);
    open(context, member_id, currency.clone(), limit).id
}

pub(crate) fn open(
    context: &mut Context<'_>,
    member_id: Option<MemberId>,
    currency: Currency,
    negative_amount_limit: Option<Decimal>,
) -> Wallet {
    let wallet = context.state.ledger.open(member_id, currency, negative_amount_limit, context.now);
    if member_id.is_some() {
        let mut payload = WalletCreatedPayload::new();
        payload.currency = wallet.currency.clone();
        payload.wallet_id = Some(wallet.id);
        payload.member_id = member_id;
        payload.negative_amount_limit = wallet.negative_amount_limit;
        context.emit_event_with(WebhookEventType::WalletCreated, WebhookStatus::Success, wallet.id, &payload);
    }
    wallet
}

/// Posts an entry to a wallet, if its balance allows it.
pub(crate) fn post(
    context: &mut Context<'_>,
    wallet_id: WalletId,
    entry: Entry,
) -> Result<WalletTransaction, ApiError> {
    let transaction = context.state.ledger.post(wallet_id, entry, context.now)?;
    let wallet = context.state.ledger.wallets.find(wallet_id)?;
    let mut payload = WalletTxCreatedPayload::new();
    payload.currency = wallet.currency.clone();
    payload.wallet_transaction_type = transaction.wallet_transaction_type.clone();
    payload.id = Some(transaction.id);
    payload.member_id = wallet.member_id;
    payload.transaction_id = transaction.transaction_id;
    payload.wallet_id = Some(wallet_id);
    payload.amount = transaction.amount;
    context.emit_event_with(WebhookEventType::WalletTxCreated, WebhookStatus::Success, wallet_id, &payload);
    Ok(transaction)
}
