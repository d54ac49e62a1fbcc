//! Card numbers, security codes and keys are in no `Debug` text and in no refusal.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment, signed, text};
use craftgate_core::payment::{Card, StoreCard};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

const KEY: &str = "gizli-anahtar-49231";

#[test]
fn debug_shows_nothing() {
    let builder = Emulator::builder().api_key(KEY).secret_key(KEY).callback_key(KEY).webhook_key(KEY);
    assert!(!format!("{builder:?}").contains("49231"));
    let shop = Shop::on(builder.build());
    let paid = shop.get(&payment(&[dec!(1)]));
    let stored = shop.get(&StoreCard::new("Ali", "5258640000000001", "2044", "07"));
    for debug in [
        format!("{:?}", shop.emulator),
        format!("{paid:?}"),
        format!("{stored:?}"),
        format!("{:?}", shop.emulator.events()),
    ] {
        assert!(!debug.contains("5258640000000001") && !debug.contains("49231"), "{debug}");
    }
    #[cfg(feature = "server")]
    {
        let server = craftgate_emulator::Server::start(shop.emulator).unwrap();
        assert!(!format!("{server:?}").contains("49231"));
    }
}

#[test]
fn refusals_do_not_quote_what_was_sent() {
    let shop = Shop::open();
    let number = "4912345678904444";
    let bad = Card::new("Ali", number, "2044", "07", "98765");
    assert!(!shop.refused(&payment(&[dec!(1)]).card(bad)).text.contains("49123"));

    let url = "http://127.0.0.1/payment/v1/card-payments";
    let secret = format!(r#""{number}""#);
    let bodies = [
        format!(r#"{{"price":{secret}x}}"#),
        format!(r#"{{"card":{secret}}}"#),
        format!(r#"{{"card":{{"cardNumber":{number}}}}}"#),
        format!(r#"{{"card":{{"cardNumber":[{secret}]}}}}"#),
        format!(r#"{{"items":{secret}}}"#),
        format!(r#"{{"installment":{secret}}}"#),
        format!(r#"{{"currency":{number}}}"#),
        format!(r#"{{{secret}:1,"price":{secret},"price":1}}"#),
        secret.clone(),
    ];
    for body in bodies {
        for path in ["", "/1/post-auth", "/3ds-init"] {
            let response = shop.emulator.handle(signed(&shop.emulator, "POST", &format!("{url}{path}"), &body));
            assert!(response.status().is_client_error());
            assert!(!text(&response).contains("49123"), "{body}: {}", text(&response));
        }
    }
}
