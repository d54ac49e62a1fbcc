//! Rules for single fields of payment requests. (Source: Craftgate's "Ödeme Alma".)

use std::net::Ipv4Addr;

use craftgate_core::payment::CreatePayment;

use crate::error::{ApiError, INVALID_VALUE};

/// Checks the merchant's own ids, and the buyer's address.
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
