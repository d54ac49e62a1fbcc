//! Changes of a merchant's account for which Craftgate's API has no operation: payouts, transfers, the settings of a
//! POS, fraud lists, consent to Masterpass.

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::id::{BankAccountTrackingRecordId, PayoutId};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Json, JsonMap, Response};
use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::request::ControlRequest;
use super::response;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreeDsPay {
    enabled: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Autopilot {
    up: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MasterpassCustomer {
    gsm_number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedValue {
    value: String,
}

pub(super) fn route(request: &ControlRequest<'_>, path: &[&str]) -> Result<Response, ControlError> {
    let merchant = request.merchant;
    match (request.method, path) {
        (&Method::PUT, ["pos", alias, "three-ds-pay"]) => {
            let ThreeDsPay { enabled } = request.body()?;
            done_or_not_found(merchant.set_three_ds_pay(alias, enabled), "there is no POS with this alias")
        }
        (&Method::PUT, ["pos", alias, "autopilot"]) => {
            let Autopilot { up } = request.body()?;
            done_or_not_found(merchant.set_autopilot(alias, up), "there is no POS with this alias")
        }
        (&Method::POST, ["payouts", "run"]) => response::json(&json!({"ids": merchant.run_payouts()})),
        (&Method::POST, ["payouts", id, "bounce"]) => {
            let bounced = id.parse().is_ok_and(|id| merchant.bounce_payout(PayoutId::new(id)));
            done_or_not_found(bounced, "there is no such payout, or it has bounced already")
        }
        (&Method::POST, ["bank-transfers"]) => {
            response::json(&json!({"id": merchant.add_bank_transfer(bank_transfer(request)?)}))
        }
        (&Method::POST, ["masterpass", "link"]) => {
            let MasterpassCustomer { gsm_number } = request.body()?;
            merchant.link_masterpass_account(gsm_number);
            response::no_content()
        }
        (&Method::GET, ["value-lists", name]) => response::json(&merchant.listed_values(name)),
        (&Method::POST, ["value-lists", name]) => {
            let ListedValue { value } = request.body()?;
            response::json(&json!({"id": merchant.add_listed_value(*name, value)}))
        }
        _ => Err(ControlError::no_such_path()),
    }
}

fn done_or_not_found(is_done: bool, reason: &str) -> Result<Response, ControlError> {
    match is_done {
        true => response::no_content(),
        false => Err(ControlError::not_found(reason)),
    }
}

/// Reads a transfer. Its id is given by the emulator.
fn bank_transfer(request: &ControlRequest<'_>) -> Result<BankAccountTrackingRecord, ControlError> {
    let mut fields: JsonMap = request.body()?;
    fields.insert("id", Json::from(BankAccountTrackingRecordId::new(0).get()));
    let record = Json::from(fields).deserialize::<BankAccountTrackingRecord>();
    let record = record.map_err(|error| ControlError::unreadable(error.to_string()))?;
    match record.amount {
        Some(amount) if amount > Decimal::ZERO => Ok(record),
        Some(_) => Err(ControlError::invalid("amount: must be positive")),
        None => Err(ControlError::unreadable("amount: missing field")),
    }
}
