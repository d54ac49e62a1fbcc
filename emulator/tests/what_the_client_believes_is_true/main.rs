//! Whatever the network does, what a client says of money is so, or it says that it does not know: and then
//! its advice finds out, and takes no money twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing helper fails its test"
)]

mod books;
#[path = "../common/mod.rs"]
mod common;
mod deed;
mod merchant;
mod network;
mod story;

use merchant::Merchant;
use proptest::prelude::*;
use story::story;

/// As many stories as `PROPTEST_CASES` says, or few enough to be told at every build.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 96 };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4_000, ..asked }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn beliefs_are_true_and_doubts_can_be_settled(story in story()) {
        let mut merchant = Merchant::new();
        for step in &story {
            merchant.live(step)?;
        }
        merchant.settle_all()?;
    }
}
