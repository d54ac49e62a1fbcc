//! Which amounts of a payment are valid.

use craftgate_core::payment::PaymentItem;
use rust_decimal::Decimal;

use super::money::{not_negative, positive};
use crate::error::{ApiError, INVALID_VALUE, require};

/// Which amounts of a payment are valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmountRules {
    /// Amounts above zero, and sellers' shares up to the item's price.
    Strict,
    /// Amounts of zero too, and any share.
    Lenient,
}

impl AmountRules {
    /// Returns a valid amount.
    pub(crate) fn amount(self, field: &'static str, amount: Decimal) -> Result<Decimal, ApiError> {
        match self {
            Self::Strict => positive(field, amount),
            Self::Lenient => not_negative(field, amount),
        }
    }

    /// Returns a valid share of an item's seller, which is required with a seller and allowed without one.
    pub(crate) fn seller_share(self, item: &PaymentItem) -> Result<Option<Decimal>, ApiError> {
        const FIELD: &str = "items.subMerchantMemberPrice";
        let share = match (item.sub_merchant_member_id, item.sub_merchant_member_price) {
            (None, None) => return Ok(None),
            (None, Some(share)) => not_negative(FIELD, share)?,
            (Some(_), share) => positive(FIELD, require(share, FIELD)?)?,
        };
        match self == Self::Lenient || share <= item.price {
            true => Ok(Some(share)),
            false => Err(INVALID_VALUE.field(FIELD)),
        }
    }
}
