//! Letting sellers' money go: approving lines, and changing whose they are.

use craftgate_core::Currency;
use craftgate_core::payment::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, PaymentGroup, PaymentTransaction,
    PaymentTransactionApproval, PaymentTransactionApprovals, TransactionStatus, UpdatePaymentTransaction,
};

use crate::context::Context;
use crate::money::positive;
use crate::payments::{PaymentRecord, set_payouts};
use crate::refusal::{self, Refusal};
use crate::state::State;

pub(crate) fn approve(
    context: &mut Context<'_>,
    asked: ApprovePaymentTransactions,
) -> Result<PaymentTransactionApprovals, Refusal> {
    let change = Change { from: TransactionStatus::WaitingForApproval, to: TransactionStatus::Approved };
    Ok(change.make(context, &asked.payment_transaction_ids, asked.is_transactional))
}

pub(crate) fn disapprove(
    context: &mut Context<'_>,
    asked: DisapprovePaymentTransactions,
) -> Result<PaymentTransactionApprovals, Refusal> {
    let change = Change { from: TransactionStatus::Approved, to: TransactionStatus::WaitingForApproval };
    Ok(change.make(context, &asked.payment_transaction_ids, asked.is_transactional))
}

/// What is done to each line.
struct Change {
    from: TransactionStatus,
    to: TransactionStatus,
}

impl Change {
    /// Changes the lines that can be changed; none at all if they belong together and one can't.
    fn make(
        &self,
        context: &mut Context<'_>,
        ids: &[i64],
        is_transactional: Option<bool>,
    ) -> PaymentTransactionApprovals {
        let failures = ids.iter().filter(|id| self.check(context.state, **id).is_err()).count();
        let holds = is_transactional == Some(true) && failures > 0;
        let mut approvals = PaymentTransactionApprovals::new();
        approvals.items = ids.iter().map(|id| self.make_one(context, *id, holds)).collect();
        approvals.size = i64::try_from(approvals.items.len() - approvals.failed().count()).ok();
        approvals
    }

    fn make_one(&self, context: &mut Context<'_>, id: i64, holds: bool) -> PaymentTransactionApproval {
        let outcome = match self.check(context.state, id) {
            Ok(_) if holds => Err(refusal::NOT_ALONE.plain()),
            Ok(line) => {
                line.transaction_status = Some(self.to.clone());
                Ok(())
            }
            Err(refusal) => Err(refusal),
        };
        let status = if outcome.is_ok() { ApprovalStatus::Success } else { ApprovalStatus::Failure };
        let mut approval = PaymentTransactionApproval::new(id, status);
        approval.failed_reason = outcome.err().and_then(|refusal| refusal.error(context.language).error_description);
        approval
    }

    /// The line, if it can be changed.
    fn check<'a>(&self, state: &'a mut State, id: i64) -> Result<&'a mut PaymentTransaction, Refusal> {
        let record = state.payment_of_line(id)?;
        record.check_unrefunded(id)?;
        let line = record.line_mut(id)?;
        match line.transaction_status.as_ref() == Some(&self.from) {
            true => Ok(line),
            false => Err(refusal::APPROVAL.plain()),
        }
    }
}

pub(crate) fn update(
    context: &mut Context<'_>,
    asked: UpdatePaymentTransaction,
) -> Result<PaymentTransaction, Refusal> {
    let id = asked.payment_transaction_id;
    let price = positive("subMerchantMemberPrice", asked.sub_merchant_member_price)?;
    let record = context.state.payment_of_line(id)?;
    record.check_unrefunded(id)?;
    if record.payment.payment_group != Some(PaymentGroup::Product) {
        return Err(refusal::ONLY_PRODUCTS.plain());
    }
    let has_payout = record.payment.currency == Some(Currency::Try);
    let line = record.line_mut(id)?;
    if line.transaction_status != Some(TransactionStatus::WaitingForApproval) {
        return Err(refusal::APPROVAL.plain());
    }
    if Some(price) > line.price {
        return Err(refusal::INVALID.about("subMerchantMemberPrice"));
    }
    let seller = Some(asked.sub_merchant_member_id);
    if (line.sub_merchant_member_id, line.sub_merchant_member_price) == (seller, Some(price)) {
        return Err(refusal::UNCHANGED.plain());
    }
    line.sub_merchant_member_id = seller;
    line.sub_merchant_member_price = Some(price);
    line.blockage_resolved_date = asked.blockage_resolved_date.or(line.blockage_resolved_date);
    set_payouts(line, has_payout);
    Ok(line.clone())
}

impl State {
    /// The payment that a line belongs to.
    pub(crate) fn payment_of_line(&mut self, id: i64) -> Result<&mut PaymentRecord, Refusal> {
        let payment_id = self.lines.get(id).ok_or_else(|| refusal::LINE.plain())?.payment_id;
        self.payment_mut(payment_id)
    }
}

impl PaymentRecord {
    fn line_mut(&mut self, id: i64) -> Result<&mut PaymentTransaction, Refusal> {
        let line = self.payment.payment_transactions.iter_mut().find(|line| line.id == id);
        line.ok_or_else(|| refusal::LINE.plain())
    }

    /// Whether the line's money was taken, and none of it went back.
    fn check_unrefunded(&self, id: i64) -> Result<(), Refusal> {
        self.check_taken_by_lines()?;
        match self.refunded.contains_key(&id) {
            true => Err(refusal::REFUNDED.plain()),
            false => Ok(()),
        }
    }
}
