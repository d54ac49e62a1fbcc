//! Random scenarios of a merchant's operations over an unreliable network, compared with a model.
//!
//! Whatever the network does, a client's result is true or unknown; an unknown outcome can be settled as documented,
//! and nothing is charged twice.

mod ledger;
mod merchant;
pub(crate) mod network;
mod operation;
mod scenario;

use proptest::prelude::*;

use self::merchant::Merchant;
use self::scenario::scenario;

/// Runs as many scenarios as `PROPTEST_CASES` says, or few enough for every build.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 96 };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4_000, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn results_are_true_and_unknown_outcomes_can_be_settled(scenario in scenario()) {
        let mut merchant = Merchant::new();
        for step in &scenario {
            merchant.run(step)?;
        }
        merchant.settle_all()?;
    }
}
