//! Payments of the past, succeeded or failed, and the lines of their baskets.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::ReportedPaymentRefund;
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId, PaymentTransactionId};
use crate::api::onboarding::Member;
use crate::api::page::Page;
use crate::api::payment::{
    Payment, PaymentProvider, PaymentSource, PaymentStatus, PaymentTransaction, PaymentType, TransactionPayoutStatus,
};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Finds payments, succeeded or failed.
    ///
    /// After a lost answer, search by the `conversation_id` or `external_id` that was sent.
    GET "/payment-reporting/v1/payments" => Page<ReportedPayment>;

    pub struct SearchPayments {
        optional {
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Craftgate's id of a line of its basket.
            payment_transaction_id: PaymentTransactionId,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// Craftgate's id of the seller of a line.
            sub_merchant_member_id: MemberId,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's id of the order, as it was sent.
            external_id: String,
            /// The order number that the bank was given.
            order_id: String,
            /// What it was taken from.
            payment_type: PaymentType,
            /// Who carried it out.
            payment_provider: PaymentProvider,
            /// How far it has come.
            payment_status: PaymentStatus,
            /// The kind of integration it came through.
            payment_source: PaymentSource,
            /// The merchant's sales channel, as it was sent.
            payment_channel: String,
            /// The card's first 6 or 8 digits.
            bin_number: String,
            /// The card's last four digits.
            last_four_digits: String,
            /// Its currency.
            currency: Currency,
            /// This much was taken or more, in the payment's currency.
            min_paid_price: Decimal,
            /// This much was taken or less, in the payment's currency.
            max_paid_price: Decimal,
            /// The number of installments.
            installment: i32,
            /// Whether 3D Secure was used.
            is_three_ds as "isThreeDS": bool,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
        }
    }
}

impl Validate for SearchPayments {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchPayments => ReportedPayment }

operation! {
    /// Looks a payment up with its refunds, its buyer and what is left to refund.
    GET "/payment-reporting/v1/payments/{payment_id}" => ReportedPayment;

    pub struct RetrievePaymentReport {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

operation! {
    /// Lists the lines of a payment's basket.
    GET "/payment-reporting/v1/payments/{payment_id}/transactions" => Page<ReportedPaymentTransaction>;

    pub struct RetrievePaymentTransactions {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

response_object! {
    /// A payment with what has become of it. Amounts are in the payment's currency, times local to
    /// Turkey.
    pub struct ReportedPayment {
        flatten {
            /// The payment. A report keeps its lines in [`ReportedPayment::payment_transactions`] and
            /// leaves the payment's own list of them empty.
            payment: Payment
        }
        optional {
            /// How many times it was tried again.
            retry_count: i32,
            /// What is left to refund.
            refundable_price: Decimal,
            /// How much of it was refunded.
            refund_status: PaymentRefundStatus,
            /// The buyer.
            buyer_member: Box<Member>,
        }
        repeated {
            /// Its refunds as a whole.
            refunds: ReportedPaymentRefund,
            /// The basket, with each line's share of every amount.
            payment_transactions: ReportedPaymentTransaction,
        }
    }
}

response_object! {
    /// One line of a payment's basket with what has become of it.
    pub struct ReportedPaymentTransaction {
        flatten {
            /// The line.
            transaction: PaymentTransaction
        }
        optional {
            /// When it was made.
            created_date: NaiveDateTime,
            /// Since when its `transaction_status` holds.
            transaction_status_date: NaiveDateTime,
            /// What is left to refund.
            refundable_price: Decimal,
            /// The seller.
            sub_merchant_member: Box<Member>,
            /// How much of it was refunded.
            refund_status: PaymentRefundStatus,
            /// How far its payouts have come.
            payout_status: PayoutStatus,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// Its share of the bank's commission.
            bank_commission_rate_amount: Decimal,
        }
    }
}

response_object! {
    /// How far a line's payouts have come. Times are local to Turkey.
    pub struct PayoutStatus {
        optional {
            /// How far the merchant's payout has come.
            merchant_status: TransactionPayoutStatus,
            /// Since when.
            merchant_status_date: NaiveDateTime,
            /// How far the seller's payout has come.
            sub_merchant_member_status: TransactionPayoutStatus,
            /// Since when.
            sub_merchant_member_status_date: NaiveDateTime,
        }
    }
}

open_enum! {
    /// How much of a payment was refunded. (Source: Craftgate's "İade Durumları".)
    pub enum PaymentRefundStatus {
        /// Nothing, since the payment did not succeed.
        NoRefund = "NO_REFUND",
        /// Nothing.
        NotRefunded = "NOT_REFUNDED",
        /// A part.
        PartialRefunded = "PARTIAL_REFUNDED",
        /// All of it.
        FullyRefunded = "FULLY_REFUNDED",
    }
}

impl PaymentRefundStatus {
    /// Whether something is left to refund.
    #[must_use]
    pub fn is_refundable(&self) -> bool {
        matches!(self, Self::NotRefunded | Self::PartialRefunded)
    }
}
