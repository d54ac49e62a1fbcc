//! Split payments. Each split is a card payment of its own, with one transaction.

use chrono::NaiveDateTime;
use craftgate_core::id::{MultiPaymentId, PaymentId};
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

#[cfg(feature = "control")]
use super::stored_amounts::amounts_of_payments;
use crate::error::{ApiError, INVALID_VALUE, PAGE_EXPIRED};

/// A payment that is split among several cards.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct MultiPaymentState {
    pub(crate) id: MultiPaymentId,
    /// The total of all splits, with what they have in common.
    pub(crate) payment: CreatePayment,
    pub(crate) max_splits: Option<usize>,
    pub(crate) expires_at: NaiveDateTime,
    /// Where the customer's browser posts the token after a payment.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) callback_url: String,
    /// The payments that were made, each with its paid price: zero if it failed.
    #[cfg_attr(feature = "control", serde(default, with = "amounts_of_payments"))]
    pub(crate) splits: Vec<(PaymentId, Decimal)>,
}

impl MultiPaymentState {
    pub(crate) fn paid_price(&self) -> Decimal {
        self.splits.iter().map(|(_, paid)| paid).sum()
    }

    pub(crate) fn remaining_amount(&self) -> Decimal {
        self.payment.amounts.price - self.paid_price()
    }

    /// Returns true if the next split has to be the whole remaining amount.
    pub(crate) fn is_last_split(&self) -> bool {
        let paid_splits = self.splits.iter().filter(|(_, paid)| !paid.is_zero()).count();
        self.max_splits.is_some_and(|max| paid_splits + 1 >= max)
    }

    /// Returns the payment of a split.
    pub(crate) fn split(&self, card: Card, price: Decimal, now: NaiveDateTime) -> Result<CreatePayment, ApiError> {
        let remaining = self.remaining_amount();
        if remaining.is_zero() || now >= self.expires_at {
            return Err(PAGE_EXPIRED.into());
        }
        if price > remaining || (self.is_last_split() && price != remaining) {
            return Err(INVALID_VALUE.field("price"));
        }
        let mut split = self.payment.clone().card(card);
        let mut item = PaymentItem::new(price);
        item.name = self.payment.items.first().and_then(|item| item.name.clone());
        split.amounts = Amounts::same(price);
        split.items = vec![item];
        Ok(split)
    }
}
