//! Refunds of wallet transactions to the card: of deposits, and of refunds to the wallet.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::id::{TransactionId, WalletTransactionId, WalletTransactionRefundId};
use crate::api::payment::{PaymentError, RefundStatus};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Retrieves the refundable amount of a wallet transaction.
    GET "/payment/v1/wallet-transactions/{wallet_transaction_id}/refundable-amount" => RefundableAmount;

    pub struct RetrieveRefundableAmountOfWalletTransaction {
        path {
            /// The wallet transaction's id.
            wallet_transaction_id: WalletTransactionId
        }
    }
}

operation! {
    /// Refunds a wallet transaction to the card, in whole or in part.
    POST "/payment/v1/wallet-transactions/{wallet_transaction_id}/refunds" => WalletTransactionRefund;

    pub struct RefundWalletTransaction {
        path {
            /// The wallet transaction's id.
            wallet_transaction_id: WalletTransactionId
        }
        required {
            /// The amount, in the wallet's currency; at most the refundable amount.
            refund_price: Decimal,
        }
        matches { wallet_transaction_id == wallet_transaction_id }
    }
}

impl Validate for RefundWalletTransaction {
    fn check(&self, validator: &mut Validator) {
        validator.amount_in_any_currency("refundPrice", Some(self.refund_price));
    }
}

operation! {
    /// Retrieves the refunds of a wallet transaction.
    GET "/payment/v1/wallet-transactions/{wallet_transaction_id}/refunds" => Page<WalletTransactionRefund>;

    pub struct RetrieveRefundWalletTransactions {
        path {
            /// The wallet transaction's id.
            wallet_transaction_id: WalletTransactionId
        }
        matches { wallet_transaction_id == each wallet_transaction_id }
    }
}

response_object! {
    /// The refundable amount of a wallet transaction.
    pub struct RefundableAmount {
        optional {
            /// The refundable amount, in the wallet's currency.
            refundable_amount: Decimal,
        }
    }
}

response_object! {
    /// A refund of a wallet transaction to the card.
    pub struct WalletTransactionRefund {
        required {
            /// The refund's id.
            id: WalletTransactionRefundId,
            /// The refund's status.
            refund_status: RefundStatus,
        }
        optional {
            /// The time of creation, local to Turkey.
            created_date: NaiveDateTime,
            /// The amount, in the wallet's currency.
            refund_price: Decimal,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// The id of the payment, payment line or wallet transaction that the money had come from.
            transaction_id: TransactionId,
            /// The kind of the transaction.
            transaction_type: RefundedTransactionType,
            /// The error, if the refund failed.
            payment_error: PaymentError,
            /// The wallet transaction's id.
            wallet_transaction_id: WalletTransactionId,
        }
    }
}

open_enum! {
    /// The kind of transaction that a wallet's money had come from.
    pub enum RefundedTransactionType {
        /// A payment.
        Payment = "PAYMENT",
        /// A payment line.
        PaymentTx = "PAYMENT_TX",
        /// A wallet transaction.
        WalletTx = "WALLET_TX",
    }
}
