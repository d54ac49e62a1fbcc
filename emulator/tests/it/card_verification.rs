//! Verifying cards before they are stored, and importing cards.

use craftgate_core::Secret;
use craftgate_core::callback;
use craftgate_core::id::{MerchantId, PaymentId};
use craftgate_core::payment::{
    Card, CardToken, CardUserKey, CardVerificationAuthType, CardVerifyStatus, CloneCard, InitCheckoutCardVerify,
    MdStatus, RefundStatus, RetrieveCardFromIvr, RetrieveCheckoutCardVerify, RetrievePayment, RetrieveProviderCards,
    SearchStoredCards, VerifyCard,
};
use craftgate_emulator::{CallbackForm, Emulator, ThreeDsOutcome};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, GOOD_CARD, POOR_CARD, Shop, card, card_to_store, payment};

fn stored(shop: &Shop) -> usize {
    shop.send(&SearchStoredCards::new()).items.len()
}

#[test]
fn a_card_that_works_is_stored() {
    let shop = Shop::open();
    let verify = |number, kind| VerifyCard::new(card(number), kind).verification_price(dec!(1));
    let verified = shop.send(&verify(GOOD_CARD, CardVerificationAuthType::NonThreeDs));
    assert_eq!(verified.card_verify_status, CardVerifyStatus::Success);
    assert_eq!(verified.refund_status, Some(RefundStatus::Success));
    let card = Card::stored(verified.card_user_key.unwrap(), verified.card_token.unwrap());
    shop.send(&payment(&[dec!(1)]).card(card));

    let failed = shop.send(&verify(POOR_CARD, CardVerificationAuthType::NonThreeDs));
    assert_eq!((failed.card_verify_status, failed.card_token), (CardVerifyStatus::Failure, None));
    assert_eq!(stored(&shop), 1);
    shop.send(&verify(POOR_CARD, CardVerificationAuthType::None));
    assert_eq!(stored(&shop), 2);
    assert_eq!(shop.rejection(&verify(GOOD_CARD, "YENI".into())).status, 422);
}

fn with_three_ds(number: &str) -> VerifyCard {
    VerifyCard::new(card(number), CardVerificationAuthType::ThreeDs).conversation_id("kart-17")
}

#[test]
fn with_three_ds_the_customer_confirms() {
    let shop = Shop::open();
    assert_eq!(shop.rejection(&with_three_ds(GOOD_CARD)).status, 400);
    let verified = shop.send(&with_three_ds(GOOD_CARD).callback_url(CALLBACK_URL));
    assert_eq!((verified.card_verify_status, verified.refund_status), (CardVerifyStatus::ThreeDsPending, None));
    assert!(verified.html_content.unwrap().decode().unwrap().contains("/three-ds/"));
    // The card is stored once the bank has confirmed it, under the keys that were given before.
    assert_eq!(stored(&shop), 0);
    let id = PaymentId::new(1);
    let form = shop.emulator.authenticate(id, ThreeDsOutcome::Approved).unwrap();
    assert_eq!(form.action(), CALLBACK_URL);
    let verify =
        |form: &CallbackForm| callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes());
    let callback = verify(&form).unwrap();
    assert_eq!((callback.is_success(), callback.conversation_id()), (true, Some("kart-17")));
    assert_eq!(callback.payment_id(), Some(id));
    shop.send(&payment(&[dec!(1)]).card(Card::stored(verified.card_user_key.unwrap(), verified.card_token.unwrap())));

    let again = shop.emulator.authenticate(id, ThreeDsOutcome::Declined).unwrap();
    assert!(verify(&again).unwrap().is_duplicate());
    assert_eq!(stored(&shop), 1);
    assert_eq!(shop.rejection(&RetrievePayment::new(id)).status, 404, "no payment remains");
}

#[test]
fn a_card_that_is_not_authenticated_is_not_stored() {
    let shop = Shop::open();
    let outcomes = [
        ThreeDsOutcome::Declined,
        ThreeDsOutcome::Cancelled,
        ThreeDsOutcome::TimedOut,
        ThreeDsOutcome::Half(MdStatus(2)),
    ];
    for (outcome, id) in outcomes.into_iter().zip(1..) {
        shop.send(&with_three_ds(GOOD_CARD).callback_url(CALLBACK_URL));
        let form = shop.emulator.authenticate(PaymentId::new(id), outcome).unwrap();
        let callback = callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap();
        assert_eq!((callback.is_success(), callback.payment_id()), (false, None));
        assert_eq!(stored(&shop), 0, "{outcome:?}");
    }
    // The start of 3D Secure, the authentication, and the charge after it each fail with a card of their own.
    for (number, status) in [
        ("5115830000006669", CardVerifyStatus::ThreeDsPending),
        (POOR_CARD, CardVerifyStatus::ThreeDsPending),
        ("5117580000006668", CardVerifyStatus::Failure),
    ] {
        let verified = shop.send(&with_three_ds(number).callback_url(CALLBACK_URL));
        assert_eq!(verified.card_verify_status, status, "{number}");
    }
    for id in [5, 6] {
        shop.emulator.authenticate(PaymentId::new(id), ThreeDsOutcome::Approved).unwrap();
    }
    assert_eq!(stored(&shop), 0);
}

#[test]
fn half_an_authentication_is_enough_if_the_merchant_says_so() {
    let shop = Shop::on(Emulator::builder().accept_partial_authentication(true).build());
    shop.send(&with_three_ds(GOOD_CARD).callback_url(CALLBACK_URL));
    shop.emulator.authenticate(PaymentId::new(1), ThreeDsOutcome::Half(MdStatus(2))).unwrap();
    assert_eq!(stored(&shop), 1);
}

#[test]
fn a_card_is_verified_on_a_page() {
    let shop = Shop::open();
    let init = InitCheckoutCardVerify::new(CardVerificationAuthType::NonThreeDs, CALLBACK_URL);
    let token = shop.send(&init).token;
    let retrieve = RetrieveCheckoutCardVerify::new(token.clone());
    assert_eq!(shop.send(&retrieve).card, None);
    assert!(shop.emulator.verify_card(&token, card(POOR_CARD)).is_err());
    let stored = shop.emulator.verify_card(&token, card(GOOD_CARD)).unwrap();
    assert_eq!(shop.send(&retrieve).card, Some(stored));
    assert!(shop.emulator.verify_card(&token, card(GOOD_CARD)).is_err());
    assert!(shop.emulator.verify_card(&Secret::from("yok"), card(GOOD_CARD)).is_err());
    assert_eq!(shop.rejection(&RetrieveCheckoutCardVerify::new("yok")).status, 404);
}

#[test]
fn a_cloned_card_belongs_to_another_merchant() {
    let shop = Shop::open();
    let source = shop.send(&card_to_store(GOOD_CARD));
    let clone = CloneCard::new(source.card_user_key.clone(), source.card_token.clone(), MerchantId::new(7));
    let copy = shop.send(&clone);
    assert_eq!((&copy.bin_number, &copy.last_four_digits), (&source.bin_number, &source.last_four_digits));
    assert_ne!((&copy.card_user_key, &copy.card_token), (&source.card_user_key, &source.card_token));
    let target = CardUserKey::new("oradaki-anahtar");
    assert_eq!(shop.send(&clone.target_card_user_key(target.clone())).card_user_key, target);
    assert_eq!(stored(&shop), 1);
    let unknown = CloneCard::new(CardUserKey::new("kimse"), CardToken::new("yok"), MerchantId::new(7));
    assert_eq!(shop.rejection(&unknown).status, 404);
}

#[test]
fn cards_are_imported() {
    let shop = Shop::open();
    let source = shop.send(&card_to_store(GOOD_CARD));
    let provider = RetrieveProviderCards::new().provider_card_user_id(source.card_user_key.expose());
    assert_eq!(shop.send(&provider).items, [source]);
    assert_eq!(shop.send(&RetrieveProviderCards::new().provider_card_token("yok")).items, []);

    let call = RetrieveCardFromIvr::new("arama-17");
    let keyed_in = shop.send(&call);
    assert_eq!(shop.send(&call), keyed_in);
    assert_eq!(stored(&shop), 2);
    shop.send(&payment(&[dec!(1)]).card(Card::stored(keyed_in.card_user_key.unwrap(), keyed_in.card_token.unwrap())));
    let unknown = RetrieveCardFromIvr::new("arama-18").card_user_key(CardUserKey::new("kimse"));
    assert_eq!(shop.rejection(&unknown).status, 404);
}
