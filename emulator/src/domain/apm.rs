//! The inputs of alternative payment methods, and the customer's next action.
//!
//! (Sources: Craftgate's pages of the methods, and the official clients' samples.) Methods of which neither says anything
//! redirect the customer to their own page.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use craftgate_core::payment::{ApmAdditionalAction, ApmType};
use craftgate_core::{ErrorGroup, JsonMap};

use crate::error::{ApiError, INVALID_VALUE, MISSING_FIELD, require};

/// The verification code that is wrong, and the one whose time has run out. Any other one is right.
pub(crate) const WRONG_CODE: &str = "000000";
pub(crate) const LATE_CODE: &str = "999999";

/// The code that Pluxee's application shows to every customer. (Source: Craftgate's "Pluxee".)
pub(crate) const PLUXEE_CODE: &str = "843195";

/// The further data with which a payment by a method is started or completed.
pub(crate) struct ApmInput<'a> {
    pub(crate) apm_type: &'a ApmType,
    pub(crate) user_identity: Option<&'a str>,
    pub(crate) params: Option<&'a JsonMap>,
}

/// Returns how the customer goes on.
pub(crate) fn action(apm_type: &ApmType) -> ApmAdditionalAction {
    use ApmType as Apm;
    match apm_type {
        Apm::FundTransfer | Apm::CashOnDelivery | Apm::Sodexo | Apm::Pluxee | Apm::SodexoGift => {
            ApmAdditionalAction::None
        }
        Apm::Edenred
        | Apm::EdenredGift
        | Apm::Metropol
        | Apm::Iwallet
        | Apm::PaycellDcb
        | Apm::Setcard
        | Apm::Tokenflex
        | Apm::TokenflexGift => ApmAdditionalAction::OtpRequired,
        Apm::Bizum | Apm::Chippin | Apm::PaylandsMbWay | Apm::Tompay => ApmAdditionalAction::WaitForWebhook,
        Apm::InstantTransfer | Apm::Multinet | Apm::MultinetGift => ApmAdditionalAction::ShowHtmlContent,
        _ => ApmAdditionalAction::RedirectToUrl,
    }
}

impl ApmInput<'_> {
    /// Returns how the customer goes on: by a code, unless theirs is one of the accounts that pay without.
    pub(crate) fn action(&self, accounts_without_code: &BTreeSet<String>) -> ApmAdditionalAction {
        let account = || self.user_identity.map(str::to_owned).or_else(|| self.param("cardNumber").ok());
        match action(self.apm_type) {
            ApmAdditionalAction::OtpRequired if account().is_some_and(|own| accounts_without_code.contains(&own)) => {
                ApmAdditionalAction::None
            }
            action => action,
        }
    }

    /// Checks that a payment can be started.
    pub(crate) fn check_start(&self) -> Result<(), ApiError> {
        use ApmType as Apm;
        match self.apm_type {
            Apm::Unrecognized(_) => Err(INVALID_VALUE.field("apmType")),
            Apm::Edenred | Apm::EdenredGift => check_digits(self.identity()?, 16..=16, "", IDENTITY),
            Apm::Chippin => self.identity().map(drop),
            Apm::Sodexo | Apm::Pluxee | Apm::SodexoGift => self.check_pluxee(),
            Apm::Setcard | Apm::Metropol => self.param("cardNumber").map(drop),
            Apm::Iwallet if self.user_identity.is_none() => self.param("cardNumber").map(drop),
            Apm::Tokenflex | Apm::TokenflexGift => self.param("paymentCode").map(drop),
            Apm::Bizum | Apm::PaylandsMbWay => self.check_param("buyerPhoneNumber", 5..=15, "34"),
            Apm::PaycellDcb => self.check_param("paycellGsmNumber", 10..=10, "5"),
            Apm::Tompay => self.param("phone").and(self.param("channel")).map(drop),
            Apm::Klarna => self.param("country").and(self.param("locale")).map(drop),
            Apm::InstantTransfer => self.param("bankCode").map(drop),
            _ => Ok(()),
        }
    }

    /// Checks the telephone number and the code of Pluxee's application, which stand for the whole payment.
    fn check_pluxee(&self) -> Result<(), ApiError> {
        check_digits(self.identity()?, 10..=10, "5", IDENTITY)?;
        match self.param("sodexoCode")? == PLUXEE_CODE {
            true => Ok(()),
            false => Err(ApiError::Rejected(ErrorGroup::ApmInvalidVerificationCode)),
        }
    }

    /// Checks that a payment can be completed: that the customer's code is right, where the method asks for one.
    pub(crate) fn check_completion(&self) -> Result<(), ApiError> {
        if action(self.apm_type) != ApmAdditionalAction::OtpRequired {
            return Ok(());
        }
        let code = match self.apm_type {
            ApmType::Iwallet => self.param("passCode")?,
            // Its key is not documented.
            ApmType::PaycellDcb => return require(self.params, PARAMS).map(drop),
            _ => self.param("otpCode")?,
        };
        if *self.apm_type == ApmType::Metropol {
            self.param("productId")?;
            self.param("walletId")?;
        }
        check_code(&code)
    }

    fn identity(&self) -> Result<&str, ApiError> {
        require(self.user_identity.filter(|identity| !identity.is_empty()), IDENTITY)
    }

    fn check_param(&self, name: &str, lengths: RangeInclusive<usize>, prefix: &str) -> Result<(), ApiError> {
        check_digits(&self.param(name)?, lengths, prefix, name)
    }

    /// Returns an additional parameter: a string, or the digits of a number.
    fn param(&self, name: &str) -> Result<String, ApiError> {
        let value = self.params.and_then(|params| params.get(name));
        let value = value.map(|value| value.deserialize().unwrap_or_else(|_| value.as_str().to_owned()));
        let value: Option<String> = value.filter(|value: &String| !value.is_empty() && value != "null");
        value.ok_or_else(|| MISSING_FIELD.field(format!("{PARAMS}.{name}")))
    }
}

/// Checks the code that a method sent to its customer.
pub(crate) fn check_code(code: &str) -> Result<(), ApiError> {
    match code {
        WRONG_CODE => Err(ApiError::Rejected(ErrorGroup::ApmInvalidVerificationCode)),
        LATE_CODE => Err(ApiError::Rejected(ErrorGroup::ApmVerificationCodeError)),
        _ => Ok(()),
    }
}

const IDENTITY: &str = "apmUserIdentity";
const PARAMS: &str = "additionalParams";

/// Checks that a value is a number of so many digits that starts with a prefix.
fn check_digits(value: &str, lengths: RangeInclusive<usize>, prefix: &str, field: &str) -> Result<(), ApiError> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    match is_number && lengths.contains(&value.len()) && value.starts_with(prefix) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field(field.to_owned())),
    }
}
