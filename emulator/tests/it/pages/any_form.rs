//! Whatever a browser sends, the pages respond, and the emulator stays usable.

use craftgate_core::Currency;
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{
    ApmType, CardVerificationAuthType, InitApmPayment, InitCheckoutCardVerify, InitCheckoutPayment, InitMultiPayment,
    InitThreeDsPayment,
};
use proptest::prelude::*;
use rust_decimal_macros::dec;

use super::browser::Site;
use crate::common::{CALLBACK_URL, amounts, card_to_store, items, payment};

/// Returns the path of a page of each kind, and those of the panel.
fn open_pages(site: &Site) -> Vec<String> {
    let start = site.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL));
    let html = start.html_content.unwrap().decode().unwrap();
    let bank = html.split_once("<form action=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let stored = site.send(&card_to_store("4043080000000003"));
    let checkout = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
    let checkout = checkout.card_user_key(stored.card_user_key).allow_delete_stored_card(true);
    let checkout = checkout.masterpass_gsm_number("905551112233");
    let checkout = site.send(&checkout).page_url.unwrap().expose().to_owned();
    let text = ProductText { name: "İpek şal", description: "**El** dokuması" };
    let link = site.send(&CreateProduct::new(text, dec!(10), Currency::Try, [1, 2]));
    let parts = site.send(&InitMultiPayment::new(dec!(100), Currency::Try, CALLBACK_URL).items(items()));
    let verify = site.send(&InitCheckoutCardVerify::new(CardVerificationAuthType::NonThreeDs, CALLBACK_URL));
    let apm = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL);
    let provider = site.send(&apm).redirect_url.unwrap();
    let urls = [
        bank,
        checkout.clone(),
        format!("{checkout}?method=PAPARA"),
        format!("{checkout}?method=MASTERPASS"),
        link.url.unwrap(),
        link.qr_code_url.unwrap(),
        parts.page_url.unwrap().expose().to_owned(),
        verify.page_url.unwrap().expose().to_owned(),
        provider,
    ];
    let panel = ["payments", "payments/1", "pos", "payouts", "transfers", "webhooks", "requests"];
    let panel = panel.map(|section| format!("/panel/1/{section}"));
    urls.iter().map(|url| site.path(url)).chain(panel).collect()
}

fn names() -> impl Strategy<Value = String> {
    let known = vec![
        "action",
        "code",
        "mdStatus",
        "lang",
        "number",
        "holder",
        "expiry",
        "cvc",
        "card",
        "store",
        "installment",
        "threeDs",
        "price",
        "token",
        "id",
        "alias",
        "on",
        "amount",
        "currency",
        "payout",
        "delivery",
        "ticket",
        "csrf",
        "gsmNumber",
        "password",
        "walletPrice",
        "account",
    ];
    prop_oneof![6 => prop::sample::select(known).prop_map(str::to_owned), 1 => "\\PC{0,8}"]
}

fn values() -> impl Strategy<Value = String> {
    let known = vec![
        "approve",
        "cancel",
        "half",
        "time-out",
        "pay",
        "verify",
        "method",
        "delete",
        "consent",
        "wallet",
        "decline",
        "later",
        "confirm",
        "transfer",
        "payouts",
        "bounce",
        "review",
        "123456",
        "000000",
        "4",
        "1",
        "-1",
        "en",
        "on",
        "new",
        "5258640000000001",
        "4043080000000003",
        "Gülşah Işık",
        "07/44",
        "000",
        "emulator",
        "79228162514264337593543950335",
        "1e400",
        "0.00000000000000000000000000001",
        "9223372036854775808",
    ];
    prop_oneof![
        6 => prop::sample::select(known).prop_map(str::to_owned),
        2 => "\\PC{0,12}",
        1 => "[%+&=;0-9a-fA-F]{0,12}",
    ]
}

/// Returns the secret of the panel's forms.
fn csrf(site: &Site) -> String {
    let page = site.get("/panel/1/transfers");
    page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_form_gets_a_page(
        forms in prop::collection::vec((0_usize..16, prop::collection::vec((names(), values()), 0..8)), 1..8),
        raw in "[ -~]{0,40}",
        method in prop::sample::select(vec!["GET", "POST", "PUT", "HEAD"]),
        tail in "[a-zA-Z0-9/?&=%._-]{0,20}",
    ) {
        let site = Site::open();
        let (paths, csrf) = (open_pages(&site), csrf(&site));
        let mut pages = Vec::new();
        for (place, fields) in &forms {
            let path = &paths[place % paths.len()];
            let mut fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            if path.starts_with("/panel") {
                fields.insert(0, ("csrf", &csrf));
            }
            pages.push(site.post(path, &fields));
            pages.push(site.get(path));
        }
        for path in &paths {
            pages.push(site.request(method, path, &[], &raw));
            let separator = if path.contains('?') { '&' } else { '?' };
            pages.push(site.get(&format!("{path}{separator}{}", tail.replace('?', ""))));
        }
        pages.push(site.get(&format!("/pages/{tail}")));
        for page in pages {
            prop_assert!([200, 303, 403, 404].contains(&page.status), "{page:?}");
            prop_assert!(!page.says("<script"));
        }
        prop_assert_eq!(site.get("/").status, 200);
    }
}
