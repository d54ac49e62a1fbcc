//! How amounts are stored beside what they belong to.

use craftgate_core::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount as a JSON number with its own digits.
#[derive(Serialize, Deserialize)]
struct Amount(#[serde(with = "money")] Decimal);

/// Amounts by the id of a payment transaction, as an object.
pub(super) mod amounts_by_id {
    use std::collections::BTreeMap;

    use craftgate_core::id::PaymentTransactionId;
    use rust_decimal::Decimal;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Amount;

    pub(crate) fn serialize<S: Serializer>(
        amounts: &BTreeMap<PaymentTransactionId, Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(amounts.iter().map(|(id, amount)| (id.get(), Amount(*amount))))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<PaymentTransactionId, Decimal>, D::Error> {
        let amounts = BTreeMap::<i64, Amount>::deserialize(deserializer)?;
        Ok(amounts.into_iter().map(|(id, Amount(amount))| (PaymentTransactionId::new(id), amount)).collect())
    }
}

/// The paid prices of payments, as a list of pairs.
pub(super) mod amounts_of_payments {
    use craftgate_core::id::PaymentId;
    use rust_decimal::Decimal;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Amount;

    pub(crate) fn serialize<S: Serializer>(amounts: &[(PaymentId, Decimal)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(amounts.iter().map(|(id, amount)| (*id, Amount(*amount))))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(PaymentId, Decimal)>, D::Error> {
        let amounts = Vec::<(PaymentId, Amount)>::deserialize(deserializer)?;
        Ok(amounts.into_iter().map(|(id, Amount(amount))| (id, amount)).collect())
    }
}

/// An amount, or `null`.
pub(super) mod optional_amount {
    use rust_decimal::Decimal;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Amount;

    pub(crate) fn serialize<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        amount.map(Amount).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        Ok(Option::<Amount>::deserialize(deserializer)?.map(|Amount(amount)| amount))
    }
}
