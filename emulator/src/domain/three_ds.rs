//! 3D Secure: the customer's bank authenticates the customer of a payment.

use craftgate_core::payment::MdStatus;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::error::{
    AUTHENTICATION_CANCELLED, AUTHENTICATION_FAILED, AUTHENTICATION_TIMED_OUT, ApiError, ErrorDef, INVALID_VALUE,
    NOT_AUTHENTICATED, PARTIALLY_AUTHENTICATED,
};

/// The one-time password that the bank's page accepts.
pub(crate) const ACCEPTED_CODE: &str = "123456";
/// The one-time password with which the authentication fails.
pub(crate) const FAILING_CODE: &str = "000000";
/// The number of wrong passwords after which the authentication fails.
const MAX_WRONG_CODES: u8 = 3;

/// The outcome of the bank's 3D Secure page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThreeDsOutcome {
    /// The customer enters the bank's code: `mdStatus` 1, or the test card's own.
    Approved,
    /// The customer or the bank does not participate in 3D Secure: `mdStatus` 2, 3 or 4.
    Half(MdStatus),
    /// The customer enters a wrong code: `mdStatus` 0.
    Declined,
    /// The customer cancels: `mdStatus` 0.
    Cancelled,
    /// The customer enters no code in time: `mdStatus` 0.
    TimedOut,
}

impl ThreeDsOutcome {
    /// Returns the authentication's status, which `approved` is if the customer enters the code.
    pub(crate) fn md_status(self, approved: MdStatus) -> Result<MdStatus, ApiError> {
        match self {
            Self::Approved => Ok(approved),
            Self::Half(md_status) if md_status.is_partially_authenticated() => Ok(md_status),
            Self::Half(_) => Err(INVALID_VALUE.field("mdStatus")),
            Self::Declined | Self::Cancelled | Self::TimedOut => Ok(MdStatus(0)),
        }
    }

    /// Returns the error of a payment whose customer was not authenticated.
    pub(crate) fn error(self) -> ErrorDef {
        match self {
            Self::Cancelled => AUTHENTICATION_CANCELLED,
            Self::TimedOut => AUTHENTICATION_TIMED_OUT,
            Self::Approved | Self::Half(_) | Self::Declined => AUTHENTICATION_FAILED,
        }
    }
}

/// Checks that a customer is authenticated as the merchant's settings demand.
pub(crate) fn check_authenticated(md_status: Option<MdStatus>, settings: &Settings) -> Result<(), ApiError> {
    match md_status {
        Some(status) if status.is_authenticated() => Ok(()),
        Some(status) if !status.is_partially_authenticated() => Err(AUTHENTICATION_FAILED.into()),
        Some(_) if settings.accepts_partial_authentication => Ok(()),
        Some(_) => Err(PARTIALLY_AUTHENTICATED.into()),
        None => Err(NOT_AUTHENTICATED.into()),
    }
}

/// The authentication of a payment's customer.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct Authentication {
    /// Whether the bank charges the card at once: a POS of 3D Pay, not of the 3D Model.
    pub(crate) is_three_ds_pay: bool,
    /// How many wrong codes were entered.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) wrong_codes: u8,
}

impl Authentication {
    /// Returns what a code brings about; `None` if it is wrong and the customer may try again.
    pub(crate) fn enter(&mut self, code: &str) -> Option<ThreeDsOutcome> {
        match code {
            ACCEPTED_CODE => return Some(ThreeDsOutcome::Approved),
            FAILING_CODE => return Some(ThreeDsOutcome::Declined),
            _ => self.wrong_codes = self.wrong_codes.saturating_add(1),
        }
        (self.wrong_codes >= MAX_WRONG_CODES).then_some(ThreeDsOutcome::Declined)
    }

    /// Returns how many wrong codes the customer may still enter, the last of which fails the authentication.
    pub(crate) fn attempts_left(&self) -> u8 {
        MAX_WRONG_CODES.saturating_sub(self.wrong_codes)
    }
}
