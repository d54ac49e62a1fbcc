//! The panel by clicking.

use craftgate_core::Currency;
use craftgate_core::bank_account_tracking::SearchBankAccountTrackingRecords;
use craftgate_core::payment::{ApmType, InitApmPayment, PaymentStatus, RetrievePayment};
use rust_decimal_macros::dec;

use crate::browser::Browser;
use crate::shop::{Shop, amounts, items, payment};

#[tokio::test]
async fn the_panel_shows_payments_and_decides_pending_ones() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    shop.send(&payment());
    let apm = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items());
    let pending = shop.send(&apm.callback_url(shop.url("/apm"))).payment_id.unwrap();

    browser.goto(&shop.server.url()).await;
    browser.wait_for("emulator-api-key").await;
    browser.keep_picture("panel").await;
    browser.click_link("Ödemeler").await;
    browser.wait_for("sipariş-17").await;
    browser.keep_picture("panel-payments").await;
    browser.click_link(&pending.to_string()).await;
    browser.wait_for("WAITING").await;
    browser.click("button[value=confirm]").await;
    browser.wait_for("SUCCESS").await;
    browser.keep_picture("panel-payment").await;
    assert_eq!(shop.send(&RetrievePayment::new(pending)).payment_status, PaymentStatus::Success);

    browser.click_link("Banka hareketleri").await;
    browser.enter("amount", "250,75").await;
    browser.enter("sender", "Gülşah Işık").await;
    browser.click("button[value=transfer]").await;
    browser.wait_for("250,75 ₺").await;
    let records = shop.send(&SearchBankAccountTrackingRecords::new()).items;
    assert_eq!(records[0].amount, Some(dec!(250.75)));
    browser.close().await;
}
