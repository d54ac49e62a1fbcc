//! Giving money back: a whole payment, or one line of its basket.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Gives a whole payment back.
    ///
    /// On the payment's own day, with nothing refunded yet, the payment is cancelled
    /// ([`RefundType::Cancel`]); otherwise what is left of each line is refunded.
    POST "/payment/v1/refunds" => PaymentRefund;

    pub struct RefundPayment {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
        }
        optional {
            /// Comes back with the answer; ties requests together in the merchant's own records.
            conversation_id: String,
            /// Where the money goes (Craftgate's default: where it came from).
            refund_destination_type: RefundDestinationType,
            /// Whether the merchant alone bears it, and not the sellers (Craftgate's default: no).
            charge_from_me: bool,
        }
    }
}

operation! {
    /// Looks a payment's refund up.
    GET "/payment/v1/refunds/{id}" => PaymentRefund;

    pub struct RetrievePaymentRefund {
        path {
            /// Craftgate's id of the refund.
            id: PaymentRefundId
        }
    }
}

operation! {
    /// Gives one line of a payment's basket back, whole or in part.
    POST "/payment/v1/refund-transactions" => PaymentTransactionRefund;

    pub struct RefundPaymentTransaction {
        required {
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
        }
        optional {
            /// Comes back with the answer; ties requests together in the merchant's own records.
            conversation_id: String,
            /// How much, in the payment's currency. All that is left, if not given.
            refund_price: Decimal,
            /// Where the money goes (Craftgate's default: where it came from).
            refund_destination_type: RefundDestinationType,
            /// Whether the merchant alone bears it, and not the seller (Craftgate's default: no).
            charge_from_me: bool,
        }
    }
}

impl Validate for RefundPaymentTransaction {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().positive("refundPrice", self.refund_price).finish()
    }
}

operation! {
    /// Looks a line's refund up.
    GET "/payment/v1/refund-transactions/{id}" => PaymentTransactionRefund;

    pub struct RetrievePaymentTransactionRefund {
        path {
            /// Craftgate's id of the refund.
            id: PaymentTransactionRefundId
        }
    }
}

operation! {
    /// Records that a whole payment was given back outside Craftgate.
    ///
    /// Nothing is asked of the bank: for money that the merchant sent back by another way. Each line that
    /// had something left comes back as a refund.
    POST "/payment/v1/refunds/mark-as-refunded" => Page<PaymentTransactionRefund>;

    pub struct RefundPaymentMarkAsRefunded {
        flatten {
            /// The refund, as Craftgate would have made it.
            refund: RefundPayment
        }
    }
}

operation! {
    /// Records that one line was given back outside Craftgate, whole or in part.
    ///
    /// Nothing is asked of the bank: for money that the merchant sent back by another way.
    POST "/payment/v1/refund-transactions/mark-as-refunded" => PaymentTransactionRefund;

    pub struct RefundPaymentTransactionMarkAsRefunded {
        flatten {
            /// The refund, as Craftgate would have made it. Say its `refund_price`.
            refund: RefundPaymentTransaction
        }
    }
}

operation! {
    /// Gives a payment back whose outcome is not known yet.
    ///
    /// For a payment that stays [`Waiting`](super::PaymentStatus::Waiting): if its money was taken after
    /// all, it goes back.
    POST "/payment/v1/refunds/refund-waiting-payment" => WaitingPaymentRefund;

    pub struct RefundWaitingPayment {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
        }
    }
}

response_object! {
    /// A payment's refund. Amounts are in the payment's currency, times local to Turkey.
    pub struct PaymentRefund {
        required {
            /// Whether the money went back.
            status: RefundStatus,
        }
        optional {
            /// Craftgate's id of the refund. A payment that was refunded and not cancelled may have none: then each
            /// of its lines' refunds has one. (Source: Craftgate's "İade Etme".)
            id: PaymentRefundId,
            /// When it was made.
            created_date: NaiveDateTime,
            /// Where the money goes.
            refund_destination_type: RefundDestinationType,
            /// How much in all.
            refund_price: Decimal,
            /// The part that goes to the card or provider.
            refund_bank_price: Decimal,
            /// The part that goes to the wallet.
            refund_wallet_price: Decimal,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Whether the payment was cancelled or refunded.
            refund_type: RefundType,
            /// The currency.
            currency: Currency,
        }
        repeated {
            /// The refund of each line; none where the payment was cancelled.
            payment_transaction_refunds: PaymentTransactionRefund,
        }
    }
}

response_object! {
    /// A line's refund. Amounts are in the payment's currency, times local to Turkey.
    pub struct PaymentTransactionRefund {
        required {
            /// Craftgate's id of the refund.
            id: PaymentTransactionRefundId,
            /// Whether the money went back.
            status: RefundStatus,
        }
        optional {
            /// When it was made.
            created_date: NaiveDateTime,
            /// Where the money goes.
            refund_destination_type: RefundDestinationType,
            /// How much in all.
            refund_price: Decimal,
            /// The part that goes to the card or provider.
            refund_bank_price: Decimal,
            /// The part that goes to the wallet.
            refund_wallet_price: Decimal,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// Whether the seller had been paid already.
            is_after_settlement: bool,
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
            /// The currency.
            currency: Currency,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
        }
    }
}

response_object! {
    /// What became of a waiting payment's refund.
    pub struct WaitingPaymentRefund {
        required {
            /// Whether the money went back.
            status: RefundStatus,
        }
    }
}

open_enum! {
    /// Whether a refund went through. (Source: Craftgate's "İade Durumları".)
    pub enum RefundStatus {
        /// The money went back.
        Success = "SUCCESS",
        /// It did not.
        Failure = "FAILURE",
        /// Not known yet.
        Waiting = "WAITING",
    }
}

impl RefundStatus {
    /// Whether the refund is not decided yet: retrieve it later.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        *self == Self::Waiting
    }
}

open_enum! {
    /// How a payment was given back.
    pub enum RefundType {
        /// Before the end of its day: as if it had never been.
        Cancel = "CANCEL",
        /// Later, or after a part had been refunded.
        Refund = "REFUND",
    }
}

open_enum! {
    /// Where a refund's money goes. (Source: Craftgate's "İade Tipleri".)
    pub enum RefundDestinationType {
        /// To the card. An older name of `Provider`.
        Card = "CARD",
        /// Where it came from: the card or the alternative payment method.
        Provider = "PROVIDER",
        /// To the buyer's wallet.
        Wallet = "WALLET",
    }
}
