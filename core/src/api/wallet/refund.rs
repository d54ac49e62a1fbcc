//! From a wallet back to the card: money that a deposit or a refund put into it.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::id::{TransactionId, WalletTransactionId, WalletTransactionRefundId};
use crate::api::page::Page;
use crate::api::payment::{PaymentError, RefundStatus};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;

operation! {
    /// Asks how much of a wallet transaction can go back to the card.
    GET "/payment/v1/wallet-transactions/{wallet_transaction_id}/refundable-amount" => RefundableAmount;

    pub struct RetrieveRefundableAmountOfWalletTransaction {
        path {
            /// Craftgate's id of the wallet transaction.
            wallet_transaction_id: WalletTransactionId
        }
    }
}

operation! {
    /// Gives a wallet transaction's money back to the card, whole or in part.
    POST "/payment/v1/wallet-transactions/{wallet_transaction_id}/refunds" => WalletTransactionRefund;

    pub struct RefundWalletTransaction {
        path {
            /// Craftgate's id of the wallet transaction.
            wallet_transaction_id: WalletTransactionId
        }
        required {
            /// How much, in the wallet's currency: at most the refundable amount.
            refund_price: Decimal,
        }
    }
}

operation! {
    /// Lists what went back to the card from a wallet transaction.
    GET "/payment/v1/wallet-transactions/{wallet_transaction_id}/refunds" => Page<WalletTransactionRefund>;

    pub struct RetrieveRefundWalletTransactions {
        path {
            /// Craftgate's id of the wallet transaction.
            wallet_transaction_id: WalletTransactionId
        }
    }
}

response_object! {
    /// How much of a wallet transaction can go back to the card.
    pub struct RefundableAmount {
        optional {
            /// At most this much, in the wallet's currency.
            refundable_amount: Decimal,
        }
    }
}

response_object! {
    /// Money that went from a wallet back to the card.
    pub struct WalletTransactionRefund {
        required {
            /// Craftgate's id of the refund.
            id: WalletTransactionRefundId,
            /// Whether the money went back.
            refund_status: RefundStatus,
        }
        optional {
            /// When it was made, local to Turkey.
            created_date: NaiveDateTime,
            /// How much, in the wallet's currency.
            refund_price: Decimal,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// Craftgate's id of what the money had come from.
            transaction_id: TransactionId,
            /// What that id is of.
            transaction_type: RefundedTransactionType,
            /// Why the refund failed.
            payment_error: PaymentError,
            /// Craftgate's id of the wallet transaction.
            wallet_transaction_id: WalletTransactionId,
        }
    }
}

open_enum! {
    /// What the money of a wallet's refund had come from.
    pub enum RefundedTransactionType {
        /// A payment.
        Payment = "PAYMENT",
        /// A line of a payment's basket.
        PaymentTx = "PAYMENT_TX",
        /// A wallet transaction.
        WalletTx = "WALLET_TX",
    }
}
