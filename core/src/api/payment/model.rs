//! A payment as Craftgate keeps it.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    FraudAction, Loyalty, MdStatus, PaymentGroup, PaymentPhase, PaymentProvider, PaymentSource, PaymentStatus,
    PaymentType,
};
use crate::api::card::{CardAssociation, CardType};
use crate::api::currency::Currency;
use crate::api::id::{BankId, FraudCheckId, FraudRuleId, MemberId, MerchantPosId, PaymentId, PaymentTransactionId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::protocol::error::{ErrorCode, ErrorGroup};
use crate::protocol::secret::Secret;
use crate::wire::json::JsonMap;

response_object! {
    /// A payment as Craftgate keeps it. Amounts are in the payment's currency, times local to Turkey.
    pub struct Payment {
        required {
            /// Craftgate's id of the payment. Keep it with the order.
            id: PaymentId,
            /// How far it has come.
            payment_status: PaymentStatus,
        }
        optional {
            /// When it was made.
            created_date: NaiveDateTime,
            /// The sum of the basket's prices.
            price: Decimal,
            /// What was taken in all.
            paid_price: Decimal,
            /// The part of it taken from the wallet.
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
            /// What it was taken from.
            payment_type: PaymentType,
            /// Who carried it out.
            payment_provider: PaymentProvider,
            /// The kind of integration it came through.
            payment_source: PaymentSource,
            /// What was paid for.
            payment_group: PaymentGroup,
            /// What was asked of the bank.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel, as it was sent.
            payment_channel: String,
            /// Whether 3D Secure was used.
            is_three_ds as "isThreeDS": bool,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// That commission: what `paid_price` has over `price`.
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
            /// What the bank said of the 3D Secure verification.
            md_status: MdStatus,
            /// The order number that the bank was given.
            order_id: String,
            /// The cardholder's name, as it was sent.
            card_holder_name: String,
            /// The cardholder's name at the bank.
            bank_card_holder_name: String,
            /// The card's bank.
            card_issuer_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_issuer_bank_id: BankId,
            /// How the card is paid off.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus` or `Axess`.
            card_brand: String,
            /// The POS that the merchant asked for.
            requested_pos_alias: String,
            /// The fraud check that this payment was part of.
            fraud_id: FraudCheckId,
            /// The fraud rule that matched.
            fraud_rule_id: FraudRuleId,
            /// What the fraud rules did.
            fraud_action: FraudAction,
            /// The fraud score.
            fraud_score: f64,
            /// When the money's holding back ends.
            blockage_resolved_date: NaiveDateTime,
            /// The POS that took the payment.
            pos: MerchantPos,
            /// The points or the reward that were used.
            loyalty: Loyalty,
            /// Why the payment failed.
            payment_error: PaymentError,
            /// The person's key, if the card was stored with this payment.
            card_user_key: String,
            /// The card's token, if it was stored with this payment.
            card_token: Secret,
            /// What else the bank or provider said.
            additional_data: JsonMap,
        }
        repeated {
            /// The basket, with each line's share of every amount.
            payment_transactions: PaymentTransaction,
        }
    }
}

response_object! {
    /// One line of a payment's basket: what is approved, paid out and refunded by itself.
    pub struct PaymentTransaction {
        required {
            /// Craftgate's id of the line, as a refund of it needs.
            id: PaymentTransactionId,
        }
        optional {
            /// The product's or service's name.
            name: String,
            /// The merchant's own id of the line.
            external_id: String,
            /// Its price in the basket.
            price: Decimal,
            /// Its share of what was taken.
            paid_price: Decimal,
            /// Its share of what was taken from the wallet.
            wallet_price: Decimal,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// Its share of that commission.
            merchant_commission_rate_amount: Decimal,
            /// Its share of what the merchant is paid.
            merchant_payout_amount: Decimal,
            /// Craftgate's id of the seller.
            sub_merchant_member_id: MemberId,
            /// What the seller gets of it.
            sub_merchant_member_price: Decimal,
            /// The seller's payout as a rate of the merchant's.
            sub_merchant_member_payout_rate: Decimal,
            /// What the seller is paid.
            sub_merchant_member_payout_amount: Decimal,
            /// Whether the line is approved.
            transaction_status: TransactionStatus,
            /// When the money's holding back ends.
            blockage_resolved_date: NaiveDateTime,
            /// How its money is divided, in Turkish lira.
            payout: Payout,
            /// The line's id under another name.
            transaction_id: PaymentTransactionId,
            /// The line's kind.
            transaction_type: String,
            /// What is paid out for it.
            payout_amount: Decimal,
        }
    }
}

response_object! {
    /// How a line's money is divided between merchant, seller and Craftgate. Always in Turkish lira.
    pub struct Payout {
        optional {
            /// The currency.
            currency: Currency,
            /// The exchange rate from the payment's currency.
            parity: Decimal,
            /// The line's share of what was taken.
            paid_price: Decimal,
            /// What the merchant is paid.
            merchant_payout_amount: Decimal,
            /// What the seller is paid.
            sub_merchant_member_payout_amount: Decimal,
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

response_object! {
    /// A POS of the merchant's.
    pub struct MerchantPos {
        optional {
            /// Craftgate's id of the POS.
            id: MerchantPosId,
            /// Its name.
            name: String,
            /// Its alias, as a payment can ask for.
            alias: String,
            /// Craftgate's id of its bank.
            bank_id: BankId,
        }
    }
}

response_object! {
    /// Why a payment failed.
    pub struct PaymentError {
        optional {
            /// Craftgate's code: above 10000 for a payment that was refused.
            error_code: ErrorCode,
            /// What happened. For the customer see [`ErrorGroup::customer_message`], which does not call a stolen card
            /// stolen.
            error_description: String,
            /// The group that the bank's own code is sorted into.
            error_group: ErrorGroup,
            /// What the bank or provider itself said.
            provider_error: ProviderError,
        }
    }
}

response_object! {
    /// A bank's or payment provider's own words.
    pub struct ProviderError {
        optional {
            /// Its code.
            error_code: ErrorCode,
            /// Its message.
            error_message: String,
        }
    }
}

open_enum! {
    /// Whether a line is approved for payout. (Source: Craftgate's "Ödeme Kırılım Onay Durumu".)
    pub enum TransactionStatus {
        /// The merchant has not approved it yet.
        WaitingForApproval = "WAITING_FOR_APPROVAL",
        /// Approved.
        Approved = "APPROVED",
        /// Its payout has started.
        PayoutStarted = "PAYOUT_STARTED",
    }
}

open_enum! {
    /// How far a payout has come. (Source: Craftgate's "Para Gönderim Durumları".)
    pub enum TransactionPayoutStatus {
        /// It was cancelled.
        Cancelled = "CANCELLED",
        /// There will be none.
        NoPayout = "NO_PAYOUT",
        /// It waits for its day.
        WaitingForPayout = "WAITING_FOR_PAYOUT",
        /// It is on its way.
        PayoutStarted = "PAYOUT_STARTED",
        /// It has arrived.
        PayoutCompleted = "PAYOUT_COMPLETED",
    }
}
