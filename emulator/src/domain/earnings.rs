//! Sellers' earnings from payment transactions.

use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::payment::{PaymentStatus, PaymentTransaction, TransactionPayoutStatus, TransactionStatus};
use rust_decimal::Decimal;

use super::context::Context;
use super::money::round;
use super::payment::PaymentRecord;
use crate::error::ApiError;

/// A seller's share of an approved payment transaction.
pub(crate) struct Earning {
    pub(crate) payment_id: PaymentId,
    pub(crate) transaction_id: PaymentTransactionId,
    pub(crate) seller_id: MemberId,
    pub(crate) amount: Decimal,
}

impl PaymentRecord {
    /// Returns the earnings that are due and not yet settled.
    pub(crate) fn earnings(&self) -> Vec<Earning> {
        if self.payment.payment_status != PaymentStatus::Success || self.is_pre_authorized() {
            return Vec::new();
        }
        let transactions = self.payment.payment_transactions.iter();
        transactions.filter_map(|transaction| self.earning(transaction)).collect()
    }

    fn earning(&self, transaction: &PaymentTransaction) -> Option<Earning> {
        transaction.payout.as_ref()?;
        let is_approved = transaction.transaction_status == Some(TransactionStatus::Approved);
        let seller_id = transaction.sub_merchant_member_id.filter(|_| is_approved)?;
        let amount = self.seller_share(transaction);
        let earning = Earning { payment_id: self.payment.id, transaction_id: transaction.id, seller_id, amount };
        (amount > Decimal::ZERO).then_some(earning)
    }

    /// Returns the seller's share, less its part of what was refunded.
    fn seller_share(&self, transaction: &PaymentTransaction) -> Decimal {
        let share = transaction.sub_merchant_member_payout_amount.unwrap_or_default();
        let paid = transaction.paid_price.unwrap_or_default();
        match self.refunded.get(&transaction.id) {
            Some(refunded) if !paid.is_zero() => round(share * (paid - refunded) / paid),
            _ => share,
        }
    }
}

/// Marks the transaction of an earning that is paid.
pub(crate) fn mark_settled(context: &mut Context<'_>, earning: &Earning) -> Result<(), ApiError> {
    let record = context.state.payments.find_mut(earning.payment_id)?;
    let transaction = record.find_transaction(earning.transaction_id)?;
    transaction.transaction_status = Some(TransactionStatus::PayoutStarted);
    if let Some(payout) = &mut transaction.payout {
        payout.sub_merchant_member_status = Some(TransactionPayoutStatus::PayoutCompleted);
        payout.sub_merchant_member_status_date = Some(context.now);
    }
    Ok(())
}
