//! From a wallet back to the card: what a deposit or a refund put into it.

use craftgate_core::Page;
use craftgate_core::payment::RefundStatus;
use craftgate_core::wallet::{
    RefundWalletTransaction, RefundableAmount, RefundedTransactionType, RetrieveRefundWalletTransactions,
    RetrieveRefundableAmountOfWalletTransaction, WalletTransaction, WalletTransactionRefund, WalletTransactionType,
};
use rust_decimal::Decimal;

use super::Entry;
use crate::context::Context;
use crate::money::positive;
use crate::refusal::{self, Refusal};
use crate::state::State;
use crate::table::{Fields, Record};

pub(crate) fn refundable_amount(
    context: &mut Context<'_>,
    asked: RetrieveRefundableAmountOfWalletTransaction,
) -> Result<RefundableAmount, Refusal> {
    let transaction = context.state.wallet_transaction(asked.wallet_transaction_id)?;
    let mut answer = RefundableAmount::new();
    answer.refundable_amount = Some(context.state.refundable(transaction)?);
    Ok(answer)
}

pub(crate) fn refund(
    context: &mut Context<'_>,
    asked: RefundWalletTransaction,
) -> Result<WalletTransactionRefund, Refusal> {
    let price = positive("refundPrice", asked.refund_price)?;
    let transaction = context.state.wallet_transaction(asked.wallet_transaction_id)?.clone();
    if price > context.state.refundable(&transaction)? {
        return Err(refusal::TOO_MUCH.plain());
    }
    let source = source(&transaction).ok_or_else(|| refusal::TOO_MUCH.plain())?;
    let kind = match source {
        RefundedTransactionType::Payment => WalletTransactionType::CancelRefundWalletToCard,
        _ => WalletTransactionType::RefundWalletTxToCard,
    };
    let id = context.state.wallet_refunds.next_id();
    context.book(transaction.wallet_id.unwrap_or_default(), Entry::new(kind, -price, id))?;
    let now = context.now;
    let refund = context.state.wallet_refunds.add(|id| {
        let mut refund = WalletTransactionRefund::new(id, RefundStatus::Success);
        refund.created_date = Some(now);
        refund.refund_price = Some(price);
        refund.auth_code = Some(format!("{id:06}"));
        refund.host_reference = Some(format!("EMUH{id:06}"));
        refund.trans_id = Some(format!("EMUW{id:06}"));
        refund.transaction_id = match source {
            RefundedTransactionType::WalletTx => Some(transaction.id),
            _ => transaction.transaction_id,
        };
        refund.transaction_type = Some(source);
        refund.wallet_transaction_id = Some(transaction.id);
        refund
    });
    Ok(refund.clone())
}

pub(crate) fn refunds(
    context: &mut Context<'_>,
    asked: RetrieveRefundWalletTransactions,
) -> Result<Page<WalletTransactionRefund>, Refusal> {
    let transaction = context.state.wallet_transaction(asked.wallet_transaction_id)?;
    Ok(Page::new(context.state.refunds_of(transaction).into_iter().cloned().collect::<Vec<_>>()))
}

/// What a transaction's money came from, where that was a card.
fn source(transaction: &WalletTransaction) -> Option<RefundedTransactionType> {
    match transaction.wallet_transaction_type.as_ref()? {
        WalletTransactionType::DepositFromCard => Some(RefundedTransactionType::WalletTx),
        WalletTransactionType::CancelRefundToWallet => Some(RefundedTransactionType::Payment),
        WalletTransactionType::RefundTxToWallet => Some(RefundedTransactionType::PaymentTx),
        _ => None,
    }
}

impl Record for WalletTransactionRefund {
    fn fields(&self, fields: &mut Fields) {
        fields.put("walletTransactionId", self.wallet_transaction_id);
    }
}

impl State {
    fn wallet_transaction(&self, id: i64) -> Result<&WalletTransaction, Refusal> {
        self.wallets.transactions.get(id).ok_or_else(|| refusal::WALLET_TRANSACTION.plain())
    }

    fn refunds_of(&self, transaction: &WalletTransaction) -> Vec<&WalletTransactionRefund> {
        self.wallet_refunds.search().is("walletTransactionId", Some(transaction.id)).all()
    }

    /// What is left of a transaction's money, as far as it is still in the wallet.
    fn refundable(&self, transaction: &WalletTransaction) -> Result<Decimal, Refusal> {
        if source(transaction).is_none() {
            return Ok(Decimal::ZERO);
        }
        let wallet = self.wallets.get(transaction.wallet_id.unwrap_or_default())?;
        let refunded: Decimal = self.refunds_of(transaction).iter().filter_map(|refund| refund.refund_price).sum();
        let left = transaction.amount.unwrap_or_default() - refunded;
        Ok(left.min(wallet.amount.unwrap_or_default()).max(Decimal::ZERO))
    }
}
