//! Deposits into a member's wallet, from a card, an alternative payment method or a bank account; and payouts to a
//! card.
//!
//! ```
//! use craftgate_core::id::MemberId;
//! use craftgate_core::payment::{
//!     Card, CardExpiry, CardNumber, CreateDepositPayment, DepositFromCard, InitThreeDsDepositPayment,
//! };
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let expiry = CardExpiry::new(2044, 7).unwrap();
//! let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry, "000");
//! let deposit = DepositFromCard::new(Decimal::new(100_00, 2), Currency::Try, MemberId::new(1), card)
//!     .conversation_id("cüzdan-17");
//!
//! let at_once = CreateDepositPayment::new(deposit.clone());
//! assert_eq!(at_once.validate(), Ok(vec![]));
//! assert_eq!(at_once.path().unwrap(), "/payment/v1/deposits");
//!
//! let with_three_ds = InitThreeDsDepositPayment::new(deposit, "https://example.com/callback");
//! assert_eq!(with_three_ds.validate(), Ok(vec![]));
//! assert_eq!(with_three_ds.path().unwrap(), "/payment/v1/deposits/3ds-init");
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    ApmAdditionalAction, ApmType, Card, CardToken, CardUserKey, FraudAction, InitThreeDsPaymentResponse, PaymentError,
    PaymentStatus, PaymentType, RoutingOptions,
};
use crate::api::currency::Currency;
use crate::api::id::{FraudCheckId, FraudRuleId, MemberId, MerchantApmId, PaymentId};
use crate::api::merchant::PosIntegrator;
use crate::api::wallet::WalletTransaction;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{CardFields, Validate, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Makes a deposit from a card into a member's wallet, without 3D Secure.
    ///
    /// It is refunded by the response's `wallet_transaction`, with
    /// [`RefundWalletTransaction`](crate::wallet::RefundWalletTransaction).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) with an [`ErrorGroup`](crate::ErrorGroup) when the bank declines.
    POST "/payment/v1/deposits" => DepositPayment;

    pub struct CreateDepositPayment {
        flatten {
            /// The card, the amount and the wallet.
            deposit: DepositFromCard
        }
        optional {
            /// The merchant's callback URL. Nothing is posted to it without 3D Secure.
            callback_url: String,
        }
    }
}

impl Validate for CreateDepositPayment {
    fn check(&self, validator: &mut Validator) {
        validator.deposit(&self.deposit);
    }
}

operation! {
    /// Starts a deposit with 3D Secure.
    ///
    /// Show the customer the page in the response. After the verification, the customer's browser posts the result to
    /// `callback_url`: [verify](crate::callback::verify) it. No money is taken until [`CompleteThreeDsDepositPayment`]
    /// is sent, except with the model 3D Pay.
    POST "/payment/v1/deposits/3ds-init" => InitThreeDsPaymentResponse;

    pub struct InitThreeDsDepositPayment {
        flatten {
            /// The card, the amount and the wallet.
            deposit: DepositFromCard
        }
        required {
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsDepositPayment {
    fn check(&self, validator: &mut Validator) {
        validator.deposit(&self.deposit).callback_url(&self.callback_url);
    }
}

impl Validator {
    fn deposit(&mut self, deposit: &DepositFromCard) -> &mut Self {
        self.amount("price", deposit.price, deposit.currency.decimals())
            .card(&deposit.card)
            .conversation_id(deposit.conversation_id.as_ref())
            .client_ip(deposit.client_ip.as_ref())
    }
}

operation! {
    /// Completes a deposit after its callback was verified: this takes the money.
    POST "/payment/v1/deposits/3ds-complete" => DepositPayment;

    pub struct CompleteThreeDsDepositPayment {
        required {
            /// Craftgate's id of the payment, from the verified callback.
            payment_id: PaymentId,
        }
        matches { payment_id == id }
    }
}

operation! {
    /// Records a deposit into a member's wallet that the merchant received by bank transfer.
    ///
    /// Craftgate does not check the bank transfer: send this when the money has arrived, and only once.
    POST "/payment/v1/deposits/fund-transfer" => FundTransferDeposit;

    pub struct CreateFundTransferDepositPayment {
        required {
            /// The amount, in the wallet's currency.
            price: Decimal,
            /// Craftgate's id of the member, not the merchant's own.
            buyer_member_id: MemberId,
        }
        optional {
            /// The merchant's own value, returned with the response, to relate requests to each other.
            conversation_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The wallet's currency. Craftgate's site requires it; the official clients never send it.
            currency: Currency,
        }
    }
}

impl Validate for CreateFundTransferDepositPayment {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.as_ref().and_then(Currency::decimals))
            // The official clients never send it.
            .disputed(|validator| {
                validator.require("currency", self.currency.is_some());
            })
            .conversation_id(self.conversation_id.as_ref())
            .client_ip(self.client_ip.as_ref());
    }
}

operation! {
    /// Starts a deposit by an alternative payment method.
    ///
    /// It continues as a payment by the same method, see [`InitApmPayment`](super::InitApmPayment): the next step is
    /// the response's `additional_action`.
    POST "/payment/v1/deposits/apm-init" => InitApmDepositPaymentResponse;

    pub struct InitApmDepositPayment {
        required {
            /// The method.
            apm_type: ApmType,
            /// The amount.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// Craftgate's id of the member, not the merchant's own.
            buyer_member_id: MemberId,
        }
        optional {
            /// Craftgate's id of the merchant's account at the method, from the panel. Needed if there are several of
            /// one type.
            merchant_apm_id: MerchantApmId,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The merchant's own value, returned with the response, to relate requests to each other.
            conversation_id: String,
            /// The merchant's own id of the deposit, by which payments can be searched.
            external_id: String,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser. Needed by every
            /// method that redirects the customer.
            callback_url: String,
            /// The order number to show to the method.
            apm_order_id: String,
            /// The customer's identity at the method, such as their telephone number or their meal card's number.
            apm_user_identity: Secret,
            /// The method's own parameters, from [`apm_params`](super::apm_params).
            additional_params: JsonMap,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for InitApmDepositPayment {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.decimals())
            .require("callbackUrl", self.callback_url.is_some())
            .callback_url(&self.callback_url)
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref())
            .apm_start(
                &self.apm_type,
                self.apm_user_identity.as_ref(),
                self.additional_params.as_ref(),
                &self.currency,
            );
    }
}

operation! {
    /// Pays out the merchant's money to a card.
    ///
    /// It is not related to any payment: to refund one, send [`RefundPayment`](super::RefundPayment).
    POST "/payment/v1/card-payments/deposit-to-card" => DepositToCardPayment;

    pub struct DepositToCard {
        required {
            /// The amount.
            price: Decimal,
            /// The currency of the amount.
            currency: Currency,
            /// The card that receives the money.
            card: Card,
        }
        optional {
            /// The purpose of the payout.
            description: String,
            /// The order number to show to the bank.
            order_id: String,
            /// The bank or payment company whose POS sends the money.
            integrator: DepositIntegrator,
        }
    }
}

impl Validate for DepositToCard {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.decimals())
            .typed_card(&CardFields::IN_CARD, &self.card.typed());
    }
}

request_object! {
    /// A deposit from a card: the card, the amount and the wallet.
    pub struct DepositFromCard {
        required {
            /// The amount.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// Craftgate's id of the member, not the merchant's own.
            buyer_member_id: MemberId,
            /// The card that the money is taken from.
            card: Card,
        }
        optional {
            /// The merchant's own value, returned with the response, to relate requests to each other.
            conversation_id: String,
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The rules to choose the POS by.
            routing_options: RoutingOptions,
        }
    }
}

request_object! {
    /// The bank or payment company whose POS sends money to a card.
    pub struct DepositIntegrator {
        required {
            /// The bank or payment company.
            name: PosIntegrator,
        }
        optional {
            /// The company's own parameters. `Debug` shows the keys alone.
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
            /// The payment's status.
            payment_status: PaymentStatus,
        }
        optional {
            /// The amount of the deposit.
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
            /// The order number that the bank received.
            order_id: String,
            /// The kind of source that it was taken from.
            payment_type: PaymentType,
            /// The time of the deposit.
            created_date: NaiveDateTime,
            /// The person's key, if the card was stored with this deposit.
            card_user_key: CardUserKey,
            /// The card's token, if it was stored with this deposit.
            card_token: CardToken,
            /// The transaction in the wallet.
            wallet_transaction: WalletTransaction,
            /// Craftgate's id of the fraud check of this deposit.
            fraud_id: FraudCheckId,
            /// Craftgate's id of the fraud rule that matched.
            fraud_rule_id: FraudRuleId,
            /// The action of the fraud rules.
            fraud_action: FraudAction,
        }
    }
}

response_object! {
    /// A deposit by bank transfer.
    pub struct FundTransferDeposit {
        optional {
            /// The amount of the deposit, in the wallet's currency.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// Craftgate's id of the member.
            buyer_member_id: MemberId,
            /// The transaction in the wallet.
            wallet_transaction: WalletTransaction,
        }
    }
}

response_object! {
    /// The start of a deposit by an alternative payment method.
    pub struct InitApmDepositPaymentResponse {
        optional {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The URL to send the customer to.
            redirect_url: String,
            /// The payment's status: waiting for the customer, or done already.
            payment_status: PaymentStatus,
            /// The next step.
            additional_action: ApmAdditionalAction,
            /// The reason of a failure.
            payment_error: PaymentError,
            /// The transaction in the wallet, if the deposit is done.
            wallet_transaction: WalletTransaction,
        }
    }
}

response_object! {
    /// A payout to a card.
    pub struct DepositToCardPayment {
        required {
            /// Craftgate's id of the payment.
            id: PaymentId,
            /// The payout's status: `Success` if the money was sent.
            payment_status: PaymentStatus,
        }
        optional {
            /// The time of the payout, local to Turkey.
            created_date: NaiveDateTime,
            /// The amount.
            price: Decimal,
            /// The bank's or payment company's reference.
            reference_id: String,
            /// The currency of the amount.
            currency: Currency,
            /// The purpose of the payout, as it was sent.
            description: String,
            /// The order number that the bank received.
            order_id: String,
        }
    }
}
