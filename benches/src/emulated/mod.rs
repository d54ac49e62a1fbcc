//! The emulator, with few things stored in it and with many.

mod account;
mod calls;
mod http;

pub use account::Account;
pub use calls::calls;
pub use http::row as http_row;
