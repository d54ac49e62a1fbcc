//! Resolution of payments: created, completed, captured, or waiting to be decided.

use super::resolvable::{ExecutionState, Resolvable, id, in_page, may_be};
use crate::api::bkm_express::RetrieveBkmExpressPayment;
use crate::api::juzdan::RetrieveJuzdanPayment;
use crate::api::masterpass::CompleteThreeDsMasterpassPayment;
use crate::api::payment::{
    ApproveBnplPayment, CompletePosApmPayment, CompleteThreeDsPayment, CreateApmPayment, CreatePayment, Payment,
    PaymentPhase, PaymentStatus, PostAuthPayment, RetrieveCheckoutPayment, RetrievePayment,
};
use crate::api::payment_reporting::{ReportedPayment, SearchPayments};
use crate::protocol::page::Page;

fn is_decided(payment: Payment) -> ExecutionState<Payment> {
    match payment.payment_status {
        PaymentStatus::Success => ExecutionState::Done(payment),
        PaymentStatus::Failure => ExecutionState::Failed(payment),
        _ => ExecutionState::Pending,
    }
}

/// A payment that waits for its completion is not completed so far.
fn is_completed(payment: Payment) -> ExecutionState<Payment> {
    match payment.payment_status {
        PaymentStatus::InitThreeDs | PaymentStatus::CallbackThreeDs => ExecutionState::Absent(None),
        _ => is_decided(payment),
    }
}

/// A payment whose money is held is not captured so far. One that took it at once never is.
fn is_captured(payment: Payment) -> ExecutionState<Payment> {
    match (&payment.payment_status, &payment.payment_phase) {
        (PaymentStatus::Success, Some(PaymentPhase::PostAuth)) => ExecutionState::Done(payment),
        (PaymentStatus::Success, Some(PaymentPhase::PreAuth)) => ExecutionState::Absent(None),
        (PaymentStatus::Success, Some(PaymentPhase::Auth)) | (PaymentStatus::Failure, _) => {
            ExecutionState::Failed(payment)
        }
        _ => ExecutionState::Pending,
    }
}

/// Implements the resolution of operations that create a payment, which is searched for by the merchant's own ids.
macro_rules! taken {
    ($($operation:ident)*) => {$(
        impl Resolvable for $operation {
            type Record = Payment;
            type LookUp = SearchPayments;

            fn look_up(&self) -> Option<SearchPayments> {
                let [conversation, external] = [&self.conversation_id, &self.external_id].map(|it| id(it.as_ref()));
                if conversation.is_none() && external.is_none() {
                    return None;
                }
                let mut search = SearchPayments::new();
                search.conversation_id = conversation.map(str::to_owned);
                search.external_id = external.map(str::to_owned);
                Some(search)
            }

            fn read_look_up(&self, search: &SearchPayments, page: Page<ReportedPayment>) -> ExecutionState<Payment> {
                let is_own = |report: &ReportedPayment| {
                    may_be(search.conversation_id.as_ref(), report.payment.conversation_id.as_ref())
                        && may_be(search.external_id.as_ref(), report.payment.external_id.as_ref())
                };
                in_page(search, page, is_own, |report| is_decided(report.payment))
            }

            fn read_output(&self, payment: Payment) -> ExecutionState<Payment> {
                is_decided(payment)
            }
        }
    )*};
}

taken! { CreatePayment CreateApmPayment }

/// Implements the resolution of operations that change a payment, which is retrieved by its id.
macro_rules! changed {
    ($($operation:ident: $judge:ident)*) => {$(
        impl Resolvable for $operation {
            type Record = Payment;
            type LookUp = RetrievePayment;

            fn look_up(&self) -> Option<RetrievePayment> {
                Some(RetrievePayment::new(self.payment_id))
            }

            fn read_look_up(&self, _: &RetrievePayment, payment: Payment) -> ExecutionState<Payment> {
                $judge(payment)
            }

            fn read_output(&self, payment: Payment) -> ExecutionState<Payment> {
                $judge(payment)
            }
        }
    )*};
}

changed! {
    CompleteThreeDsPayment: is_completed
    CompleteThreeDsMasterpassPayment: is_completed
    CompletePosApmPayment: is_completed
    ApproveBnplPayment: is_completed
    PostAuthPayment: is_captured
}

/// Implements the resolution of operations that retrieve a pending payment.
macro_rules! retrieved {
    ($($operation:ident)*) => {$(
        impl Resolvable for $operation {
            type Record = Payment;
            type LookUp = Self;

            fn look_up(&self) -> Option<Self> {
                Some(self.clone())
            }

            fn read_look_up(&self, _: &Self, payment: Payment) -> ExecutionState<Payment> {
                is_decided(payment)
            }

            fn read_output(&self, payment: Payment) -> ExecutionState<Payment> {
                is_decided(payment)
            }
        }
    )*};
}

retrieved! { RetrievePayment RetrieveCheckoutPayment RetrieveBkmExpressPayment RetrieveJuzdanPayment }
