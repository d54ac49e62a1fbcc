//! Refunds: of a whole payment, or of one line of its basket.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Refunds a whole payment.
    ///
    /// On the payment's own day, with nothing refunded yet, the payment is cancelled ([`RefundType::Cancel`]);
    /// otherwise the rest of each line is refunded.
    POST "/payment/v1/refunds" => PaymentRefund;

    pub struct RefundPayment {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
        }
        optional {
            /// The merchant's own value, returned with the response, to relate requests to each other.
            conversation_id: String,
            /// The destination of the money (Craftgate's default: where it came from).
            refund_destination_type: RefundDestinationType,
            /// Whether the merchant bears the refund instead of the sellers (Craftgate's default: no).
            charge_from_me: bool,
        }
        matches { payment_id == payment_id }
    }
}

impl Validate for RefundPayment {
    fn check(&self, validator: &mut Validator) {
        validator.conversation_id(self.conversation_id.as_ref());
    }
}

operation! {
    /// Retrieves a payment's refund.
    GET "/payment/v1/refunds/{id}" => PaymentRefund;

    pub struct RetrievePaymentRefund {
        path {
            /// Craftgate's id of the refund.
            id: PaymentRefundId
        }
        matches { id == id }
    }
}

operation! {
    /// Refunds one line of a payment's basket, whole or in part.
    POST "/payment/v1/refund-transactions" => PaymentTransactionRefund;

    pub struct RefundPaymentTransaction {
        required {
            /// Craftgate's id of the line.
            payment_transaction_id: PaymentTransactionId,
        }
        optional {
            /// The merchant's own value, returned with the response, to relate requests to each other.
            conversation_id: String,
            /// The amount, in the payment's currency (Craftgate's default: the rest of the line).
            refund_price: Decimal,
            /// The destination of the money (Craftgate's default: where it came from).
            refund_destination_type: RefundDestinationType,
            /// Whether the merchant bears the refund instead of the seller (Craftgate's default: no).
            charge_from_me: bool,
        }
        matches { payment_transaction_id == payment_transaction_id }
    }
}

impl Validate for RefundPaymentTransaction {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount_in_any_currency("refundPrice", self.refund_price)
            .conversation_id(self.conversation_id.as_ref());
    }
}

operation! {
    /// Retrieves a line's refund.
    GET "/payment/v1/refund-transactions/{id}" => PaymentTransactionRefund;

    pub struct RetrievePaymentTransactionRefund {
        path {
            /// Craftgate's id of the refund.
            id: PaymentTransactionRefundId
        }
        matches { id == id }
    }
}

operation! {
    /// Records a refund of a whole payment that was made outside of Craftgate.
    ///
    /// For money that the merchant has sent back by another way: nothing is requested from the bank. The response has a
    /// refund of each line that was not refunded before.
    POST "/payment/v1/refunds/mark-as-refunded" => Page<PaymentTransactionRefund>;

    pub struct RefundPaymentMarkAsRefunded {
        flatten {
            /// The refund, as Craftgate would make it.
            refund: RefundPayment
        }
        matches { refund.payment_id == each payment_id }
    }
}

impl Validate for RefundPaymentMarkAsRefunded {
    fn check(&self, validator: &mut Validator) {
        self.refund.check(validator);
    }
}

operation! {
    /// Records a refund of one line, whole or in part, that was made outside of Craftgate.
    ///
    /// For money that the merchant has sent back by another way: nothing is requested from the bank.
    POST "/payment/v1/refund-transactions/mark-as-refunded" => PaymentTransactionRefund;

    pub struct RefundPaymentTransactionMarkAsRefunded {
        flatten {
            /// The refund, as Craftgate would make it, with its `refund_price`.
            refund: RefundPaymentTransaction
        }
        matches { refund.payment_transaction_id == payment_transaction_id }
    }
}

impl Validate for RefundPaymentTransactionMarkAsRefunded {
    fn check(&self, validator: &mut Validator) {
        self.refund.check(validator);
    }
}

operation! {
    /// Refunds a payment whose outcome is not known yet.
    ///
    /// For a payment that stays [`Waiting`](super::PaymentStatus::Waiting): if its money was taken after all, it is
    /// refunded.
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
            /// The refund's status.
            status: RefundStatus,
        }
        optional {
            /// Craftgate's id of the refund. Absent if the payment was refunded and not cancelled: then each line's
            /// refund has one. (Source: Craftgate's "İade Etme".)
            id: PaymentRefundId,
            /// The time of the refund.
            created_date: NaiveDateTime,
            /// The destination of the money.
            refund_destination_type: RefundDestinationType,
            /// The amount of the refund.
            refund_price: Decimal,
            /// The part of the amount for the card or provider.
            refund_bank_price: Decimal,
            /// The part of the amount for the wallet.
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
            /// The refund of each line; none if the payment was cancelled.
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
            /// The refund's status.
            status: RefundStatus,
        }
        optional {
            /// The time of the refund.
            created_date: NaiveDateTime,
            /// The destination of the money.
            refund_destination_type: RefundDestinationType,
            /// The amount of the refund.
            refund_price: Decimal,
            /// The part of the amount for the card or provider.
            refund_bank_price: Decimal,
            /// The part of the amount for the wallet.
            refund_wallet_price: Decimal,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// Whether the seller had been paid before the refund.
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
    /// The result of refunding a waiting payment.
    pub struct WaitingPaymentRefund {
        required {
            /// The refund's status.
            status: RefundStatus,
        }
    }
}

open_enum! {
    /// A refund's status. (Source: Craftgate's "İade Durumları".)
    pub enum RefundStatus {
        /// The money was refunded.
        Success = "SUCCESS",
        /// The money was not refunded.
        Failure = "FAILURE",
        /// Waiting: the outcome is not known yet.
        Waiting = "WAITING",
    }
}

impl RefundStatus {
    /// Returns true if the outcome is still open: retrieve the refund later.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        *self == Self::Waiting
    }
}

open_enum! {
    /// The way in which a payment was refunded. (Source: Craftgate's "İade Etme".)
    pub enum RefundType {
        /// Cancelled (voided): before the end of the payment's day.
        Cancel = "CANCEL",
        /// Refunded: later, or after a part had been refunded.
        Refund = "REFUND",
    }
}

open_enum! {
    /// The destination of a refund's money. (Source: Craftgate's "İade Tipleri".)
    pub enum RefundDestinationType {
        /// The card. An older name of `Provider`.
        Card = "CARD",
        /// The card or the alternative payment method that it came from.
        Provider = "PROVIDER",
        /// The buyer's wallet.
        Wallet = "WALLET",
    }
}
