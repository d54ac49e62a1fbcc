//! Approving payment transactions, and changing their sellers.

use craftgate_core::Currency;
use craftgate_core::id::{MemberId, PaymentTransactionId};
use craftgate_core::payment::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, PaymentGroup, PaymentTransaction,
    PaymentTransactionApproval, PaymentTransactionApprovals, TransactionStatus, UpdatePaymentTransaction,
};
use rust_decimal::Decimal;

use crate::domain::clock::to_micros;
use crate::domain::context::Context;
use crate::domain::money::positive;
use crate::domain::payment::{PaymentRecord, Payments};
use crate::domain::payout_shares::set_payouts;
use crate::error::{
    APPROVAL_NOT_ALLOWED, ApiError, BATCH_FAILED, INVALID_VALUE, NOT_A_PRODUCT_PAYMENT, TRANSACTION_REFUNDED,
    TRANSACTION_UNCHANGED,
};

pub(crate) fn approve(
    context: &mut Context<'_>,
    request: ApprovePaymentTransactions,
) -> Result<PaymentTransactionApprovals, ApiError> {
    let transition = Transition { from: TransactionStatus::WaitingForApproval, to: TransactionStatus::Approved };
    Ok(transition.apply_all(context, &request.payment_transaction_ids, request.is_transactional))
}

pub(crate) fn disapprove(
    context: &mut Context<'_>,
    request: DisapprovePaymentTransactions,
) -> Result<PaymentTransactionApprovals, ApiError> {
    let transition = Transition { from: TransactionStatus::Approved, to: TransactionStatus::WaitingForApproval };
    Ok(transition.apply_all(context, &request.payment_transaction_ids, request.is_transactional))
}

/// A change of the status of payment transactions.
struct Transition {
    from: TransactionStatus,
    to: TransactionStatus,
}

impl Transition {
    /// Changes the transactions that can be changed; none of them if one can't and the request is transactional.
    fn apply_all(
        &self,
        context: &mut Context<'_>,
        ids: &[PaymentTransactionId],
        is_transactional: Option<bool>,
    ) -> PaymentTransactionApprovals {
        let failures = ids.iter().filter(|id| self.find(&mut context.state.payments, **id).is_err()).count();
        let is_aborted = is_transactional == Some(true) && failures > 0;
        let mut approvals = PaymentTransactionApprovals::new();
        approvals.items = ids.iter().map(|id| self.apply(context, *id, is_aborted)).collect();
        approvals.size = i64::try_from(approvals.items.len() - approvals.failed().count()).ok();
        approvals
    }

    fn apply(
        &self,
        context: &mut Context<'_>,
        id: PaymentTransactionId,
        is_aborted: bool,
    ) -> PaymentTransactionApproval {
        let result = match self.find(&mut context.state.payments, id) {
            Ok(_) if is_aborted => Err(BATCH_FAILED.into()),
            Ok(transaction) => {
                transaction.transaction_status = Some(self.to.clone());
                Ok(())
            }
            Err(error) => Err(error),
        };
        let status = if result.is_ok() { ApprovalStatus::Success } else { ApprovalStatus::Failure };
        let mut approval = PaymentTransactionApproval::new(id, status);
        approval.failed_reason = result.err().and_then(|error| error.into_errors(context.language).error_description);
        approval
    }

    /// Returns the transaction if it can be changed.
    fn find<'a>(
        &self,
        payments: &'a mut Payments,
        id: PaymentTransactionId,
    ) -> Result<&'a mut PaymentTransaction, ApiError> {
        let record = payments.find_by_transaction(id)?;
        check_unrefunded(record, id)?;
        let transaction = record.find_transaction(id)?;
        match transaction.transaction_status.as_ref() == Some(&self.from) {
            true => Ok(transaction),
            false => Err(APPROVAL_NOT_ALLOWED.into()),
        }
    }
}

/// Checks that the transaction's money was captured and none of it is refunded.
fn check_unrefunded(record: &PaymentRecord, id: PaymentTransactionId) -> Result<(), ApiError> {
    record.check_captured()?;
    match record.refunded.contains_key(&id) {
        true => Err(TRANSACTION_REFUNDED.into()),
        false => Ok(()),
    }
}

pub(crate) fn update(
    context: &mut Context<'_>,
    request: UpdatePaymentTransaction,
) -> Result<PaymentTransaction, ApiError> {
    let id = request.payment_transaction_id;
    let is_omissible = context.settings.is_lenient;
    let record = context.state.payments.find_by_transaction(id)?;
    check_unrefunded(record, id)?;
    if record.payment.payment_group != Some(PaymentGroup::Product) {
        return Err(NOT_A_PRODUCT_PAYMENT.into());
    }
    let has_payout = record.payment.currency == Some(Currency::Try);
    let transaction = record.find_transaction(id)?;
    if transaction.transaction_status != Some(TransactionStatus::WaitingForApproval) {
        return Err(APPROVAL_NOT_ALLOWED.into());
    }
    if !(is_omissible && request.sub_merchant_member_price.is_zero()) {
        set_seller(transaction, request.sub_merchant_member_id, request.sub_merchant_member_price)?;
    }
    transaction.blockage_resolved_date =
        request.blockage_resolved_date.map(to_micros).or(transaction.blockage_resolved_date);
    set_payouts(transaction, has_payout);
    Ok(transaction.clone())
}

/// Changes a transaction's seller, and what the seller gets.
fn set_seller(transaction: &mut PaymentTransaction, seller_id: MemberId, price: Decimal) -> Result<(), ApiError> {
    let price = positive("subMerchantMemberPrice", price)?;
    if Some(price) > transaction.price {
        return Err(INVALID_VALUE.field("subMerchantMemberPrice"));
    }
    let seller = (Some(seller_id), Some(price));
    if (transaction.sub_merchant_member_id, transaction.sub_merchant_member_price) == seller {
        return Err(TRANSACTION_UNCHANGED.into());
    }
    (transaction.sub_merchant_member_id, transaction.sub_merchant_member_price) = seller;
    Ok(())
}
