//! Resolution of refunds: of a payment, of a line, or waiting to be decided.

use super::resolvable::{ExecutionState, Resolvable, id, in_page, may_be};
use crate::api::payment::{
    PaymentRefund, PaymentTransactionRefund, RefundPayment, RefundPaymentTransaction, RefundStatus,
    RetrievePaymentRefund, RetrievePaymentTransactionRefund,
};
use crate::api::payment_reporting::{
    ReportedPaymentRefund, ReportedPaymentTransactionRefund, SearchPaymentRefunds, SearchPaymentTransactionRefunds,
};
use crate::protocol::page::Page;

fn of_payment(refund: PaymentRefund) -> ExecutionState<PaymentRefund> {
    match refund.status {
        RefundStatus::Success => ExecutionState::Done(refund),
        RefundStatus::Failure => ExecutionState::Failed(refund),
        _ => ExecutionState::Pending,
    }
}

fn of_line(refund: PaymentTransactionRefund) -> ExecutionState<PaymentTransactionRefund> {
    match refund.status {
        RefundStatus::Success => ExecutionState::Done(refund),
        RefundStatus::Failure => ExecutionState::Failed(refund),
        _ => ExecutionState::Pending,
    }
}

/// Of a whole payment there is one successful refund at most.
impl Resolvable for RefundPayment {
    type Record = PaymentRefund;
    type LookUp = SearchPaymentRefunds;

    fn look_up(&self) -> Option<SearchPaymentRefunds> {
        let mut search = SearchPaymentRefunds::new().payment_id(self.payment_id);
        search.conversation_id = id(self.conversation_id.as_ref()).map(str::to_owned);
        Some(search)
    }

    fn read_look_up(
        &self,
        search: &SearchPaymentRefunds,
        page: Page<ReportedPaymentRefund>,
    ) -> ExecutionState<PaymentRefund> {
        let is_own = |report: &ReportedPaymentRefund| {
            may_be(search.conversation_id.as_ref(), report.refund.conversation_id.as_ref())
        };
        in_page(search, page, is_own, |report| of_payment(report.refund))
    }

    fn read_output(&self, refund: PaymentRefund) -> ExecutionState<PaymentRefund> {
        of_payment(refund)
    }
}

/// A line can be refunded in parts, which only the `conversation_id` distinguishes.
impl Resolvable for RefundPaymentTransaction {
    type Record = PaymentTransactionRefund;
    type LookUp = SearchPaymentTransactionRefunds;

    fn look_up(&self) -> Option<SearchPaymentTransactionRefunds> {
        let search = SearchPaymentTransactionRefunds::new().conversation_id(id(self.conversation_id.as_ref())?);
        Some(search.payment_transaction_id(self.payment_transaction_id))
    }

    fn read_look_up(
        &self,
        search: &SearchPaymentTransactionRefunds,
        page: Page<ReportedPaymentTransactionRefund>,
    ) -> ExecutionState<PaymentTransactionRefund> {
        let is_own = |report: &ReportedPaymentTransactionRefund| {
            may_be(search.conversation_id.as_ref(), report.refund.conversation_id.as_ref())
        };
        in_page(search, page, is_own, |report| of_line(report.refund))
    }

    fn read_output(&self, refund: PaymentTransactionRefund) -> ExecutionState<PaymentTransactionRefund> {
        of_line(refund)
    }
}

/// Implements the resolution of operations that retrieve a pending refund.
macro_rules! retrieved {
    ($($operation:ident => $refund:ty: $judge:ident)*) => {$(
        impl Resolvable for $operation {
            type Record = $refund;
            type LookUp = Self;

            fn look_up(&self) -> Option<Self> {
                Some(self.clone())
            }

            fn read_look_up(&self, _: &Self, refund: $refund) -> ExecutionState<$refund> {
                $judge(refund)
            }

            fn read_output(&self, refund: $refund) -> ExecutionState<$refund> {
                $judge(refund)
            }
        }
    )*};
}

retrieved! {
    RetrievePaymentRefund => PaymentRefund: of_payment
    RetrievePaymentTransactionRefund => PaymentTransactionRefund: of_line
}
