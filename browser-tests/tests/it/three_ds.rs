//! A payment with 3D Secure by clicking.

use craftgate_core::callback::{self, NextStep, StartedPayment, ThreeDsCallback};
use craftgate_core::payment::{InitThreeDsPayment, PaymentStatus, RetrievePayment};

use crate::browser::Browser;
use crate::shop::{Shop, payment};

/// Starts a payment, and opens the page that the shop shows for it.
async fn start(shop: &Shop, browser: &Browser) -> StartedPayment {
    let init = InitThreeDsPayment::new(payment(), shop.url("/3ds?order=17")).callback_v2();
    let response = shop.send(&init);
    let started = init.started(&response).unwrap();
    shop.serve(response.html_content.unwrap().decode().unwrap());
    browser.goto(&shop.url("/pay")).await;
    // The shop's page leads to the bank by itself.
    browser.wait_for("1.250,50 ₺").await;
    started
}

async fn return_to_shop(shop: &Shop, browser: &Browser) -> ThreeDsCallback {
    browser.click(&format!("form[action^='{}'] button", shop.url(""))).await;
    browser.wait_for("Mağaza: teşekkürler").await;
    let body = shop.next_post();
    callback::verify(&shop.emulator.callback_key().unwrap(), body.as_bytes()).unwrap()
}

fn status(shop: &Shop, started: &StartedPayment) -> PaymentStatus {
    shop.send(&RetrievePayment::new(started.payment_id)).payment_status
}

#[tokio::test]
async fn a_customer_pays_with_the_code() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let started = start(&shop, &browser).await;
    browser.keep_picture("three-ds").await;
    browser.enter("code", "123456").await;
    browser.click("button[value=approve]").await;
    browser.wait_for("Doğrulama tamamlandı").await;
    browser.keep_picture("three-ds-approved").await;
    assert_eq!(status(&shop, &started), PaymentStatus::CallbackThreeDs);

    let callback = return_to_shop(&shop, &browser).await;
    let NextStep::Complete(complete) = callback.next_step(&started) else { panic!("{callback:?}") };
    assert_eq!(shop.send(&complete).payment_status, PaymentStatus::Success);

    // The customer goes back, and the bank returns them again.
    browser.tab.back().await.unwrap();
    browser.tab.refresh().await.unwrap();
    browser.wait_for("Mağazaya dön").await;
    assert!(return_to_shop(&shop, &browser).await.is_duplicate());
    assert_eq!(status(&shop, &started), PaymentStatus::Success);
    browser.close().await;
}

#[tokio::test]
async fn a_wrong_code_may_be_corrected_and_a_failing_one_may_not() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let started = start(&shop, &browser).await;
    browser.enter("code", "999999").await;
    browser.click("button[value=approve]").await;
    browser.wait_for("2 deneme hakkınız kaldı").await;
    browser.keep_picture("three-ds-wrong-code").await;
    browser.enter("code", "000000").await;
    browser.click("button[value=approve]").await;
    browser.wait_for("Doğrulama başarısız").await;
    assert!(!return_to_shop(&shop, &browser).await.is_success());
    assert_eq!(status(&shop, &started), PaymentStatus::Failure);
    browser.close().await;
}

#[tokio::test]
async fn a_customer_cancels_or_is_authenticated_half() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let started = start(&shop, &browser).await;
    browser.click("button[value=cancel]").await;
    assert!(!return_to_shop(&shop, &browser).await.is_success());
    assert_eq!(status(&shop, &started), PaymentStatus::Failure);

    start(&shop, &browser).await;
    browser.click("summary").await;
    browser.click("option[value='3']").await;
    browser.keep_picture("three-ds-tools").await;
    browser.click("button[value=half]").await;
    let callback = return_to_shop(&shop, &browser).await;
    assert_eq!(callback.md_status().map(|status| status.0), Some(3));

    // In English, by the link.
    start(&shop, &browser).await;
    browser.click_link("English").await;
    browser.wait_for("Confirm your payment").await;
    browser.click("button[value=cancel]").await;
    browser.wait_for("The authentication failed").await;
    assert!(shop.is_quiet());
    browser.close().await;
}
