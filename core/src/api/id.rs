//! The ids that Craftgate assigns, one type for each kind, so that a payment's id can't be passed for a line's.
//!
//! An id looks in JSON like the number or string in it, and is made explicitly:
//!
//! ```
//! use craftgate_core::id::{MemberId, PaymentId};
//! use craftgate_core::payment::RetrievePayment;
//!
//! let payment_id = PaymentId::new(17);
//! assert_eq!(RetrievePayment::new(payment_id).id, payment_id);
//! assert_eq!(payment_id.to_string(), "17");
//! assert_eq!("17".parse(), Ok(payment_id));
//! assert_eq!(i64::from(payment_id), 17);
//! assert_eq!(serde_json::to_string(&MemberId::new(3)).unwrap(), "3");
//! ```
//!
//! A number does not become an id by itself, and one kind of id does not become another:
//!
//! ```compile_fail
//! craftgate_core::payment::RetrievePayment::new(17_i64);
//! ```
//!
//! ```compile_fail
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::RefundPaymentTransaction;
//!
//! RefundPaymentTransaction::new(PaymentId::new(17));
//! ```
//!
//! ```compile_fail
//! let payment_id: craftgate_core::id::PaymentId = 17_i64.into();
//! ```
//!
//! Ids that are the merchant's own, such as `conversation_id` and `external_id`, are plain strings.

use std::convert::Infallible;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::macros::describe::describe_as;
use crate::wire::to_param::ToParam;
use crate::wire::{Wire, impl_wire_via_serde};

/// Declares ids that are numbers, in JSON as in a path.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Returns the id with this number.
            #[must_use]
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// Returns the id's number.
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

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
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
        describe_as!(Integer: $name);
    )*};
}

/// Declares ids that are strings, in JSON as in a path.
macro_rules! string_ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the id that is this string.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// Returns the id as a string slice.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(id: &str) -> Result<Self, Infallible> {
                Ok(Self::new(id))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Wire::deserialize(deserializer).map(Self)
            }
        }

        impl ToParam for $name {
            fn to_param(&self) -> Option<impl fmt::Display> {
                Some(&self.0)
            }
        }

        impl_wire_via_serde!($name);
        describe_as!(String: $name);
    )*};
}

ids! {
    /// The id of a transfer on one of the merchant's bank accounts.
    BankAccountTrackingRecordId;
    /// The id of a bank.
    BankId;
    /// The id of a payment that a fraud rule matched (fraud check).
    FraudCheckId;
    /// The id of a fraud rule.
    FraudRuleId;
    /// The id of a member: a buyer, or a seller of a marketplace (sub-merchant).
    MemberId;
    /// The id of one of the merchant's accounts at alternative payment methods.
    MerchantApmId;
    /// The id of a merchant.
    MerchantId;
    /// The id of one of the merchant's virtual POS.
    MerchantPosId;
    /// The id of a payment in parts (multi payment).
    MultiPaymentId;
    /// The id of a payment.
    PaymentId;
    /// The id of a refund of a whole payment.
    PaymentRefundId;
    /// The id of a payment's line (payment transaction), of which each basket item has one.
    PaymentTransactionId;
    /// The id of a refund of one payment line.
    PaymentTransactionRefundId;
    /// The id of an account abroad that payouts can go to.
    PayoutAccountId;
    /// The id of a payout.
    PayoutId;
    /// The id of a virtual POS's commissions for one number of installments.
    PosCommissionId;
    /// The id of a virtual POS's user.
    PosUserId;
    /// The id of a payment link (product).
    ProductId;
    /// The id of a remittance between the merchant and a member's wallet.
    RemittanceId;
    /// The id of a report.
    ReportId;
    /// The id of a file of payouts.
    SettlementFileId;
    /// The id of a transaction whose kind another field names, such as a payment line or a wallet transaction.
    ///
    /// To look the transaction up, make the id of its kind from [`TransactionId::get`].
    TransactionId;
    /// The id of a wallet.
    WalletId;
    /// The id of a transaction of a wallet.
    WalletTransactionId;
    /// The id of a refund of a wallet transaction to the card.
    WalletTransactionRefundId;
    /// The id of a withdrawal from a wallet to a bank account.
    WithdrawId;
}

string_ids! {
    /// The id of a BKM Express payment (ticket).
    BkmExpressTicketId;
    /// The id of a meal card's tokenization session.
    CardTokenizationSessionId;
    /// The id of a value on a fraud value list.
    FraudValueId;
    /// The id of a Juzdan payment (reference).
    JuzdanReferenceId;
    /// The id of a Masterpass payment (reference).
    MasterpassReferenceId;
    /// The id of who receives a payout: a merchant's or a seller's, as the `merchant_type` beside it tells.
    ///
    /// Craftgate's documentation calls it a string and its clients read a number: it is read either way, and an id
    /// that is a number is written as a number.
    PayeeId;
}

/// Writes ids as JSON strings.
macro_rules! serialize_as_string {
    ($($name:ident),* $(,)?) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )*};
}

serialize_as_string! {
    BkmExpressTicketId, CardTokenizationSessionId, FraudValueId, JuzdanReferenceId, MasterpassReferenceId,
}

impl PayeeId {
    /// Returns the id's number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        self.0.parse().ok().filter(|number: &i64| number.to_string() == self.0)
    }
}

impl From<MerchantId> for PayeeId {
    fn from(id: MerchantId) -> Self {
        Self(id.to_string())
    }
}

impl From<MemberId> for PayeeId {
    fn from(id: MemberId) -> Self {
        Self(id.to_string())
    }
}

impl Serialize for PayeeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.number() {
            Some(number) => serializer.serialize_i64(number),
            None => serializer.serialize_str(&self.0),
        }
    }
}
