//! Links with their QR codes, payments in parts, card verification, and the pages of payment providers.

use craftgate_core::bkm_express::{CompleteBkmExpressPayment, InitBkmExpressPayment};
use craftgate_core::callback::{self, BnplNextStep};
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{CreateProduct, Product, ProductText, RetrieveProduct, UpdateProduct};
use craftgate_core::payment::{
    ApmType, BnplCartItem, BnplCartItemType, CardVerificationAuthType, InitApmPayment, InitBnplPayment,
    InitCheckoutCardVerify, InitMultiPayment, MultiPaymentStatus, PaymentItem, PaymentSource, PaymentStatus,
    RetrieveCheckoutCardVerify, RetrieveMultiPayment, RetrievePayment,
};
use craftgate_core::payment::{PaymentGroup, bnpl_params};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Currency, Secret};
use craftgate_emulator::CardEntry;
use rust_decimal_macros::dec;

use super::browser::Site;
use crate::common::{CALLBACK_URL, GOOD_CARD, POOR_CARD, amounts, card, items};

fn card_fields(number: &str) -> Vec<(&str, &str)> {
    vec![("action", "pay"), ("number", number), ("holder", "Gülşah Işık"), ("expiry", "07/44"), ("cvc", "000")]
}

fn product() -> CreateProduct {
    let text = ProductText { name: "El yapımı <çaydanlık>", description: "Bakır **kalaylı**\nüç <b>litre</b>" };
    CreateProduct::new(text, dec!(250), Currency::Try, [1, 2])
}

fn path_of(site: &Site, product: &Product) -> String {
    site.path(product.url.as_ref().unwrap())
}

#[test]
fn a_link_is_paid_by_card() {
    let site = Site::open();
    let link = site.send(&product());
    let path = path_of(&site, &link);
    let page = site.get(&path);
    for words in ["El yapımı &lt;çaydanlık&gt;", "<strong>kalaylı</strong>", "üç &lt;b&gt;litre&lt;/b&gt;", "250,00 ₺"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(site.post(&path, &card_fields(GOOD_CARD)).says("253,75 ₺"), "two installments");
    let mut fields = card_fields(GOOD_CARD);
    fields.push(("installment", "2"));
    let paid = site.post(&path, &fields);
    let form = paid.callback();
    assert_eq!(site.path(form.action()), path);
    assert!(site.post(&path, &[("token", link.token.as_ref().unwrap())]).says("Teşekkürler"));

    assert_eq!(site.send(&RetrieveProduct::new(link.id)).sold_count, Some(1));
    let payment = site.send(&SearchPayments::new()).items.remove(0).payment;
    assert_eq!((payment.payment_source, payment.paid_price), (Some(PaymentSource::PayByLink), Some(dec!(253.75))));
}

#[test]
fn a_links_description_is_formatted() {
    let site = Site::open();
    for description in ["Bakır **kalaylı**\nüç **büyük** litre", r"Bakır **kalaylı**\nüç **büyük** litre"] {
        let text = ProductText { name: "Çaydanlık", description };
        let link = site.send(&CreateProduct::new(text, dec!(250), Currency::Try, [1]));
        let page = site.get(&path_of(&site, &link));
        let lines = "<p>Bakır <strong>kalaylı</strong></p><p>üç <strong>büyük</strong> litre</p>";
        assert!(page.says(lines), "{}", page.body);
    }
}

#[test]
fn a_link_with_three_ds_goes_to_the_bank() {
    let site = Site::open();
    let path = path_of(&site, &site.send(&product()));
    let mut fields = card_fields(GOOD_CARD);
    fields.extend([("installment", "1"), ("threeDs", "on")]);
    let bank = site.post(&path, &fields).headers["location"].clone();
    assert_eq!(site.path(site.post(&bank, &[("code", "123456")]).callback().action()), path);
    assert_eq!(site.send(&SearchPayments::new()).items[0].payment.payment_status, PaymentStatus::Success);
}

#[test]
fn a_link_is_paid_in_parts() {
    let site = Site::open();
    let mut in_parts = product().multi_payment(true).conversation_id("sipariş-17");
    in_parts.stock = Some(1);
    let link = site.send(&in_parts);
    let (path, token) = (path_of(&site, &link), Secret::from(link.token.clone().unwrap()));
    let page = site.get(&path);
    assert!(page.says("name=\"price\"") && page.says("value=\"250\""), "{}", page.body);
    let pay = |number, price| {
        let mut fields = card_fields(number);
        fields.push(("price", price));
        site.post(&path, &fields)
    };
    for wrong in ["250,01", "0", "-5", "yüz", ""] {
        assert!(pay(GOOD_CARD, wrong).says("role=\"alert\""), "{wrong}");
    }
    assert!(pay(POOR_CARD, "30").says("role=\"alert\""));
    let form = pay(GOOD_CARD, "100,50").callback();
    assert_eq!(site.path(form.action()), path);
    let parts = RetrieveMultiPayment::new(form.fields()[0].1.as_str());
    let state = site.send(&parts);
    assert_eq!((state.price, state.remaining_amount), (Some(dec!(250)), Some(dec!(149.50))));
    assert_eq!(state.conversation_id.as_deref(), Some("sipariş-17"));
    // Whoever comes back, or opens the link later, pays what remains.
    let fields: Vec<(&str, &str)> = form.fields().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for page in [site.post(&path, &fields), site.get(&path)] {
        assert!(page.says("100,50 ₺") && page.says("149,50 ₺"), "{}", page.body);
        assert!(page.says("value=\"149,50\"") && page.says("name=\"threeDs\" value=\"on\" checked"), "{}", page.body);
    }
    assert_eq!(site.send(&RetrieveProduct::new(link.id)).sold_count, Some(0));

    let part = |price| CardEntry::new(card(GOOD_CARD)).price(price);
    for entry in [part(dec!(149.51)), part(dec!(1)).installment(2)] {
        assert!(site.emulator.pay_link(&token, entry).is_err());
    }
    let second = site.emulator.pay_link(&token, part(dec!(49.50))).unwrap();
    assert_eq!((second.paid_price, second.payment_source), (Some(dec!(49.50)), Some(PaymentSource::PayByLink)));
    let mut fields_of_card = card_fields(GOOD_CARD);
    fields_of_card.extend([("price", "100"), ("threeDs", "on")]);
    let bank = site.post(&path, &fields_of_card).headers["location"].clone();
    let form = site.post(&bank, &[("code", "123456")]).callback();
    assert_eq!(site.path(form.action()), path);
    assert!(site.post(&path, &fields).says("Teşekkürler"));
    let done = site.send(&parts);
    assert_eq!((done.multi_payment_status, done.payment_ids.len()), (MultiPaymentStatus::Completed, 4));
    let event = site.emulator.events().pop().unwrap();
    assert_eq!(event.event_type.as_str(), "MULTI_PAYMENT_COMPLETED");
    assert_eq!(event.payload_id, done.token.unwrap().expose());
    assert_eq!(site.send(&RetrieveProduct::new(link.id)).sold_count, Some(1));
    assert!(site.get(&path).says("artık ödenemez") && site.emulator.pay_link(&token, part(dec!(1))).is_err());
}

#[test]
fn the_next_payment_in_parts_of_a_link_starts_from_the_whole() {
    let site = Site::open();
    let link = site.send(&product().multi_payment(true));
    let (path, token) = (path_of(&site, &link), Secret::from(link.token.clone().unwrap()));
    let entry = || CardEntry::new(card(GOOD_CARD));
    assert!(site.emulator.pay_link(&token, CardEntry::new(card(POOR_CARD)).price(dec!(1))).is_err());
    // A price that nobody has paid anything of can change.
    let mut dearer = product().multi_payment(true).channel("mağaza");
    dearer.price = dec!(300);
    site.send(&UpdateProduct::new(dearer.clone(), link.id, Status::Active));
    site.emulator.pay_link(&token, entry().price(dec!(100))).unwrap();
    dearer.price = dec!(400);
    site.send(&UpdateProduct::new(dearer, link.id, Status::Active));
    assert!(site.get(&path).says("200,00 ₺"), "one that is begun keeps its price");
    assert_eq!(site.emulator.pay_link(&token, entry()).unwrap().paid_price, Some(dec!(200)));
    assert!(site.get(&path).says("value=\"400\""));
    assert_eq!(site.emulator.pay_link(&token, entry()).unwrap().paid_price, Some(dec!(400)));
    assert_eq!(site.send(&RetrieveProduct::new(link.id)).sold_count, Some(2));

    // A link that is not paid in parts has one price.
    let token = Secret::from(site.send(&product()).token.unwrap());
    assert!(site.emulator.pay_link(&token, entry().price(dec!(100))).is_err());
    assert!(site.emulator.pay_link(&token, entry().price(dec!(250)).installment(2)).is_ok());
}

#[test]
fn a_link_that_is_passive_or_sold_out_can_not_be_paid() {
    let site = Site::open();
    let mut single = product();
    single.stock = Some(1);
    let link = site.send(&single);
    let (path, token) = (path_of(&site, &link), Secret::from(link.token.clone().unwrap()));
    let entry = || CardEntry::new(card(GOOD_CARD));
    site.emulator.pay_link(&token, entry().installment(2)).unwrap();
    assert!(site.emulator.pay_link(&token, entry()).is_err());
    assert!(site.get(&path).says("artık ödenemez"));

    let link = site.send(&product());
    let token = Secret::from(link.token.clone().unwrap());
    assert!(site.emulator.pay_link(&token, entry().installment(3)).is_err(), "not enabled");
    assert!(site.emulator.pay_link(&token, CardEntry::new(card(POOR_CARD))).is_err());
    assert_eq!(site.send(&RetrieveProduct::new(link.id)).sold_count, Some(0));
    site.send(&UpdateProduct::new(product().channel("mağaza"), link.id, Status::Passive));
    assert!(site.emulator.pay_link(&token, entry()).is_err());
    assert!(site.post(&path_of(&site, &link), &card_fields(GOOD_CARD)).says("artık ödenemez"));
    assert!(site.emulator.pay_link(&Secret::from("yok"), entry()).is_err());
    assert_eq!(site.get("/pages/1/link/yok").status, 404);
}

#[test]
fn a_link_has_a_qr_code() {
    let site = Site::open();
    let link = site.send(&product());
    let picture = site.get(&site.path(link.qr_code_url.as_ref().unwrap()));
    assert_eq!((picture.status, picture.headers["content-type"].as_str()), (200, "image/svg+xml"));
    assert!(picture.says("<svg") && !picture.says("<script"));
    assert!(site.get(&path_of(&site, &link)).says("qr.svg"));
    assert_eq!(site.get("/pages/1/link/yok/qr.svg").status, 404);
    assert_eq!(site.get("/pages/7/link/yok/qr.svg").status, 404);
}

/// Returns the path of a page on which 1,250.5 lira are paid in parts.
fn parts_of(site: &Site) -> String {
    let init = InitMultiPayment::new(dec!(1250.5), Currency::Try, CALLBACK_URL);
    site.path(site.send(&init.items([PaymentItem::new(dec!(1250.5))])).page_url.unwrap().expose())
}

#[test]
fn a_payment_is_made_in_parts() {
    let site = Site::open();
    let init = InitMultiPayment::new(dec!(100), Currency::Try, CALLBACK_URL);
    let init = init.items([PaymentItem::new(dec!(100)).name("Halı")]);
    let page = site.send(&init.maximum_split_payment_count(2));
    let path = site.path(page.page_url.unwrap().expose());
    let retrieve = RetrieveMultiPayment::new(page.token.clone());
    assert!(site.get(&path).says("value=\"100\""));

    let pay = |number, price| {
        let mut fields = card_fields(number);
        fields.push(("price", price));
        site.post(&path, &fields)
    };
    for wrong in ["100,01", "0", "-5", "yüz", ""] {
        assert!(pay(GOOD_CARD, wrong).says("role=\"alert\""), "{wrong}");
    }
    assert!(pay(POOR_CARD, "30").says("role=\"alert\""));
    assert_eq!(pay(GOOD_CARD, "30,50").callback().fields()[0].1, page.token.expose());
    assert_eq!(site.send(&retrieve).remaining_amount, Some(dec!(69.50)));
    assert!(
        site.get(&parts_of(&site)).says("value=\"1250,5\"")
            && site.get_in(&parts_of(&site), "en").says("value=\"1250.5\"")
    );
    assert!(site.get(&path).says("69,50 ₺") && !site.get(&path).says("name=\"price\""), "the last part is the rest");
    let mut fields = card_fields(GOOD_CARD);
    fields.push(("threeDs", "on"));
    let bank = site.post(&path, &fields).headers["location"].clone();
    assert_eq!(site.post(&bank, &[("code", "123456")]).callback().action(), CALLBACK_URL);
    let done = site.send(&retrieve);
    assert_eq!((done.multi_payment_status, done.payment_ids.len()), (MultiPaymentStatus::Completed, 3));
    assert!(site.get(&path).says("Bu ödeme yapıldı"));
    assert_eq!(site.get("/pages/1/multi-payment/yok").status, 404);
}

#[test]
fn a_card_is_verified_and_stored() {
    let site = Site::open();
    let page = site.send(&InitCheckoutCardVerify::new(CardVerificationAuthType::NonThreeDs, CALLBACK_URL));
    let path = site.path(page.page_url.unwrap().expose());
    assert!(site.get(&path).says("Kart doğrulama") && !site.get(&path).says("çekilir"));
    let init =
        InitCheckoutCardVerify::new(CardVerificationAuthType::NonThreeDs, CALLBACK_URL).verification_price(dec!(1));
    let with_price = site.path(site.send(&init.currency(Currency::Try)).page_url.unwrap().expose());
    assert!(site.get(&with_price).says("1,00 ₺ çekilir ve hemen iade edilir"));
    assert!(site.post(&path, &card_fields(POOR_CARD)).says("yetersiz bakiye"));
    assert!(site.post(&path, &card_fields("1")).says("role=\"alert\""));
    let form = site.post(&path, &card_fields(GOOD_CARD)).callback();
    assert_eq!((form.action(), form.fields()[0].1.as_str()), (CALLBACK_URL, page.token.expose()));
    assert!(site.send(&RetrieveCheckoutCardVerify::new(page.token)).card.is_some());
    assert_eq!(site.get(&path).callback().action(), CALLBACK_URL);
    assert_eq!(site.get("/pages/1/card-verify/yok").status, 404);
}

#[test]
fn a_provider_lets_the_customer_pay_decline_or_wait() {
    let site = Site::open();
    let start = || {
        site.send(&InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL))
    };
    for (action, status) in
        [("approve", PaymentStatus::Success), ("decline", PaymentStatus::Failure), ("later", PaymentStatus::Waiting)]
    {
        let started = start();
        let path = site.path(started.redirect_url.as_ref().unwrap());
        assert!(site.get(&path).says("Papara") && site.get_in(&path, "en").says("₺100.00"));
        let form = site.post(&path, &[("action", action)]).callback();
        let callback = callback::verify(&site.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap();
        assert_eq!(callback.is_success(), action != "decline");
        assert_eq!(site.send(&RetrievePayment::new(started.payment_id.unwrap())).payment_status, status);
    }
    assert_eq!(site.get("/pages/1/provider/yok").status, 404);
}

#[test]
fn a_loan_waits_for_the_merchants_approval() {
    let site = Site::open();
    let cart = [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(100), 1)];
    for (action, is_granted) in [("approve", true), ("decline", false)] {
        let apm = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
            .callback_url(CALLBACK_URL)
            .payment_group(PaymentGroup::Product)
            .additional_params(bnpl_params::fingate_hosted_page());
        let init = InitBnplPayment::new(apm, cart.clone());
        let response = site.send(&init);
        let started = init.started(&response).unwrap();
        let path = site.path(response.redirect_url.as_ref().unwrap());
        assert!(site.get(&path).says("Alışveriş kredinizi onaylayın"));
        let form = site.post(&path, &[("action", action)]).callback();
        let callback =
            callback::verify_bnpl(&site.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap();
        match callback.next_step(&started) {
            BnplNextStep::Approve(approve) => {
                assert!(is_granted);
                assert_eq!(site.send(&approve).payment_status, PaymentStatus::Success);
            }
            step => assert_eq!((step, is_granted), (BnplNextStep::Failed, false)),
        }
    }
}

#[test]
fn a_page_plays_the_shop_and_shows_what_is_posted() {
    let site = Site::open();
    let page = site.post("/pages/callback?lang=en", &[("status", "SUCCESS"), ("mdErrorMessage", "<Gülşah>")]);
    for words in ["You are back at the shop", "<dt>status</dt>", ">SUCCESS<", ">&lt;Gülşah&gt;<"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(site.get_in("/pages/callback", "tr").says("Hiçbir alan gönderilmedi"));
}

#[test]
fn a_customer_confirms_in_bkm_express() {
    let site = Site::open();
    let start = site.send(&InitBkmExpressPayment::new(amounts(), Currency::Try, items()));
    let path = site.path(&start.path.unwrap());
    assert!(site.get(&path).says("BKM Express") && site.get(&path).says("100,00 ₺"), "{}", site.get(&path).body);
    assert!(site.post(&path, &[("action", "decline")]).says("Ödemediniz"));
    assert!(site.emulator.events().is_empty());
    assert!(site.post(&path, &[("action", "approve")]).says("Onayladınız"));
    let events = site.emulator.events();
    assert_eq!(events[0].event_type.as_str(), "BKM_EXPRESS_PAYMENT_NOTIFICATION");
    let paid = site.send(&CompleteBkmExpressPayment::new(true, start.id));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
    assert!(site.post(&path, &[("action", "approve")]).says("daha önce tamamlandı"));
    assert_eq!(site.get("/pages/1/bkm-express/yok").status, 404);
}
