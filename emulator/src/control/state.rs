//! Export, import and reset of the state.

use craftgate_core::Response;
use http::StatusCode;

use super::error::ControlError;
use super::request::ControlRequest;
use super::response;
use crate::emulator::Account;
use crate::host::Host;
use crate::seed::Seed;

/// Forgets every record, fault and delivery. Keys, clocks and options stay.
pub(super) fn reset(host: &Host) -> Result<Response, ControlError> {
    for merchant in host.merchants() {
        merchant.replace_account(Account::default());
    }
    host.faults.clear();
    reload_deliveries(host)
}

pub(super) fn export(host: &Host) -> Result<Response, ControlError> {
    Ok(response::with_json(StatusCode::OK, Seed::export(host.merchants())))
}

/// Replaces the state of every merchant. One that the seed does not have is emptied.
pub(super) fn import(host: &Host, request: &ControlRequest<'_>) -> Result<Response, ControlError> {
    let seed = Seed::parse(request.text()?).map_err(|error| ControlError::invalid(error.to_string()))?;
    seed.replace(host.merchants()).map_err(ControlError::invalid)?;
    reload_deliveries(host)
}

fn reload_deliveries(host: &Host) -> Result<Response, ControlError> {
    if let Some(deliveries) = &host.deliveries {
        deliveries.reload();
    }
    response::no_content()
}
