//! The ways in which a payment is made.

#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

/// How a payment is made, and so which operation completes it while it is pending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) enum Flow {
    #[default]
    Direct,
    ThreeDs,
    ThreeDsDeposit,
    Apm,
    PosApm,
    GarantiPay,
    Bnpl,
    BkmExpress,
    Juzdan,
    Masterpass,
    MasterpassThreeDs,
}

impl Flow {
    /// Returns true if the customer of such a payment visits a provider's page.
    pub(crate) fn has_provider_page(self) -> bool {
        self.is_completed_by_customer() || self == Self::Bnpl
    }

    /// Returns true if the customer's confirmation completes the payment, without another request by the merchant.
    pub(crate) fn is_completed_by_customer(self) -> bool {
        matches!(self, Self::Apm | Self::PosApm | Self::GarantiPay | Self::Juzdan)
    }
}
