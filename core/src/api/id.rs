//! Craftgate's ids, one type each, so that a payment's id can't be given for a line's.
//!
//! ```
//! use craftgate_core::id::{MemberId, PaymentId};
//! use craftgate_core::payment::RetrievePayment;
//!
//! let payment_id = PaymentId::new(17);
//! assert_eq!(RetrievePayment::new(payment_id).id, payment_id);
//! assert_eq!(payment_id.to_string(), "17");
//! assert_eq!("17".parse(), Ok(payment_id));
//! assert_eq!(serde_json::to_string(&MemberId::new(3)).unwrap(), "3");
//! ```

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::wire::to_param::ToParam;
use crate::wire::{Wire, impl_wire_via_serde};

/// Declares ids: a number each, in JSON as in a path.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The id's number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(digits: &str) -> Result<Self, ParseIntError> {
                digits.parse().map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Wire::deserialize(deserializer).map(Self)
            }
        }

        impl ToParam for $name {
            fn to_param(&self) -> Option<impl fmt::Display> {
                Some(self.0)
            }
        }

        impl_wire_via_serde!($name);
    )*};
}

ids! {
    /// The id of a bank account's incoming transfer.
    BankAccountTrackingRecordId;
    /// The id of a bank.
    BankId;
    /// The id of a payout that a bank returned.
    BouncedPayoutTransactionId;
    /// The id of a fraud check.
    FraudCheckId;
    /// The id of a fraud rule.
    FraudRuleId;
    /// The id of a member: a buyer, or a seller of a marketplace (sub-merchant).
    MemberId;
    /// The id of a merchant's alternative payment method.
    MerchantApmId;
    /// The id of a merchant.
    MerchantId;
    /// The id of a merchant's POS.
    MerchantPosId;
    /// The id of a payment in parts.
    MultiPaymentId;
    /// The id of a payment.
    PaymentId;
    /// The id of a refund of a whole payment.
    PaymentRefundId;
    /// The id of a payment's line (payment transaction), of which each item has one.
    PaymentTransactionId;
    /// The id of a refund of one payment line.
    PaymentTransactionRefundId;
    /// The id of an account that payouts go to.
    PayoutAccountId;
    /// The id of a payout.
    PayoutId;
    /// The id of a POS's commission for one number of installments.
    PosCommissionId;
    /// The id of a POS's user.
    PosUserId;
    /// The id of a pay-by-link product.
    ProductId;
    /// The id of a remittance between a member's wallet and the merchant.
    RemittanceId;
    /// The id of a report.
    ReportId;
    /// The id of a settlement file.
    SettlementFileId;
    /// The id of a transaction whose kind another field tells, such as a payment line or its refund.
    TransactionId;
    /// The id of a wallet.
    WalletId;
    /// The id of a wallet's transaction.
    WalletTransactionId;
    /// The id of a refund of a wallet transaction to a card.
    WalletTransactionRefundId;
    /// The id of a withdraw from a wallet to a bank account.
    WithdrawId;
}
