//! Reports of payments and refunds, with more details than their own responses have.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::PaymentStatus;
//! use craftgate_core::payment_reporting::SearchPayments;
//!
//! // The outcome of an order whose response was lost:
//! let search = SearchPayments::new()
//!     .conversation_id("sipariş-17")
//!     .payment_status(PaymentStatus::Success);
//!
//! assert_eq!(search.query().unwrap(), "conversationId=sipari%C5%9F-17&paymentStatus=SUCCESS");
//! ```

mod payment;
mod refund;

pub use payment::{
    PaymentRefundStatus, PayoutStatus, ReportedPayment, ReportedPaymentTransaction, RetrievePaymentReport,
    RetrievePaymentTransactions, SearchPayments,
};
pub use refund::{
    ReportedPaymentRefund, ReportedPaymentTransactionRefund, RetrievePaymentRefunds, RetrievePaymentTransactionRefunds,
    SearchPaymentRefunds, SearchPaymentTransactionRefunds,
};
