//! Payments from a card, a wallet or both.
//!
//! Other currencies than the lira (source: Craftgate's "Çoklu Para Birimi ile Ödeme Alma"): the merchant needs a POS in
//! that currency, a foreign card pays in one installment only, a domestic card can't pay at all, and marketplaces take
//! liras only.

use rust_decimal::Decimal;

use super::{Card, OrderingRule, Payment, PaymentGroup, PaymentPhase};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId};
use crate::macros::object::{literal_object, request_object};
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationError, Validator, form};
use crate::wire::json::JsonMap;

operation! {
    /// Takes a payment from a card, a wallet, or both, without 3D Secure.
    ///
    /// Set a `conversation_id` or an `external_id`: after a lost response the payment is found by them. For prepaid and
    /// debit cards, first orders and risky customers Craftgate recommends 3D Secure: pass the same value to
    /// [`InitThreeDsPayment`](super::InitThreeDsPayment).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) with an [`ErrorGroup`](crate::ErrorGroup) when the bank declines.
    POST "/payment/v1/card-payments" => Payment;

    pub struct CreatePayment {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The number of installments; 1 for a single payment. Always 1 with a foreign card.
            installment: i32,
            /// The items in the basket, whose prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The part taken from the buyer's wallet, included in the paid price. Needs `buyer_member_id`.
            wallet_price: Decimal,
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's own value, returned with the payment; usually the order number. With a `#` at either end,
            /// or `###` anywhere in it, a 3D Secure callback can't be verified.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The phase: `Auth` captures the money (the default), `PreAuth` only authorizes it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// The card. Absent if all is taken from the wallet.
            card: Card,
            /// The rules to choose the POS by.
            routing_options: RoutingOptions,
            /// The values for the fraud rules.
            fraud_params: FraudCheckParameters,
            /// Further parameters, such as `msisdn`, the customer's telephone number, for payments by Paycell.
            additional_params: JsonMap,
            /// Whether Craftgate tries another POS after some failures (Craftgate's default: yes).
            retry: bool,
        }
    }
}

impl Validate for CreatePayment {
    fn check(&self, validator: &mut Validator) {
        validator.payment(self);
    }
}

impl Validator {
    /// Checks the rules of a payment, with any authentication.
    pub(crate) fn payment(&mut self, payment: &CreatePayment) -> &mut Self {
        self.basket(&payment.amounts, &payment.items, &payment.currency)
            .card_terms(&payment.currency, payment.installment, &payment.items)
            .wallet_part(payment)
            .phase(payment.payment_phase.as_ref(), payment.payment_group.as_ref())
            .lookup_ids(payment.conversation_id.as_ref(), payment.external_id.as_ref())
            .client_ip(payment.client_ip.as_ref())
            .param(payment.additional_params.as_ref(), "additionalParams.msisdn", &form::PHONE);
        payment.card.iter().fold(self, |validator, card| validator.card(card))
    }

    /// Checks the rules of a basket, with any payment method.
    pub(crate) fn basket(&mut self, amounts: &Amounts, items: &[PaymentItem], currency: &Currency) -> &mut Self {
        let (Amounts { price, paid_price }, decimals) = (amounts, currency.decimals());
        self.item_total("items", items.iter().map(|item| Some(item.price)), *price)
            .amount("price", *price, decimals)
            .amount("paidPrice", *paid_price, decimals)
            .paid_price(*price, *paid_price)
            .line_prices(items, decimals)
            .sellers(items, currency)
    }

    /// Checks that each line has a price.
    pub(crate) fn line_prices(&mut self, items: &[PaymentItem], decimals: Option<u32>) -> &mut Self {
        let field = "items.price";
        self.check(items.iter().all(|item| item.price > Decimal::ZERO), ValidationError::NotPositive { field })
            .decimals(field, items.iter().map(|item| item.price), decimals)
    }

    /// Checks that each seller has a share of their line's price.
    pub(crate) fn sellers(&mut self, items: &[PaymentItem], currency: &Currency) -> &mut Self {
        let (field, limit) = ("items.subMerchantMemberPrice", "items.price");
        let shares = || items.iter().filter_map(|item| Some((item.sub_merchant_member_price?, item.price)));
        self.require(
            field,
            items.iter().filter(|item| item.has_seller()).all(|item| item.sub_merchant_member_price.is_some()),
        )
        .allow(field, shares().all(|(share, _)| share >= Decimal::ZERO), "zero or more")
        .decimals(field, shares().map(|(share, _)| share), currency.decimals())
        .check(shares().all(|(share, price)| share <= price), ValidationError::ExceedsAmount { field, limit })
    }

    /// Checks that payments in other currencies than the lira have neither installments nor sellers. (Source:
    /// Craftgate's "Çoklu Para Birimi ile Ödeme Alma".)
    pub(crate) fn card_terms(&mut self, currency: &Currency, installment: i32, items: &[PaymentItem]) -> &mut Self {
        let is_foreign = *currency != Currency::Try;
        let has_seller = items.iter().any(PaymentItem::has_seller);
        self.installments("installment", [installment])
            .allow("installment", !is_foreign || installment <= 1, "1 in another currency than TRY")
            .exclude("items.subMerchantMemberId", is_foreign && has_seller, "another currency than TRY")
    }

    /// Checks the parts that the wallet and the card pay. (Source: Craftgate's "Ödeme Alma", "Cüzdan", "Ödül ve Puan
    /// Kullanımı" and "Ön Provizyon ve Provizyon Kapama".)
    fn wallet_part(&mut self, payment: &CreatePayment) -> &mut Self {
        let (paid_price, wallet_price) = (payment.amounts.paid_price, payment.wallet_price.unwrap_or_default());
        let uses_wallet = !wallet_price.is_zero();
        let is_all_wallet = wallet_price == paid_price;
        let has_reward = payment.card.as_ref().is_some_and(|card| card.loyalty.is_some());
        let is_pre_auth = payment.payment_phase == Some(PaymentPhase::PreAuth);
        let has_seller = payment.items.iter().any(PaymentItem::has_seller);
        self.require("card", payment.card.is_some() || is_all_wallet || pays_elsewhere(payment))
            .allow("walletPrice", (Decimal::ZERO..=paid_price).contains(&wallet_price), "between 0 and paidPrice")
            .decimals("walletPrice", [wallet_price], payment.currency.decimals())
            .require("buyerMemberId", !uses_wallet || payment.buyer_member_id.is_some())
            .exclude("card", uses_wallet && is_all_wallet && payment.card.is_some(), "a walletPrice that pays all")
            .exclude("card.loyalty", uses_wallet && is_all_wallet && has_reward, "a walletPrice that pays all")
            .exclude("walletPrice", uses_wallet && is_pre_auth, "paymentPhase PRE_AUTH")
            .exclude("walletPrice", uses_wallet && has_seller, "items.subMerchantMemberId")
    }

    /// Craftgate's "Ön Provizyon ve Provizyon Kapama" names listings and subscriptions, and leaves open whether products
    /// can be pre-authorized too.
    pub(crate) fn phase(&mut self, phase: Option<&PaymentPhase>, group: Option<&PaymentGroup>) -> &mut Self {
        let is_unclear = (phase, group) == (Some(&PaymentPhase::PreAuth), Some(&PaymentGroup::Product));
        self.disputed(|validator| {
            validator.exclude("paymentPhase", is_unclear, "paymentGroup PRODUCT");
        })
    }
}

/// Returns true if another provider's stored card, or the telephone number at Paycell, is in the additional parameters.
fn pays_elsewhere(payment: &CreatePayment) -> bool {
    let params = payment.additional_params.as_ref();
    params.is_some_and(|params| ["paymentProvider", "msisdn"].iter().any(|name| params.get(name).is_some()))
}

impl PaymentItem {
    pub(super) fn has_seller(&self) -> bool {
        self.sub_merchant_member_id.is_some()
    }
}

impl CreatePayment {
    /// Sets a card that is stored at another payment provider, such as iyzico, in the `additional_params` and in place
    /// of `card`. Set other `additional_params` first, since setting them replaces this card.
    ///
    /// The payment has no `bin_number`, `last_four_digits`, `card_type`, `card_association` and `card_brand` then.
    /// (Source: Craftgate's "Ödeme Ek Parametreleri".)
    ///
    /// ```
    /// use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem, ProviderStoredCard};
    /// use craftgate_core::{Currency, Validate};
    /// use craftgate_core::rust_decimal::Decimal;
    ///
    /// let price = Decimal::new(100_00, 2);
    /// let card = ProviderStoredCard { card_user_key: "kişi-1".into(), card_token: "kart-1".into() };
    /// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
    ///     .stored_at_provider(&card)
    ///     .conversation_id("siparis-17-1");
    /// assert_eq!(payment.validate(), Ok(vec![]));
    /// ```
    #[must_use]
    pub fn stored_at_provider(mut self, card: &ProviderStoredCard) -> Self {
        let card =
            JsonMap::from([("cardUserKey", card.card_user_key.expose()), ("cardToken", card.card_token.expose())]);
        self.additional_params.get_or_insert_with(JsonMap::new).insert("paymentProvider", card);
        self
    }
}

/// A card that is stored at another payment provider, by that provider's own key and token. The fields are named, so
/// that the two can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct ProviderStoredCard {
    /// The provider's key of the person.
    pub card_user_key: Secret,
    /// The provider's token of the card.
    pub card_token: Secret,
}

operation! {
    /// Retrieves a payment by Craftgate's id, whether it succeeded or failed.
    ///
    /// A retrieved payment has `card_user_key` and `card_token` only if it was made with 3D Secure of the model 3D Pay;
    /// otherwise take them from the response to the payment or its completion. (Source: Craftgate's "Ödeme Sorgulama".)
    GET "/payment/v1/card-payments/{id}" => Payment;

    pub struct RetrievePayment {
        path {
            /// Craftgate's id of the payment.
            id: PaymentId
        }
        matches { id == id }
    }
}

literal_object! {
    /// The price of the basket and the price to pay, in the payment's currency. The fields are named, so that the two can't
    /// be swapped.
    pub struct Amounts {
        /// The sum of the basket's prices.
        price: Decimal,
        /// The price to pay by card and wallet, after commissions and discounts.
        paid_price: Decimal,
    }
}

impl Amounts {
    /// Returns amounts whose basket price and price to pay are the same.
    #[must_use]
    pub fn same(price: Decimal) -> Self {
        Self { price, paid_price: price }
    }
}

request_object! {
    /// An item in the basket.
    pub struct PaymentItem {
        required {
            /// The item's price, in the payment's currency.
            price: Decimal,
        }
        optional {
            /// The product's or service's name.
            name: String,
            /// The merchant's own id of the item.
            external_id: String,
            /// Craftgate's id of the seller, in a marketplace.
            sub_merchant_member_id: MemberId,
            /// The seller's share, in the payment's currency. Needed if there is a seller.
            sub_merchant_member_price: Decimal,
            /// The number of days for which the seller's money is held back.
            blockage_day: i32,
        }
    }
}

request_object! {
    /// The rules to choose a POS by, among those that can take the payment.
    pub struct RoutingOptions {
        optional {
            /// The order of preference.
            ordering_rule: OrderingRule,
            /// Whether to ignore the merchant's advanced routing rules.
            ignore_advanced_pos_routing_rules: bool,
        }
        repeated {
            /// The aliases of the POS to choose among.
            pos_aliases: String,
        }
    }
}

request_object! {
    /// The values for the fraud rules.
    pub struct FraudCheckParameters {
        optional {
            /// The merchant's own id of the buyer.
            buyer_external_id: String,
            /// The buyer's telephone number.
            buyer_phone_number: String,
            /// The buyer's e-mail address.
            buyer_email: String,
            /// A value for the merchant's own fraud rules.
            custom_fraud_variable: String,
        }
    }
}
