//! Payments: validation, and amounts that add up.

use craftgate_core::JsonMap;
use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::payment::{
    Card, CardNumber, CardToken, CardUserKey, CreatePayment, EncryptedCard, MdStatus, PartialCardNumber, Payment,
    PaymentGroup, PaymentItem, PaymentPhase, PaymentSource, PostAuthPayment, ProviderStoredCard,
    RetrieveCheckoutPayment, RetrievePayment, TokenizedCard, TokenizedCardType,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, POOR_CARD, Shop, body_of, card, expiry, noon, payment, signed};

fn sum(payment: &Payment, part: fn(&craftgate_core::payment::PaymentTransaction) -> Option<Decimal>) -> Decimal {
    payment.payment_transactions.iter().map(|transaction| part(transaction).unwrap()).sum()
}

fn rejected_field(shop: &Shop, payment: &CreatePayment) -> (u16, String) {
    let rejected = shop.rejection(payment);
    let field = rejected.description.rsplit(' ').next().unwrap_or_default().to_owned();
    (rejected.status, field)
}

#[test]
fn the_response_contains_the_request() {
    let shop = Shop::open();
    let mut request = payment(&[dec!(60.00), dec!(40.00)]).external_id("sepet-ığ").pos_alias("garanti-62");
    request.amounts.paid_price = dec!(110.00);
    let paid = shop.send(&request);
    assert_eq!(paid.id, PaymentId::new(1));
    assert_eq!(paid.conversation_id.as_deref(), Some("sipariş-17"));
    assert_eq!(paid.external_id.as_deref(), Some("sepet-ığ"));
    assert_eq!(paid.card_holder_name.as_deref(), Some("Gülşah Işık"));
    assert_eq!((paid.bin_number.as_deref(), paid.last_four_digits.as_deref()), (Some("52586400"), Some("0001")));
    assert_eq!(paid.payment_source, Some(PaymentSource::Api));
    assert_eq!((paid.is_three_ds, paid.md_status), (Some(false), None::<MdStatus>));
    assert_eq!(paid.pos.as_ref().unwrap().alias.as_deref(), Some("garanti-62"));
    assert_eq!((paid.merchant_commission_rate, paid.merchant_commission_rate_amount), (Some(dec!(10)), Some(dec!(10))));
    assert_eq!(paid.created_date, Some(noon()));
    let shares: Vec<_> = paid
        .payment_transactions
        .iter()
        .map(|transaction| (transaction.id.get(), transaction.paid_price.unwrap()))
        .collect();
    assert_eq!(shares, [(1, dec!(66)), (2, dec!(44))]);
    assert_eq!(shop.send(&RetrievePayment::new(paid.id)), paid);
}

#[test]
fn the_items_must_add_up_to_the_price() {
    let shop = Shop::open();
    let mut wrong = payment(&[dec!(60), dec!(40)]);
    wrong.amounts.price = dec!(100.01);
    assert_eq!(shop.rejection(&wrong).status, 422);
    assert_eq!(shop.rejection(&empty_basket()).status, 422);
}

fn empty_basket() -> CreatePayment {
    let mut payment = payment(&[dec!(1)]);
    payment.items.clear();
    payment
}

#[test]
fn amounts_must_be_positive_and_in_range() {
    let shop = Shop::open();
    for amount in [dec!(0), dec!(-5), Decimal::MAX, dec!(0.0000000001)] {
        assert_eq!(rejected_field(&shop, &payment(&[amount])), (422, "price".into()));
        let mut paid = payment(&[dec!(1)]);
        paid.amounts.paid_price = amount;
        assert_eq!(rejected_field(&shop, &paid), (422, "paidPrice".into()));
    }
    assert_eq!(rejected_field(&shop, &payment(&[dec!(5), dec!(-1)])), (422, "items.price".into()));
    let by_wallet = |price| payment(&[dec!(1)]).buyer_member_id(MemberId::new(1)).wallet_price(price);
    assert_eq!(rejected_field(&shop, &by_wallet(dec!(1.01))), (422, "walletPrice".into()));
    assert_eq!(rejected_field(&shop, &payment(&[dec!(1)]).wallet_price(dec!(1))), (400, "buyerMemberId".into()));
}

#[test]
fn installments_require_a_credit_card() {
    let shop = Shop::open();
    for installment in [1, 2, 3, 6, 9, 12] {
        let mut request = payment(&[dec!(100)]);
        request.installment = installment;
        assert_eq!(shop.send(&request).installment, Some(installment));
    }
    for installment in [-1, 0, 4, 13] {
        let mut request = payment(&[dec!(100)]);
        request.installment = installment;
        assert_eq!(rejected_field(&shop, &request), (422, "installment".into()));
    }
    let mut by_debit = payment(&[dec!(100)]).card(card("4796810000000002"));
    by_debit.installment = 2;
    assert_eq!(shop.rejection(&by_debit).status, 422);
}

#[test]
fn invalid_cards_are_rejected() {
    let shop = Shop::open();
    let ali = |number: &str, cvc: &str| Card::new("Ali", CardNumber::new(number), expiry(2044, 7), cvc);
    let expiring = |year: &str, month: &str| ali(GOOD_CARD, "000").expire_year(year).expire_month(month);
    let unknown = PartialCardNumber { bin_number: "52586400".into(), last_four_digits: "0002".into() };
    let digits = PartialCardNumber { bin_number: "52586400".into(), last_four_digits: "0001".into() };
    let cases = [
        (expiring("2026", "02"), 422),
        (expiring("26", "07"), 422),
        (expiring("2044", "13"), 422),
        (expiring("2044", "7"), 422),
        (ali(GOOD_CARD, "0000"), 422),
        (ali("378282246310005", "000"), 422),
        (Card::by_identity(digits, "kimlik"), 422),
        (Card::by_identity(unknown, "11111111110"), 422),
        (Card::stored(CardUserKey::new("kimse"), CardToken::new("yok")), 404),
    ];
    for (index, (card, status)) in cases.into_iter().enumerate() {
        assert_eq!(shop.rejection(&payment(&[dec!(1)]).card(card)).status, status, "case {index}");
    }
    let this_month = expiring("2026", "03");
    shop.send(&payment(&[dec!(1)]).card(this_month));

    let mut without = payment(&[dec!(1)]);
    without.card = None;
    assert_eq!(rejected_field(&shop, &without), (400, "card".into()));
    let mut nameless = card("5258640000000001");
    nameless.card_holder_name = None;
    assert_eq!(rejected_field(&shop, &payment(&[dec!(1)]).card(nameless)), (400, "card.cardHolderName".into()));
}

#[test]
fn a_card_can_be_given_without_its_number() {
    let shop = Shop::open();
    let pay = |card: Card| shop.send(&payment(&[dec!(1)]).card(card));
    let bonus = PartialCardNumber { bin_number: "404308".into(), last_four_digits: "0003".into() };
    let paid = pay(Card::by_identity(bonus, "11111111110"));
    assert_eq!((paid.bin_number.as_deref(), paid.card_brand.as_deref()), (Some("404308"), Some("Bonus")));

    let fields = pay(Card::secure_fields("belirteç"));
    assert_eq!((fields.bin_number.as_deref(), fields.last_four_digits.as_deref()), (Some("52586400"), Some("0001")));
    let apple = TokenizedCard::new(TokenizedCardType::ApplePay, JsonMap::new());
    assert_eq!(pay(Card::tokenized(apple)).last_four_digits.as_deref(), Some("0001"));
    // What is the number of a test card stands for that card.
    assert_eq!(pay(Card::encrypted(EncryptedCard::new("4043080000000003"))).last_four_digits.as_deref(), Some("0003"));
    assert_eq!(shop.rejection(&payment(&[dec!(1)]).card(Card::secure_fields(POOR_CARD))).status, 422);

    let mut elsewhere = payment(&[dec!(1)]);
    elsewhere.card = None;
    let stored = ProviderStoredCard { card_user_key: "kişi-1".into(), card_token: "kart-1".into() };
    let paid = shop.send(&elsewhere.stored_at_provider(&stored));
    assert_eq!((paid.bin_number, paid.paid_with_stored_card), (None, Some(false)));
}

#[test]
fn an_order_id_is_used_for_one_successful_payment() {
    let shop = Shop::open();
    let pay = |number: &str| payment(&[dec!(1)]).bank_order_id("sipariş-17").card(card(number));
    shop.rejection(&pay(POOR_CARD));
    shop.send(&pay(GOOD_CARD));
    assert_eq!(shop.rejection(&pay(GOOD_CARD)).group.as_deref(), Some("ORDER_ID_ALREADY_USED"));
}

#[test]
fn the_tokens_of_a_stored_card_are_in_the_response_alone() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(1)]).card(card(GOOD_CARD).store_card_after_success_payment(true)));
    assert!(paid.card_token.is_some() && paid.card_user_key.is_some());
    let found = shop.send(&RetrievePayment::new(paid.id));
    assert_eq!((found.card_token, found.card_user_key), (None, None));
}

#[test]
fn a_seller_requires_a_share() {
    let shop = Shop::open();
    let basket = |item: PaymentItem| {
        let mut payment = payment(&[dec!(100)]);
        payment.items = vec![item.sub_merchant_member_id(MemberId::new(1))];
        payment
    };
    assert_eq!(shop.rejection(&basket(PaymentItem::new(dec!(100)))).status, 400);
    assert_eq!(shop.rejection(&basket(PaymentItem::new(dec!(100)).sub_merchant_member_price(dec!(101)))).status, 422);
    let paid = shop.send(&basket(PaymentItem::new(dec!(100)).sub_merchant_member_price(dec!(90))));
    let payout = paid.payment_transactions[0].payout.as_ref().unwrap();
    assert_eq!(payout.sub_merchant_member_payout_amount, Some(dec!(90)));
    assert_eq!(payout.merchant_payout_amount, Some(dec!(10)));
}

#[test]
fn a_missing_or_unreadable_field_is_named() {
    let shop = Shop::open();
    let url = "https://sandbox-api.craftgate.io/payment/v1/card-payments";
    let cases = [
        (r#"{"paidPrice":1,"currency":"TRY","installment":1,"items":[]}"#, "Zorunlu alan eksik: price"),
        (
            r#"{"price":1,"paidPrice":1,"currency":"TRY","installment":1,"items":[{}]}"#,
            "Zorunlu alan eksik: items.price",
        ),
        (r#"{"price":1,"paidPrice":"bir","currency":"TRY","installment":1,"items":[]}"#, "Alan okunamadı: paidPrice"),
        (r#"{"price":1,"card":{"cardNumber":true}}"#, "Alan okunamadı: card.cardNumber"),
        (r#"{"price":1,}"#, "1. satırın 12. sütununda çift tırnaklı bir ad bekleniyor"),
        ("[]", "1. satırın 1. sütununda bir nesne bekleniyor"),
        ("", "Zorunlu alan eksik: price"),
    ];
    for (body, expected) in cases {
        let response = shop.emulator.handle(signed(&shop.emulator, "POST", url, body));
        assert_eq!(response.status().as_u16(), 400, "{body}");
        assert!(body_of(&response).contains(expected), "{body}: {}", body_of(&response));
    }
}

#[test]
fn a_pre_authorization_is_captured_once_and_within_the_limit() {
    let shop = Shop::open();
    let pre_authorized = shop.send(&payment(&[dec!(60), dec!(40)]).payment_phase(PaymentPhase::PreAuth));
    let capture = |price| PostAuthPayment::new(pre_authorized.id).paid_price(price);
    assert_eq!(pre_authorized.payment_phase, Some(PaymentPhase::PreAuth));
    assert_eq!(shop.rejection(&capture(dec!(150.01))).status, 422);
    assert_eq!(shop.rejection(&capture(dec!(0))).status, 422);

    let captured = shop.send(&capture(dec!(150)));
    assert_eq!((captured.paid_price, captured.payment_phase.clone()), (Some(dec!(150)), Some(PaymentPhase::PostAuth)));
    assert_eq!(sum(&captured, |transaction| transaction.paid_price), dec!(150));
    assert_eq!(shop.rejection(&capture(dec!(100))).status, 422);

    let paid = shop.send(&payment(&[dec!(1)]));
    assert_eq!(shop.rejection(&PostAuthPayment::new(paid.id)).status, 422);
    assert_eq!(shop.rejection(&PostAuthPayment::new(PaymentId::new(999))).status, 404);
}

#[test]
fn payments_of_every_group_can_be_pre_authorized() {
    let shop = Shop::open();
    for group in PaymentGroup::KNOWN {
        let held = payment(&[dec!(10)]).payment_group(group.clone()).payment_phase(PaymentPhase::PreAuth);
        let held = shop.send(&held);
        assert_eq!((held.payment_group, held.payment_phase), (Some(group.clone()), Some(PaymentPhase::PreAuth)));
        assert_eq!(shop.send(&PostAuthPayment::new(held.id)).paid_price, Some(dec!(10)));
    }
}

#[test]
fn a_pre_authorization_is_captured_in_full_by_default() {
    let shop = Shop::open();
    let pre_authorized = shop.send(&payment(&[dec!(60), dec!(40)]).payment_phase(PaymentPhase::PreAuth));
    assert_eq!(shop.send(&PostAuthPayment::new(pre_authorized.id)).paid_price, Some(dec!(100)));
}

#[test]
fn an_unknown_checkout_token_is_not_found() {
    assert_eq!(Shop::open().rejection(&RetrieveCheckoutPayment::new("456d1297")).status, 404);
}

proptest! {
    #[test]
    fn the_transactions_of_any_payment_add_up(
        cents in prop::collection::vec(1_i64..1_000_000_000, 1..8),
        paid in 1_i64..10_000_000_000,
        digits in 0_u32..6,
    ) {
        let prices: Vec<Decimal> = cents.iter().map(|cents| Decimal::new(*cents, digits)).collect();
        let mut request = payment(&prices);
        request.amounts.paid_price = Decimal::new(paid, digits);
        let paid = Shop::open().send(&request);
        prop_assert_eq!(sum(&paid, |transaction| transaction.price), paid.price.unwrap());
        prop_assert_eq!(sum(&paid, |transaction| transaction.paid_price), paid.paid_price.unwrap());
        prop_assert_eq!(
            sum(&paid, |transaction| transaction.merchant_commission_rate_amount),
            paid.merchant_commission_rate_amount.unwrap()
        );
        prop_assert!(paid.payment_transactions.iter().all(|transaction| transaction.paid_price.unwrap() >= Decimal::ZERO));
    }
}
