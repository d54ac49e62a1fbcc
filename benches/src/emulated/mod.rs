//! The emulator, with few and with many stored payments.

mod account;
mod calls;
mod http;

pub use account::Account;
pub use calls::calls;
pub use http::{Servers, payer};
