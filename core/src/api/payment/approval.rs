//! Letting a seller's share of a payment go: approving and changing the lines of a basket.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::id::PaymentTransactionId;
//! use craftgate_core::payment::{ApprovePaymentTransactions, PaymentTransactionApprovals};
//!
//! let approve = ApprovePaymentTransactions::new([17, 18].map(PaymentTransactionId::new)).is_transactional(false);
//! assert_eq!(approve.path().unwrap(), "/payment/v1/payment-transactions/approve");
//!
//! // Part of it may have failed, although the call succeeded:
//! let data = r#"{"size": 1, "items": [
//!     {"paymentTransactionId": 17, "approvalStatus": "SUCCESS"},
//!     {"paymentTransactionId": 18, "approvalStatus": "FAILURE", "failedReason": "Kırılım bulunamadı"}
//! ]}"#;
//! let approvals: PaymentTransactionApprovals = serde_json::from_str(data).unwrap();
//! let failed: Vec<_> = approvals.failed().map(|line| line.payment_transaction_id).collect();
//! assert_eq!(failed, [PaymentTransactionId::new(18)]);
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::PaymentTransaction;
use crate::api::id::{MemberId, PaymentTransactionId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;

operation! {
    /// Lets the money of lines go to their sellers.
    ///
    /// Approve a line once the buyer has what they paid for: until then its money is held back. Look at
    /// each line in the answer, since some may have failed.
    POST "/payment/v1/payment-transactions/approve" => PaymentTransactionApprovals;

    pub struct ApprovePaymentTransactions {
        required {
            /// Craftgate's ids of the lines.
            payment_transaction_ids: Vec<PaymentTransactionId>,
        }
        optional {
            /// Whether one line that fails stops all of them (Craftgate's default: no).
            is_transactional: bool,
        }
    }
}

operation! {
    /// Takes the approval of lines back, as long as their money has not been sent.
    ///
    /// Look at each line in the answer, since some may have failed.
    POST "/payment/v1/payment-transactions/disapprove" => PaymentTransactionApprovals;

    pub struct DisapprovePaymentTransactions {
        required {
            /// Craftgate's ids of the lines.
            payment_transaction_ids: Vec<PaymentTransactionId>,
        }
        optional {
            /// Whether one line that fails stops all of them (Craftgate's default: no).
            is_transactional: bool,
        }
    }
}

operation! {
    /// Gives a line to another seller, or its seller another share.
    ///
    /// In marketplaces only, for lines of a successful payment of the group
    /// [`Product`](super::PaymentGroup::Product), as long as they are neither approved nor refunded. The seller or
    /// the share has to change. (Source: Craftgate's "Ödeme Kırılımı Güncelleme".)
    PUT "/payment/v1/payment-transactions/{payment_transaction_id}" => PaymentTransaction;

    pub struct UpdatePaymentTransaction {
        path {
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId
        }
        required {
            /// What the seller gets, in the payment's currency.
            sub_merchant_member_price: Decimal,
            /// Craftgate's id of the seller.
            sub_merchant_member_id: MemberId,
        }
        optional {
            /// When the money's holding back is to end, local to Turkey.
            blockage_resolved_date: NaiveDateTime,
        }
    }
}

response_object! {
    /// What became of lines that were to be approved or disapproved.
    pub struct PaymentTransactionApprovals {
        optional {
            /// How many lines were changed.
            size: i64,
        }
        repeated {
            /// Each line's result.
            items: PaymentTransactionApproval,
        }
    }
}

impl PaymentTransactionApprovals {
    /// The lines that stayed as they were.
    pub fn failed(&self) -> impl Iterator<Item = &PaymentTransactionApproval> {
        self.items.iter().filter(|line| line.approval_status != ApprovalStatus::Success)
    }
}

response_object! {
    /// What became of one line.
    pub struct PaymentTransactionApproval {
        required {
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
            /// Whether it was approved or disapproved, as was asked.
            approval_status: ApprovalStatus,
        }
        optional {
            /// Why it was not.
            failed_reason: String,
        }
    }
}

open_enum! {
    /// Whether a line was approved or disapproved, as was asked.
    pub enum ApprovalStatus {
        /// It was.
        Success = "SUCCESS",
        /// It was not.
        Failure = "FAILURE",
    }
}
