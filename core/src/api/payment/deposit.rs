//! Deposits: money into a member's wallet, from a card, an alternative payment method or a bank
//! account; and money onto a card.
//!
//! ```
//! use craftgate_core::id::MemberId;
//! use craftgate_core::payment::{Card, CreateDepositPayment, DepositFromCard, InitThreeDsDepositPayment};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let card = Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000");
//! let deposit = DepositFromCard::new(Decimal::new(100_00, 2), Currency::Try, MemberId::new(1), card)
//!     .conversation_id("cüzdan-17");
//!
//! let at_once = CreateDepositPayment::new(deposit.clone());
//! assert_eq!(at_once.path().unwrap(), "/payment/v1/deposits");
//!
//! let with_three_ds = InitThreeDsDepositPayment::new(deposit, "https://example.com/callback");
//! assert_eq!(with_three_ds.path().unwrap(), "/payment/v1/deposits/3ds-init");
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    ApmAdditionalAction, ApmType, Card, FraudAction, InitThreeDsPaymentResponse, PaymentError, PaymentStatus,
    PaymentType, RoutingOptions,
};
use crate::api::currency::Currency;
use crate::api::id::{FraudCheckId, FraudRuleId, MemberId, MerchantApmId, PaymentId};
use crate::api::merchant::PosIntegrator;
use crate::api::wallet::WalletTransaction;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Puts a card's money into a member's wallet, without 3D Secure.
    ///
    /// To give it back to the card, refund the answer's `wallet_transaction` with
    /// [`RefundWalletTransaction`](crate::wallet::RefundWalletTransaction).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) with an [`ErrorGroup`](crate::ErrorGroup) when the bank declines.
    POST "/payment/v1/deposits" => DepositPayment;

    pub struct CreateDepositPayment {
        flatten {
            /// Whose money, how much, into which wallet.
            deposit: DepositFromCard
        }
        optional {
            /// The merchant's address for the result. Nothing comes to it without 3D Secure.
            callback_url: String,
        }
    }
}

impl Validate for CreateDepositPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().card(&self.deposit.card).finish()
    }
}

operation! {
    /// Starts a deposit with 3D Secure.
    ///
    /// Show the customer the page in the answer. When the bank has answered, the customer's browser
    /// posts the result to `callback_url`: [verify](crate::callback::verify) it. No money moves until
    /// [`CompleteThreeDsDepositPayment`] is sent, except where the bank does both at once.
    POST "/payment/v1/deposits/3ds-init" => InitThreeDsPaymentResponse;

    pub struct InitThreeDsDepositPayment {
        flatten {
            /// Whose money, how much, into which wallet.
            deposit: DepositFromCard
        }
        required {
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsDepositPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().card(&self.deposit.card).callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Completes a deposit after its callback was verified: now the money is taken.
    POST "/payment/v1/deposits/3ds-complete" => DepositPayment;

    pub struct CompleteThreeDsDepositPayment {
        required {
            /// Craftgate's id of the payment, from the verified callback.
            payment_id: PaymentId,
        }
    }
}

operation! {
    /// Puts money into a member's wallet that came to the merchant's bank account.
    ///
    /// Craftgate takes the merchant's word for the bank transfer: send it once the money has arrived, and
    /// once only.
    POST "/payment/v1/deposits/fund-transfer" => FundTransferDeposit;

    pub struct CreateFundTransferDepositPayment {
        required {
            /// How much, in the wallet's currency.
            price: Decimal,
            /// Craftgate's id of the member, and not the merchant's own.
            buyer_member_id: MemberId,
        }
        optional {
            /// Comes back with the answer; ties requests together in the merchant's own records.
            conversation_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The wallet's currency. Craftgate's docs ask for it; its official clients never send it.
            currency: Currency,
        }
    }
}

operation! {
    /// Starts a deposit by an alternative payment method.
    ///
    /// It goes on as a payment by the same method does, see
    /// [`InitApmPayment`](super::InitApmPayment): `additional_action` says what to do with the customer.
    POST "/payment/v1/deposits/apm-init" => InitApmDepositPaymentResponse;

    pub struct InitApmDepositPayment {
        required {
            /// The method.
            apm_type: ApmType,
            /// How much.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// Craftgate's id of the member, and not the merchant's own.
            buyer_member_id: MemberId,
        }
        optional {
            /// The merchant's account at the method, by the id that Craftgate's panel shows. Needed where
            /// there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Comes back with the answer; ties requests together in the merchant's own records.
            conversation_id: String,
            /// The merchant's own id of the deposit; payments can be searched by it.
            external_id: String,
            /// The merchant's address for the result, reachable from the customer's browser. Needed by every
            /// method that sends the customer elsewhere.
            callback_url: String,
            /// The order number to show to the method.
            apm_order_id: String,
            /// Who the customer is to the method, such as their telephone number or their meal card's number.
            apm_user_identity: Secret,
            /// What this method needs besides.
            additional_params: JsonMap,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for InitApmDepositPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Pays the merchant's money out onto a card.
    ///
    /// It stands for itself: to give a payment back, use [`RefundPayment`](super::RefundPayment).
    POST "/payment/v1/card-payments/deposit-to-card" => DepositToCardPayment;

    pub struct DepositToCard {
        required {
            /// How much.
            price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// The card that gets the money.
            card: Card,
        }
        optional {
            /// What it is for.
            description: String,
            /// The order number to show to the bank.
            order_id: String,
            /// Whose POS sends the money.
            integrator: DepositIntegrator,
        }
    }
}

request_object! {
    /// Whose money goes into which wallet, and how much.
    pub struct DepositFromCard {
        required {
            /// How much.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// Craftgate's id of the member, and not the merchant's own.
            buyer_member_id: MemberId,
            /// The card that the money comes from.
            card: Card,
        }
        optional {
            /// Comes back with the answer; ties requests together in the merchant's own records.
            conversation_id: String,
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// The buyer's IP address.
            client_ip: String,
            /// How to choose the POS.
            routing_options: RoutingOptions,
        }
    }
}

request_object! {
    /// Whose POS sends money to a card.
    pub struct DepositIntegrator {
        required {
            /// The bank or payment company.
            name: PosIntegrator,
        }
        optional {
            /// What it asks for besides. `Debug` shows its keys alone.
            data: JsonMap,
        }
    }
}

response_object! {
    /// A deposit from a card into a wallet. Amounts are in the deposit's currency, times local to Turkey.
    pub struct DepositPayment {
        required {
            /// Craftgate's id of the payment.
            id: PaymentId,
            /// How far it has come.
            payment_status: PaymentStatus,
        }
        optional {
            /// What went into the wallet.
            price: Decimal,
            /// The currency of every amount.
            currency: Currency,
            /// Craftgate's id of the member.
            buyer_member_id: MemberId,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// The bank's commission.
            bank_commission_rate_amount: Decimal,
            /// The bank's authorization code.
            auth_code: String,
            /// The bank's reference.
            host_reference: String,
            /// The bank's transaction id.
            trans_id: String,
            /// The order number that the bank was given.
            order_id: String,
            /// What it was taken from.
            payment_type: PaymentType,
            /// When it was made.
            created_date: NaiveDateTime,
            /// The person's key, if the card was stored with this deposit.
            card_user_key: String,
            /// The card's token, if it was stored with this deposit.
            card_token: Secret,
            /// What it changed in the wallet.
            wallet_transaction: WalletTransaction,
            /// The fraud check that this deposit was part of.
            fraud_id: FraudCheckId,
            /// The fraud rule that matched.
            fraud_rule_id: FraudRuleId,
            /// What the fraud rules did.
            fraud_action: FraudAction,
        }
    }
}

response_object! {
    /// A deposit by bank transfer.
    pub struct FundTransferDeposit {
        optional {
            /// What went into the wallet, in its currency.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// Craftgate's id of the member.
            buyer_member_id: MemberId,
            /// What it changed in the wallet.
            wallet_transaction: WalletTransaction,
        }
    }
}

response_object! {
    /// A deposit by an alternative payment method that has begun.
    pub struct InitApmDepositPaymentResponse {
        optional {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Where to send the customer.
            redirect_url: String,
            /// How far it has come: waiting for the customer, or done already.
            payment_status: PaymentStatus,
            /// What to do next.
            additional_action: ApmAdditionalAction,
            /// Why it failed.
            payment_error: PaymentError,
            /// What it changed in the wallet, if it is done.
            wallet_transaction: WalletTransaction,
        }
    }
}

response_object! {
    /// Money that was sent to a card.
    pub struct DepositToCardPayment {
        required {
            /// Craftgate's id of the payment.
            id: PaymentId,
            /// Whether the money was sent.
            payment_status: PaymentStatus,
        }
        optional {
            /// When it was made, local to Turkey.
            created_date: NaiveDateTime,
            /// How much.
            price: Decimal,
            /// The bank's or payment company's reference.
            reference_id: String,
            /// The currency of the amount.
            currency: Currency,
            /// What it is for, as it was sent.
            description: String,
            /// The order number that the bank was given.
            order_id: String,
        }
    }
}
