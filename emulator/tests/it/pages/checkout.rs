//! The checkout page.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::mpsc;

use craftgate_core::payment::apm_params::{KlarnaRegion, klarna_checkout};
use craftgate_core::payment::{
    Amounts, CustomInstallment, ExpireCheckoutPayment, InitCheckoutPayment, Payment, PaymentItem, PaymentMethod,
    PaymentPhase, PaymentStatus, PaymentType, RetrieveCheckoutPayment, SearchStoredCards,
};
use craftgate_core::wallet::{CreateWallet, RetrieveMemberWallet, SendRemittance};
use craftgate_core::{Currency, Secret};
use craftgate_emulator::{CardEntry, Emulator, Server, TEST_CARDS};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use super::browser::{Page, Site};
use crate::common::{GOOD_CARD, POOR_CARD, card_to_store, noon};

const CALLBACK_URL: &str = "https://dukkan.example.com/paid?order=17";
const DEBIT_CARD: &str = "4796810000000002";

fn checkout() -> InitCheckoutPayment {
    InitCheckoutPayment::new(Amounts::same(dec!(100)), Currency::Try, CALLBACK_URL)
        .items([PaymentItem::new(dec!(60)).name("Gümüş küpe"), PaymentItem::new(dec!(40)).name("İpek <şal>")])
        .conversation_id("sipariş-17")
}

/// An open checkout page.
struct Opened {
    token: Secret,
    path: String,
}

fn open(site: &Site, checkout: &InitCheckoutPayment) -> Opened {
    let page = site.send(checkout);
    Opened { path: site.path(page.page_url.unwrap().expose()), token: page.token }
}

fn card_fields(number: &str) -> Vec<(&str, &str)> {
    vec![("action", "pay"), ("number", number), ("holder", "Gülşah Işık"), ("expiry", "07/44"), ("cvc", "000")]
}

fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.extend_from_slice(more);
    fields
}

fn payment(site: &Site, opened: &Opened) -> Payment {
    site.send(&RetrieveCheckoutPayment::new(opened.token.clone()))
}

/// Asserts that the page leads back to the merchant with the token alone.
fn assert_leads_back(page: &Page, opened: &Opened) {
    let form = page.callback();
    assert_eq!(form.action(), CALLBACK_URL);
    assert_eq!(form.fields(), [("token".to_owned(), opened.token.expose().to_owned())]);
}

#[test]
fn the_page_shows_what_is_paid() {
    let site = Site::open();
    let opened = open(&site, &checkout().return_back_url("https://dukkan.example.com/cart"));
    let page = site.get(&opened.path);
    for words in ["dukkan.example.com", "100,00 ₺", "Gümüş küpe", "İpek &lt;şal&gt;", "60,00 ₺", "25.03.2026 12:30"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(page.says("href=\"https://dukkan.example.com/cart\""));
    assert!(site.get_in(&opened.path, "en").says("Card number"));
}

#[test]
fn a_card_is_looked_up_and_pays_in_installments() {
    let site = Site::open();
    let opened = open(&site, &checkout().enabled_installments([1, 2, 3]));
    let page = site.post(&opened.path, &card_fields("4043080000000003"));
    for words in ["T. GARANTİ BANKASI A.Ş.", "Bonus", "101,50 ₺", "102,50 ₺", "value=\"4043080000000003\""] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("104,50 ₺"), "six installments are not enabled");
    let paid = site.post(&opened.path, &with(card_fields("4043080000000003"), &[("installment", "3")]));
    assert_leads_back(&paid, &opened);
    let payment = payment(&site, &opened);
    assert_eq!((payment.payment_status, payment.installment), (PaymentStatus::Success, Some(3)));
    assert_eq!((payment.price, payment.paid_price), (Some(dec!(100)), Some(dec!(102.50))));
    // The page is paid, and leads back again.
    assert_leads_back(&site.get(&opened.path), &opened);
}

#[test]
fn a_card_family_is_offered_its_own_installments() {
    const BONUS: &str = "4043080000000003";
    let site = Site::open();
    let of_bonus = vec![CustomInstallment::new(2, dec!(110))];
    let request = || checkout().card_brand_installments(BTreeMap::from([("Bonus".to_owned(), of_bonus.clone())]));
    let opened = open(&site, &request());
    let page = site.post(&opened.path, &card_fields(BONUS));
    for words in ["2 × 55,00 ₺", "110,00 ₺"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("101,50 ₺") && !page.says("3 ×"), "{}", page.body);
    let shown_for = [("installment", "2"), ("shownFor", "40430800")];
    // What was shown for one card is not charged from another.
    let page = site.post(&opened.path, &with(card_fields(GOOD_CARD), &shown_for));
    assert!(page.says("101,50 ₺") && !page.says("110,00 ₺"), "{}", page.body);
    let wrong = site.post(&opened.path, &with(card_fields(BONUS), &[("installment", "3")]));
    assert!(wrong.says("Bu kartla bu taksit seçilemez") && wrong.says("110,00 ₺"), "{}", wrong.body);
    assert_leads_back(&site.post(&opened.path, &with(card_fields(BONUS), &shown_for)), &opened);
    let paid = payment(&site, &opened);
    assert_eq!((paid.installment, paid.price, paid.paid_price), (Some(2), Some(dec!(100)), Some(dec!(110))));

    // A family's own price of a single payment is shown before it is charged.
    let single = vec![CustomInstallment::new(1, dec!(95))];
    let request = checkout().card_brand_installments(BTreeMap::from([("Bonus".to_owned(), single)]));
    let opened = open(&site, &request.enabled_installments([1]));
    assert!(site.post(&opened.path, &card_fields(BONUS)).says("95,00 ₺"));
    assert_leads_back(&site.post(&opened.path, &with(card_fields(BONUS), &[("installment", "1")])), &opened);
    assert_eq!(payment(&site, &opened).paid_price, Some(dec!(95)));
}

#[test]
fn the_way_back_can_replace_the_whole_window() {
    let site = Site::open();
    let request = || checkout().return_back_url("https://dukkan.example.com/cart").enabled_installments([1]);
    for replaces_window in [false, true] {
        let open = || open(&site, &request().use_top_redirection(replaces_window));
        let says = |page: &Page, words: &str| page.says(&format!("{words} target=\"_top\""));
        let opened = open();
        let link = "href=\"https://dukkan.example.com/cart\"";
        assert_eq!(says(&site.get(&opened.path), link), replaces_window);
        let declined = site.post(&opened.path, &card_fields(POOR_CARD));
        assert_eq!(says(&declined, &format!("action=\"{CALLBACK_URL}\"")), replaces_window);
        // Whatever leads on within the emulator stays in the frame.
        assert_eq!(declined.body.matches("target=").count(), if replaces_window { 2 } else { 0 });
        let bank = site.post(&opened.path, &with(card_fields(GOOD_CARD), &[("threeDs", "on")]));
        let bank = bank.headers["location"].clone();
        assert!(!site.get(&bank).says("target="));
        let approved = site.post(&bank, &[("code", "123456")]);
        assert_leads_back(&approved, &opened);
        assert_eq!(approved.callback().replaces_window(), replaces_window);
        assert_eq!(site.get(&opened.path).callback().replaces_window(), replaces_window);

        let opened = open();
        let provider = site.post(&format!("{}?method=PAPARA", opened.path), &[("action", "method")]);
        let returned = site.post(&provider.headers["location"], &[("action", "decline")]);
        assert_eq!(returned.callback().replaces_window(), replaces_window);
        site.send(&ExpireCheckoutPayment::new(opened.token.clone()));
        assert_eq!(says(&site.get(&opened.path), link), replaces_window);
        assert_eq!(site.emulator.checkout_form(&opened.token).unwrap().replaces_window(), replaces_window);
    }
}

#[test]
fn a_debit_card_pays_at_once() {
    let site = Site::open();
    let opened = open(&site, &checkout());
    assert_leads_back(&site.post(&opened.path, &card_fields(DEBIT_CARD)), &opened);
    assert_eq!(payment(&site, &opened).installment, Some(1));
}

#[test]
fn a_declined_customer_may_try_again_or_return() {
    let site = Site::open();
    let opened = open(&site, &checkout().enabled_installments([1]));
    let page = site.post(&opened.path, &card_fields(POOR_CARD));
    assert!(page.says("Kart limiti yetersiz, yetersiz bakiye"), "{}", page.body);
    let (_, way_back) = page.body.split_once("Başka bir kart deneyebilir").unwrap();
    assert!(way_back.contains(opened.token.expose()) && way_back.contains(CALLBACK_URL));
    assert!(site.post(&format!("{}?lang=en", opened.path), &card_fields(POOR_CARD)).says("Not sufficient funds"));
    assert_eq!(payment(&site, &opened).payment_status, PaymentStatus::Failure);
    assert_leads_back(&site.post(&opened.path, &card_fields(GOOD_CARD)), &opened);
}

#[test]
fn an_incomplete_card_is_asked_for_again() {
    let site = Site::open();
    let opened = open(&site, &checkout());
    for (field, value) in [("number", "52586400"), ("expiry", "13/44"), ("holder", ""), ("cvc", "0")] {
        let mut fields = card_fields(GOOD_CARD);
        fields.retain(|(name, _)| *name != field);
        let page = site.post(&opened.path, &with(fields, &[(field, value)]));
        assert!(page.says("role=\"alert\""), "{field}: {}", page.body);
    }
    let unlisted = site.post(&opened.path, &with(card_fields("5258640000000002"), &[("installment", "1")]));
    assert!(unlisted.says("test kartlarından biri değil"), "{}", unlisted.body);
    let english = format!("{}?lang=en", opened.path);
    let unlisted = site.post(&english, &with(card_fields("5258640000000002"), &[("installment", "1")]));
    assert!(unlisted.says("The card is not a test card"), "{}", unlisted.body);
}

/// Returns the messages that a page shows of errors.
fn alerts(page: &Page) -> Vec<String> {
    let alerts = page.body.split("role=\"alert\">").skip(1);
    alerts.map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_a_page_says_of_an_error_is_a_sentence() {
    let site = Site::open();
    let only_credit = open(&site, &checkout().allow_only_credit_card(true).enabled_installments([1]));
    let english = format!("{}?lang=en", only_credit.path);
    for (path, sentence) in [
        (&only_credit.path, "Burada yalnızca kredi kartıyla ödenebilir."),
        (&english, "Only credit cards can pay here."),
    ] {
        assert_eq!(alerts(&site.post(path, &card_fields(DEBIT_CARD))), [sentence]);
    }
    let wrong_cvc: Vec<_> = card_fields(GOOD_CARD).into_iter().filter(|(name, _)| *name != "cvc").collect();
    let wrong_cvc = site.post(&english, &with(wrong_cvc, &[("cvc", "0000")]));
    assert_eq!(alerts(&wrong_cvc), ["The security code can't be this card's."]);

    let mut seen = BTreeSet::new();
    for test_card in TEST_CARDS {
        for (language, three_ds) in [("tr", ""), ("en", "on")] {
            let opened = open(&site, &checkout().enabled_installments([1]));
            let fields = with(card_fields(test_card.number), &[("threeDs", three_ds)]);
            let page = site.post(&format!("{}?lang={language}", opened.path), &fields);
            for alert in alerts(&page) {
                assert!(alert.ends_with('.') && !alert.contains(['_', '{']), "{}: {alert}", test_card.number);
                seen.insert(alert);
            }
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}

#[test]
fn the_bank_authenticates_the_customer() {
    let site = Site::open();
    for (code, status) in [("123456", PaymentStatus::Success), ("000000", PaymentStatus::Failure)] {
        let opened = open(&site, &checkout().force_three_ds(true).enabled_installments([1]));
        let redirect = site.post(&format!("{}?lang=en", opened.path), &card_fields(GOOD_CARD));
        assert_eq!(redirect.status, 303);
        let bank = redirect.headers["location"].clone();
        assert!(bank.ends_with("?lang=en") && site.get(&bank).says("dukkan.example.com"), "{bank}");
        assert_eq!(payment(&site, &opened).payment_status, PaymentStatus::InitThreeDs);
        assert_leads_back(&site.post(&bank, &[("code", code)]), &opened);
        let payment = payment(&site, &opened);
        assert_eq!((payment.payment_status, payment.is_three_ds), (status, Some(true)));
        // Once more, and nothing happens twice.
        assert_leads_back(&site.post(&bank, &[("code", "123456")]), &opened);
    }
    let events = site.emulator.events();
    let events: Vec<&str> = events.iter().map(|event| event.event_type.as_str()).collect();
    assert_eq!(events, ["CHECKOUTFORM_AUTH"]);
    // The customer may ask for it as well.
    let opened = open(&site, &checkout().enabled_installments([1]));
    assert_eq!(site.post(&opened.path, &with(card_fields(GOOD_CARD), &[("threeDs", "on")])).status, 303);
}

#[test]
fn stored_cards_are_chosen_stored_and_deleted() {
    let site = Site::open();
    let stored = site.send(&card_to_store("4043080000000003"));
    let checkout = checkout().card_user_key(stored.card_user_key.clone()).enabled_installments([1, 2]);
    let opened = open(&site, &checkout.clone().allow_only_stored_cards(true));
    let page = site.get(&opened.path);
    assert!(page.says("•••• 0003") && !page.says("name=\"number\"") && !page.says("value=\"delete\""));
    assert!(site.post(&opened.path, &card_fields(GOOD_CARD)).says("role=\"alert\""));
    let token = stored.card_token.expose();
    let choices = site.post(&opened.path, &[("action", "pay"), ("card", token)]);
    assert!(choices.says("101,50 ₺"), "{}", choices.body);
    let paid = site.post(&opened.path, &[("action", "pay"), ("card", token), ("installment", "2")]);
    assert_leads_back(&paid, &opened);
    assert_eq!(payment(&site, &opened).paid_with_stored_card, Some(true));

    let opened = open(&site, &checkout.clone().allow_delete_stored_card(true));
    let fields = [("card", "new"), ("store", "on"), ("installment", "1")];
    assert_leads_back(&site.post(&opened.path, &with(card_fields(GOOD_CARD), &fields)), &opened);
    let cards = || site.send(&SearchStoredCards::new().card_user_key(stored.card_user_key.clone())).items.len();
    assert_eq!(cards(), 2);
    let opened = open(&site, &checkout.clone().allow_delete_stored_card(true));
    assert_eq!(site.post(&opened.path, &[("action", "delete"), ("card", token)]).status, 303);
    assert_eq!(cards(), 1);
    // A page that does not offer it deletes nothing.
    let opened = open(&site, &checkout);
    site.post(&opened.path, &[("action", "delete"), ("card", token)]);
    assert_eq!(cards(), 1);
}

#[test]
fn the_address_takes_iframe_and_animated_card() {
    let site = Site::open();
    let opened = open(&site, &checkout().enabled_installments([1]));
    let plain = site.get(&opened.path);
    assert!(plain.says("<footer") && plain.says("<header class=\"top\"") && !plain.says("drawn-card"));
    assert!(site.get(&format!("{}?iframe=false&animatedCard=0", opened.path)).body == plain.body);

    let framed = format!("{}?lang=en&iframe=true&animatedCard=true", opened.path);
    let page = site.get(&framed);
    assert!(!page.says("<footer") && !page.says("<header class=\"top\""), "{}", page.body);
    assert!(page.says("drawn-card") && page.says("•••• •••• •••• ••••") && page.says("NAME SURNAME"));
    assert!(page.headers["content-security-policy"].contains("frame-ancestors http: https:"));
    assert!(page.says("lang=en&amp;iframe=true&amp;animatedCard=true&amp;method=PAPARA"), "the tabs keep them");
    // The card shows what is entered, and the frame stays one at the bank.
    let page = site.post(&framed, &card_fields("5258640000000002"));
    assert!(page.says(">5258 6400 0000 0002<") && page.says(">Gülşah Işık<"), "{}", page.body);
    let bank = site.post(&framed, &with(card_fields(GOOD_CARD), &[("threeDs", "on")])).headers["location"].clone();
    assert!(bank.ends_with("?lang=en&iframe=true&animatedCard=true") && !site.get(&bank).says("<footer"), "{bank}");
    assert_leads_back(&site.post(&bank, &[("code", "123456")]), &opened);
}

#[test]
fn an_expired_page_leads_to_the_cart() {
    let site = Site::open();
    let opened = open(&site, &checkout().return_back_url("https://dukkan.example.com/cart"));
    site.send(&ExpireCheckoutPayment::new(opened.token.clone()));
    for page in [site.get(&opened.path), site.post(&opened.path, &card_fields(DEBIT_CARD))] {
        assert!(page.says("Sayfanın süresi doldu") && page.says("https://dukkan.example.com/cart"), "{}", page.body);
        assert!(!page.says("name=\"number\""));
    }
    assert_eq!(site.get("/pages/1/checkout/yok").status, 404);
}

#[test]
fn other_methods_have_tabs() {
    let site = Site::open();
    let opened = open(&site, &checkout().enabled_payment_methods([PaymentMethod::Card, PaymentMethod::Papara]));
    let page = site.get(&opened.path);
    assert!(page.says("method=PAPARA") && !page.says("method=PAYPAL"));
    let tab = format!("{}?method=PAPARA", opened.path);
    assert!(site.get(&tab).says("Papara sayfasına yönlendirileceksiniz"));
    let provider = site.post(&tab, &[("action", "method")]).headers["location"].clone();
    assert!(site.get(&provider).says("100,00 ₺"));
    assert_leads_back(&site.post(&provider, &[("action", "approve")]), &opened);
    let paid = payment(&site, &opened);
    assert_eq!(
        (paid.payment_status, paid.payment_provider.unwrap().as_str().to_owned()),
        (PaymentStatus::Success, "PAPARA".to_owned())
    );

    // A method that is not offered can't be chosen, and neither can the card.
    let only_papara = open(&site, &checkout().enabled_payment_methods([PaymentMethod::Papara]));
    let tab = format!("{}?method=PAYPAL", only_papara.path);
    assert!(site.post(&tab, &[("action", "method")]).says("role=\"alert\""));
    assert!(!site.get(&only_papara.path).says("name=\"number\""));
    let by_card = format!("{}?method=CARD", only_papara.path);
    assert!(site.post(&by_card, &card_fields(DEBIT_CARD)).says("role=\"alert\""));
    let all = site.get(&open(&site, &checkout()).path);
    assert!(all.says("method=PAYPAL") && all.says("method=EDENRED"));

    // Payoneer needs the customer's identity, Klarna the region.
    assert!(!all.says("method=PAYONEER") && !all.says("method=KLARNA"));
    let payoneer = open(&site, &checkout().apm_user_identity("müşteri-17"));
    assert!(site.get(&payoneer.path).says("method=PAYONEER"));
    assert!(site.post(&format!("{}?method=KLARNA", payoneer.path), &[("action", "method")]).says("role=\"alert\""));
    let region = KlarnaRegion { country: "de".into(), locale: "en-DE".into() };
    let klarna = open(&site, &checkout().additional_params(klarna_checkout(&region)));
    assert!(site.get(&klarna.path).says("method=KLARNA"));
}

#[test]
fn other_cards_than_credit_cards_are_charged_if_the_merchant_says_so() {
    let site = Site::open();
    let checkout = checkout().payment_phase(PaymentPhase::PreAuth).force_auth_for_non_credit_cards(true);
    for (number, phase) in [(DEBIT_CARD, PaymentPhase::Auth), (GOOD_CARD, PaymentPhase::PreAuth)] {
        let opened = open(&site, &checkout.clone().enabled_installments([1]));
        assert_leads_back(&site.post(&opened.path, &card_fields(number)), &opened);
        assert_eq!(payment(&site, &opened).payment_phase, Some(phase));
    }
}

#[test]
fn the_merchants_server_receives_a_webhook() {
    let site = Site::open();
    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/odendi", receiver.local_addr().unwrap());
    let opened = open(&site, &checkout().merchant_webhook_url(url));
    site.post(&opened.path, &card_fields(DEBIT_CARD));
    let (mut stream, _) = receiver.accept().unwrap();
    let request = crate::common::http::read_message(&mut stream);
    assert!(
        request.starts_with("POST /odendi HTTP/1.1\r\n") && request.contains("content-type: application/json"),
        "{request}"
    );
    assert!(request.ends_with(&format!(r#"{{"token":"{}"}}"#, opened.token.expose())), "{request}");

    // In process, a test takes what would be sent.
    let opened = open(&site, &checkout().merchant_webhook_url("https://dukkan.example.com/odendi"));
    let declined = site.emulator.pay_checkout(&opened.token, crate::common::card(POOR_CARD), 1);
    assert!(declined.is_err());
    let notifications = site.emulator.take_checkout_notifications();
    assert_eq!(notifications[0].uri(), "https://dukkan.example.com/odendi");
    assert!(site.emulator.take_checkout_notifications().is_empty());
    site.emulator.pay_checkout(&open(&site, &checkout()).token, crate::common::card(GOOD_CARD), 1).unwrap();
    assert!(site.emulator.take_checkout_notifications().is_empty());
}

#[test]
fn only_web_addresses_are_taken() {
    let site = Site::open();
    for url in ["javascript:alert(1)", "ftp://dukkan.example.com/", "dukkan example"] {
        let back = site.rejection(&checkout().return_back_url(url));
        assert!(back.description.ends_with(": returnBackUrl"), "{url}: {back:?}");
        let webhook = site.rejection(&checkout().merchant_webhook_url(url));
        assert!(webhook.description.ends_with(": merchantWebhookUrl"), "{url}: {webhook:?}");
    }
}

#[test]
fn what_is_sent_to_the_merchants_server_is_logged() {
    let (lines, log) = mpsc::channel();
    let emulator = Emulator::builder().clock(noon).build();
    let server = Server::builder(emulator.clone()).log(move |entry| lines.send(entry.to_string()).unwrap());
    let site = Site::at(server.bind("127.0.0.1:0").unwrap(), emulator);
    let opened = open(&site, &checkout().merchant_webhook_url("https://dukkan.example.com:8443/odendi?gizli=1"));
    site.post(&opened.path, &card_fields(DEBIT_CARD));
    let is_sent = |line: &String| line.starts_with("POST https://");
    let line = log.iter().find(is_sent).unwrap();
    let expected = "POST https://dukkan.example.com:8443/odendi not sent: the emulator sends over plain HTTP only ";
    assert!(line.starts_with(expected), "{line}");

    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/odendi", receiver.local_addr().unwrap());
    let opened = open(&site, &checkout().merchant_webhook_url(&*url));
    site.post(&opened.path, &card_fields(DEBIT_CARD));
    let (mut stream, _) = receiver.accept().unwrap();
    crate::common::http::read_message(&mut stream);
    stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
    let line = log.iter().find(|line| line.starts_with("POST http://")).unwrap();
    assert!(line.starts_with(&format!("POST {url} 204 ")), "{line}");
}

/// Returns a page for a buyer whose wallet has 50 lira.
fn checkout_with_wallet(site: &Site) -> InitCheckoutPayment {
    let buyer = site.send(&crate::common::member("alıcı-1")).id;
    site.send(&CreateWallet::new(buyer));
    site.send(&SendRemittance::new(buyer, "Hediye", dec!(50), Currency::Try));
    checkout().buyer_member_id(buyer).enabled_installments([1])
}

fn balance(site: &Site, checkout: &InitCheckoutPayment) -> Decimal {
    site.send(&RetrieveMemberWallet::new(checkout.buyer_member_id.unwrap())).amount.unwrap()
}

#[test]
fn the_wallet_pays_a_part() {
    let site = Site::open();
    let checkout = checkout_with_wallet(&site);
    let opened = open(&site, &checkout);
    let page = site.get(&opened.path);
    assert!(page.says("50,00 ₺") && page.says("name=\"walletPrice\""), "{}", page.body);
    assert!(!page.says("value=\"wallet\""), "it can't pay all");
    for wrong in ["50,01", "-1", "100", "yüz", "79228162514264337593543950336"] {
        let page = site.post(&opened.path, &with(card_fields(DEBIT_CARD), &[("walletPrice", wrong)]));
        assert!(page.says("Cüzdandan ödenecek tutar hatalı"), "{wrong}: {}", page.body);
    }
    assert!(site.post(&opened.path, &[("action", "wallet")]).says("role=\"alert\""));
    assert!(site.post(&opened.path, &with(card_fields(POOR_CARD), &[("walletPrice", "30")])).says("yetersiz bakiye"));
    assert_eq!(balance(&site, &checkout), dec!(50));

    let fields = with(card_fields(GOOD_CARD), &[("walletPrice", "30,50"), ("threeDs", "on")]);
    let bank = site.post(&opened.path, &fields).headers["location"].clone();
    assert!(site.get(&bank).says("69,50 ₺"), "the card pays the rest");
    assert_leads_back(&site.post(&bank, &[("code", "123456")]), &opened);
    let paid = payment(&site, &opened);
    assert_eq!(paid.payment_type, Some(PaymentType::CardAndWalletPayment));
    assert_eq!((paid.paid_price, paid.wallet_price), (Some(dec!(100)), Some(dec!(30.50))));
    assert_eq!(balance(&site, &checkout), dec!(19.50));
}

#[test]
fn the_wallet_pays_all() {
    let site = Site::open();
    let checkout = checkout_with_wallet(&site);
    let buyer = checkout.buyer_member_id.unwrap();
    site.send(&SendRemittance::new(buyer, "Hediye", dec!(150), Currency::Try));
    let opened = open(&site, &checkout.clone().force_three_ds(true));
    assert!(site.get_in(&opened.path, "en").says("Pay all from the wallet"));
    assert_leads_back(&site.post(&opened.path, &[("action", "wallet")]), &opened);
    let paid = payment(&site, &opened);
    assert_eq!((paid.payment_type, paid.is_three_ds), (Some(PaymentType::WalletPayment), Some(false)));
    assert_eq!((paid.wallet_price, paid.bin_number), (Some(dec!(100)), None));

    // An amount that is all is as good as the button.
    let opened = open(&site, &checkout);
    assert_leads_back(&site.post(&opened.path, &[("action", "pay"), ("walletPrice", "100")]), &opened);
    assert_eq!(balance(&site, &checkout), dec!(0));
    let events = site.emulator.events();
    assert_eq!(events.iter().filter(|event| event.event_type.as_str() == "CHECKOUTFORM_AUTH").count(), 2);
    // Nothing is left.
    let opened = open(&site, &checkout);
    assert!(!site.get(&opened.path).says("walletPrice"));
    assert!(site.emulator.pay_checkout_from_wallet(&opened.token).is_err());
}

#[test]
fn a_wallet_that_is_empty_by_then_declines_the_payment() {
    let site = Site::open();
    let checkout = checkout_with_wallet(&site);
    let opened = open(&site, &checkout);
    let fields = with(card_fields(GOOD_CARD), &[("walletPrice", "50"), ("threeDs", "on")]);
    let bank = site.post(&opened.path, &fields).headers["location"].clone();
    let other = open(&site, &checkout);
    assert_leads_back(&site.post(&other.path, &with(card_fields(DEBIT_CARD), &[("walletPrice", "50")])), &other);
    assert_leads_back(&site.post(&bank, &[("code", "123456")]), &opened);
    let failed = payment(&site, &opened);
    assert_eq!(failed.payment_status, PaymentStatus::Failure);
    assert_eq!(failed.payment_error.unwrap().error_description.as_deref(), Some("Cüzdan bakiyesi yetersiz"));
    assert_eq!(balance(&site, &checkout), dec!(0));
}

#[test]
fn a_wallet_does_not_pay_where_it_may_not() {
    let site = Site::open();
    let checkout = checkout_with_wallet(&site);
    let mut deposit = checkout.clone().deposit_payment(true);
    deposit.items.clear();
    let mut nobodys = checkout.clone();
    nobodys.buyer_member_id = None;
    for checkout in [deposit, nobodys, checkout.clone().payment_phase(PaymentPhase::PreAuth)] {
        let opened = open(&site, &checkout);
        assert!(!site.get(&opened.path).says("walletPrice"));
        let entry = CardEntry::new(crate::common::card(GOOD_CARD)).wallet_price(dec!(10));
        assert!(site.emulator.submit_checkout(&opened.token, entry).is_err());
        assert!(site.emulator.pay_checkout_from_wallet(&opened.token).is_err());
        // What a page does not offer is not read from its form.
        let fields = with(card_fields(DEBIT_CARD), &[("walletPrice", "10")]);
        assert_leads_back(&site.post(&opened.path, &fields), &opened);
        assert_eq!(payment(&site, &opened).wallet_price, Some(dec!(0)));
    }
}
