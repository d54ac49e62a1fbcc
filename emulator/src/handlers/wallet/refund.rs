//! Refunding a wallet transaction to the card that its money came from.

use craftgate_core::Page;
use craftgate_core::payment::RefundStatus;
use craftgate_core::wallet::{
    RefundWalletTransaction, RefundableAmount, RefundedTransactionType, RetrieveRefundWalletTransactions,
    RetrieveRefundableAmountOfWalletTransaction, WalletTransaction, WalletTransactionRefund, WalletTransactionType,
};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::ledger::{Entry, Ledger};
use crate::domain::money::positive;
use crate::domain::wallet;
use crate::error::{ApiError, REFUND_TOO_LARGE, WALLET_NOT_FOUND};

pub(crate) fn refundable_amount(
    context: &mut Context<'_>,
    request: RetrieveRefundableAmountOfWalletTransaction,
) -> Result<RefundableAmount, ApiError> {
    let ledger = &context.state.ledger;
    let transaction = ledger.transactions.find(request.wallet_transaction_id)?;
    let mut amount = RefundableAmount::new();
    amount.refundable_amount = Some(refundable(ledger, transaction)?);
    Ok(amount)
}

pub(crate) fn refund(
    context: &mut Context<'_>,
    request: RefundWalletTransaction,
) -> Result<WalletTransactionRefund, ApiError> {
    let price = positive("refundPrice", request.refund_price)?;
    let ledger = &context.state.ledger;
    let transaction = ledger.transactions.find(request.wallet_transaction_id)?.clone();
    if price > refundable(ledger, &transaction)? {
        return Err(REFUND_TOO_LARGE.into());
    }
    let (source, transaction_type) = source(&transaction).ok_or(REFUND_TOO_LARGE)?;
    let entry = Entry::new(transaction_type, -price, ledger.refunds.next_id());
    wallet::post(context, transaction.wallet_id.ok_or(WALLET_NOT_FOUND)?, entry)?;
    let now = context.now;
    Ok(context.state.ledger.refunds.create(|id| {
        let mut refund = WalletTransactionRefund::new(id, RefundStatus::Success);
        refund.created_date = Some(now);
        refund.refund_price = Some(price);
        refund.auth_code = Some(format!("{id:06}"));
        refund.host_reference = Some(format!("EMUH{id:06}"));
        refund.trans_id = Some(format!("EMUW{id:06}"));
        refund.transaction_id = transaction.transaction_id;
        refund.transaction_type = Some(source);
        refund.wallet_transaction_id = Some(transaction.id);
        refund
    }))
}

pub(crate) fn search(
    context: &mut Context<'_>,
    request: RetrieveRefundWalletTransactions,
) -> Result<Page<WalletTransactionRefund>, ApiError> {
    let ledger = &context.state.ledger;
    let transaction = ledger.transactions.find(request.wallet_transaction_id)?;
    Ok(Page::new(refunds_of(ledger, transaction).into_iter().cloned().collect::<Vec<_>>()))
}

fn refunds_of<'a>(ledger: &'a Ledger, transaction: &WalletTransaction) -> Vec<&'a WalletTransactionRefund> {
    ledger.refunds.search().key(Some(transaction.id)).all()
}

/// Returns the remaining amount of a transaction, as far as it is still in the wallet.
fn refundable(ledger: &Ledger, transaction: &WalletTransaction) -> Result<Decimal, ApiError> {
    if source(transaction).is_none() {
        return Ok(Decimal::ZERO);
    }
    let wallet = ledger.wallets.find(transaction.wallet_id.ok_or(WALLET_NOT_FOUND)?)?;
    let refunded: Decimal = refunds_of(ledger, transaction).iter().filter_map(|refund| refund.refund_price).sum();
    let remaining = transaction.amount.unwrap_or_default() - refunded;
    Ok(remaining.min(wallet.amount.unwrap_or_default()).max(Decimal::ZERO))
}

/// Returns what a transaction's money came from, if that was a card, and the type of its refund.
fn source(transaction: &WalletTransaction) -> Option<(RefundedTransactionType, WalletTransactionType)> {
    use WalletTransactionType as Type;
    match transaction.wallet_transaction_type.as_ref()? {
        Type::DepositFromCard => Some((RefundedTransactionType::Payment, Type::RefundWalletTxToCard)),
        Type::CancelRefundToWallet => Some((RefundedTransactionType::Payment, Type::CancelRefundWalletToCard)),
        Type::RefundTxToWallet => Some((RefundedTransactionType::PaymentTx, Type::RefundWalletTxToCard)),
        _ => None,
    }
}
