//! What a customer does on Craftgate's pages: checkout pages, links, payments in parts, card verifications.

use craftgate_core::payment::{Card, PaymentMethod};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Response, Secret, money};
use http::Method;
use serde::Deserialize;

use super::error::ControlError;
use super::form::{form, step};
use super::request::ControlRequest;
use super::response;
use crate::simulate::{CardEntry, MethodEntry};

/// What a customer enters on a page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    card: Card,
    #[serde(default = "single_payment")]
    installment: i32,
}

/// What a customer enters on the page of a link.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LinkEntry {
    card: Card,
    #[serde(default = "single_payment")]
    installment: i32,
    #[serde(default)]
    three_ds: bool,
    /// The price of a part.
    price: Option<Price>,
}

/// An amount that may be absent.
#[derive(Deserialize)]
struct Price(#[serde(with = "money")] Decimal);

impl From<LinkEntry> for CardEntry {
    fn from(entry: LinkEntry) -> Self {
        let LinkEntry { card, installment, three_ds, price } = entry;
        let entry = Self::new(card).installment(installment).three_ds(three_ds);
        match price {
            Some(Price(price)) => entry.price(price),
            None => entry,
        }
    }
}

/// What a customer enters on a checkout page in a browser.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CheckoutEntry {
    card: Card,
    #[serde(default = "single_payment")]
    installment: i32,
    #[serde(default)]
    three_ds: bool,
    #[serde(default, with = "money")]
    wallet_price: Decimal,
}

impl From<CheckoutEntry> for CardEntry {
    fn from(entry: CheckoutEntry) -> Self {
        let CheckoutEntry { card, installment, three_ds, wallet_price } = entry;
        Self::new(card).installment(installment).three_ds(three_ds).wallet_price(wallet_price)
    }
}

fn single_payment() -> i32 {
    1
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Split {
    card: Card,
    #[serde(with = "money")]
    price: Decimal,
    #[serde(default)]
    three_ds: bool,
}

/// What a customer enters on a tab of a checkout page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChosenMethod {
    method: PaymentMethod,
    account: Option<Secret>,
    code: Option<Secret>,
    #[serde(default = "single_payment")]
    installment: i32,
}

impl From<ChosenMethod> for MethodEntry {
    fn from(chosen: ChosenMethod) -> Self {
        let entry = Self::new(chosen.method).installment(chosen.installment);
        let entry = chosen.account.into_iter().fold(entry, Self::account);
        chosen.code.into_iter().fold(entry, Self::code)
    }
}

pub(super) fn route(request: &ControlRequest<'_>, path: &[&str]) -> Result<Response, ControlError> {
    let merchant = request.merchant;
    let [kind, token, action] = path else { return Err(ControlError::no_such_path()) };
    let token = Secret::from(*token);
    match (request.method, *kind, *action) {
        (&Method::POST, "checkouts", "pay") => {
            let Entry { card, installment, .. } = request.body()?;
            response::json(&merchant.pay_checkout(&token, card, installment)?)
        }
        (&Method::POST, "checkouts", "submit") => {
            response::json(&step(&merchant.submit_checkout(&token, request.body::<CheckoutEntry>()?.into())?))
        }
        (&Method::POST, "checkouts", "wallet") => response::json(&merchant.pay_checkout_from_wallet(&token)?),
        (&Method::POST, "checkouts", "method") => {
            response::json(&step(&merchant.submit_checkout_method(&token, request.body::<ChosenMethod>()?)?))
        }
        (&Method::GET, "checkouts", "form") => {
            let found = merchant.checkout_form(&token);
            response::json(&form(&found.ok_or_else(|| ControlError::not_found("there is no such checkout page"))?))
        }
        (&Method::POST, "links", "pay") => {
            response::json(&merchant.pay_link(&token, request.body::<LinkEntry>()?.into())?)
        }
        (&Method::POST, "links", "submit") => {
            response::json(&step(&merchant.submit_link(&token, request.body::<LinkEntry>()?.into())?))
        }
        (&Method::POST, "multi-payments", "pay") => {
            let Split { card, price, .. } = request.body()?;
            response::json(&merchant.pay_split(&token, card, price)?)
        }
        (&Method::POST, "multi-payments", "submit") => {
            let Split { card, price, three_ds } = request.body()?;
            response::json(&step(&merchant.submit_split(&token, CardEntry::new(card).three_ds(three_ds), price)?))
        }
        (&Method::POST, "card-verifications", "verify") => {
            let Entry { card, .. } = request.body()?;
            response::json(&merchant.verify_card(&token, card)?)
        }
        (&Method::POST, "card-verifications", "submit") => {
            let Entry { card, .. } = request.body()?;
            response::json(&step(&merchant.submit_card_verification(&token, card)?))
        }
        _ => Err(ControlError::no_such_path()),
    }
}
