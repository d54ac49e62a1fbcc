//! Reports of payments, successful or failed, and of their lines.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::ReportedPaymentRefund;
use crate::api::currency::Currency;
use crate::api::id::{MemberId, MerchantPosId, PaymentId, PaymentTransactionId};
use crate::api::onboarding::Member;
use crate::api::payment::{
    Payment, PaymentProvider, PaymentSource, PaymentStatus, PaymentTransaction, PaymentType, TransactionPayoutStatus,
};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Searches for payments, successful or failed.
    ///
    /// After a lost response, search by the `conversation_id` or `external_id` that was sent.
    GET "/payment-reporting/v1/payments" => Page<ReportedPayment>;

    pub struct SearchPayments {
        optional {
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
            /// The payment's id.
            payment_id: PaymentId,
            /// The id of one of the payment's lines.
            payment_transaction_id: PaymentTransactionId,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The id of a line's seller as a member.
            sub_merchant_member_id: MemberId,
            /// The `conversation_id` of the request.
            conversation_id: String,
            /// The `external_id` of the request.
            external_id: String,
            /// The id of the POS that took the payment.
            merchant_pos_id: MerchantPosId,
            /// The order number sent to the bank.
            order_id: String,
            /// The kind of payment.
            payment_type: PaymentType,
            /// The payment provider.
            payment_provider: PaymentProvider,
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The integration that the payment was started through.
            payment_source: PaymentSource,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The card's first 6 or 8 digits.
            bin_number: String,
            /// The card's last four digits.
            last_four_digits: String,
            /// The currency.
            currency: Currency,
            /// Minimum paid price, inclusive, in the payment's currency.
            min_paid_price: Decimal,
            /// Maximum paid price, inclusive, in the payment's currency.
            max_paid_price: Decimal,
            /// The number of installments.
            installment: i32,
            /// Whether 3D Secure was used.
            is_three_ds as "isThreeDS": bool,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
        }
        matches { optional payment_id == each payment.id }
    }
}

impl Validate for SearchPayments {
    fn check(&self, validator: &mut Validator) {
        validator.range("minPaidPrice", self.min_paid_price, self.max_paid_price).range(
            "minCreatedDate",
            self.min_created_date,
            self.max_created_date,
        );
    }
}

paged! { SearchPayments => ReportedPayment }

operation! {
    /// Retrieves a payment with its refunds, its buyer and the refundable amount.
    GET "/payment-reporting/v1/payments/{payment_id}" => ReportedPayment;

    pub struct RetrievePaymentReport {
        path {
            /// The payment's id.
            payment_id: PaymentId
        }
        matches { payment_id == payment.id }
    }
}

operation! {
    /// Retrieves the lines of a payment.
    GET "/payment-reporting/v1/payments/{payment_id}/transactions" => Page<ReportedPaymentTransaction>;

    pub struct RetrievePaymentTransactions {
        path {
            /// The payment's id.
            payment_id: PaymentId
        }
    }
}

response_object! {
    /// A payment with its refunds and payouts. Amounts are in the payment's currency, times local to
    /// Turkey.
    pub struct ReportedPayment {
        flatten {
            /// The payment. In a report its lines are in [`ReportedPayment::payment_transactions`], and the
            /// payment's own list of them is empty.
            payment: Payment
        }
        optional {
            /// The number of retries.
            retry_count: i32,
            /// The refundable amount.
            refundable_price: Decimal,
            /// Whether it was refunded, in whole or in part.
            refund_status: PaymentRefundStatus,
            /// The buyer.
            buyer_member: Box<Member>,
        }
        repeated {
            /// The refunds of the whole payment.
            refunds: ReportedPaymentRefund,
            /// The payment's lines.
            payment_transactions: ReportedPaymentTransaction,
        }
    }
}

response_object! {
    /// A line of a payment with its refunds and payouts.
    pub struct ReportedPaymentTransaction {
        flatten {
            /// The line.
            transaction: PaymentTransaction
        }
        optional {
            /// The time of creation.
            created_date: NaiveDateTime,
            /// The time of the last change of the line's `transaction_status`.
            transaction_status_date: NaiveDateTime,
            /// The refundable amount.
            refundable_price: Decimal,
            /// The seller.
            sub_merchant_member: Box<Member>,
            /// Whether it was refunded, in whole or in part.
            refund_status: PaymentRefundStatus,
            /// The status of the line's payouts.
            payout_status: PayoutStatus,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// The line's share of the bank's commission, in the payment's currency.
            bank_commission_rate_amount: Decimal,
        }
    }
}

response_object! {
    /// The status of a line's payouts. Times are local to Turkey.
    pub struct PayoutStatus {
        optional {
            /// The status of the merchant's payout.
            merchant_status: TransactionPayoutStatus,
            /// The time of the last change of `merchant_status`.
            merchant_status_date: NaiveDateTime,
            /// The status of the seller's payout.
            sub_merchant_member_status: TransactionPayoutStatus,
            /// The time of the last change of `sub_merchant_member_status`.
            sub_merchant_member_status_date: NaiveDateTime,
        }
    }
}

open_enum! {
    /// Whether a payment was refunded. (Source: Craftgate's "İade Durumları".)
    pub enum PaymentRefundStatus {
        /// Not refundable: the payment did not succeed.
        NoRefund = "NO_REFUND",
        /// Not refunded.
        NotRefunded = "NOT_REFUNDED",
        /// Refunded in part.
        PartialRefunded = "PARTIAL_REFUNDED",
        /// Refunded in whole.
        FullyRefunded = "FULLY_REFUNDED",
    }
}

impl PaymentRefundStatus {
    /// Returns true if something remains to be refunded.
    #[must_use]
    pub fn is_refundable(&self) -> bool {
        matches!(self, Self::NotRefunded | Self::PartialRefunded)
    }
}
