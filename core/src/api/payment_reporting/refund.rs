//! Reports of refunds, of whole payments and of payment lines.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use crate::api::payment::{PaymentError, PaymentRefund, PaymentTransactionRefund, PaymentType, RefundStatus};
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Retrieves the refunds of a whole payment.
    GET "/payment-reporting/v1/payments/{payment_id}/refunds" => Page<ReportedPaymentRefund>;

    pub struct RetrievePaymentRefunds {
        path {
            /// The payment's id.
            payment_id: PaymentId
        }
        matches { payment_id == each refund.payment_id }
    }
}

operation! {
    /// Retrieves the refunds of a payment's line.
    GET "/payment-reporting/v1/payments/{payment_id}/transactions/{payment_transaction_id}/refunds" => Page<ReportedPaymentTransactionRefund>;

    pub struct RetrievePaymentTransactionRefunds {
        path {
            /// The payment's id.
            payment_id: PaymentId,
            /// The line's id.
            payment_transaction_id: PaymentTransactionId,
        }
        matches { payment_transaction_id == each refund.payment_transaction_id }
    }
}

operation! {
    /// Searches for refunds of whole payments.
    GET "/payment-reporting/v1/refunds" => Page<ReportedPaymentRefund>;

    pub struct SearchPaymentRefunds {
        optional {
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
            /// The refund's id.
            id: PaymentRefundId,
            /// The payment's id.
            payment_id: PaymentId,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The `conversation_id` of the refund's request.
            conversation_id: String,
            /// The refund's status.
            status: RefundStatus,
            /// The payment's currency.
            currency: Currency,
            /// Minimum refunded amount, inclusive, in the payment's currency. (`minPaidPrice` in Craftgate's
            /// documentation; the name here is that of its clients.)
            min_refund_price: Decimal,
            /// Maximum refunded amount, inclusive, in the payment's currency. (`maxPaidPrice` in Craftgate's
            /// documentation; the name here is that of its clients.)
            max_refund_price: Decimal,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
        }
        matches { optional payment_id == each refund.payment_id }
    }
}

impl Validate for SearchPaymentRefunds {
    fn check(&self, validator: &mut Validator) {
        validator.range("minRefundPrice", self.min_refund_price, self.max_refund_price).range(
            "minCreatedDate",
            self.min_created_date,
            self.max_created_date,
        );
    }
}

paged! { SearchPaymentRefunds => ReportedPaymentRefund }

operation! {
    /// Searches for refunds of payment lines.
    GET "/payment-reporting/v1/refund-transactions" => Page<ReportedPaymentTransactionRefund>;

    pub struct SearchPaymentTransactionRefunds {
        optional {
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
            /// The refund's id.
            id: PaymentTransactionRefundId,
            /// The payment's id.
            payment_id: PaymentId,
            /// The line's id.
            payment_transaction_id: PaymentTransactionId,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The `conversation_id` of the refund's request.
            conversation_id: String,
            /// The refund's status.
            status: RefundStatus,
            /// The payment's currency.
            currency: Currency,
            /// Minimum refunded amount, inclusive, in the payment's currency. (`minPaidPrice` in Craftgate's
            /// documentation; the name here is that of its clients.)
            min_refund_price: Decimal,
            /// Maximum refunded amount, inclusive, in the payment's currency. (`maxPaidPrice` in Craftgate's
            /// documentation; the name here is that of its clients.)
            max_refund_price: Decimal,
            /// Whether the refund was made after the payout.
            is_after_settlement: bool,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The payment's number of installments.
            installment: i32,
        }
        matches { optional payment_transaction_id == each refund.payment_transaction_id }
    }
}

impl Validate for SearchPaymentTransactionRefunds {
    fn check(&self, validator: &mut Validator) {
        validator.range("minRefundPrice", self.min_refund_price, self.max_refund_price).range(
            "minCreatedDate",
            self.min_created_date,
            self.max_created_date,
        );
    }
}

paged! { SearchPaymentTransactionRefunds => ReportedPaymentTransactionRefund }

response_object! {
    /// A refund of a whole payment, with its error if it failed.
    pub struct ReportedPaymentRefund {
        flatten {
            /// The refund. A report may lack its kind, its currency and its lines.
            refund: PaymentRefund
        }
        optional {
            /// The kind of the payment.
            payment_type: PaymentType,
            /// The error, if the refund failed.
            error: PaymentError,
        }
    }
}

response_object! {
    /// A refund of a payment line, with its error if it failed.
    pub struct ReportedPaymentTransactionRefund {
        flatten {
            /// The refund. A report may lack its currency and its payment's id.
            refund: PaymentTransactionRefund
        }
        optional {
            /// The kind of the payment.
            payment_type: PaymentType,
            /// The error, if the refund failed.
            error: PaymentError,
        }
    }
}
