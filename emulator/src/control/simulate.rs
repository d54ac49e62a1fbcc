//! What customers, banks and Craftgate do.

use craftgate_core::Response;
use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::id::{BankAccountTrackingRecordId, BkmExpressTicketId, PaymentId};
use craftgate_core::money;
use craftgate_core::payment::{Card, MdStatus};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Json, JsonMap};
use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::form::{form, step};
use super::request::ControlRequest;
use super::response;
use crate::domain::three_ds::ThreeDsOutcome;
use crate::simulate::{CardEntry, ProviderOutcome};

/// What a customer enters on a page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    card: Card,
    #[serde(default = "single_payment")]
    installment: i32,
    #[serde(default)]
    three_ds: bool,
}

impl From<Entry> for CardEntry {
    fn from(entry: Entry) -> Self {
        Self::new(entry.card).installment(entry.installment).three_ds(entry.three_ds)
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

/// What a customer does on the page of a payment provider.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    outcome: VisitOutcome,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum VisitOutcome {
    Approved,
    Declined,
    Later,
}

impl From<VisitOutcome> for ProviderOutcome {
    fn from(outcome: VisitOutcome) -> Self {
        match outcome {
            VisitOutcome::Approved => Self::Approved,
            VisitOutcome::Declined => Self::Declined,
            VisitOutcome::Later => Self::Later,
        }
    }
}

/// What happens on the bank's page. `half` has an `mdStatus` of 2, 3 or 4.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Authentication {
    outcome: Outcome,
    md_status: Option<MdStatus>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    Approved,
    Half,
    Declined,
    Cancelled,
    TimedOut,
}

impl Authentication {
    fn outcome(self) -> Result<ThreeDsOutcome, ControlError> {
        match (self.outcome, self.md_status) {
            (Outcome::Half, md_status) => Ok(ThreeDsOutcome::Half(md_status.unwrap_or(MdStatus(2)))),
            (_, Some(_)) => Err(ControlError::invalid("mdStatus: only for half")),
            (Outcome::Approved, None) => Ok(ThreeDsOutcome::Approved),
            (Outcome::Declined, None) => Ok(ThreeDsOutcome::Declined),
            (Outcome::Cancelled, None) => Ok(ThreeDsOutcome::Cancelled),
            (Outcome::TimedOut, None) => Ok(ThreeDsOutcome::TimedOut),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreeDsPay {
    enabled: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    granted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedValue {
    value: String,
}

pub(super) fn route(request: &ControlRequest<'_>, path: &[&str]) -> Result<Response, ControlError> {
    let merchant = request.merchant;
    match (request.method, path) {
        (&Method::POST, ["payments", id, "confirm"]) => response::json(&merchant.confirm_payment(payment_id(id)?)?),
        (&Method::POST, ["payments", id, "authenticate"]) => {
            let outcome = request.body::<Authentication>()?.outcome()?;
            response::json(&form(&merchant.authenticate(payment_id(id)?, outcome)?))
        }
        (&Method::POST, ["payments", id, "visit"]) => {
            let Visit { outcome } = request.body()?;
            let posted = merchant.visit_provider(payment_id(id)?, outcome.into())?;
            response::json(&posted.as_ref().map(form))
        }
        (&Method::PUT, ["pos", alias, "three-ds-pay"]) => {
            let ThreeDsPay { enabled } = request.body()?;
            match merchant.set_three_ds_pay(alias, enabled) {
                true => response::no_content(),
                false => Err(ControlError::not_found("there is no POS with this alias")),
            }
        }
        (&Method::POST, ["payments", id, "review"]) => {
            let check = merchant.review_payment(payment_id(id)?);
            let check = check.ok_or_else(|| ControlError::not_found("there is no such payment"))?;
            response::json(&json!({"id": check}))
        }
        (&Method::POST, ["loans", id, "decide"]) => {
            let Decision { granted } = request.body()?;
            response::json(&merchant.decide_loan(payment_id(id)?, granted)?)
        }
        (&Method::POST, ["bkm-express", ticket, "confirm"]) => {
            response::json(&merchant.confirm_bkm_express(&BkmExpressTicketId::new(*ticket))?)
        }
        (&Method::POST, ["checkouts", token, "pay"]) => {
            let Entry { card, installment, .. } = request.body()?;
            response::json(&merchant.pay_checkout(&(*token).into(), card, installment)?)
        }
        (&Method::POST, ["checkouts", token, "submit"]) => {
            response::json(&step(&merchant.submit_checkout(&(*token).into(), request.body::<Entry>()?.into())?))
        }
        (&Method::POST, ["links", token, "pay"]) => {
            response::json(&merchant.pay_link(&(*token).into(), request.body::<Entry>()?.into())?)
        }
        (&Method::POST, ["links", token, "submit"]) => {
            response::json(&step(&merchant.submit_link(&(*token).into(), request.body::<Entry>()?.into())?))
        }
        (&Method::POST, ["multi-payments", token, "submit"]) => {
            let Split { card, price, three_ds } = request.body()?;
            let entry = CardEntry::new(card).three_ds(three_ds);
            response::json(&step(&merchant.submit_split(&(*token).into(), entry, price)?))
        }
        (&Method::POST, ["multi-payments", token, "pay"]) => {
            let Split { card, price, .. } = request.body()?;
            response::json(&merchant.pay_split(&(*token).into(), card, price)?)
        }
        (&Method::POST, ["card-verifications", token, "verify"]) => {
            let Entry { card, .. } = request.body()?;
            response::json(&merchant.verify_card(&(*token).into(), card)?)
        }
        (&Method::POST, ["bank-transfers"]) => {
            response::json(&json!({"id": merchant.add_bank_transfer(bank_transfer(request)?)}))
        }
        (&Method::GET, ["value-lists", name]) => response::json(&merchant.listed_values(name)),
        (&Method::POST, ["value-lists", name]) => {
            let ListedValue { value } = request.body()?;
            response::json(&json!({"id": merchant.add_listed_value(*name, value)}))
        }
        _ => Err(ControlError::not_found("there is no such path with this method")),
    }
}

fn payment_id(id: &str) -> Result<PaymentId, ControlError> {
    id.parse().map(PaymentId::new).map_err(|_| ControlError::not_found("there is no such payment"))
}

/// Reads a transfer. Its id is given by the emulator.
fn bank_transfer(request: &ControlRequest<'_>) -> Result<BankAccountTrackingRecord, ControlError> {
    let mut fields: JsonMap = request.body()?;
    fields.insert("id", Json::from(BankAccountTrackingRecordId::new(0).get()));
    Json::from(fields).deserialize().map_err(|error| ControlError::unreadable(error.to_string()))
}
