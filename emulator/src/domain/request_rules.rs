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

/// Checks that an id does not start like a formula, and has no characters of markup.
fn check_id(field: &'static str, id: Option<&str>) -> Result<(), ApiError> {
    const DANGEROUS: [char; 4] = ['<', '>', '"', '\\'];
    let is_dangerous =
        |id: &str| id.starts_with(['+', '-']) || id.contains(DANGEROUS) || id.chars().any(char::is_control);
    match id.is_some_and(is_dangerous) {
        true => Err(INVALID_VALUE.field(field)),
        false => Ok(()),
    }
}
