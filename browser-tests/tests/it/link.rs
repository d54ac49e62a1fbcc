//! A link and its QR code by clicking.

use craftgate_core::pay_by_link::{CreateProduct, ProductText, RetrieveProduct};
use craftgate_core::payment::{MultiPaymentStatus, RetrieveMultiPayment};
use craftgate_core::{Currency, Secret};
use rust_decimal_macros::dec;

use crate::browser::Browser;
use crate::shop::Shop;

async fn enter_card(browser: &Browser) {
    browser.enter("number", "5258640000000001").await;
    browser.enter("holder", "Gülşah Işık").await;
    browser.enter("expiry", "07/44").await;
    browser.enter("cvc", "000").await;
}

/// Pays what remains on the page, with the right code at the bank, and returns to the link.
async fn pay_with_three_ds(browser: &Browser) {
    enter_card(browser).await;
    browser.click("button[value=pay]").await;
    browser.enter("code", "123456").await;
    browser.click("button[value=approve]").await;
    browser.wait_for("Doğrulama tamamlandı").await;
    browser.click("form button").await;
    browser.wait_for("Teşekkürler").await;
}

#[tokio::test]
async fn a_link_shows_its_qr_code_and_is_paid() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let text = ProductText { name: "Bakır çaydanlık", description: "El yapımı, **kalaylı**\nÜç litre" };
    let link = shop.send(&CreateProduct::new(text, dec!(250.00), Currency::Try, [1]));
    browser.goto(link.url.as_ref().unwrap()).await;
    assert_eq!(browser.text("strong").await, "kalaylı");
    let width = browser.evaluate("return document.querySelector('img.qr').naturalWidth").await;
    assert!(width.as_u64().is_some_and(|width| width > 0), "the picture is not drawn: {width}");
    browser.keep_picture("link").await;

    // The picture stands at its own address, too.
    browser.goto(link.qr_code_url.as_ref().unwrap()).await;
    assert_eq!(browser.evaluate("return document.documentElement.tagName").await, "svg");

    browser.goto(link.url.as_ref().unwrap()).await;
    pay_with_three_ds(&browser).await;
    assert_eq!(shop.send(&RetrieveProduct::new(link.id)).sold_count, Some(1));
    browser.close().await;
}

#[tokio::test]
async fn a_link_is_paid_in_parts() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let text = ProductText { name: "Akşam yemeği", description: "Masa 17" };
    let link = shop.send(&CreateProduct::new(text, dec!(300.00), Currency::Try, [1]).multi_payment(true));
    browser.goto(link.url.as_ref().unwrap()).await;
    browser.enter("price", "100,50").await;
    enter_card(&browser).await;
    browser.click("input[name=threeDs]").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("Ödemeniz alındı").await;
    browser.click("form button").await;
    browser.wait_for("199,50 ₺").await;
    browser.keep_picture("link-in-parts").await;

    pay_with_three_ds(&browser).await;
    assert_eq!(shop.send(&RetrieveProduct::new(link.id)).sold_count, Some(1));
    let completed = shop.emulator.events().pop().unwrap();
    let parts = shop.send(&RetrieveMultiPayment::new(Secret::from(completed.payload_id)));
    assert_eq!((parts.multi_payment_status, parts.payment_ids.len()), (MultiPaymentStatus::Completed, 2));
    browser.close().await;
}
