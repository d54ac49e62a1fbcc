//! Taking a payment from a card, and looking it up.

use rust_decimal::Decimal;

use super::{Card, OrderingRule, Payment, PaymentGroup, PaymentPhase};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId};
use crate::macros::object::request_object;
use crate::macros::operation::operation;
use crate::macros::record::impl_record;
use crate::protocol::validation::{Validate, ValidationError, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Takes a payment from a card, a wallet, or both, without 3D Secure.
    ///
    /// Set a `conversation_id` or an `external_id`: after a lost answer they are how the payment is
    /// found. For prepaid and debit cards, first orders and risky customers Craftgate advises 3D Secure:
    /// hand the same value to [`InitThreeDsPayment`](super::InitThreeDsPayment).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) with an [`ErrorGroup`](crate::ErrorGroup) when the bank declines.
    POST "/payment/v1/card-payments" => Payment;

    pub struct CreatePayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The number of installments; 1 for a single payment.
            installment: i32,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The part taken from the buyer's wallet, included in the paid price. Needs `buyer_member_id`.
            wallet_price: Decimal,
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// Comes back with the answer; usually the merchant's order number. A `#` at either end, or `###`
            /// anywhere in it, would keep a 3D Secure callback from being verified.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// The card. Not needed where all is taken from the wallet.
            card: Card,
            /// How to choose the POS.
            routing_options: RoutingOptions,
            /// What the fraud rules should look at.
            fraud_params: FraudCheckParameters,
            /// Further parameters, such as another provider's stored card.
            additional_params: JsonMap,
            /// Whether another POS is tried after a technical failure (Craftgate's default: yes).
            retry: bool,
        }
    }
}

impl Validate for CreatePayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().payment(self).finish()
    }
}

impl Validator {
    /// The rules of a payment, however it is authenticated.
    pub(crate) fn payment(&mut self, payment: &CreatePayment) -> &mut Self {
        let paid_price = payment.amounts.paid_price;
        let wallet_price = payment.wallet_price.unwrap_or_default();
        let needs_no_card = wallet_price == paid_price || uses_another_provider(payment);
        self.basket(&payment.amounts, &payment.items)
            .check(payment.installment > 0, ValidationError::NotPositive { field: "installment" })
            .require("card", payment.card.is_some() || needs_no_card)
            .allow("walletPrice", (Decimal::ZERO..=paid_price).contains(&wallet_price))
            .require("buyerMemberId", wallet_price.is_zero() || payment.buyer_member_id.is_some());
        payment.card.iter().fold(self, |validator, card| validator.card(card))
    }

    /// The rules of a basket, whatever it is paid with.
    pub(crate) fn basket(&mut self, amounts: &Amounts, items: &[PaymentItem]) -> &mut Self {
        let price = amounts.price;
        match items.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.price)) {
            _ if items.is_empty() => self.check(false, ValidationError::NoItems),
            Some(sum) => self.check(sum == price, ValidationError::ItemTotalMismatch { sum, price }),
            None => self.allow("items.price", false),
        };
        let seller_has_price =
            |item: &PaymentItem| item.sub_merchant_member_id.is_none() || item.sub_merchant_member_price.is_some();
        self.positive("price", Some(price))
            .positive("paidPrice", Some(amounts.paid_price))
            .check(
                items.iter().all(|item| item.price > Decimal::ZERO),
                ValidationError::NotPositive { field: "items.price" },
            )
            .require("items.subMerchantMemberPrice", items.iter().all(seller_has_price))
    }
}

/// Another provider's stored card stands among the additional parameters.
fn uses_another_provider(payment: &CreatePayment) -> bool {
    let params = payment.additional_params.iter().flat_map(|params| params.iter());
    params.map(|(name, _)| name).any(|name| name != "threeDSCallbackVersion")
}

operation! {
    /// Looks a payment up by Craftgate's id, whether it succeeded or failed.
    GET "/payment/v1/card-payments/{id}" => Payment;

    pub struct RetrievePayment {
        path {
            /// Craftgate's id of the payment.
            id: PaymentId
        }
    }
}

/// What the basket costs and what is taken, in the payment's currency. Named, so that they can't be
/// swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct Amounts {
    /// The sum of the basket's prices.
    pub price: Decimal,
    /// What is taken from card and wallet, after commissions and discounts.
    pub paid_price: Decimal,
}

impl Amounts {
    /// Takes exactly what the basket costs.
    #[must_use]
    pub fn same(price: Decimal) -> Self {
        Self { price, paid_price: price }
    }
}

impl_record! {
    Amounts
    flatten {}
    path {}
    required { price: Decimal, paid_price: Decimal }
    optional {}
    repeated {}
}

request_object! {
    /// One line of the basket.
    pub struct PaymentItem {
        required {
            /// Its price in the basket, in the payment's currency.
            price: Decimal,
        }
        optional {
            /// The product's or service's name.
            name: String,
            /// The merchant's own id of the line.
            external_id: String,
            /// Craftgate's id of the seller, in a marketplace.
            sub_merchant_member_id: MemberId,
            /// What the seller gets, in the payment's currency. Needed where there is a seller.
            sub_merchant_member_price: Decimal,
            /// The days that the seller's money is held back.
            blockage_day: i32,
        }
    }
}

request_object! {
    /// How to choose among the POS that could take the payment.
    pub struct RoutingOptions {
        optional {
            /// What to order them by.
            ordering_rule: OrderingRule,
            /// Whether to pass over the merchant's advanced routing rules.
            ignore_advanced_pos_routing_rules: bool,
        }
        repeated {
            /// The POS to choose among, by alias.
            pos_aliases: String,
        }
    }
}

request_object! {
    /// What the fraud rules should look at.
    pub struct FraudCheckParameters {
        optional {
            /// The merchant's own id of the buyer.
            buyer_external_id: String,
            /// The buyer's telephone number.
            buyer_phone_number: String,
            /// The buyer's e-mail address.
            buyer_email: String,
            /// A value that the merchant's own rules look at.
            custom_fraud_variable: String,
        }
    }
}
