//! Payments on Craftgate's pages: however many attempts a customer opens, a page is paid once.

use craftgate_core::id::PaymentId;
use craftgate_core::pay_by_link::{CreateProduct, ProductText, RetrieveProduct};
use craftgate_core::payment::{
    Basket, CompletePosApmPayment, ExpireCheckoutPayment, InitCheckoutPayment, InitMultiPayment, InitPosApmPayment,
    MultiPaymentStatus, PaymentMethod, PaymentStatus, PosApmPaymentProvider, RetrieveCheckoutPayment,
    RetrieveMultiPayment, RetrievePayment, pos_apm_params,
};
use craftgate_core::{Currency, Secret};
use craftgate_emulator::{CardEntry, PageStep, ProviderOutcome, ThreeDsOutcome};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, GOOD_CARD, Shop, amounts, card, items};

fn with_three_ds() -> CardEntry {
    CardEntry::new(card(GOOD_CARD)).three_ds(true)
}

/// Returns the payment that waits for its customer elsewhere.
fn waiting(step: PageStep) -> PaymentId {
    match step {
        PageStep::ThreeDs { payment_id, .. } | PageStep::Provider { payment_id, .. } => payment_id,
        step => panic!("{step:?}"),
    }
}

fn status(shop: &Shop, id: PaymentId) -> PaymentStatus {
    shop.send(&RetrievePayment::new(id)).payment_status
}

fn events(shop: &Shop) -> Vec<String> {
    shop.emulator.events().into_iter().map(|event| event.event_type.to_string()).collect()
}

fn checkout(shop: &Shop) -> Secret {
    shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items())).token
}

#[test]
fn a_checkout_page_is_paid_once() {
    let shop = Shop::open();
    let token = checkout(&shop);
    let at_provider = waiting(shop.emulator.submit_checkout_method(&token, &PaymentMethod::Papara).unwrap());
    let at_bank = waiting(shop.emulator.submit_checkout(&token, with_three_ds()).unwrap());
    let form = shop.emulator.visit_provider(at_provider, ProviderOutcome::Approved).unwrap().unwrap();
    assert_eq!(form.form_body(), format!("token={}", token.expose()));
    // The page is paid, though another attempt was opened later.
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token.clone())).id, at_provider);
    assert!(shop.emulator.submit_checkout(&token, with_three_ds()).is_err());

    let form = shop.emulator.authenticate(at_bank, ThreeDsOutcome::Approved).unwrap();
    assert_eq!(form.form_body(), format!("token={}", token.expose()));
    assert_eq!((status(&shop, at_provider), status(&shop, at_bank)), (PaymentStatus::Success, PaymentStatus::Failure));
    let declined = shop.send(&RetrievePayment::new(at_bank)).payment_error.unwrap();
    assert_eq!(declined.error_description.as_deref(), Some("Sayfa artık kullanılamaz"));
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token)).id, at_provider);
    assert_eq!(events(&shop), ["CHECKOUTFORM_AUTH"]);
}

#[test]
fn a_link_is_not_paid_beyond_its_stock() {
    let shop = Shop::open();
    let text = ProductText { name: "İpek şal", description: "El dokuması" };
    let link = shop.send(&CreateProduct::new(text, dec!(10), Currency::Try, [1]).stock(1));
    let token = Secret::from(link.token.unwrap());
    let attempts = [(); 2].map(|()| waiting(shop.emulator.submit_link(&token, with_three_ds()).unwrap()));
    for attempt in attempts {
        shop.emulator.authenticate(attempt, ThreeDsOutcome::Approved).unwrap();
    }
    assert_eq!(attempts.map(|id| status(&shop, id)), [PaymentStatus::Success, PaymentStatus::Failure]);
    assert_eq!(shop.send(&RetrieveProduct::new(link.id)).sold_count, Some(1));
}

#[test]
fn parts_do_not_exceed_the_whole() {
    let shop = Shop::open();
    let token = shop.send(&InitMultiPayment::new(dec!(100), Currency::Try, CALLBACK_URL).items(items())).token;
    let attempts = [(); 2].map(|()| waiting(shop.emulator.submit_split(&token, with_three_ds(), dec!(60)).unwrap()));
    for attempt in attempts {
        shop.emulator.authenticate(attempt, ThreeDsOutcome::Approved).unwrap();
    }
    assert_eq!(attempts.map(|id| status(&shop, id)), [PaymentStatus::Success, PaymentStatus::Failure]);
    let parts = shop.send(&RetrieveMultiPayment::new(token.clone()));
    assert_eq!((parts.paid_price, parts.remaining_amount), (Some(dec!(60)), Some(dec!(40))));
    shop.emulator.pay_split(&token, card(GOOD_CARD), dec!(40)).unwrap();
    assert_eq!(shop.send(&RetrieveMultiPayment::new(token)).multi_payment_status, MultiPaymentStatus::Completed);
}

#[test]
fn what_a_customer_confirms_later_pays_the_page() {
    let shop = Shop::open();
    let token = checkout(&shop);
    let id = waiting(shop.emulator.submit_checkout_method(&token, &PaymentMethod::Papara).unwrap());
    shop.emulator.visit_provider(id, ProviderOutcome::Later).unwrap();
    shop.emulator.confirm_payment(id).unwrap();
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token.clone())).payment_status, PaymentStatus::Success);
    assert_eq!(events(&shop), ["CHECKOUTFORM_AUTH"]);
    assert!(shop.emulator.confirm_payment(id).is_err());
    assert_eq!(events(&shop).len(), 1);
}

#[test]
fn a_provider_leads_back_from_a_payment_that_is_declined() {
    let shop = Shop::open();
    let attempts = [(); 2].map(|()| {
        let checkout = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
        let token = shop.send(&checkout.order_id("sıra-17")).token;
        waiting(shop.emulator.submit_checkout_method(&token, &PaymentMethod::Papara).unwrap())
    });
    for attempt in attempts {
        let form = shop.emulator.visit_provider(attempt, ProviderOutcome::Approved).unwrap();
        assert_eq!(form.unwrap().action(), CALLBACK_URL);
    }
    // The bank knows the order number from the first one.
    assert_eq!(attempts.map(|id| status(&shop, id)), [PaymentStatus::Success, PaymentStatus::Failure]);
}

/// Returns a payment in a bank's wallet for a checkout page.
fn in_wallet(token: &Secret) -> InitPosApmPayment {
    let basket = Basket::new(amounts(), Currency::Try, items());
    InitPosApmPayment::new(basket, PosApmPaymentProvider::YkbWorldPay, CALLBACK_URL)
        .additional_params(pos_apm_params::world_pay_app_to_app("com.example.shop://dönüş"))
        .checkout_form_token(token.expose())
}

#[test]
fn a_banks_wallet_pays_no_page_that_is_paid_or_expired() {
    let shop = Shop::open();
    let token = checkout(&shop);
    let paid = shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).unwrap();
    let rejected = shop.rejection(&in_wallet(&token));
    assert_eq!((rejected.status, rejected.description.as_str()), (422, "Sayfa artık kullanılamaz"));
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token)), paid);

    let token = checkout(&shop);
    shop.send(&ExpireCheckoutPayment::new(token.clone()));
    assert_eq!(shop.rejection(&in_wallet(&token)).code, rejected.code);
    assert_eq!(shop.rejection(&in_wallet(&Secret::from("yok"))).status, 404);
}

#[test]
fn a_banks_wallet_pays_a_page_once() {
    let shop = Shop::open();
    let token = checkout(&shop);
    let late = shop.send(&in_wallet(&token)).payment_id.unwrap();
    let paid = shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).unwrap();
    shop.emulator.confirm_payment(late).unwrap();
    let rejected = shop.rejection(&CompletePosApmPayment::new(late));
    assert_eq!((rejected.status, rejected.description.as_str()), (422, "Sayfa artık kullanılamaz"));
    assert_eq!(status(&shop, late), PaymentStatus::Failure);
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token)), paid);

    // The page knows which attempt has paid it, though another one was opened later.
    let token = checkout(&shop);
    let first = shop.send(&in_wallet(&token)).payment_id.unwrap();
    let at_bank = waiting(shop.emulator.submit_checkout(&token, with_three_ds()).unwrap());
    shop.emulator.confirm_payment(first).unwrap();
    shop.send(&CompletePosApmPayment::new(first));
    shop.emulator.authenticate(at_bank, ThreeDsOutcome::Approved).unwrap();
    assert_eq!((status(&shop, first), status(&shop, at_bank)), (PaymentStatus::Success, PaymentStatus::Failure));
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token)).id, first);
    assert_eq!(events(&shop), ["CHECKOUTFORM_AUTH", "CHECKOUTFORM_AUTH"]);
}
