//! Approvals of a payment's lines, which release the sellers' shares, and changes to them.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::id::PaymentTransactionId;
//! use craftgate_core::payment::{ApprovePaymentTransactions, PaymentTransactionApprovals};
//!
//! let approve = ApprovePaymentTransactions::new([17, 18].map(PaymentTransactionId::new)).is_transactional(false);
//! assert_eq!(approve.path().unwrap(), "/payment/v1/payment-transactions/approve");
//!
//! // Some lines may have failed, although the call succeeded:
//! let data = r#"{"size": 1, "items": [
//!     {"paymentTransactionId": 17, "approvalStatus": "SUCCESS"},
//!     {"paymentTransactionId": 18, "approvalStatus": "FAILURE", "failedReason": "Kırılım bulunamadı"}
//! ]}"#;
//! let approvals: PaymentTransactionApprovals = serde_json::from_str(data).unwrap();
//! let failed: Vec<_> = approvals.failed().map(|line| line.payment_transaction_id).collect();
//! assert_eq!(failed, [PaymentTransactionId::new(18)]);
//! ```

use chrono::NaiveDateTime;
use http::Method;
use rust_decimal::Decimal;

use super::PaymentTransaction;
use crate::api::id::{MemberId, PaymentTransactionId};
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::macros::operation_name::name_and_template;
use crate::protocol::body::Body;
use crate::protocol::content::OutputError;
use crate::protocol::error::RequestError;
use crate::protocol::operation::{Operation, check_id};
use crate::protocol::target;

operation! {
    /// Approves lines, so that their money is paid out to the sellers.
    ///
    /// Approve a line once the buyer has received what they paid for: until then its money is held back. Check each
    /// line in the response, since some may have failed.
    POST "/payment/v1/payment-transactions/approve" => PaymentTransactionApprovals;

    pub struct ApprovePaymentTransactions {
        required {
            /// Craftgate's ids of the lines.
            payment_transaction_ids: Vec<PaymentTransactionId>,
        }
        optional {
            /// Whether all lines fail if one fails (Craftgate's default: no).
            is_transactional: bool,
        }
    }
}

operation! {
    /// Withdraws the approval of lines whose money has not been paid out.
    ///
    /// Check each line in the response, since some may have failed.
    POST "/payment/v1/payment-transactions/disapprove" => PaymentTransactionApprovals;

    pub struct DisapprovePaymentTransactions {
        required {
            /// Craftgate's ids of the lines.
            payment_transaction_ids: Vec<PaymentTransactionId>,
        }
        optional {
            /// Whether all lines fail if one fails (Craftgate's default: no).
            is_transactional: bool,
        }
    }
}

request_object! {
    /// Changes a line's seller, or the seller's share.
    ///
    /// `PUT /payment/v1/payment-transactions/{payment_transaction_id}`. Craftgate ignores an idempotency key here.
    ///
    /// In marketplaces only, for lines of a successful payment of the group
    /// [`Product`](super::PaymentGroup::Product) that are neither approved nor refunded. The seller or the share has to
    /// change. (Source: Craftgate's "Ödeme Kırılımı Güncelleme".)
    pub struct UpdatePaymentTransaction {
        required {
            /// Craftgate's id of the line, sent in the path and in the body.
            payment_transaction_id: PaymentTransactionId,
            /// The seller's share, in the payment's currency.
            sub_merchant_member_price: Decimal,
            /// Craftgate's id of the seller.
            sub_merchant_member_id: MemberId,
        }
        optional {
            /// The time until which the money is held back, local to Turkey.
            blockage_resolved_date: NaiveDateTime,
        }
    }
}

/// Written out, since `operation!` leaves the path's fields out of the body, and the official clients send the id in
/// both.
impl Operation for UpdatePaymentTransaction {
    type Output = PaymentTransaction;
    const METHOD: Method = Method::PUT;
    name_and_template! { UpdatePaymentTransaction "/payment/v1/payment-transactions/{payment_transaction_id}" }

    fn path(&self) -> Result<String, RequestError> {
        let id = target::segment("payment_transaction_id", &self.payment_transaction_id)?;
        Ok(format!("/payment/v1/payment-transactions/{id}"))
    }

    fn body(&self) -> Result<Option<Body>, RequestError> {
        Body::json(self).map(Some).map_err(RequestError::Body)
    }

    fn check_output(&self, output: &PaymentTransaction) -> Result<(), OutputError> {
        check_id(&self.payment_transaction_id, &output.id)
    }
}

response_object! {
    /// The results of approving or disapproving lines.
    pub struct PaymentTransactionApprovals {
        optional {
            /// The number of lines that were changed.
            size: i64,
        }
        repeated {
            /// The result of each line.
            items: PaymentTransactionApproval,
        }
    }
}

impl PaymentTransactionApprovals {
    /// Returns the lines that were not changed.
    pub fn failed(&self) -> impl Iterator<Item = &PaymentTransactionApproval> {
        self.items.iter().filter(|line| line.approval_status != ApprovalStatus::Success)
    }
}

response_object! {
    /// The result of approving or disapproving one line.
    pub struct PaymentTransactionApproval {
        required {
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
            /// The status of the request for this line.
            approval_status: ApprovalStatus,
        }
        optional {
            /// The reason of a failure.
            failed_reason: String,
        }
    }
}

open_enum! {
    /// The status of a request to approve or disapprove a line. (Source: Craftgate's "Ödeme Kırılımı Onay Verme".)
    pub enum ApprovalStatus {
        /// The line was approved or disapproved, as requested.
        Success = "SUCCESS",
        /// The line was not changed.
        Failure = "FAILURE",
    }
}
