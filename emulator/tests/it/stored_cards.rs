//! Stored cards.

use craftgate_core::chrono::TimeDelta;
use craftgate_core::payment::{
    Card, CardNumber, CardUserKey, CompleteThreeDsPayment, DeleteStoredCard, InitThreeDsPayment, RawCardExpiry,
    SearchStoredCards, StoreCard, StoredCard, UpdateCard,
};
use craftgate_core::{CardExpiryStatus, CardType};
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, Shop, TestClock, card, card_to_store, expiry, payment, signed};

fn store(number: &str) -> StoreCard {
    card_to_store(number).card_alias("Maaş kartım")
}

fn pay_with(stored: &StoredCard) -> Card {
    Card::stored(stored.card_user_key.clone(), stored.card_token.clone())
}

#[test]
fn a_stored_card_is_found_and_pays() {
    let shop = Shop::open();
    let stored = shop.send(&store("4043080000000003"));
    assert_eq!((stored.bin_number.as_deref(), stored.last_four_digits.as_deref()), (Some("40430800"), Some("0003")));
    assert_eq!(stored.card_bank_name.as_deref(), Some("T. GARANTİ BANKASI A.Ş."));
    assert_eq!(stored.card_expiry_status, Some(CardExpiryStatus::NotExpired));
    let paid = shop.send(&payment(&[dec!(1)]).card(pay_with(&stored)));
    assert_eq!((paid.paid_with_stored_card, paid.card_brand.as_deref()), (Some(true), Some("Bonus")));
    assert_eq!(paid.card_holder_name.as_deref(), Some("Gülşah Işık"));
}

#[test]
fn a_cardholder_has_one_user_key() {
    let shop = Shop::open();
    let first = shop.send(&store("4043080000000003"));
    let second = shop.send(&store("4796810000000002").card_user_key(first.card_user_key.clone()));
    let other = shop.send(&store("4043080000000003"));
    assert_eq!(first.card_user_key, second.card_user_key);
    assert_ne!(first.card_user_key, other.card_user_key);
    assert_ne!(first.card_token, second.card_token);
    assert_eq!(shop.rejection(&store("4043080000000003").card_user_key(CardUserKey::new("kimse"))).status, 404);

    let mine = shop.send(&SearchStoredCards::new().card_user_key(first.card_user_key.clone()));
    assert_eq!((mine.items.len(), mine.page, mine.size, mine.total_size), (2, Some(0), Some(10), Some(2)));
    let debit = shop.send(&SearchStoredCards::new().card_type(CardType::DebitCard));
    assert_eq!(debit.items, [second]);
    let page = shop.send(&SearchStoredCards::new().page(1).size(2));
    assert_eq!((page.items, page.total_size), (vec![other], Some(3)));
    let negative = signed(&shop.emulator, "GET", "http://127.0.0.1/payment/v1/cards?page=-1", "");
    assert_eq!(shop.emulator.handle(negative).status(), 400);
    assert_eq!(shop.rejection(&SearchStoredCards::new().size(0)).status, 422);
    assert_eq!(shop.send(&SearchStoredCards::new().page(u32::MAX).size(u32::MAX)).items, []);
    assert_eq!(shop.send(&SearchStoredCards::new().min_created_date(crate::common::noon())).items.len(), 3);
    assert_eq!(shop.send(&SearchStoredCards::new().card_alias("yok")).items, []);
}

#[test]
fn an_expiry_date_can_be_changed() {
    let shop = Shop::open();
    let stored = shop.send(&store("4043080000000003"));
    let update = |year, month| {
        UpdateCard::new(
            RawCardExpiry { expire_year: String::from(year), expire_month: String::from(month) },
            stored.card_user_key.clone(),
            stored.card_token.clone(),
        )
    };
    let updated = shop.send(&update("2026", "04").card_alias("Yedek"));
    assert_eq!(updated.expire_month.as_deref(), Some("04"));
    assert_eq!(updated.card_alias.as_deref(), Some("Yedek"));
    assert_eq!(updated.card_expiry_status, Some(CardExpiryStatus::WillExpireNextMonth));
    assert_eq!(shop.rejection(&update("2026", "02")).status, 422);
}

#[test]
fn a_deleted_card_can_not_be_used() {
    let shop = Shop::open();
    let stored = shop.send(&store("4043080000000003"));
    let delete = DeleteStoredCard::new(stored.card_user_key.clone(), stored.card_token.clone());
    shop.send(&delete);
    assert_eq!(shop.rejection(&delete).status, 404);
    assert_eq!(shop.rejection(&payment(&[dec!(1)]).card(pay_with(&stored))).status, 404);
}

#[test]
fn a_payment_stores_its_card_if_it_succeeds() {
    let shop = Shop::open();
    let storing =
        |number| payment(&[dec!(1)]).card(card(number).store_card_after_success_payment(true).card_alias("Yeni"));
    shop.rejection(&storing("5100050000006661"));
    assert_eq!(shop.send(&SearchStoredCards::new()).items, []);

    let paid = shop.send(&storing("5258640000000001"));
    let found = shop.send(&SearchStoredCards::new().card_token(paid.card_token.clone().unwrap()));
    assert_eq!(found.items[0].card_alias.as_deref(), Some("Yeni"));
    assert_eq!(Some(&found.items[0].card_user_key), paid.card_user_key.as_ref());
    shop.send(&payment(&[dec!(1)]).card(pay_with(&found.items[0])));

    let start = shop.send(&InitThreeDsPayment::new(storing("5258640000000001"), "https://example.com/3ds"));
    assert_eq!(shop.send(&SearchStoredCards::new()).items.len(), 1);
    shop.approve(start.payment_id.unwrap());
    shop.send(&CompleteThreeDsPayment::new(start.payment_id.unwrap()));
    assert_eq!(shop.send(&SearchStoredCards::new()).items.len(), 2);
}

#[test]
fn invalid_names_and_numbers_are_rejected() {
    let shop = Shop::open();
    let store = |name: &str, number: &str, expiry| StoreCard::plain(name, CardNumber::new(number), expiry);
    let july = expiry(2044, 7);
    for name in ["", " ", "Ali <b>", "Ali 123456"] {
        assert_eq!(shop.rejection(&store(name, "4043080000000003", july)).status, 422, "{name}");
    }
    assert_eq!(shop.rejection(&store("Ali", "4043080000000004", july)).status, 422);
    assert_eq!(shop.rejection(&store("Ali", "4043080000000003", expiry(2026, 2))).status, 422);
    shop.send(&store("A. Demir", "4043080000000003", july));
}

#[test]
fn cards_are_found_by_the_expiry_status_that_they_show() {
    let (clock, shop) = TestClock::with_shop();
    for (year, month) in (2026..2029).flat_map(|year| (1..=12).map(move |month| (year, month))).skip(2) {
        shop.send(&StoreCard::plain("Gülşah Işık", CardNumber::new(GOOD_CARD), expiry(year, month)));
    }
    clock.advance(TimeDelta::days(240));
    let all = shop.send(&SearchStoredCards::new().size(100)).items;
    let mut found = 0;
    for status in [CardExpiryStatus::Expired, CardExpiryStatus::WillExpireNextMonth, CardExpiryStatus::NotExpired] {
        let expected: Vec<_> = all.iter().filter(|card| card.card_expiry_status == Some(status.clone())).collect();
        let cards = shop.send(&SearchStoredCards::new().card_expiry_status(status.clone()).size(100)).items;
        assert_eq!(cards.iter().collect::<Vec<_>>(), expected, "{status}");
        assert!(!cards.is_empty(), "{status}");
        found += cards.len();
    }
    assert_eq!((found, all.len()), (34, 34));
    let unknown = SearchStoredCards::new().card_expiry_status(CardExpiryStatus::from("YARIN"));
    assert_eq!(shop.send(&unknown).items, []);
}
