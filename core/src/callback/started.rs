//! The payment that a customer started, against which their callbacks are checked.

use crate::api::id::PaymentId;
use crate::api::payment::{
    CompleteThreeDsPayment, InitApmDepositPayment, InitApmDepositPaymentResponse, InitApmPayment,
    InitApmPaymentResponse, InitBnplPayment, InitGarantiPayPayment, InitGarantiPayPaymentResponse, InitPosApmPayment,
    InitPosApmPaymentResponse, InitThreeDsDepositPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, Payment,
    PaymentStatus, RetrievePayment, VerifyBnplPayment,
};
use crate::macros::object::request_object;

request_object! {
    /// The payment that a customer started, to be stored with their order.
    ///
    /// Comes from the operation that started it, such as [`InitThreeDsPayment::started`], and goes into the merchant's
    /// database as JSON or as its two fields. A callback proves who sent it and not whose it is: anybody can post
    /// a callback of their own to the page of another order. So nothing that a callback says can take this value's
    /// place.
    ///
    /// ```
    /// use craftgate_core::callback::StartedPayment;
    /// use craftgate_core::id::PaymentId;
    ///
    /// let started = StartedPayment::new(PaymentId::new(5), "siparis-17-1");
    /// let kept = serde_json::to_string(&started).unwrap();
    /// assert_eq!(kept, r#"{"paymentId":5,"conversationId":"siparis-17-1"}"#);
    /// assert_eq!(serde_json::from_str::<StartedPayment>(&kept).unwrap(), started);
    /// ```
    pub struct StartedPayment {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The `conversation_id` that the payment was started with; empty if it was started without one. Give each
            /// attempt one of its own.
            conversation_id: String,
        }
    }
}

/// The relation of a callback to the payment that was started.
pub(super) enum Named {
    /// It names the payment's id and its conversation id.
    Started,
    /// It names no payment, or another conversation id: its payment is uncertain.
    Uncertain,
    /// It names another payment.
    Other,
}

impl StartedPayment {
    /// Returns the operation that retrieves the payment.
    #[must_use]
    pub fn retrieve(&self) -> RetrievePayment {
        RetrievePayment::new(self.payment_id)
    }

    /// Returns the operation that retrieves the payment's state from the bank, if it is a shopping loan.
    #[must_use]
    pub fn verify_bnpl(&self) -> VerifyBnplPayment {
        VerifyBnplPayment::new(self.payment_id)
    }

    /// Returns the next step for a card payment that was retrieved after
    /// [`NextStep::Retrieve`](super::NextStep::Retrieve), or because no callback was received.
    ///
    /// ```
    /// use craftgate_core::callback::{RetrievedNextStep, StartedPayment};
    /// use craftgate_core::id::PaymentId;
    /// use craftgate_core::payment::{CompleteThreeDsPayment, Payment, PaymentStatus};
    ///
    /// let started = StartedPayment::new(PaymentId::new(5), "siparis-17-1");
    /// let verified = Payment::new(started.payment_id, PaymentStatus::CallbackThreeDs);
    /// let complete = CompleteThreeDsPayment::new(started.payment_id);
    /// assert_eq!(started.next_step(&verified), RetrievedNextStep::Complete(complete));
    /// ```
    #[must_use]
    pub fn next_step(&self, payment: &Payment) -> RetrievedNextStep {
        if payment.id != self.payment_id {
            return RetrievedNextStep::PaymentIdMismatch;
        }
        match payment.payment_status {
            PaymentStatus::Success => RetrievedNextStep::Succeeded,
            PaymentStatus::Failure => RetrievedNextStep::Failed,
            PaymentStatus::CallbackThreeDs => RetrievedNextStep::Complete(CompleteThreeDsPayment::new(self.payment_id)),
            _ => RetrievedNextStep::Pending,
        }
    }

    pub(super) fn compare(&self, payment_id: Option<PaymentId>, conversation_id: Option<&str>) -> Named {
        match payment_id {
            Some(id) if id != self.payment_id => Named::Other,
            Some(_) if conversation_id.unwrap_or_default() == self.conversation_id => Named::Started,
            _ => Named::Uncertain,
        }
    }
}

/// The next step for a card payment that was retrieved.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RetrievedNextStep {
    /// The customer was verified and the payment waits for its completion (`CALLBACK_THREEDS`): send this, and the
    /// money is taken. Check first that the basket is still the one it was started with, and, unless the panel allows
    /// full verification alone, [`Payment::md_status`].
    Complete(CompleteThreeDsPayment),
    /// The payment succeeded: compare it with the order by [`ExpectedPayment`](crate::payment::ExpectedPayment).
    Succeeded,
    /// The customer is still on the bank's page (`INIT_THREEDS`), or the outcome is unknown (`WAITING`): retrieve the
    /// payment again later.
    Pending,
    /// The payment failed. No money was taken.
    Failed,
    /// The payment that was retrieved is another one.
    PaymentIdMismatch,
}

/// Implements `started` for operations that start a payment with a callback.
macro_rules! started {
    ($($init:ident $(. $part:ident)? => $response:ident;)*) => {$(
        impl $init {
            /// Returns the payment that was started, to be stored with the order and compared with its callbacks;
            /// `None` if the response has no payment id.
            #[must_use]
            pub fn started(&self, response: &$response) -> Option<StartedPayment> {
                let conversation_id = self$(.$part)?.conversation_id.clone().unwrap_or_default();
                Some(StartedPayment::new(response.payment_id?, conversation_id))
            }
        }
    )*};
}

started! {
    InitThreeDsPayment.payment => InitThreeDsPaymentResponse;
    InitThreeDsDepositPayment.deposit => InitThreeDsPaymentResponse;
    InitApmPayment => InitApmPaymentResponse;
    InitApmDepositPayment => InitApmDepositPaymentResponse;
    InitBnplPayment.payment => InitApmPaymentResponse;
    InitPosApmPayment => InitPosApmPaymentResponse;
    InitGarantiPayPayment => InitGarantiPayPaymentResponse;
}
