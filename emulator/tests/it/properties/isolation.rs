//! Merchants of one server never see each other.

use std::collections::BTreeSet;

use craftgate_core::bank_account_tracking::SearchBankAccountTrackingRecords;
use craftgate_core::fraud::SearchFraudChecks;
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::pay_by_link::SearchProducts;
use craftgate_core::payment::{
    RetrieveCheckoutCardVerify, RetrieveCheckoutPayment, RetrieveMultiPayment, SearchStoredCards,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::{Operation, Protocol, RandomKey};
use proptest::prelude::*;

use super::clicks::exchange;
use super::step::{Step, steps};
use super::world::{Merchant, World};
use crate::pages::SECTIONS;

const NAMES: [&str; 3] = ["birinci", "ikinci", "üçüncü"];

/// What only its owner may see: names, tokens of pages and of cards.
fn secrets_of(merchant: &Merchant) -> BTreeSet<String> {
    let tokens = merchant.pages.iter().filter_map(|path| path.rsplit('/').next()).map(str::to_owned);
    let cards = merchant.shop.send(&SearchStoredCards::new().size(1_000)).items;
    let cards = cards.into_iter().map(|card| card.card_token.expose().to_owned());
    tokens.chain(cards).chain([merchant.name.clone()]).collect()
}

/// Returns the response to an operation as it is sent.
fn raw(merchant: &Merchant, operation: &impl Operation) -> String {
    let emulator = &merchant.shop.emulator;
    let protocol = Protocol::new(emulator.credentials().unwrap(), craftgate_core::Environment::Sandbox);
    let request = protocol.exchange(operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
    String::from_utf8_lossy(emulator.handle(request).body().as_bytes()).into_owned()
}

/// Returns all that a merchant can see: by its searches, by the control API, in its panel.
fn seen_by(world: &World, merchant: &Merchant) -> Result<Vec<String>, TestCaseError> {
    let mut seen = vec![
        raw(merchant, &SearchPayments::new().size(1_000)),
        raw(merchant, &SearchPaymentRefunds::new().size(1_000)),
        raw(merchant, &SearchPaymentTransactionRefunds::new().size(1_000)),
        raw(merchant, &SearchStoredCards::new().size(1_000)),
        raw(merchant, &SearchMembers::new().size(1_000)),
        raw(merchant, &SearchProducts::new().size(1_000)),
        raw(merchant, &SearchBankAccountTrackingRecords::new().size(1_000)),
        raw(merchant, &SearchFraudChecks::new().size(1_000)),
        merchant.control("GET", "/events", "")?.to_string(),
        merchant.control("GET", "/value-lists/liste", "")?.to_string(),
    ];
    for section in SECTIONS {
        seen.push(panel(world, &format!("/panel/{}/{section}", merchant.number))?);
    }
    for id in 1..=merchant.shop.send(&SearchPayments::new().size(1_000)).items.len() {
        seen.push(panel(world, &format!("/panel/{}/payments/{id}", merchant.number))?);
    }
    Ok(seen)
}

fn panel(world: &World, path: &str) -> Result<String, TestCaseError> {
    let page = exchange(world.server.address(), "GET", path, "", "").unwrap();
    prop_assert_eq!(page.status, 200, "{}", path);
    Ok(page.body)
}

/// Checks that no token of another merchant's is known to this one, by the API or as a page.
fn check_tokens(world: &World, merchant: &Merchant, other: &Merchant) -> Result<(), TestCaseError> {
    for token in other.tokens("checkout") {
        prop_assert!(merchant.shop.try_send(&RetrieveCheckoutPayment::new(token)).is_err());
    }
    for token in other.tokens("multi-payment") {
        prop_assert!(merchant.shop.try_send(&RetrieveMultiPayment::new(token)).is_err());
    }
    for token in other.tokens("card-verify") {
        prop_assert!(merchant.shop.try_send(&RetrieveCheckoutCardVerify::new(token)).is_err());
    }
    let (own, others) = (format!("/pages/{}/", merchant.number), format!("/pages/{}/", other.number));
    for path in &other.pages {
        let page = exchange(world.server.address(), "GET", &path.replace(&others, &own), "", "").unwrap();
        prop_assert_eq!(page.status, 404, "{}", path);
    }
    Ok(())
}

/// Steps of a merchant, without those that concern all of them at once.
fn own_steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let is_own = |step: &Step| match step {
        Step::Restore => false,
        Step::Control { path, .. } => !path.starts_with("/clock") && !path.starts_with("/faults"),
        _ => true,
    };
    (steps(), prop::collection::vec(0..NAMES.len(), 25))
        .prop_map(move |(steps, merchants)| merchants.into_iter().zip(steps.into_iter().filter(is_own)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 128, ..ProptestConfig::default() })]

    #[test]
    fn merchants_never_see_each_other(steps in own_steps()) {
        let mut world = World::of(&NAMES);
        for merchant in &world.merchants {
            merchant.prepare();
            merchant.shop.emulator.add_listed_value("liste", format!("{} değer", merchant.name));
        }
        for (number, (merchant, step)) in steps.iter().enumerate() {
            world.merchants[*merchant].run(step, number)?;
        }
        for merchant in &world.merchants {
            let seen = seen_by(&world, merchant)?;
            for other in world.merchants.iter().filter(|other| other.number != merchant.number) {
                for secret in secrets_of(other) {
                    let leak = seen.iter().find(|text| text.contains(&secret));
                    prop_assert!(leak.is_none(), "{} sees {}: {:?}", merchant.name, secret, leak);
                }
                check_tokens(&world, merchant, other)?;
            }
            prop_assert!(seen.iter().any(|text| text.contains(&merchant.name)), "it sees its own");
        }
    }
}
