//! The checkout page by clicking.

use std::collections::BTreeMap;

use craftgate_core::id::MemberId;
use craftgate_core::payment::{
    CardExpiry, CardNumber, CustomInstallment, InitCheckoutPayment, Payment, PaymentStatus, PaymentType,
    RetrieveCheckoutPayment, SearchStoredCards, StoreCard,
};
use craftgate_core::wallet::{CreateWallet, RetrieveMemberWallet, SendRemittance};
use craftgate_core::{Currency, Secret};
use craftgate_test_support::member;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::browser::Browser;
use crate::shop::{Shop, amounts, items};

fn checkout(shop: &Shop) -> InitCheckoutPayment {
    InitCheckoutPayment::new(amounts(), Currency::Try, shop.url("/paid?order=17")).items(items())
}

async fn open(shop: &Shop, browser: &Browser, checkout: &InitCheckoutPayment) -> Secret {
    let page = shop.send(checkout);
    browser.goto(page.page_url.unwrap().expose()).await;
    page.token
}

async fn enter_card(browser: &Browser, number: &str) {
    browser.enter("number", number).await;
    browser.enter("holder", "Gülşah Işık").await;
    browser.enter("expiry", "07/44").await;
    browser.enter("cvc", "000").await;
}

/// Returns to the shop, and looks up what the posted token stands for.
async fn paid(shop: &Shop, browser: &Browser, token: &Secret) -> Payment {
    browser.click(&format!("form[action^='{}'] button", shop.url(""))).await;
    browser.wait_for("Mağaza: teşekkürler").await;
    assert_eq!(shop.next_post(), format!("token={}", token.expose()));
    shop.send(&RetrieveCheckoutPayment::new(token.clone()))
}

#[tokio::test]
async fn a_customer_pays_in_installments_with_three_ds() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let token = open(&shop, &browser, &checkout(&shop)).await;
    browser.keep_picture("checkout").await;
    enter_card(&browser, "4043 0800 0000 0003").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("T. GARANTİ BANKASI A.Ş.").await;
    browser.keep_picture("checkout-installments").await;
    browser.click("input[name=installment][value='3']").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("Ödemenizi onaylayın").await;
    browser.enter("code", "123456").await;
    browser.click("button[value=approve]").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!((payment.payment_status, payment.installment), (PaymentStatus::Success, Some(3)));
    assert_eq!((payment.price, payment.is_three_ds), (Some(dec!(1250.50)), Some(true)));
    assert!(payment.paid_price > payment.price);
    browser.close().await;
}

#[tokio::test]
async fn a_card_family_is_offered_its_own_installments() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let brands = BTreeMap::from([("Bonus".to_owned(), vec![CustomInstallment::new(5, dec!(1300))])]);
    let checkout = checkout(&shop).card_brand_installments(brands).allow_only_credit_card(true);
    let token = open(&shop, &browser, &checkout).await;
    enter_card(&browser, "4796 8100 0000 0002").await;
    browser.click("input[name=threeDs]").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("Burada yalnızca kredi kartıyla ödenebilir.").await;
    enter_card(&browser, "4043 0800 0000 0003").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("5 × 260,00 ₺").await;
    browser.keep_picture("checkout-brand-installments").await;
    browser.click("input[name=installment][value='5']").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("Ödemeniz alındı").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!((payment.installment, payment.paid_price), (Some(5), Some(dec!(1300))));
    browser.close().await;
}

#[tokio::test]
async fn a_customer_is_declined_and_pays_with_a_stored_card() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let number = CardNumber::new("4796810000000002");
    let stored = shop
        .send(&StoreCard::plain("Gülşah Işık", number, CardExpiry::new(2044, 7).unwrap()).card_alias("Maaş kartım"));
    let token = open(&shop, &browser, &checkout(&shop).card_user_key(stored.card_user_key)).await;
    browser.keep_picture("checkout-stored-cards").await;
    browser.click("input[name=card][value=new]").await;
    enter_card(&browser, "5100050000006661").await;
    browser.click("input[name=threeDs]").await;
    browser.click("button[value=pay]").await;
    browser.click("input[name=installment][value='1']").await;
    browser.click("button[value=pay]").await;
    browser.wait_for("yetersiz bakiye").await;
    browser.keep_picture("checkout-declined").await;

    browser.click(&format!("input[name=card][value='{}']", stored.card_token.expose())).await;
    browser.click("button[value=pay]").await;
    browser.wait_for("Ödemeniz alındı").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!((payment.payment_status, payment.paid_with_stored_card), (PaymentStatus::Success, Some(true)));
    browser.close().await;
}

#[tokio::test]
async fn a_customer_pays_by_another_method() {
    let (shop, browser) = (Shop::open(), Browser::open("en").await);
    let token = open(&shop, &browser, &checkout(&shop)).await;
    browser.wait_for("Card number").await;
    browser.click_link("Papara").await;
    browser.keep_picture("checkout-method").await;
    browser.click("button[value=method]").await;
    browser.wait_for("Confirm your payment").await;
    browser.keep_picture("provider").await;
    browser.click("button[value=approve]").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!(payment.payment_status, PaymentStatus::Success);
    browser.close().await;
}

/// Returns a buyer whose wallet has this amount of lira.
fn buyer_with(shop: &Shop, amount: Decimal) -> MemberId {
    let buyer = shop.send(&member("alıcı-1").is_buyer(true).name("Gülşah Işık")).id;
    shop.send(&CreateWallet::new(buyer));
    shop.send(&SendRemittance::new(buyer, "Hediye", amount, Currency::Try));
    buyer
}

#[tokio::test]
async fn the_wallet_and_a_card_pay_together() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let buyer = buyer_with(&shop, dec!(500));
    let token = open(&shop, &browser, &checkout(&shop).buyer_member_id(buyer).enabled_installments([1])).await;
    browser.wait_for("500,00 ₺").await;
    browser.keep_picture("checkout-wallet").await;
    browser.enter("walletPrice", "250,50").await;
    enter_card(&browser, "5258640000000001").await;
    browser.click("button[value=pay]").await;
    // The bank is asked for what the card pays.
    browser.wait_for("1.000,00 ₺").await;
    browser.enter("code", "123456").await;
    browser.click("button[value=approve]").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!((payment.paid_price, payment.wallet_price), (Some(dec!(1250.50)), Some(dec!(250.50))));
    assert_eq!(shop.send(&RetrieveMemberWallet::new(buyer)).amount, Some(dec!(249.50)));
    browser.close().await;
}

#[tokio::test]
async fn a_meal_card_pays_with_a_code() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let token = open(&shop, &browser, &checkout(&shop)).await;
    browser.click_link("Edenred").await;
    browser.enter("account", "6036 8190 4174 2253").await;
    browser.keep_picture("checkout-edenred").await;
    browser.click("button[value=method]").await;
    browser.enter("code", "000000").await;
    browser.click("button[value=code]").await;
    browser.wait_for("Doğrulama kodu").await;
    browser.keep_picture("checkout-edenred-code").await;
    browser.enter("code", "123456").await;
    browser.click("button[value=code]").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!(payment.payment_status, PaymentStatus::Success);
    browser.close().await;
}

#[tokio::test]
async fn enter_pays_with_the_card_that_was_entered() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let buyer = buyer_with(&shop, dec!(6000));
    let token = open(&shop, &browser, &checkout(&shop).buyer_member_id(buyer).enabled_installments([1])).await;
    browser.wait_for("Tümünü cüzdandan öde").await;
    browser.click("input[name=threeDs]").await;
    enter_card(&browser, "5258640000000001").await;
    browser.press_enter("#cvc").await;
    browser.wait_for("Ödemeniz alındı").await;
    let payment = paid(&shop, &browser, &token).await;
    assert_eq!((payment.payment_type, payment.wallet_price), (Some(PaymentType::CardPayment), Some(dec!(0))));
    assert_eq!(shop.send(&RetrieveMemberWallet::new(buyer)).amount, Some(dec!(6000)));

    let token = open(&shop, &browser, &checkout(&shop).buyer_member_id(buyer)).await;
    browser.click("button[form=pay-from-wallet]").await;
    browser.wait_for("Ödemeniz alındı").await;
    assert_eq!(paid(&shop, &browser, &token).await.payment_type, Some(PaymentType::WalletPayment));
    browser.close().await;
}

#[tokio::test]
async fn enter_pays_with_the_stored_card_that_was_chosen() {
    let (shop, browser) = (Shop::open(), Browser::open("tr").await);
    let store = |number, alias| {
        StoreCard::plain("Gülşah Işık", CardNumber::new(number), CardExpiry::new(2044, 7).unwrap()).card_alias(alias)
    };
    let kept = shop.send(&store("4796810000000002", "Maaş kartım"));
    let user_key = &kept.card_user_key;
    let other = shop.send(&store("4043080000000003", "Eski kartım").card_user_key(user_key.clone()));
    let checkout = checkout(&shop).card_user_key(user_key.clone()).allow_delete_stored_card(true);
    let token = open(&shop, &browser, &checkout.clone().enabled_installments([1])).await;
    browser.keep_picture("checkout-deletable-cards").await;
    browser.click("input[name=threeDs]").await;
    let radio = format!("input[name=card][value='{}']", kept.card_token.expose());
    browser.click(&radio).await;
    browser.press_enter(&radio).await;
    browser.wait_for("Ödemeniz alındı").await;
    assert_eq!(paid(&shop, &browser, &token).await.paid_with_stored_card, Some(true));
    let cards = || shop.send(&SearchStoredCards::new().card_user_key(user_key.clone())).items;
    assert_eq!(cards().len(), 2);

    open(&shop, &browser, &checkout).await;
    browser.click(&format!("button[form=delete-card][value='{}']", other.card_token.expose())).await;
    browser.wait_until_gone("Eski kartım").await;
    let tokens: Vec<_> = cards().into_iter().map(|card| card.card_token).collect();
    assert_eq!(tokens, [kept.card_token]);
    browser.close().await;
}
