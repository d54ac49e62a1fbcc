//! The methods for which a checkout page asks its customer for an account, and then perhaps for a code.
//!
//! (Sources: Craftgate's pages of Masterpass, Edenred, iWallet, Setcard and Pluxee.)

use std::collections::BTreeSet;

use craftgate_core::payment::{ApmAdditionalAction, ApmType, PaymentMethod, PaymentProvider};
use craftgate_core::{JsonMap, Secret};

use super::apm::{ApmInput, action};
use super::destination::Destination;
use super::flow::Flow;
use super::masterpass;
use super::payment::PaymentRecord;
use super::test_cards::TestCard;
use crate::error::{ApiError, INVALID_VALUE, require};

/// What a checkout page asks for before a payment by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MethodAccount {
    /// The number of the method's own card.
    CardNumber,
    /// A telephone number, and the code that the method's application shows.
    PhoneAndCode,
    /// One of the cards of the customer's account, by its last four digits.
    AccountCard,
}

/// Returns what a method asks for; `None` if its customer goes to the provider's own page.
pub(crate) fn account(method: &PaymentMethod) -> Option<MethodAccount> {
    use PaymentMethod as Method;
    match method {
        Method::Edenred | Method::EdenredGift | Method::Iwallet | Method::Setcard | Method::Metropol => {
            Some(MethodAccount::CardNumber)
        }
        Method::Pluxee | Method::Sodexo | Method::SodexoGift => Some(MethodAccount::PhoneAndCode),
        Method::Masterpass => Some(MethodAccount::AccountCard),
        _ => None,
    }
}

/// What a customer enters of an account.
pub(crate) struct EnteredAccount<'a> {
    pub(crate) method: &'a PaymentMethod,
    pub(crate) account: Option<&'a Secret>,
    pub(crate) code: Option<&'a Secret>,
}

impl EnteredAccount<'_> {
    /// Returns the method as the API names it, if it asks for an account of its own.
    pub(crate) fn apm_type(&self) -> Option<ApmType> {
        let kind = account(self.method).filter(|kind| *kind != MethodAccount::AccountCard);
        kind.map(|_| ApmType::from(self.method.as_str()))
    }

    /// Returns the chosen card of a Masterpass account; `None` for any other method.
    pub(crate) fn card(&self) -> Result<Option<&'static TestCard>, ApiError> {
        if account(self.method) != Some(MethodAccount::AccountCard) {
            return Ok(None);
        }
        let last_four = require(self.account, "account")?;
        let card = masterpass::cards().find(|card| card.last_four() == last_four.expose());
        card.map(Some).ok_or_else(|| INVALID_VALUE.field("account"))
    }

    /// Returns true if the payment is made without a further step, or what is wrong with the account.
    pub(crate) fn is_enough(&self, accounts_without_code: &BTreeSet<String>) -> Result<bool, ApiError> {
        let Some(apm_type) = self.apm_type() else { return Ok(false) };
        let account = self.account.map(Secret::expose);
        let fields = [("cardNumber", account), ("sodexoCode", self.code.map(Secret::expose))];
        let params: JsonMap = fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let input = ApmInput { apm_type: &apm_type, user_identity: account, params: Some(&params) };
        input.check_start()?;
        Ok(input.action(accounts_without_code) == ApmAdditionalAction::None)
    }
}

/// Returns true if the customer of a checkout page has to enter a code.
pub(crate) fn asks_for_code(record: &PaymentRecord) -> bool {
    let is_on_page = matches!(record.destination, Some(Destination::Page { .. }));
    let is_masterpass = record.payment.payment_provider == Some(PaymentProvider::Masterpass);
    let sends_code = record.apm_type.as_ref().is_some_and(|apm| action(apm) == ApmAdditionalAction::OtpRequired);
    record.flow == Flow::Apm && is_on_page && (is_masterpass || sends_code)
}
