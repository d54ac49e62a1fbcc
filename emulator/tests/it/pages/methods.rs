//! The tabs of the checkout page for methods that ask for an account or a code.

use craftgate_core::payment::{
    Amounts, InitCheckoutPayment, Payment, PaymentItem, PaymentMethod, PaymentProvider, PaymentStatus, PaymentType,
    RetrieveCheckoutPayment,
};
use craftgate_core::{Currency, Secret};
use craftgate_emulator::{Emulator, MethodEntry, PageStep, Seed};
use rust_decimal_macros::dec;

use super::browser::{Page, Site};
use crate::common::CALLBACK_URL;

/// A tab of an open checkout page.
struct Tab {
    token: Secret,
    path: String,
}

fn checkout() -> InitCheckoutPayment {
    InitCheckoutPayment::new(Amounts::same(dec!(100)), Currency::Try, CALLBACK_URL)
        .items([PaymentItem::new(dec!(100)).name("Bakır çaydanlık")])
}

fn open(site: &Site, method: &PaymentMethod, checkout: &InitCheckoutPayment) -> Tab {
    let page = site.send(checkout);
    Tab { path: format!("{}?method={method}", site.path(page.page_url.unwrap().expose())), token: page.token }
}

fn payment(site: &Site, tab: &Tab) -> Payment {
    site.send(&RetrieveCheckoutPayment::new(tab.token.clone()))
}

fn assert_leads_back(page: &Page, tab: &Tab) {
    let form = page.callback();
    assert_eq!(form.action(), CALLBACK_URL);
    assert_eq!(form.fields(), [("token".to_owned(), tab.token.expose().to_owned())]);
}

/// Enters an account, and returns the path of the page that asks for the code.
fn submit(site: &Site, tab: &Tab, fields: &[(&str, &str)]) -> String {
    let redirect = site.post(&tab.path, fields);
    assert_eq!(redirect.status, 303, "{}", redirect.body);
    redirect.headers["location"].clone()
}

#[test]
fn a_method_has_one_name() {
    let site = Site::open();
    let account = [("account", "6036819041742253")];
    for (method, name) in [
        (PaymentMethod::GarantiPay, "GarantiPay"),
        (PaymentMethod::Ispay, "İşPay"),
        (PaymentMethod::Iwallet, "iWallet"),
        (PaymentMethod::MultinetGift, "Multinet Gift"),
    ] {
        let tab = open(&site, &method, &checkout());
        assert!(site.get(&tab.path).says(&format!("aria-current=\"true\">{name}<")), "{name}");
        let provider = site.get(&submit(&site, &tab, &account));
        assert!(provider.says(&format!("<span class=\"bank\">{name}</span>")), "{name}: {}", provider.body);
    }
}

#[test]
fn a_card_of_a_method_pays_with_a_code() {
    use PaymentMethod::{Edenred, EdenredGift, Iwallet, Metropol, Setcard};
    let site = Site::open();
    for method in [Edenred, EdenredGift, Iwallet, Metropol, Setcard] {
        let tab = open(&site, &method, &checkout());
        assert!(site.get(&tab.path).says("16 haneli"), "{method}");
        for wrong in ["", "123", "603681904174225x"] {
            assert!(site.post(&tab.path, &[("account", wrong)]).says("Kart numarası 16 haneli olmalı"), "{method}");
        }
        let code = submit(&site, &tab, &[("account", "6036 8190 4174 2253")]);
        assert!(site.get(&code).says("name=\"code\"") && !site.get(&code).says("value=\"later\""));
        for (wrong, message) in
            [("12345", "Kod 6 haneli olmalı"), ("000000", "role=\"alert\""), ("999999", "role=\"alert\"")]
        {
            assert!(site.post(&code, &[("action", "code"), ("code", wrong)]).says(message), "{method} {wrong}");
        }
        // Nobody gets around the code.
        for action in ["approve", "later", ""] {
            site.post(&code, &[("action", action)]);
        }
        assert_eq!(payment(&site, &tab).payment_status, PaymentStatus::Waiting, "{method}");
        assert_leads_back(&site.post(&code, &[("action", "code"), ("code", "123456")]), &tab);
        let paid = payment(&site, &tab);
        assert_eq!((paid.payment_status, paid.payment_type), (PaymentStatus::Success, Some(PaymentType::Apm)));
        assert_eq!(paid.payment_provider.unwrap().as_str(), method.as_str());
        // Once more, and nothing happens.
        assert_leads_back(&site.post(&code, &[("action", "code"), ("code", "123456")]), &tab);
    }
    let events = site.emulator.events();
    assert!(events.iter().all(|event| event.event_type.as_str() == "CHECKOUTFORM_AUTH"));
    assert_eq!(events.len(), 5);
}

#[test]
fn a_customer_without_the_code_gives_up() {
    let site = Site::open();
    let tab = open(&site, &PaymentMethod::Edenred, &checkout());
    let code = submit(&site, &tab, &[("account", "6036819041742253")]);
    assert_leads_back(&site.post(&code, &[("action", "decline")]), &tab);
    assert_eq!(payment(&site, &tab).payment_status, PaymentStatus::Failure);
}

#[test]
fn an_account_without_codes_pays_at_once() {
    let seed = r#"{"merchants": [{"records": {"apmAccountsWithoutCode": ["6036819041742253"]}}]}"#;
    let emulator = Seed::parse(seed).unwrap().into_emulators(Emulator::builder).remove(0);
    let site = Site::on(emulator);
    let tab = open(&site, &PaymentMethod::Edenred, &checkout());
    assert_leads_back(&site.post(&tab.path, &[("account", "6036819041742253")]), &tab);
    assert_eq!(payment(&site, &tab).payment_status, PaymentStatus::Success);
}

#[test]
fn pluxee_pays_with_the_code_of_its_application() {
    let site = Site::open();
    for method in [PaymentMethod::Pluxee, PaymentMethod::Sodexo] {
        let tab = open(&site, &method, &checkout());
        assert!(site.get(&tab.path).says("843195"));
        for (phone, code) in [("02121112233", "843195"), ("5551112233", ""), ("", "843195"), ("5551112233", "123456")] {
            let page = site.post(&tab.path, &[("account", phone), ("code", code)]);
            assert!(page.says("role=\"alert\""), "{method} {phone} {code}");
        }
        assert_leads_back(&site.post(&tab.path, &[("account", "555 111 22 33"), ("code", "843195")]), &tab);
        assert_eq!(payment(&site, &tab).payment_status, PaymentStatus::Success);
    }
}

#[test]
fn pluxee_has_one_tab_under_both_names() {
    let site = Site::open();
    for name in [PaymentMethod::Sodexo, PaymentMethod::Pluxee] {
        let tab = open(&site, &PaymentMethod::Pluxee, &checkout().enabled_payment_methods([name]));
        let alone = site.get(tab.path.split('?').next().unwrap());
        assert!(alone.says("843195") && !alone.says("name=\"number\"") && !alone.says("<nav class=\"tabs\""));
        assert_leads_back(&site.post(&tab.path, &[("account", "5551112233"), ("code", "843195")]), &tab);
    }
    let all = site.get(&open(&site, &PaymentMethod::Card, &checkout()).path);
    assert_eq!(all.body.matches(">Pluxee<").count(), 1);
}

#[test]
fn masterpass_lists_its_cards_if_the_number_is_known() {
    let site = Site::open();
    let unknown = open(&site, &PaymentMethod::Card, &checkout());
    assert!(!site.get(&unknown.path).says("method=MASTERPASS"));
    let by_force = unknown.path.replace("CARD", "MASTERPASS");
    assert!(site.post(&by_force, &[("account", "0001"), ("installment", "1")]).says("role=\"alert\""));

    let known = checkout().masterpass_gsm_number("905551112233").enabled_installments([1, 3]);
    let tab = open(&site, &PaymentMethod::Masterpass, &known);
    site.emulator.link_masterpass_account("905551112233");
    let page = site.get(&tab.path);
    assert!(page.says("method=MASTERPASS") && page.says("•••• 0003"), "{}", page.body);
    let choices = site.post(&tab.path, &[("account", "0003")]);
    assert!(choices.says("102,50 ₺") && !choices.says("role=\"alert\""), "{}", choices.body);
    for fields in [[("account", "9999"), ("installment", "1")], [("account", "0003"), ("installment", "6")]] {
        assert!(site.post(&tab.path, &fields).says("role=\"alert\""), "{fields:?}");
    }
    let code = submit(&site, &tab, &[("account", "0003"), ("installment", "3")]);
    assert!(site.get(&code).says("102,50 ₺"));
    assert!(site.post(&code, &[("action", "code"), ("code", "000000")]).says("role=\"alert\""));
    assert_leads_back(&site.post(&code, &[("action", "code"), ("code", "123456")]), &tab);
    let paid = payment(&site, &tab);
    assert_eq!((paid.payment_type, paid.installment), (Some(PaymentType::CardPayment), Some(3)));
    assert_eq!((paid.paid_price, paid.payment_provider), (Some(dec!(102.50)), Some(PaymentProvider::Masterpass)));
    assert_eq!(paid.last_four_digits.as_deref(), Some("0003"));

    // With Masterpass alone, and no number, nobody can pay.
    let alone = checkout().enabled_payment_methods([PaymentMethod::Masterpass]);
    let tab = open(&site, &PaymentMethod::Masterpass, &alone);
    assert!(site.get(&tab.path).says("ödeme yöntemi yok") && !site.get(&tab.path).says("name=\"number\""));
}

#[test]
fn masterpass_asks_for_consent_at_the_first_payment() {
    let site = Site::open();
    let known = || checkout().masterpass_gsm_number("905551112233");
    let tab = open(&site, &PaymentMethod::Masterpass, &known());
    let alone = "yalnızca Masterpass ile ödenir";
    let asks = |tab: &Tab| {
        let page = site.get(&tab.path);
        assert_ne!(page.says("value=\"consent\""), page.says("•••• 0003"), "{}", page.body);
        page.says("value=\"consent\"")
    };
    assert!(asks(&tab) && !site.get(&tab.path).says(alone));
    assert!(site.get_in(&tab.path, "en").says("your consent is needed"));
    let only = open(&site, &PaymentMethod::Masterpass, &known().enabled_payment_methods([PaymentMethod::Masterpass]));
    assert!(asks(&only) && site.get(&only.path).says(alone));

    // Nobody gets around the consent.
    let rejected = site.post(&tab.path, &[("action", "method"), ("account", "0003"), ("installment", "1")]);
    assert!(rejected.says("onay vermediniz") && rejected.says("value=\"consent\""), "{}", rejected.body);
    let entry = || MethodEntry::new(PaymentMethod::Masterpass).account("0003");
    let declined = site.emulator.submit_checkout_method(&tab.token, entry()).unwrap_err();
    assert!(declined.to_string().contains("onay vermemiş"));
    // Another method's tab does not take the consent.
    site.post(&tab.path.replace("MASTERPASS", "PAPARA"), &[("action", "consent")]);
    assert!(asks(&tab));

    assert_eq!(submit(&site, &tab, &[("action", "consent")]), tab.path);
    let other = open(&site, &PaymentMethod::Masterpass, &checkout().masterpass_gsm_number("905550000000"));
    assert!(!asks(&tab) && !asks(&only) && asks(&other));
    let code = submit(&site, &tab, &[("action", "method"), ("account", "0003"), ("installment", "1")]);
    assert_leads_back(&site.post(&code, &[("action", "code"), ("code", "123456")]), &tab);
    assert!(site.emulator.submit_checkout_method(&only.token, entry()).is_ok());
}

#[test]
fn a_masterpass_account_that_was_linked_elsewhere_needs_no_consent() {
    let site = Site::open();
    let known = checkout().masterpass_gsm_number("905551112233").masterpass_user_id("müşteri-17");
    let tab = open(&site, &PaymentMethod::Masterpass, &known);
    assert!(site.get(&tab.path).says("•••• 0003"));
    submit(&site, &tab, &[("account", "0003"), ("installment", "1")]);
    // The link holds for that page only.
    let tab = open(&site, &PaymentMethod::Masterpass, &checkout().masterpass_gsm_number("905551112233"));
    assert!(site.get(&tab.path).says("value=\"consent\""));
}

#[test]
fn a_test_enters_what_a_customer_does() {
    let site = Site::open();
    let token = site.send(&checkout()).token;
    let entry = MethodEntry::new(PaymentMethod::Edenred).account("6036819041742253").code("843195");
    assert!(!format!("{entry:?}").contains("6036819041742253") && !format!("{entry:?}").contains("843195"));
    assert!(site.emulator.submit_checkout_method(&token, &PaymentMethod::Edenred).is_err(), "there is no card");
    let Ok(PageStep::Provider { payment_id, .. }) = site.emulator.submit_checkout_method(&token, entry) else {
        panic!("it is paid or declined")
    };
    let wrong = site.emulator.enter_provider_code(payment_id, "000000").unwrap_err();
    assert_eq!(wrong.error().error_group.as_ref().unwrap().as_str(), "APM_INVALID_VERIFICATION_CODE");
    let form = site.emulator.enter_provider_code(payment_id, "123456").unwrap();
    assert_eq!(form.form_body(), format!("token={}", token.expose()));
    assert!(site.emulator.enter_provider_code(payment_id, "123456").is_err());

    // Papara has a page, and asks for no code.
    let token = site.send(&checkout()).token;
    let Ok(PageStep::Provider { payment_id, .. }) =
        site.emulator.submit_checkout_method(&token, &PaymentMethod::Papara)
    else {
        panic!("it is paid or declined")
    };
    assert!(site.emulator.enter_provider_code(payment_id, "123456").is_err());
}
