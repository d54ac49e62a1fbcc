//! Refunds of the past: of whole payments, and of single lines.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use crate::api::page::Page;
use crate::api::payment::{PaymentError, PaymentRefund, PaymentTransactionRefund, PaymentType, RefundStatus};
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Lists a payment's refunds as a whole.
    GET "/payment-reporting/v1/payments/{payment_id}/refunds" => Page<ReportedPaymentRefund>;

    pub struct RetrievePaymentRefunds {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

operation! {
    /// Lists the refunds of one line of a payment's basket.
    GET "/payment-reporting/v1/payments/{payment_id}/transactions/{payment_transaction_id}/refunds" => Page<ReportedPaymentTransactionRefund>;

    pub struct RetrievePaymentTransactionRefunds {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
        }
    }
}

operation! {
    /// Finds refunds of whole payments.
    GET "/payment-reporting/v1/refunds" => Page<ReportedPaymentRefund>;

    pub struct SearchPaymentRefunds {
        optional {
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
            /// Craftgate's id of the refund.
            id: PaymentRefundId,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The merchant's value, as the refund was asked for with.
            conversation_id: String,
            /// Whether the money went back.
            status: RefundStatus,
            /// The payment's currency.
            currency: Currency,
            /// This much or more, in the payment's currency.
            min_refund_price: Decimal,
            /// This much or less, in the payment's currency.
            max_refund_price: Decimal,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
        }
    }
}

impl Validate for SearchPaymentRefunds {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchPaymentRefunds => ReportedPaymentRefund }

operation! {
    /// Finds refunds of single lines.
    GET "/payment-reporting/v1/refund-transactions" => Page<ReportedPaymentTransactionRefund>;

    pub struct SearchPaymentTransactionRefunds {
        optional {
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
            /// Craftgate's id of the refund.
            id: PaymentTransactionRefundId,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The merchant's value, as the refund was asked for with.
            conversation_id: String,
            /// Whether the money went back.
            status: RefundStatus,
            /// The payment's currency.
            currency: Currency,
            /// This much or more, in the payment's currency.
            min_refund_price: Decimal,
            /// This much or less, in the payment's currency.
            max_refund_price: Decimal,
            /// Whether the seller had been paid already.
            is_after_settlement: bool,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The payment's number of installments.
            installment: i32,
        }
    }
}

impl Validate for SearchPaymentTransactionRefunds {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchPaymentTransactionRefunds => ReportedPaymentTransactionRefund }

response_object! {
    /// A payment's refund with why it failed.
    pub struct ReportedPaymentRefund {
        flatten {
            /// The refund. A report may leave out its kind, its currency and its lines.
            refund: PaymentRefund
        }
        optional {
            /// What the payment was taken from.
            payment_type: PaymentType,
            /// Why the refund failed.
            error: PaymentError,
        }
    }
}

response_object! {
    /// A line's refund with why it failed.
    pub struct ReportedPaymentTransactionRefund {
        flatten {
            /// The refund. A report may leave out its currency and its payment's id.
            refund: PaymentTransactionRefund
        }
        optional {
            /// What the payment was taken from.
            payment_type: PaymentType,
            /// Why the refund failed.
            error: PaymentError,
        }
    }
}
