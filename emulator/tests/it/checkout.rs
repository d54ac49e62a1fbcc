//! Checkout pages.

use std::collections::BTreeMap;

use craftgate_core::chrono::TimeDelta;
use craftgate_core::fraud::SearchFraudChecks;
use craftgate_core::id::MemberId;
use craftgate_core::payment::{
    Amounts, Card, CardUserKey, CustomInstallment, ExpectedPayment, ExpireCheckoutPayment, FraudAction,
    FraudCheckParameters, InitCheckoutPayment, PaymentItem, PaymentMethod, PaymentSource, PaymentStatus, PaymentType,
    RefundPayment, RetrieveCheckoutPayment, RetrievePayment, SearchStoredCards,
};
use craftgate_core::wallet::{CreateWallet, RetrieveMemberWallet, SendRemittance};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, ErrorGroup, Secret};
use craftgate_emulator::{CardEntry, MethodEntry, PageStep, ThreeDsOutcome};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, POOR_CARD, Shop, card, card_to_store, member, noon};

const CALLBACK_URL: &str = "https://shop.example.com/paid";
const DEBIT_CARD: &str = "4796810000000002";

fn checkout(prices: &[Decimal]) -> InitCheckoutPayment {
    let items: Vec<PaymentItem> = prices.iter().map(|price| PaymentItem::new(*price).name("Gümüş küpe")).collect();
    InitCheckoutPayment::new(Amounts::same(prices.iter().sum::<Decimal>()), Currency::Try, CALLBACK_URL)
        .items(items)
        .conversation_id("sipariş-17")
}

fn open(shop: &Shop, checkout: &InitCheckoutPayment) -> Secret {
    shop.send(checkout).token
}

#[test]
fn a_page_is_paid_and_its_payment_retrieved() {
    let shop = Shop::open();
    let page = shop.send(&checkout(&[dec!(60), dec!(40)]));
    assert!(page.page_url.unwrap().expose().ends_with(page.token.expose()));
    assert_eq!(page.token_expire_date, Some(noon() + TimeDelta::minutes(30)));
    let retrieve = RetrieveCheckoutPayment::new(page.token.clone());
    assert_eq!(shop.rejection(&retrieve).status, 404);

    let paid = shop.emulator.pay_checkout(&page.token, card(GOOD_CARD), 1).unwrap();
    assert_eq!(shop.send(&retrieve), paid);
    assert_eq!(shop.send(&RetrievePayment::new(paid.id)), paid);
    assert_eq!((paid.payment_source.clone(), paid.is_three_ds), (Some(PaymentSource::CheckoutForm), Some(false)));
    let expected = ExpectedPayment::by_conversation_id("sipariş-17", Amounts::same(dec!(100)), Currency::Try).unwrap();
    assert_eq!(expected.check(&paid), Ok(()));
    let events = shop.emulator.events();
    assert_eq!(
        (&events[0].event_type, events[0].payload_id.as_str()),
        (&WebhookEventType::CheckoutFormAuth, page.token.expose())
    );
    assert_eq!(events.len(), 1);

    assert!(shop.emulator.pay_checkout(&page.token, card(GOOD_CARD), 1).is_err());
    assert_eq!(shop.send(&RefundPayment::new(paid.id)).refund_price, Some(dec!(100)));
}

#[test]
fn a_declined_customer_may_try_again() {
    let shop = Shop::open();
    let token = open(&shop, &checkout(&[dec!(1)]));
    let failure = shop.emulator.pay_checkout(&token, card(POOR_CARD), 1).unwrap_err();
    assert_eq!(failure.error().error_group, Some(ErrorGroup::NotSufficientFunds));
    assert_eq!(failure.to_string(), "Kart limiti yetersiz, yetersiz bakiye");
    let failed = shop.send(&RetrieveCheckoutPayment::new(token.clone()));
    assert_eq!(failed.payment_status, PaymentStatus::Failure);

    shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).unwrap();
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(token)).payment_status, PaymentStatus::Success);
}

#[test]
fn the_merchant_is_notified_of_payments_that_a_fraud_rule_caught() {
    let shop = Shop::open();
    let page = checkout(&[dec!(1)]).merchant_webhook_url("https://shop.example.com/webhook");
    let suspicious = |email: &str| {
        let buyer = FraudCheckParameters::new().buyer_email(email);
        open(&shop, &page.clone().fraud_params(buyer))
    };
    shop.emulator.add_listed_value("blockList", "kara@example.com");
    shop.emulator.add_listed_value("reviewList", "gri@example.com");
    for (email, number, status, action) in [
        ("kara@example.com", GOOD_CARD, WebhookStatus::Failure, FraudAction::Block),
        ("gri@example.com", POOR_CARD, WebhookStatus::Failure, FraudAction::Review),
        ("gri@example.com", GOOD_CARD, WebhookStatus::Success, FraudAction::Review),
    ] {
        for is_three_ds in [false, true] {
            let token = suspicious(email);
            let entry = CardEntry::new(card(number)).three_ds(is_three_ds);
            if let Ok(PageStep::ThreeDs { payment_id, .. }) = shop.emulator.submit_checkout(&token, entry) {
                shop.emulator.authenticate(payment_id, ThreeDsOutcome::Approved).unwrap();
            }
            let event = shop.emulator.events().pop().unwrap();
            assert_eq!((event.event_type, event.status), (WebhookEventType::CheckoutFormAuth, status.clone()));
            assert_eq!(event.payload_id, token.expose());
            assert_eq!(shop.emulator.take_checkout_notifications().len(), 1);
            let payment = shop.send(&RetrieveCheckoutPayment::new(token));
            assert_eq!(payment.fraud_action.as_ref(), Some(&action));
            assert_eq!(payment.payment_source, Some(PaymentSource::CheckoutForm));
            let check = shop.send(&SearchFraudChecks::new().payment_id(payment.id)).items.remove(0);
            assert_eq!((check.action, check.payment_status), (Some(action.clone()), Some(payment.payment_status)));
        }
    }
    assert_eq!(shop.emulator.events().len(), 6);
}

#[test]
fn a_page_can_be_expired_and_expires_by_itself() {
    let shop = Shop::open();
    let token = open(&shop, &checkout(&[dec!(1)]));
    shop.send(&ExpireCheckoutPayment::new(token.clone()));
    assert!(shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).is_err());
    assert_eq!(shop.send(&checkout(&[dec!(1)]).ttl(5)).token_expire_date, Some(noon() + TimeDelta::minutes(5)));
    assert_eq!(shop.rejection(&checkout(&[dec!(1)]).ttl(0)).status, 422);
    assert_eq!(shop.rejection(&checkout(&[dec!(1)]).ttl(i64::MAX)).status, 422);

    assert_eq!(shop.rejection(&ExpireCheckoutPayment::new("yok")).status, 404);
    assert_eq!(shop.rejection(&RetrieveCheckoutPayment::new("yok")).status, 404);
    assert!(shop.emulator.pay_checkout(&Secret::from("yok"), card(GOOD_CARD), 1).is_err());
}

#[test]
fn the_items_must_add_up_to_the_price() {
    let shop = Shop::open();
    let mut wrong = checkout(&[dec!(60), dec!(40)]);
    wrong.amounts.price = dec!(99);
    assert_eq!(shop.rejection(&wrong).status, 422);
    assert_eq!(shop.rejection(&checkout(&[])).status, 422);
    assert_eq!(shop.rejection(&InitCheckoutPayment::new(Amounts::same(dec!(1)), Currency::Try, "/paid")).status, 422);
}

#[test]
fn installments_have_the_prices_of_the_page() {
    let shop = Shop::open();
    let request = checkout(&[dec!(100)])
        .enabled_installments([1, 2, 3])
        .custom_installments([CustomInstallment::new(3, dec!(106.50))]);
    let pay = |installment| shop.emulator.pay_checkout(&open(&shop, &request), card(GOOD_CARD), installment);
    assert_eq!(pay(1).unwrap().paid_price, Some(dec!(100)));
    assert_eq!(pay(2).unwrap().paid_price, Some(dec!(101.50)));
    let paid = pay(3).unwrap();
    assert_eq!((paid.installment, paid.paid_price, paid.price), (Some(3), Some(dec!(106.50)), Some(dec!(100))));
    assert!(pay(6).is_err() && pay(0).is_err());
}

#[test]
fn a_card_family_has_installments_of_its_own() {
    const BONUS: &str = "4043080000000003";
    let shop = Shop::open();
    let of_bonus = [CustomInstallment::new(2, dec!(110)), CustomInstallment::new(4, dec!(120.01))];
    let brands = |brand: &str| BTreeMap::from([(brand.to_owned(), of_bonus.to_vec())]);
    let request = || checkout(&[dec!(60), dec!(40)]).card_brand_installments(brands("Bonus"));
    let pay = |page: &InitCheckoutPayment, number, installment| {
        shop.emulator.pay_checkout(&open(&shop, page), card(number), installment)
    };
    for (number, installment, paid_price) in [
        (BONUS, 1, dec!(100)),
        (BONUS, 2, dec!(110)),
        (BONUS, 4, dec!(120.01)),
        (GOOD_CARD, 2, dec!(101.50)),
        (GOOD_CARD, 12, dec!(108.50)),
    ] {
        let paid = pay(&request(), number, installment).unwrap();
        assert_eq!((paid.installment, paid.price), (Some(installment), Some(dec!(100))), "{number}");
        assert_eq!(paid.paid_price, Some(paid_price), "{number}");
        assert_eq!(paid.merchant_commission_rate_amount, Some(paid_price - dec!(100)), "{number}");
        let of_items: Decimal = paid.payment_transactions.iter().filter_map(|item| item.paid_price).sum();
        assert_eq!(of_items, paid_price, "{number}");
        assert_eq!(shop.send(&RefundPayment::new(paid.id)).refund_price, Some(paid_price), "{number}");
    }
    // Neither the POS's, nor another family's, nor those of a debit card.
    assert!(pay(&request(), BONUS, 3).is_err() && pay(&request(), GOOD_CARD, 4).is_err());
    assert!(pay(&request(), DEBIT_CARD, 2).is_err());
    let enabled = request().enabled_installments([1, 2]);
    assert!(pay(&enabled, BONUS, 2).is_ok() && pay(&enabled, BONUS, 4).is_err());
    let wrong = CustomInstallment::new(2, dec!(0));
    let wrong = checkout(&[dec!(1)]).card_brand_installments(BTreeMap::from([("Bonus".to_owned(), vec![wrong])]));
    let rejected = shop.rejection(&wrong);
    assert!(rejected.description.ends_with(": cardBrandInstallments.totalPrice"), "{rejected:?}");

    // A stored card and one of a Masterpass account have a family, too.
    let stored = shop.send(&card_to_store(BONUS));
    let page = open(&shop, &request().card_user_key(stored.card_user_key.clone()));
    let paid = shop.emulator.pay_checkout(&page, Card::stored(stored.card_user_key, stored.card_token), 2).unwrap();
    assert_eq!(paid.paid_price, Some(dec!(110)));
    shop.emulator.link_masterpass_account("905551112233");
    let page = open(&shop, &request().masterpass_gsm_number("905551112233"));
    let entry = MethodEntry::new(PaymentMethod::Masterpass).account("0003").installment(4);
    assert!(shop.emulator.submit_checkout_method(&page, entry).is_ok());
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(page)).paid_price, Some(dec!(120.01)));
}

#[test]
fn a_wallet_does_not_get_the_price_of_a_card_family() {
    let shop = Shop::open();
    let buyer = shop.send(&member("alıcı-1")).id;
    shop.send(&CreateWallet::new(buyer));
    shop.send(&SendRemittance::new(buyer, "Hediye", dec!(500), Currency::Try));
    let brands = BTreeMap::from([("Bonus".to_owned(), vec![CustomInstallment::new(1, dec!(95))])]);
    let page = checkout(&[dec!(100)]).card_brand_installments(brands).buyer_member_id(buyer);
    let pay = |wallet_price| {
        let entry = CardEntry::new(card("4043080000000003")).wallet_price(wallet_price);
        let token = open(&shop, &page);
        let step = shop.emulator.submit_checkout(&token, entry);
        step.map(|_| shop.send(&RetrieveCheckoutPayment::new(token)))
    };
    let mixed = pay(dec!(45)).unwrap();
    assert_eq!((mixed.paid_price, mixed.wallet_price), (Some(dec!(95)), Some(dec!(45))));
    assert!(pay(dec!(95)).is_err(), "nothing is left for the card");
    let token = open(&shop, &page);
    assert_eq!(shop.emulator.pay_checkout_from_wallet(&token).unwrap().paid_price, Some(dec!(100)));
}

#[test]
fn a_page_accepts_the_cards_that_it_allows() {
    let shop = Shop::open();
    let pay = |checkout: InitCheckoutPayment, card| shop.emulator.pay_checkout(&open(&shop, &checkout), card, 1);
    assert!(pay(checkout(&[dec!(1)]).allow_only_credit_card(true), card(DEBIT_CARD)).is_err());
    let stored = shop.send(&card_to_store(GOOD_CARD));
    let request = checkout(&[dec!(1)]).card_user_key(stored.card_user_key.clone());
    assert!(pay(request.clone().allow_only_stored_cards(true), card(GOOD_CARD)).is_err());
    let stored = Card::stored(stored.card_user_key, stored.card_token);
    assert!(pay(request.clone().allow_only_stored_cards(true), stored).is_ok());

    let paid = pay(request.always_store_card_after_payment(true), card(DEBIT_CARD)).unwrap();
    assert_eq!(shop.send(&SearchStoredCards::new().card_user_key(paid.card_user_key.unwrap())).items.len(), 2);
    assert_eq!(shop.rejection(&checkout(&[dec!(1)]).card_user_key(CardUserKey::new("kimse"))).status, 404);

    // Without 3D Secure, the card is declined.
    let request = || checkout(&[dec!(1)]);
    assert!(pay(request(), card("5192610000006661")).is_err());
    assert_eq!(pay(request().force_three_ds(true), card("5192610000006661")).unwrap().is_three_ds, Some(true));
    // The holder of this one is not verified.
    assert!(pay(request().force_three_ds(true), card("5115830000006669")).is_err());
}

#[test]
fn a_page_can_make_a_deposit() {
    let shop = Shop::open();
    let request = |amount: Decimal| {
        InitCheckoutPayment::new(Amounts::same(amount), Currency::Try, CALLBACK_URL).deposit_payment(true)
    };
    // Nobody's deposit goes into no wallet.
    let token = open(&shop, &request(dec!(50)));
    assert!(shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).is_ok());
    assert_eq!(shop.rejection(&request(dec!(50)).buyer_member_id(MemberId::new(1))).status, 404);
    let member = shop.send(&member("alıcı-1")).id;
    let token = open(&shop, &request(dec!(50)).buyer_member_id(member));
    let paid = shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).unwrap();
    assert_eq!((paid.payment_type, paid.payment_transactions), (Some(PaymentType::DepositPayment), vec![]));
    assert_eq!(shop.send(&RetrieveMemberWallet::new(member)).amount, Some(dec!(50)));
    assert_eq!(shop.rejection(&RefundPayment::new(paid.id)).status, 422);
}
