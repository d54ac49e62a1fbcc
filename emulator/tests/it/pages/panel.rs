//! The panel.

use craftgate_core::Currency;
use craftgate_core::bank_account_tracking::SearchBankAccountTrackingRecords;
use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::payment::{
    ApmType, ApprovePaymentTransactions, BnplCartItem, BnplCartItemType, InitApmPayment, InitBnplPayment,
    InitThreeDsPayment, PaymentStatus, RefundPayment, RetrievePayment,
};
use craftgate_core::payment::{PaymentGroup, bnpl_params};
use craftgate_emulator::{Emulator, Server};
use rust_decimal_macros::dec;

use super::browser::{Page, Site};
use crate::common::http::{connect, exchange, to_bytes};
use crate::common::{
    CALLBACK_URL, IBAN, POOR_CARD, amounts, card, card_to_store, items, member, payment, sale_of, seller, signed,
};

/// The parts of the panel, as they stand in its paths.
pub(crate) const SECTIONS: [&str; 11] = [
    "overview",
    "payments",
    "refunds",
    "members",
    "links",
    "cards",
    "pos",
    "payouts",
    "transfers",
    "webhooks",
    "requests",
];

/// Returns the secret that the panel's forms carry.
fn csrf(site: &Site) -> String {
    let page = site.get("/panel/1/transfers");
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

fn act(site: &Site, path: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = csrf(site);
    let mut fields = fields.to_vec();
    fields.push(("csrf", &csrf));
    site.post(path, &fields)
}

fn pending(site: &Site) -> craftgate_core::id::PaymentId {
    let apm = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL);
    site.send(&apm).payment_id.unwrap()
}

#[test]
fn the_panel_shows_what_the_account_holds() {
    let site = Site::open();
    let paid = site.send(&payment(&[dec!(60), dec!(40)]));
    assert!(site.emulator.client().unwrap().call(&payment(&[dec!(7)]).card(card(POOR_CARD))).send().is_err());
    site.send(&RefundPayment::new(paid.id));
    site.send(&member("üye-1").name("Çağrı <Öz>").is_buyer(true));
    site.send(&card_to_store("4043080000000003"));
    let shows = |path: &str, words: &[&str]| {
        let page = site.get(path);
        assert_eq!(page.status, 200);
        words.iter().for_each(|words| assert!(page.says(words), "{path}: {words}: {}", page.body));
    };
    shows(
        "/",
        &["Genel bakış", "emulator-api-key", "emulator-secret-key", "emulator-callback-key", "5258640000000001"],
    );
    shows("/panel/1/payments", &["sipariş-17", "100,00 ₺", "SUCCESS", "FAILURE", "•••• 0001"]);
    shows("/panel/1/payments/1", &["Çaydanlık", "60,00 ₺", "API"]);
    shows("/panel/1/payments/2", &["Kart limiti yetersiz", "10051"]);
    shows("/panel/1/refunds", &["100,00 ₺", "SUCCESS"]);
    shows("/panel/1/members", &["Çağrı &lt;Öz&gt;", "üye-1"]);
    shows("/panel/1/cards", &["40430800", "0003"]);
    shows("/panel/1/webhooks", &["API_AUTH", "REFUND", "FAILURE"]);
    shows("/panel/1/payments?lang=en", &["Payments", "₺100.00"]);
    for section in SECTIONS {
        let page = site.get(&format!("/panel/1/{section}"));
        assert_eq!(page.status, 200, "{section}");
        assert!(!page.says("<script") && !page.says("5258640000000001") || section == "overview", "{section}");
    }
    for path in
        ["/panel/2", "/panel/1/yok", "/panel/1/payments/9", "/panel/1/payments/x", "/panel/1/cards/1", "/panel/x"]
    {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_pending_payment_is_decided() {
    let site = Site::open();
    for (action, status) in [("confirm", PaymentStatus::Success), ("decline", PaymentStatus::Failure)] {
        let id = pending(&site);
        let page = site.get(&format!("/panel/1/payments/{id}"));
        assert!(page.says("/provider/") && page.says(&format!("value=\"{action}\"")), "{}", page.body);
        let done = act(&site, "/panel/1/payments", &[("action", action), ("id", &id.to_string())]);
        assert_eq!((done.status, done.headers["location"].clone()), (303, format!("/panel/1/payments/{id}?lang=tr")));
        assert_eq!(site.send(&RetrievePayment::new(id)).payment_status, status);
        assert!(!site.get(&format!("/panel/1/payments/{id}")).says("value=\"confirm\""));
    }
    let started = site.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL)).payment_id.unwrap();
    assert!(site.get(&format!("/panel/1/payments/{started}")).says("/three-ds/"));
}

#[test]
fn what_only_craftgate_or_a_bank_starts_is_started() {
    let site = Site::open();
    let id = site.send(&payment(&[dec!(1)])).id;
    act(&site, "/panel/1/payments", &[("action", "review"), ("id", &id.to_string())]);
    assert!(site.send(&RetrievePayment::new(id)).fraud_id.is_some());

    act(
        &site,
        "/panel/1/transfers",
        &[("action", "transfer"), ("amount", "250,75"), ("sender", "Gülşah Işık"), ("currency", "USD")],
    );
    for wrong in ["", "yüz", "1e400"] {
        act(&site, "/panel/1/transfers", &[("action", "transfer"), ("amount", wrong)]);
    }
    let records = site.send(&SearchBankAccountTrackingRecords::new()).items;
    assert_eq!((records.len(), records[0].amount), (1, Some(dec!(250.75))));
    assert_eq!(records[0].currency, Some(Currency::Usd));
    assert!(site.get("/panel/1/transfers").says("Gülşah Işık"));

    act(&site, "/panel/1/pos", &[("action", "three-ds-pay"), ("alias", "emulator"), ("on", "on")]);
    let started = site.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL)).payment_id.unwrap();
    site.emulator.enter_three_ds_code(started, "123456").unwrap();
    assert_eq!(site.send(&RetrievePayment::new(started)).payment_status, PaymentStatus::Success);
    act(&site, "/panel/1/pos", &[("action", "unknown")]);

    act(&site, "/panel/1/pos", &[("action", "autopilot"), ("alias", "emulator")]);
    assert!(site.get("/panel/1/pos").says("DOWN"));
    act(&site, "/panel/1/pos", &[("action", "autopilot"), ("alias", "emulator"), ("on", "on")]);
    assert!(site.get("/panel/1/pos").says("UP"));
    assert!(!site.emulator.set_autopilot("yok", true));
    let events = site.emulator.events();
    assert_eq!(events.iter().filter(|event| event.event_type.as_str() == "AUTOPILOT").count(), 2);
}

#[test]
fn payouts_are_run_and_sent_back() {
    let site = Site::open();
    let seller = site.send(&seller("satıcı-1")).id;
    let sold = site.send(&sale_of(seller));
    site.send(&ApprovePaymentTransactions::new([sold.payment_transactions[0].id]));

    assert_eq!(act(&site, "/panel/1/payouts", &[("action", "payouts")]).status, 303);
    let page = site.get("/panel/1/payouts");
    for words in [IBAN, "90,00 ₺", "NOT_BOUNCED", "value=\"bounce\""] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    for payout in ["1", "1", "7", "bir", ""] {
        act(&site, "/panel/1/payouts", &[("action", "bounce"), ("payout", payout)]);
    }
    let page = site.get("/panel/1/payouts");
    assert!(page.says(">BOUNCED<") && !page.says("value=\"bounce\""), "{}", page.body);
}

#[test]
fn a_bank_decides_on_loans_and_a_customer_confirms_in_an_application() {
    let site = Site::open();
    let loan = |site: &Site| {
        let apm = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
            .callback_url(CALLBACK_URL)
            .payment_group(PaymentGroup::Product)
            .additional_params(bnpl_params::fingate_hosted_page());
        let cart = [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(100), 1)];
        site.send(&InitBnplPayment::new(apm, cart)).payment_id.unwrap()
    };
    for (action, status) in [("grant", "SUCCESS"), ("decline", "FAILURE")] {
        let id = loan(&site);
        assert!(site.get(&format!("/panel/1/payments/{id}")).says(&format!("value=\"{action}\"")));
        act(&site, "/panel/1/payments", &[("action", action), ("id", &id.to_string())]);
        let event = site.emulator.events().pop().unwrap();
        assert_eq!((event.event_type.as_str(), event.status.as_str()), ("BNPL_NOTIFICATION", status));
    }
    let ticket = site.send(&InitBkmExpressPayment::new(amounts(), Currency::Try, items())).id;
    let page = site.get("/panel/1/payments/3");
    assert!(page.says(&format!("name=\"ticket\" value=\"{ticket}\"")), "{}", page.body);
    act(&site, "/panel/1/payments", &[("action", "confirm-bkm-express"), ("ticket", ticket.as_str())]);
    assert_eq!(site.emulator.events().pop().unwrap().event_type.as_str(), "BKM_EXPRESS_PAYMENT_NOTIFICATION");
}

#[test]
fn a_form_of_another_site_changes_nothing() {
    let site = Site::open();
    let id = pending(&site);
    let fields = [("action", "confirm"), ("id", &id.to_string())];
    for csrf in [None, Some(""), Some("0123456789abcdef0123456789abcdef")] {
        let mut fields = fields.to_vec();
        fields.extend(csrf.map(|csrf| ("csrf", csrf)));
        assert_eq!(site.post("/panel/1/payments", &fields).status, 403);
    }
    assert_eq!(site.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Waiting);
}

#[test]
fn the_panel_is_for_this_machine_under_its_own_name() {
    let site = Site::open();
    let address = site.server.address();
    for host in ["rebound.example.com", "127.0.0.1.example.com", "", "local host"] {
        assert_eq!(site.request("GET", "/", &[("host", host)], "").status, 403, "{host}");
    }
    for host in [format!("localhost:{}", address.port()), address.to_string(), "[::1]:1".to_owned()] {
        assert_eq!(site.request("GET", "/", &[("host", &host)], "").status, 200, "{host}");
    }
    let page = site.get("/");
    let policy = &page.headers["content-security-policy"];
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"), "{policy}");
    assert_eq!(page.headers["x-frame-options"], "DENY");
    // A browser that sends no referrer at all hides the origin of a form, too.
    assert_eq!(page.headers["referrer-policy"], "same-origin");
}

#[test]
fn each_merchant_has_a_panel_of_its_own() {
    let second = Emulator::builder().api_key("key-2").secret_key("secret-2").build();
    let server = Server::builder(Emulator::new()).merchant(second.clone()).bind("127.0.0.1:0").unwrap();
    second.client().unwrap().call(&payment(&[dec!(3)])).send().unwrap();
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.address());
        exchange(&mut connect(server.address()), request.as_bytes())
    };
    assert!(!get("/panel/1/payments").contains("sipariş-17") && get("/panel/2/payments").contains("sipariş-17"));
    assert!(get("/panel/2").contains("key-2") && !get("/panel/1").contains("key-2"));
}

#[test]
fn the_last_requests_are_shown_as_they_were_signed() {
    let site = Site::open();
    let url = format!("{}/payment/v1/card-payments?a=b", site.server.url());
    let body = r#"{"card": {"cardNumber": "5258640000000001"}, "not": "<valid>"}"#;
    let request = signed(&site.emulator, "POST", &url, body);
    exchange(&mut connect(site.server.address()), &to_bytes(&request));
    let page = site.get("/panel/1/requests");
    let signed = format!("{url}emulator-api-key***Xa15Fp11T");
    for words in ["POST /payment/v1/card-payments", signed.as_str(), "525864******0001", "&lt;valid&gt;"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("emulator-secret-key") && !page.says("5258640000000001"));
}

#[cfg(feature = "control")]
#[test]
fn webhooks_are_shown_with_their_tries_and_sent_again() {
    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook", receiver.local_addr().unwrap());
    let emulator = Emulator::builder().clock(crate::common::noon).build();
    let server = Server::builder(emulator.clone()).webhook_url(url).bind("127.0.0.1:0").unwrap();
    let site = Site::at(server, emulator);
    let receive = || {
        let (mut stream, _) = receiver.accept().unwrap();
        let request = crate::common::http::read_message(&mut stream);
        let response = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        std::io::Write::write_all(&mut stream, response.as_bytes()).unwrap();
        request
    };
    site.send(&payment(&[dec!(1)]));
    assert!(receive().contains("API_AUTH"));
    let deliveries = || site.get("/panel/1/webhooks");
    while !deliveries().says(" 503") {
        std::thread::yield_now();
    }
    assert!(deliveries().says("WAITING") && deliveries().says("Yeniden gönder"));
    act(&site, "/panel/1/webhooks", &[("action", "resend"), ("delivery", "1")]);
    assert!(receive().contains("API_AUTH"), "it is sent again, though its time has not come");
    for wrong in ["", "99", "bir"] {
        assert_eq!(act(&site, "/panel/1/webhooks", &[("action", "resend"), ("delivery", wrong)]).status, 303);
    }
}
