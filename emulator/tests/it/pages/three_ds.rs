//! The bank's 3D Secure page.

use craftgate_core::Currency;
use craftgate_core::callback::{self, NextStep, StartedPayment, ThreeDsCallback};
use craftgate_core::payment::{
    CardVerificationAuthType, CompleteThreeDsPayment, InitCheckoutCardVerify, InitThreeDsPayment, MdStatus,
    PaymentStatus, RetrieveCheckoutCardVerify, RetrievePayment, SearchStoredCards, VerifyCard,
};
use craftgate_emulator::{CallbackForm, Emulator, TestCard};
use rust_decimal_macros::dec;

use super::browser::{Page, Site};
use crate::common::{GOOD_CARD, noon, payment};

const CARD_CALLBACK_URL: &str = "https://www.dukkan.example.com/kart";

/// The payment that the page is about, and the page's path.
struct Started {
    payment: StartedPayment,
    path: String,
}

fn start(site: &Site) -> Started {
    let init =
        InitThreeDsPayment::new(payment(&[dec!(1000), dec!(250.5)]), "https://www.dukkan.example.com/3ds?order=17");
    let init = init.callback_v2();
    let response = site.send(&init);
    let html = response.html_content.as_ref().unwrap().decode().unwrap();
    let (_, url) = html.split_once("<form action=\"").unwrap();
    let path = site.path(url.split_once('"').unwrap().0);
    Started { payment: init.started(&response).unwrap(), path }
}

fn verify(site: &Site, page: &Page) -> ThreeDsCallback {
    let form = page.callback();
    assert_eq!(form.action(), "https://www.dukkan.example.com/3ds?order=17");
    callback::verify(&site.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap()
}

fn status(site: &Site, started: &Started) -> PaymentStatus {
    site.send(&RetrievePayment::new(started.payment.payment_id)).payment_status
}

#[test]
fn the_page_shows_what_the_customer_confirms() {
    let site = Site::open();
    let started = start(&site);
    let page = site.get(&started.path);
    assert_eq!(page.status, 200);
    for words in ["dukkan.example.com", "1.250,50 ₺", "•••• 0001", "Mastercard", "25.03.2026 12:00", "lang=\"tr\""]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    let digits = TestCard::find(GOOD_CARD).unwrap().number.get(..8).unwrap();
    assert!(!page.says(digits) && !page.says("Gülşah"), "{}", page.body);
    assert_eq!(status(&site, &started), PaymentStatus::InitThreeDs);
}

#[test]
fn the_page_is_in_the_browsers_language_unless_another_is_chosen() {
    let site = Site::open();
    let path = start(&site).path;
    assert!(site.get_in(&path, "en-GB,en;q=0.9,tr;q=0.5").says("Confirm your payment"));
    assert!(site.get_in(&path, "tr-TR,en;q=0.5").says("Ödemenizi onaylayın"));
    assert!(site.get_in(&format!("{path}?lang=en"), "tr").says("₺1,250.50"));
    assert!(site.get_in(&format!("{path}?lang=xx"), "en").says("Confirm your payment"));
    // The language is kept while the customer goes on.
    let page = site.post(&format!("{path}?lang=en"), &[("code", "111111")]);
    assert!(page.says("The code is wrong") && page.says(&format!("action=\"{path}?lang=en\"")), "{}", page.body);
}

#[test]
fn the_right_code_lets_the_merchant_complete_the_payment() {
    let site = Site::open();
    let started = start(&site);
    let callback = verify(&site, &site.post(&started.path, &[("action", "approve"), ("code", " 123 456 ")]));
    assert_eq!(callback.md_status(), Some(MdStatus(1)));
    assert_eq!(status(&site, &started), PaymentStatus::CallbackThreeDs);
    let NextStep::Complete(complete) = callback.next_step(&started.payment) else { panic!("{callback:?}") };
    assert_eq!(site.send(&complete).payment_status, PaymentStatus::Success);
}

#[test]
fn a_failing_code_or_three_wrong_ones_fail_the_payment() {
    let site = Site::open();
    let started = start(&site);
    let callback = verify(&site, &site.post(&started.path, &[("code", "000000")]));
    assert_eq!((callback.is_success(), callback.md_status()), (false, Some(MdStatus(0))));
    assert_eq!(status(&site, &started), PaymentStatus::Failure);

    let started = start(&site);
    for left in ["2", "1"] {
        let page = site.post(&started.path, &[("code", "654321")]);
        assert!(page.says(&format!("{left} deneme")), "{}", page.body);
        assert_eq!(status(&site, &started), PaymentStatus::InitThreeDs);
    }
    assert!(!verify(&site, &site.post(&started.path, &[("code", "")])).is_success());
    assert_eq!(status(&site, &started), PaymentStatus::Failure);
}

#[test]
fn the_customer_can_give_up_or_let_the_time_pass() {
    let site = Site::open();
    for action in ["cancel", "time-out"] {
        let started = start(&site);
        let page = site.post(&started.path, &[("action", action), ("code", "123456")]);
        assert!(!verify(&site, &page).is_success(), "{action}");
        assert_eq!(status(&site, &started), PaymentStatus::Failure, "{action}");
    }
}

#[test]
fn the_bank_can_authenticate_half() {
    let site = Site::on(Emulator::builder().clock(noon).accept_partial_authentication(true).build());
    for md_status in [2, 3, 4] {
        let started = start(&site);
        let page = site.post(&started.path, &[("action", "half"), ("mdStatus", &md_status.to_string())]);
        assert_eq!(verify(&site, &page).md_status(), Some(MdStatus(md_status)));
        let paid = site.send(&CompleteThreeDsPayment::new(started.payment.payment_id));
        assert_eq!(paid.md_status, Some(MdStatus(md_status)));
    }
    for wrong in ["1", "0", "99999999999", "", "bir"] {
        let started = start(&site);
        assert_eq!(site.post(&started.path, &[("action", "half"), ("mdStatus", wrong)]).status, 200);
        assert_eq!(status(&site, &started), PaymentStatus::InitThreeDs, "{wrong}");
    }
}

#[test]
fn a_customer_who_returns_again_changes_nothing() {
    let site = Site::open();
    let started = start(&site);
    site.post(&started.path, &[("code", "123456")]);
    for page in [site.get(&started.path), site.post(&started.path, &[("action", "cancel")])] {
        assert!(verify(&site, &page).is_duplicate());
    }
    assert_eq!(status(&site, &started), PaymentStatus::CallbackThreeDs);
}

#[test]
fn a_page_that_does_not_exist_is_not_found() {
    let site = Site::open();
    let path = start(&site).path;
    let other_merchant = path.replace("/pages/1/", "/pages/2/");
    for path in [&other_merchant, "/pages/1/three-ds/yok", "/pages/0/three-ds/x", "/pages", "/pages/1/", "/pages/x/y/z"]
    {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    let random_part = path.rsplit_once('/').unwrap().1;
    assert!(random_part.len() >= 32 && start(&site).path != path);
}

#[test]
fn a_browser_may_do_no_more_than_the_page_needs() {
    let site = Site::open();
    let path = start(&site).path;
    let page = site.get(&path);
    let header = |page: &Page, name: &str| page.headers.get(name).cloned().unwrap_or_default();
    for page in [&page, &site.get("/pages/style.css"), &site.get("/pages/icon.svg"), &site.get("/pages/1/three-ds/x")] {
        assert_eq!(header(page, "x-content-type-options"), "nosniff");
        assert_eq!(header(page, "cache-control"), "no-store");
        assert_eq!(header(page, "referrer-policy"), "no-referrer");
    }
    let policy = header(&page, "content-security-policy");
    for rule in ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors"] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
    for script in ["<script", " onclick", " style=", "javascript:"] {
        assert!(!page.says(script), "{script}");
    }
    // Only the page that leads back may post elsewhere.
    let end = site.post(&path, &[("code", "123456")]);
    assert!(header(&end, "content-security-policy").contains("form-action http: https:"));
    // Under a name of somebody else's, the pages are not served.
    assert_eq!(site.request("GET", &path, &[("host", "rebound.example.com")], "").status, 403);
}

#[test]
fn nothing_is_unescaped() {
    let site = Site::open();
    let mut malicious = payment(&[dec!(1)]);
    malicious.conversation_id = Some("\"><script>alert(1)</script>".into());
    let init = InitThreeDsPayment::new(malicious, "https://shop.example.com/3ds?a='b'&c=%22");
    let html = site.send(&init).html_content.unwrap().decode().unwrap();
    let (_, url) = html.split_once("<form action=\"").unwrap();
    let path = site.path(url.split_once('"').unwrap().0);
    assert!(!site.get(&format!("{path}?lang=%22%3E%3Cscript%3E")).says("<script"));
    let end = site.post(&path, &[("code", "123456")]);
    assert!(!end.says("<script"), "{}", end.body);
    assert!(end.callback().form_body().contains("%3Cscript%3E"));
}

#[test]
fn a_cards_verification_has_the_same_page() {
    let site = Site::open();
    let start = |price| {
        let card = crate::common::card(GOOD_CARD);
        let verify = VerifyCard::new(card, CardVerificationAuthType::ThreeDs).callback_url(CARD_CALLBACK_URL);
        let verify = if price { verify.verification_price(dec!(1.5)).currency(Currency::Eur) } else { verify };
        let html = site.send(&verify).html_content.unwrap().decode().unwrap();
        let (_, url) = html.split_once("<form action=\"").unwrap();
        site.path(url.split_once('"').unwrap().0)
    };
    let cards = || site.send(&SearchStoredCards::new()).items.len();
    let path = start(true);
    let page = site.get(&path);
    for words in ["Kartınızı doğrulayın", "1,50 €", "dukkan.example.com", "•••• 0001", "Mastercard", "25.03.2026 12:00"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(site.post(&path, &[("code", "111111")]).says("2 deneme hakkınız kaldı") && cards() == 0);
    let form = site.post(&path, &[("code", "123456")]).callback();
    assert_eq!((form.action(), cards()), (CARD_CALLBACK_URL, 1));
    let callback = |form: &CallbackForm| {
        callback::verify(&site.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap()
    };
    assert!(callback(&form).is_success());
    assert!(callback(&site.get(&path).callback()).is_duplicate());

    let failing =
        [[("code", "000000"), ("", "")], [("action", "cancel"), ("", "")], [("action", "time-out"), ("", "")]];
    for fields in failing.into_iter().chain([[("action", "half"), ("mdStatus", "3")]]) {
        let page = site.post(&start(false), &fields);
        assert!(page.says("Doğrulama başarısız") && !callback(&page.callback()).is_success(), "{fields:?}");
    }
    assert_eq!(cards(), 1);
}

#[test]
fn the_page_that_verifies_a_card_leads_to_the_bank() {
    let site = Site::open();
    let init = InitCheckoutCardVerify::new(CardVerificationAuthType::ThreeDs, CARD_CALLBACK_URL);
    let page = site.send(&init);
    let path = site.path(page.page_url.unwrap().expose());
    let fields =
        [("action", "verify"), ("number", GOOD_CARD), ("holder", "Gülşah Işık"), ("expiry", "07/44"), ("cvc", "000")];
    let bank = || site.post(&path, &fields).headers["location"].clone();
    let (first, second, third) = (bank(), bank(), bank());
    let retrieve = RetrieveCheckoutCardVerify::new(page.token.clone());
    assert_eq!(
        site.post(&first, &[("code", "000000")]).callback().form_body(),
        format!("token={}", page.token.expose())
    );
    assert_eq!(site.send(&retrieve).card, None);
    let form = site.post(&second, &[("code", "123456")]).callback();
    assert_eq!((form.action(), form.form_body()), (CARD_CALLBACK_URL, format!("token={}", page.token.expose())));
    let stored = site.send(&retrieve).card;
    assert_eq!(stored.as_ref().unwrap().last_four_digits.as_deref(), Some("0001"));
    // The page has its card.
    site.post(&third, &[("code", "123456")]);
    assert_eq!(site.send(&retrieve).card, stored);
    assert_eq!(site.send(&SearchStoredCards::new()).items.len(), 1);
}
