//! Split payments, of pages of their own and of links. Each split is a card payment of its own, with a part of each item.

use chrono::NaiveDateTime;
use craftgate_core::id::{MultiPaymentId, PaymentId};
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::money::{allocate, round};
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
    /// The token of the link that is paid so, if it is one.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) link: Option<String>,
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

    /// Returns true if something remains to be paid, and there is time for it.
    pub(crate) fn is_open(&self, now: NaiveDateTime) -> bool {
        !self.remaining_amount().is_zero() && now < self.expires_at
    }

    /// Returns true if the next split has to be the whole remaining amount.
    pub(crate) fn is_last_split(&self) -> bool {
        let paid_splits = self.splits.iter().filter(|(_, paid)| !paid.is_zero()).count();
        self.max_splits.is_some_and(|max| paid_splits + 1 >= max)
    }

    /// Returns true if a split can have this price.
    pub(crate) fn is_possible(&self, price: Decimal) -> bool {
        let remaining = self.remaining_amount();
        price == remaining || (price < remaining && !self.is_last_split())
    }

    /// Returns the payment of a split.
    pub(crate) fn split(&self, card: Card, price: Decimal, now: NaiveDateTime) -> Result<CreatePayment, ApiError> {
        if !self.is_open(now) {
            return Err(PAGE_EXPIRED.into());
        }
        if !self.is_possible(price) {
            return Err(INVALID_VALUE.field("price"));
        }
        let mut split = self.payment.clone().card(card);
        split.items = self.items_of(price);
        split.amounts = Amounts::same(price);
        Ok(split)
    }

    /// Returns the items that a split of this amount pays for: each item in proportion to what remains of it, with the
    /// seller's share of that.
    fn items_of(&self, price: Decimal) -> Vec<PaymentItem> {
        let mut remaining: Vec<Decimal> = self.payment.items.iter().map(|item| item.price).collect();
        for (_, paid) in &self.splits {
            let shares = allocate(*paid, &remaining);
            for (remaining, share) in remaining.iter_mut().zip(shares) {
                *remaining -= share;
            }
        }
        let shares = allocate(price, &remaining);
        let items = self.payment.items.iter().zip(remaining).zip(shares);
        items
            .filter(|(_, share)| !share.is_zero())
            .map(|((item, remaining), share)| part(item, remaining, share))
            .collect()
    }
}

/// Returns the part of an item of which so much remains.
fn part(item: &PaymentItem, remaining: Decimal, share: Decimal) -> PaymentItem {
    let mut part = item.clone();
    part.price = share;
    if let Some(seller_price) = item.sub_merchant_member_price {
        // The shares of all parts add up to the whole: each is what the part takes from the rest.
        let due = |remaining: Decimal| round(seller_price * remaining / item.price);
        let seller_price = due(remaining) - due(remaining - share);
        part.sub_merchant_member_price = Some(seller_price);
        if seller_price.is_zero() {
            part.sub_merchant_member_id = None;
        }
    }
    part
}
