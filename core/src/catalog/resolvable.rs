//! The operations whose unknown outcome can be resolved, found by a value that is any operation.

use serde::Serialize;

use super::any_operation::{AnyOperation, NamedOperation};
use crate::api::{bkm_express, juzdan, masterpass, payment};
use crate::resolution::Resolvable;

/// Work on an operation that is [`Resolvable`], with its type.
pub trait ResolvableVisitor {
    /// The result of the visit.
    type Output;

    /// Does the work.
    fn visit<O>(self, operation: &O) -> Self::Output
    where
        O: NamedOperation + Resolvable<Record: Serialize>;
}

macro_rules! visit_one_of {
    ($operation:ident, $visitor:ident: $($area:ident::$name:ident,)*) => {
        $(if let Some(operation) = $operation.downcast_ref::<$area::$name>() {
            return Some($visitor.visit(operation));
        })*
    };
}

impl AnyOperation {
    /// Has the operation visited if its unknown outcome can be resolved; `None` if this crate has no rule for it. See
    /// [`resolution`](crate::resolution).
    ///
    /// ```
    /// use craftgate_core::catalog::{AnyOperation, NamedOperation, ResolvableVisitor};
    /// use craftgate_core::resolution::Resolvable;
    ///
    /// /// Whether the operation was sent with an id that finds it again.
    /// struct CanBeLookedUp;
    ///
    /// impl ResolvableVisitor for CanBeLookedUp {
    ///     type Output = bool;
    ///
    ///     fn visit<O: NamedOperation + Resolvable>(self, operation: &O) -> bool {
    ///         operation.look_up().is_some()
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let capture = AnyOperation::from_json("payment::PostAuthPayment", r#"{"paymentId": 17}"#)?;
    /// assert_eq!(capture.visit_resolvable(CanBeLookedUp), Some(true));
    /// let search = AnyOperation::from_json("payment_reporting::SearchPayments", "{}")?;
    /// assert_eq!(search.visit_resolvable(CanBeLookedUp), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn visit_resolvable<V: ResolvableVisitor>(&self, visitor: V) -> Option<V::Output> {
        visit_one_of! { self, visitor:
            bkm_express::RetrieveBkmExpressPayment,
            juzdan::RetrieveJuzdanPayment,
            masterpass::CompleteThreeDsMasterpassPayment,
            payment::ApproveBnplPayment,
            payment::CompletePosApmPayment,
            payment::CompleteThreeDsPayment,
            payment::CreateApmPayment,
            payment::CreatePayment,
            payment::DeleteStoredCard,
            payment::PostAuthPayment,
            payment::RefundPayment,
            payment::RefundPaymentTransaction,
            payment::RetrieveCheckoutPayment,
            payment::RetrievePayment,
            payment::RetrievePaymentRefund,
            payment::RetrievePaymentTransactionRefund,
            payment::StoreCard,
        }
        None
    }
}
