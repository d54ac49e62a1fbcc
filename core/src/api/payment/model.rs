//! A payment, as Craftgate records it.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    ApmType, CardToken, CardUserKey, FraudAction, Loyalty, MdStatus, PaymentError, PaymentGroup, PaymentPhase,
    PaymentProvider, PaymentSource, PaymentStatus, PaymentType,
};
use crate::api::card::{CardAssociation, CardType};
use crate::api::currency::Currency;
use crate::api::id::{BankId, FraudCheckId, FraudRuleId, MemberId, MerchantPosId, PaymentId, PaymentTransactionId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::wire::json::JsonMap;

response_object! {
    /// A payment, as Craftgate records it. Amounts are in the payment's currency, times local to Turkey.
    ///
    /// If all of it was taken from a wallet, the fields of the card and the bank are absent.
    pub struct Payment {
        required {
            /// Craftgate's id of the payment, to be kept with the order.
            id: PaymentId,
            /// The payment's status.
            payment_status: PaymentStatus,
        }
        optional {
            /// The time of the payment.
            created_date: NaiveDateTime,
            /// The sum of the basket's prices.
            price: Decimal,
            /// The amount taken from card and wallet.
            paid_price: Decimal,
            /// The part of `paid_price` taken from the wallet.
            wallet_price: Decimal,
            /// The currency of every amount.
            currency: Currency,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The number of installments.
            installment: i32,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's id of the order, as it was sent.
            external_id: String,
            /// The kind of source that it was taken from.
            payment_type: PaymentType,
            /// The provider that carried it out.
            payment_provider: PaymentProvider,
            /// The kind of integration that it came through.
            payment_source: PaymentSource,
            /// The kind of goods or service that was paid for.
            payment_group: PaymentGroup,
            /// The phase: whether the money was captured or is only authorized.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel, as it was sent.
            payment_channel: String,
            /// Whether 3D Secure was used.
            is_three_ds as "isThreeDS": bool,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// The commission charged to the buyer: `paid_price` less `price`.
            merchant_commission_rate_amount: Decimal,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// The bank's commission.
            bank_commission_rate_amount: Decimal,
            /// Whether a stored card was used.
            paid_with_stored_card: bool,
            /// The card's first 6 or 8 digits.
            bin_number: String,
            /// The card's last four digits.
            last_four_digits: String,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// The bank's result of the 3D Secure verification.
            md_status: MdStatus,
            /// The order number that the bank received.
            order_id: String,
            /// The cardholder's name, as it was sent.
            card_holder_name: String,
            /// The cardholder's name in the bank's records. Absent with some payment facilitators.
            bank_card_holder_name: String,
            /// The name of the card's bank.
            card_issuer_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_issuer_bank_id: BankId,
            /// The card's type.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus` or `Axess`.
            card_brand: String,
            /// The alias of the POS that the merchant requested.
            requested_pos_alias: String,
            /// Craftgate's id of the fraud check of this payment.
            fraud_id: FraudCheckId,
            /// Craftgate's id of the fraud rule that matched.
            fraud_rule_id: FraudRuleId,
            /// The action of the fraud rules.
            fraud_action: FraudAction,
            /// The fraud score.
            fraud_score: f64,
            /// The time until which the money is held back.
            blockage_resolved_date: NaiveDateTime,
            /// The POS that took the payment.
            pos: MerchantPos,
            /// The points or the reward that was used.
            loyalty: Loyalty,
            /// The reason of a failure.
            payment_error: PaymentError,
            /// The person's key, if the card was stored with this payment. A retrieved payment has it with 3D Pay only:
            /// see [`RetrievePayment`](super::RetrievePayment).
            card_user_key: CardUserKey,
            /// The card's token, if the card was stored with this payment. A retrieved payment has it with 3D Pay only.
            card_token: CardToken,
            /// Further data from the bank or provider.
            additional_data: JsonMap,
            /// The alternative payment method, in the response to [`CreateApmPayment`](super::CreateApmPayment) only.
            apm_type: ApmType,
        }
        repeated {
            /// The basket's lines, each with its share of every amount.
            payment_transactions: PaymentTransaction,
        }
    }
}

response_object! {
    /// A line of a payment's basket: the unit of approvals, payouts and refunds.
    pub struct PaymentTransaction {
        required {
            /// Craftgate's id of the line, by which it is refunded.
            id: PaymentTransactionId,
        }
        optional {
            /// The product's or service's name.
            name: String,
            /// The merchant's own id of the line.
            external_id: String,
            /// The line's price in the basket.
            price: Decimal,
            /// The line's share of the amount taken.
            paid_price: Decimal,
            /// The line's share of the amount taken from the wallet.
            wallet_price: Decimal,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// The line's share of the commission charged to the buyer.
            merchant_commission_rate_amount: Decimal,
            /// The line's share of the merchant's payout.
            merchant_payout_amount: Decimal,
            /// Craftgate's id of the seller.
            sub_merchant_member_id: MemberId,
            /// The seller's share of the line.
            sub_merchant_member_price: Decimal,
            /// The seller's payout as a rate of the merchant's payout.
            sub_merchant_member_payout_rate: Decimal,
            /// The seller's payout.
            sub_merchant_member_payout_amount: Decimal,
            /// The status of the line's approval.
            transaction_status: TransactionStatus,
            /// The time until which the money is held back.
            blockage_resolved_date: NaiveDateTime,
            /// The division of the line's money, in Turkish lira.
            payout: Payout,
            /// The line's id again, in reports.
            transaction_id: PaymentTransactionId,
            /// The line's kind.
            transaction_type: String,
            /// The line's payout.
            payout_amount: Decimal,
        }
    }
}

response_object! {
    /// The division of a line's money between merchant, seller and Craftgate, always in Turkish lira.
    pub struct Payout {
        optional {
            /// The currency.
            currency: Currency,
            /// The exchange rate from the payment's currency.
            parity: Decimal,
            /// The line's share of the amount taken.
            paid_price: Decimal,
            /// The merchant's payout.
            merchant_payout_amount: Decimal,
            /// The seller's payout.
            sub_merchant_member_payout_amount: Decimal,
            /// The status of the merchant's payout.
            merchant_status: TransactionPayoutStatus,
            /// The time of the merchant's status.
            merchant_status_date: NaiveDateTime,
            /// The status of the seller's payout.
            sub_merchant_member_status: TransactionPayoutStatus,
            /// The time of the seller's status.
            sub_merchant_member_status_date: NaiveDateTime,
        }
    }
}

response_object! {
    /// One of the merchant's POS.
    pub struct MerchantPos {
        optional {
            /// Craftgate's id of the POS.
            id: MerchantPosId,
            /// The POS's name.
            name: String,
            /// The POS's alias, by which a payment can request it.
            alias: String,
            /// Craftgate's id of the POS's bank.
            bank_id: BankId,
        }
    }
}

open_enum! {
    /// The status of a line's approval. (Source: Craftgate's "Ödeme Kırılım Onay Durumu".)
    pub enum TransactionStatus {
        /// Not approved by the merchant yet.
        WaitingForApproval = "WAITING_FOR_APPROVAL",
        /// Approved.
        Approved = "APPROVED",
        /// The line's payout has started.
        PayoutStarted = "PAYOUT_STARTED",
    }
}

open_enum! {
    /// The status of a payout. (Source: Craftgate's "Para Gönderim Durumları".)
    pub enum TransactionPayoutStatus {
        /// Cancelled.
        Cancelled = "CANCELLED",
        /// No payout is made.
        NoPayout = "NO_PAYOUT",
        /// Waiting for the day of the payout.
        WaitingForPayout = "WAITING_FOR_PAYOUT",
        /// Started.
        PayoutStarted = "PAYOUT_STARTED",
        /// Completed.
        PayoutCompleted = "PAYOUT_COMPLETED",
    }
}
