//! Checkout pages.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Card, CardUserKey, CreatePayment, CustomInstallment, PaymentMethod, PaymentPhase, PaymentProvider, PaymentStatus,
    PaymentType,
};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::card::PresentedCard;
use super::flow::Flow;
use super::ledger::Ledger;
use super::masterpass::MasterpassAccount;
use super::order::Order;
use super::page_installments::PageInstallments;
use super::payment::Payments;
use super::settings::Settings;
use super::test_cards::TestCard;
use super::validation::{self, allows_wallet};
use super::vault::Vault;
use crate::error::{ApiError, CREDIT_CARD_REQUIRED, INVALID_VALUE, PAGE_EXPIRED, STORED_CARD_REQUIRED};

/// A checkout page.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct Checkout {
    /// The payment, without its card.
    pub(crate) payment: CreatePayment,
    pub(crate) rules: CheckoutRules,
    pub(crate) expires_at: NaiveDateTime,
    /// Where the customer's browser posts the token after a payment.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) callback_url: String,
    /// Where Craftgate posts the token after a payment.
    pub(crate) merchant_webhook_url: Option<String>,
    /// Where a customer goes who does not want to pay.
    pub(crate) return_back_url: Option<String>,
    /// The last attempt to pay.
    pub(crate) payment_id: Option<PaymentId>,
}

/// What a customer enters on a checkout page to pay with a card, from the buyer's wallet, or with both.
pub(crate) struct CheckoutEntry {
    /// The card; `None` if the wallet pays all.
    pub(crate) card: Option<Card>,
    pub(crate) installment: i32,
    /// The part that the wallet pays.
    pub(crate) wallet_price: Decimal,
}

/// What Craftgate posts to a `merchantWebhookUrl` after a payment on a checkout page.
pub(crate) struct CheckoutNotification {
    pub(crate) url: String,
    pub(crate) token: String,
}

/// What the page lets a customer do.
#[derive(Default)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct CheckoutRules {
    pub(crate) is_deposit: bool,
    pub(crate) requires_three_ds: bool,
    pub(crate) requires_credit_card: bool,
    pub(crate) requires_stored_card: bool,
    pub(crate) stores_cards: bool,
    pub(crate) allows_deleting_cards: bool,
    /// The methods that the page offers; all if it is empty.
    pub(crate) enabled_methods: Vec<PaymentMethod>,
    pub(crate) card_user_key: Option<CardUserKey>,
    pub(crate) enabled_installments: Vec<i32>,
    /// Whether only companies' cards can pay in installments.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) only_commercial_installments: bool,
    /// Whether cards other than credit cards are charged at once where others are pre-authorized.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) charges_other_cards: bool,
    pub(crate) custom_installments: Vec<CustomInstallment>,
    /// The installments of cards by their family, in place of the POS's.
    pub(crate) card_brand_installments: BTreeMap<String, Vec<CustomInstallment>>,
    /// Whether the way back to the merchant replaces the whole window, where the page is in a frame.
    pub(crate) replaces_window: bool,
    /// The customer's account at Masterpass, if it is known.
    pub(crate) masterpass: Option<MasterpassAccount>,
    /// Whether the customer's identity at Payoneer is known.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) knows_payoneer_identity: bool,
    /// Whether the customer's country and language at Klarna are known.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) knows_klarna_region: bool,
}

impl Checkout {
    /// Checks that the page is neither paid nor expired.
    pub(crate) fn check_open(&self, payments: &Payments, now: NaiveDateTime) -> Result<(), ApiError> {
        let last = self.payment_id.and_then(|id| payments.get(id));
        let is_paid = last.is_some_and(|record| record.payment.payment_status == PaymentStatus::Success);
        match is_paid || now >= self.expires_at {
            true => Err(PAGE_EXPIRED.into()),
            false => Ok(()),
        }
    }

    /// Returns the customer's payment on the page.
    pub(crate) fn order(
        &self,
        entry: CheckoutEntry,
        vault: &Vault,
        settings: &Settings,
        now: NaiveDateTime,
    ) -> Result<Order, ApiError> {
        let CheckoutEntry { card, installment, wallet_price } = entry;
        let card = card.map(|card| self.rules.complete(card));
        let known = card.as_ref().and_then(|card| PresentedCard::read(card, vault, settings, now).ok());
        let installments = self.installments();
        let total_price = |card| installments.total_price(card, installment);
        let with_card = total_price(known.map(|presented| presented.card))?;
        // A wallet that pays all needs no card, and gets no card's price.
        let card = card.filter(|_| wallet_price != with_card);
        let mut request = self.payment.clone();
        request.installment = installment;
        request.amounts.paid_price = if card.is_some() { with_card } else { total_price(None)? };
        if !wallet_price.is_zero() {
            if self.rules.is_deposit {
                return Err(INVALID_VALUE.field("walletPrice"));
            }
            request.wallet_price = Some(wallet_price);
        }
        request.card = card;
        let payment_type = if self.rules.is_deposit { PaymentType::DepositPayment } else { PaymentType::CardPayment };
        let mut order = validation::page_payment(request, payment_type, vault, settings, now)?;
        if let Some(presented) = &order.presented {
            self.rules.check_card(presented.card, presented.is_stored, installment)?;
            if self.rules.charges_other_cards && !presented.card.is_credit_card() {
                order.request.payment_phase = Some(PaymentPhase::Auth);
            }
        }
        Ok(order)
    }

    /// Returns the balance of the buyer's wallet; `None` if it can't pay here.
    pub(crate) fn wallet_balance(&self, ledger: &Ledger) -> Option<Decimal> {
        let buyer = self.payment.buyer_member_id.filter(|_| !self.rules.is_deposit && allows_wallet(&self.payment))?;
        let balance = ledger.find_owned(Some(buyer), &self.payment.currency)?.amount.unwrap_or_default();
        (balance > Decimal::ZERO).then_some(balance)
    }

    /// Returns the customer's payment by another method than a card of one's own: by a card of the method's, if there
    /// is one, in a number of installments.
    pub(crate) fn order_by(
        &self,
        method: &PaymentMethod,
        card: Option<&TestCard>,
        installment: i32,
        settings: &Settings,
    ) -> Result<Order, ApiError> {
        if *method == PaymentMethod::Card || !self.rules.offers(method) {
            return Err(INVALID_VALUE.field("paymentMethod"));
        }
        let mut request = self.payment.clone();
        let payment_type = match card {
            _ if self.rules.is_deposit => PaymentType::DepositPayment,
            Some(_) => PaymentType::CardPayment,
            None => PaymentType::Apm,
        };
        if let Some(card) = card {
            request.installment = installment;
            request.amounts.paid_price = self.installments().total_price(Some(card), installment)?;
            validation::check_card(&request, card)?;
            self.rules.check_kind(card, installment)?;
        }
        let provider = PaymentProvider::from(method.as_str());
        validation::external_payment(request, Flow::Apm, payment_type, provider, settings)
    }

    /// Returns the numbers of installments that the page offers. A single payment is always among them.
    pub(crate) fn installments(&self) -> PageInstallments {
        let CheckoutRules { enabled_installments, custom_installments, card_brand_installments, .. } = &self.rules;
        let of_pos = PageInstallments::of_pos(self.payment.amounts.paid_price, custom_installments);
        let brands = card_brand_installments.iter();
        let installments = brands.fold(of_pos, |installments, (brand, custom)| installments.brand(brand, custom));
        installments
            .filter(|number| number == 1 || enabled_installments.is_empty() || enabled_installments.contains(&number))
    }

    /// Returns the price of a single payment by a card of no particular family, or from the wallet.
    pub(crate) fn single_price(&self) -> Decimal {
        self.installments().total_price(None, 1).unwrap_or(self.payment.amounts.paid_price)
    }
}

impl CheckoutRules {
    /// Returns a card with what the page says of its storage.
    fn complete(&self, mut card: Card) -> Card {
        if self.stores_cards {
            card.store_card_after_success_payment = Some(true);
        }
        card.card_user_key = card.card_user_key.or_else(|| self.card_user_key.clone());
        card
    }

    /// Returns true if the page offers a method. Masterpass, Payoneer and Klarna need data of the customer, and Pluxee has two names.
    pub(crate) fn offers(&self, method: &PaymentMethod) -> bool {
        let is_pluxee = |method: &PaymentMethod| matches!(method, PaymentMethod::Pluxee | PaymentMethod::Sodexo);
        let is_same = |enabled: &PaymentMethod| enabled == method || (is_pluxee(enabled) && is_pluxee(method));
        let is_usable = match method {
            PaymentMethod::Masterpass => self.masterpass.is_some(),
            PaymentMethod::Payoneer => self.knows_payoneer_identity,
            PaymentMethod::Klarna => self.knows_klarna_region,
            _ => true,
        };
        is_usable && (self.enabled_methods.is_empty() || self.enabled_methods.iter().any(is_same))
    }

    fn check_card(&self, card: &TestCard, is_stored: bool, installment: i32) -> Result<(), ApiError> {
        self.check_kind(card, installment)?;
        if !self.offers(&PaymentMethod::Card) {
            return Err(INVALID_VALUE.field("paymentMethod"));
        }
        match self.requires_stored_card && !is_stored {
            true => Err(STORED_CARD_REQUIRED.into()),
            false => Ok(()),
        }
    }

    /// Checks that the page takes cards of this kind.
    fn check_kind(&self, card: &TestCard, installment: i32) -> Result<(), ApiError> {
        if installment > 1 && self.only_commercial_installments && !card.is_commercial {
            return Err(INVALID_VALUE.field("installment"));
        }
        match self.requires_credit_card && !card.is_credit_card() {
            true => Err(CREDIT_CARD_REQUIRED.into()),
            false => Ok(()),
        }
    }
}
