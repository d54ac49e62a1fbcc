//! How the types and operations of the API are declared: each field once, with its docs.

pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod operation;
pub(crate) mod wire_names;
