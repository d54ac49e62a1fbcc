//! The merchant's accounts at alternative payment methods. Six exist at first, in Turkish lira.

use craftgate_core::Currency;
use craftgate_core::id::MerchantApmId;
use craftgate_core::merchant_apm::MerchantApm;
use craftgate_core::onboarding::Status;
use craftgate_core::payment::ApmType;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ApiError, INVALID_VALUE, MISSING_FIELD};
use crate::store::Table;

const FIRST_METHODS: [ApmType; 6] =
    [ApmType::Papara, ApmType::Sodexo, ApmType::Edenred, ApmType::Metropol, ApmType::InstantTransfer, ApmType::Maslak];

/// The accounts by id.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(transparent))]
pub(crate) struct MerchantApms(Table<MerchantApm>);

impl Default for MerchantApms {
    fn default() -> Self {
        let mut apms = Table::default();
        for apm_type in FIRST_METHODS {
            apms.add(|id| account(id, apm_type));
        }
        Self(apms)
    }
}

fn account(id: MerchantApmId, apm_type: ApmType) -> MerchantApm {
    let mut account = MerchantApm::new(id);
    account.status = Some(Status::Active);
    account.name = Some(format!("Emülatör {apm_type}"));
    account.apm_type = Some(apm_type);
    account.supported_currencies = vec![Currency::Try];
    account
}

impl MerchantApms {
    /// Returns the accounts in the order of their ids.
    pub(crate) fn all(&self) -> Vec<MerchantApm> {
        self.0.iter().cloned().collect()
    }

    /// Checks that a payment by a method names an account there, if the merchant has several. (Source: Craftgate's
    /// "Cüzdana Para Yatırma".)
    pub(crate) fn check(&self, id: Option<MerchantApmId>, apm_type: &ApmType) -> Result<(), ApiError> {
        let is_usable = |account: &MerchantApm| {
            account.apm_type.as_ref() == Some(apm_type) && account.status != Some(Status::Passive)
        };
        match id {
            Some(id) if is_usable(self.0.find(id)?) => Ok(()),
            Some(_) => Err(INVALID_VALUE.field("merchantApmId")),
            None if self.0.iter().filter(|account| is_usable(account)).nth(1).is_some() => {
                Err(MISSING_FIELD.field("merchantApmId"))
            }
            None => Ok(()),
        }
    }
}
