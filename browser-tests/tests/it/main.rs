//! The emulator's pages in a real browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing helper fails its test"
)]

mod browser;
mod checkout;
mod link;
mod panel;
mod shop;
mod three_ds;
