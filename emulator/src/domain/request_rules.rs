//! Rules that a request alone can break.

use std::net::Ipv4Addr;

use craftgate_core::payment::CreatePayment;
use craftgate_core::{Validate, ValidationError};

use super::settings::Settings;
use crate::error::{ApiError, INVALID_VALUE, MISSING_FIELD};

/// Fields that are checked where they are used.
const CHECKED_LATER: [&str; 5] = ["callbackUrl", "conversationId", "externalId", "walletPrice", "cardHolderName"];

/// Checks the documented rules for a request's fields, unless the emulator is lenient. Amounts and card data are checked
/// where they are used, too.
pub(crate) fn valid(operation: &impl Validate, settings: &Settings) -> Result<(), ApiError> {
    if settings.is_lenient {
        return Ok(());
    }
    let errors = operation.validate().err();
    let error = errors.and_then(|errors| {
        errors.as_slice().iter().filter(|error| !CHECKED_LATER.contains(&error.field())).find_map(api_error)
    });
    error.map_or(Ok(()), Err)
}

fn api_error(error: &ValidationError) -> Option<ApiError> {
    match error {
        ValidationError::Missing { field } => Some(MISSING_FIELD.field(*field)),
        ValidationError::NotAllowed { field, .. }
        | ValidationError::InvalidValue { field, .. }
        | ValidationError::InvalidRange { field } => Some(INVALID_VALUE.field(*field)),
        _ => None,
    }
}

/// Checks the merchant's own ids, and the buyer's address. (Source: Craftgate's "Ödeme Alma".)
pub(crate) fn check_fields(request: &CreatePayment) -> Result<(), ApiError> {
    check_id("conversationId", request.conversation_id.as_deref())?;
    check_id("externalId", request.external_id.as_deref())?;
    match request.client_ip.as_deref().is_none_or(|address| address.parse::<Ipv4Addr>().is_ok()) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("clientIp")),
    }
}

/// Checks that an id does not start like a formula. Which other characters Craftgate rejects is not documented.
fn check_id(field: &'static str, id: Option<&str>) -> Result<(), ApiError> {
    match id.is_some_and(|id| id.starts_with(['+', '-'])) {
        true => Err(INVALID_VALUE.field(field)),
        false => Ok(()),
    }
}
