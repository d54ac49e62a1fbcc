//! The fields that each alternative payment method requires.

use super::ApmType;
use crate::api::currency::Currency;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Form, Validator, form, param};
use crate::wire::json::JsonMap;

const IDENTITY: &str = "apmUserIdentity";

/// The required fields to start a payment by each method, with their formats. (Source: Craftgate's pages on these
/// methods; for Metropol and Paycell DCB the official clients' samples.)
static NEEDS: &[(ApmType, &str, Form)] = &[
    (ApmType::Bizum, "additionalParams.buyerPhoneNumber", form::BIZUM_PHONE),
    (ApmType::Chippin, IDENTITY, form::ANY),
    (ApmType::Edenred, IDENTITY, form::SIXTEEN_DIGITS),
    (ApmType::EdenredGift, IDENTITY, form::SIXTEEN_DIGITS),
    (ApmType::InstantTransfer, "additionalParams.bankCode", form::ANY),
    (ApmType::Metropol, "additionalParams.cardNumber", form::ANY),
    (ApmType::PaycellDcb, "additionalParams.paycellGsmNumber", form::TURKISH_PHONE),
    (ApmType::Pluxee, IDENTITY, form::TURKISH_PHONE),
    (ApmType::Pluxee, "additionalParams.sodexoCode", form::ANY),
    (ApmType::Setcard, "additionalParams.cardNumber", form::ANY),
    (ApmType::Sodexo, IDENTITY, form::TURKISH_PHONE),
    (ApmType::Sodexo, "additionalParams.sodexoCode", form::ANY),
    (ApmType::Tompay, "additionalParams.phone", form::ANY),
    (ApmType::Tompay, "additionalParams.channel", form::ANY),
];

/// The formats of required fields that some of the official clients' samples violate.
static DISPUTED_FORMS: &[(ApmType, &str, Form)] = &[
    (ApmType::Setcard, "additionalParams.cardNumber", form::SIXTEEN_DIGITS),
    (ApmType::Tompay, "additionalParams.phone", form::TURKISH_PHONE),
];

/// The currency of each country at Klarna. (Source: Klarna's "Purchase countries, currencies and locales", to which
/// Craftgate refers.)
const KLARNA_CURRENCIES: &[(&str, &[&str])] = &[
    ("AUD", &["au"]),
    ("CAD", &["ca"]),
    ("CHF", &["ch"]),
    ("CZK", &["cz"]),
    ("DKK", &["dk"]),
    ("EUR", &["at", "be", "de", "es", "fi", "fr", "gr", "ie", "it", "nl", "pt", "sk"]),
    ("GBP", &["gb"]),
    ("HUF", &["hu"]),
    ("MXN", &["mx"]),
    ("NOK", &["no"]),
    ("NZD", &["nz"]),
    ("PLN", &["pl"]),
    ("RON", &["ro"]),
    ("SEK", &["se"]),
    ("USD", &["us"]),
];

impl Validator {
    /// Checks the fields that a method requires to start a payment.
    pub(super) fn apm_start(
        &mut self,
        apm_type: &ApmType,
        identity: Option<&Secret>,
        params: Option<&JsonMap>,
        currency: &Currency,
    ) -> &mut Self {
        for (_, field, form) in NEEDS.iter().filter(|(method, ..)| method == apm_type) {
            match *field {
                IDENTITY => self.require_form(IDENTITY, identity.map(Secret::expose), form),
                field => self.require_param(params, field, form),
            };
        }
        self.disputed(|validator| {
            for (_, field, form) in DISPUTED_FORMS.iter().filter(|(method, ..)| method == apm_type) {
                let value = param(params, field).filter(|value| form::is_filled(value.expose()));
                validator.form(field, value.as_ref().map(Secret::expose), form);
            }
        });
        match apm_type {
            ApmType::Klarna => self.klarna(params, ["additionalParams.country", "additionalParams.locale"], currency),
            // The official clients' samples do without.
            ApmType::InstantTransfer => self.disputed(|validator| {
                validator.require_param(params, "additionalParams.shopUrl", &form::URL);
            }),
            // One of the official clients' samples has the card's number as the customer's identity.
            ApmType::Iwallet if identity.is_some() => self.disputed(|validator| {
                validator.require_param(params, "additionalParams.cardNumber", &form::ANY);
            }),
            ApmType::Iwallet => self.require_param(params, "additionalParams.cardNumber", &form::ANY),
            _ => self,
        }
    }

    /// Checks that the customer's country, locale and currency fit together.
    pub(super) fn klarna(
        &mut self,
        params: Option<&JsonMap>,
        [country_field, locale_field]: [&'static str; 2],
        currency: &Currency,
    ) -> &mut Self {
        self.require_param(params, country_field, &form::ANY).require_param(params, locale_field, &form::ANY);
        let filled = |field| param(params, field).filter(|value| form::is_filled(value.expose()));
        let (Some(country), Some(locale)) = (filled(country_field), filled(locale_field)) else { return self };
        let is_country = |other: &str| other.eq_ignore_ascii_case(country.expose());
        let needed = KLARNA_CURRENCIES.iter().find(|(_, countries)| countries.iter().any(|other| is_country(other)));
        let region = locale.expose().rsplit('-').next().unwrap_or_default();
        let is_its_currency = needed.is_none_or(|(code, _)| *code == currency.as_str());
        self.allow(locale_field, is_country(region), "a language and the country, such as en-DE")
            // Some of the official clients' samples are in another currency.
            .disputed(|validator| {
                validator.allow("currency", is_its_currency, "the country's currency at Klarna");
            })
    }

    /// Checks the fields that a method requires to complete a payment. The request doesn't name the method; each
    /// documented one has a password, and Paycell DCB's key is not documented. (Source: Craftgate's pages on Edenred,
    /// iWallet, Metropol and Setcard.)
    pub(super) fn apm_completion(&mut self, params: Option<&JsonMap>) -> &mut Self {
        if params.is_none_or(JsonMap::is_empty) {
            return self.require("additionalParams", false);
        }
        let (password, pass_code) = ("additionalParams.otpCode", "additionalParams.passCode");
        let (product, wallet) = ("additionalParams.productId", "additionalParams.walletId");
        let has = |field| param(params, field).is_some();
        if has(product) || has(wallet) {
            self.require_param(params, password, &form::ANY).require_param(params, product, &form::ANY).require_param(
                params,
                wallet,
                &form::ANY,
            )
        } else if has(pass_code) {
            self.require_param(params, pass_code, &form::ANY)
        } else if has(password) {
            self.require_param(params, password, &form::ANY)
        } else {
            self.disputed(|validator| {
                validator.require(password, false);
            })
        }
    }
}
