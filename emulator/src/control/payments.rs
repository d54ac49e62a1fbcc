//! What the customer and the bank of a payment do, and the fraud rules.

use craftgate_core::Response;
use craftgate_core::id::{BkmExpressTicketId, PaymentId};
use craftgate_core::payment::MdStatus;
use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::form::form;
use super::request::ControlRequest;
use super::response;
use crate::domain::three_ds::ThreeDsOutcome;
use crate::simulate::ProviderOutcome;

/// What happens on the bank's page. `half` has an `mdStatus` of 2, 3 or 4.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Authentication {
    outcome: AuthenticationOutcome,
    md_status: Option<MdStatus>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum AuthenticationOutcome {
    Approved,
    Half,
    Declined,
    Cancelled,
    TimedOut,
}

impl Authentication {
    fn outcome(self) -> Result<ThreeDsOutcome, ControlError> {
        use AuthenticationOutcome::{Approved, Cancelled, Declined, Half, TimedOut};
        match (self.outcome, self.md_status) {
            (Half, md_status) => Ok(ThreeDsOutcome::Half(md_status.unwrap_or(MdStatus(2)))),
            (_, Some(_)) => Err(ControlError::invalid("mdStatus: only for half")),
            (Approved, None) => Ok(ThreeDsOutcome::Approved),
            (Declined, None) => Ok(ThreeDsOutcome::Declined),
            (Cancelled, None) => Ok(ThreeDsOutcome::Cancelled),
            (TimedOut, None) => Ok(ThreeDsOutcome::TimedOut),
        }
    }
}

/// The code that a customer enters on the page of a bank or of a method.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnteredCode {
    code: String,
}

/// The outcome of a payment provider's page.
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    granted: bool,
}

pub(super) fn route(request: &ControlRequest<'_>, path: &[&str]) -> Result<Response, ControlError> {
    let merchant = request.merchant;
    match (request.method, path) {
        (&Method::POST, ["payments", id, "confirm"]) => response::json(&merchant.confirm_payment(payment_id(id)?)?),
        (&Method::POST, ["payments", id, "authenticate"]) => {
            let outcome = request.body::<Authentication>()?.outcome()?;
            response::json(&form(&merchant.authenticate(payment_id(id)?, outcome)?))
        }
        (&Method::POST, ["payments", id, "code"]) => {
            let EnteredCode { code } = request.body()?;
            response::json(&merchant.enter_three_ds_code(payment_id(id)?, &code)?.as_ref().map(form))
        }
        (&Method::POST, ["payments", id, "provider-code"]) => {
            let EnteredCode { code } = request.body()?;
            response::json(&form(&merchant.enter_provider_code(payment_id(id)?, &code)?))
        }
        (&Method::POST, ["payments", id, "visit"]) => {
            let Visit { outcome } = request.body()?;
            response::json(&merchant.visit_provider(payment_id(id)?, outcome.into())?.as_ref().map(form))
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
        _ => Err(ControlError::no_such_path()),
    }
}

fn payment_id(id: &str) -> Result<PaymentId, ControlError> {
    id.parse().map(PaymentId::new).map_err(|_| ControlError::not_found("there is no such payment"))
}
