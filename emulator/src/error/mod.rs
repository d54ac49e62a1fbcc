//! The errors that the emulator responds with. This layer uses no other.

mod api_error;
mod declined_payment;
mod definitions;
mod language;
mod malformed_json;
mod require;

pub(crate) use api_error::{ApiError, ErrorDef};
pub(crate) use declined_payment::declined_payment;
pub(crate) use definitions::*;
pub(crate) use language::Language;
pub(crate) use malformed_json::MalformedJson;
pub(crate) use require::require;
