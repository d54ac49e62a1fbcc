//! Multi payments, which are split among several cards.

use craftgate_core::id::MemberId;
use craftgate_core::payment::{InitMultiPayment, MultiPaymentStatus, PaymentItem, RefundPayment, RetrieveMultiPayment};
use craftgate_core::webhook::{MultiPaymentCompletedPayload, WebhookEventType};
use craftgate_core::{Currency, Secret};
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, Shop, card};

fn multi_payment() -> InitMultiPayment {
    InitMultiPayment::new(dec!(100), Currency::Try, "https://shop.example.com/callback")
        .items([PaymentItem::new(dec!(60)).name("Çamaşır makinesi"), PaymentItem::new(dec!(40))])
        .conversation_id("sipariş-17")
}

#[test]
fn it_is_completed_when_all_splits_are_paid() {
    let shop = Shop::open();
    let token = shop.send(&multi_payment()).token;
    let retrieve = RetrieveMultiPayment::new(token.clone());
    let pay = |price| shop.emulator.pay_split(&token, card(GOOD_CARD), price);
    assert_eq!(shop.send(&retrieve).remaining_amount, Some(dec!(100)));

    let first = pay(dec!(70)).unwrap();
    let partly_paid = shop.send(&retrieve);
    assert_eq!(
        (partly_paid.multi_payment_status, partly_paid.payment_ids),
        (MultiPaymentStatus::Created, vec![first.id])
    );
    assert_eq!((partly_paid.paid_price, partly_paid.remaining_amount), (Some(dec!(70)), Some(dec!(30))));
    assert!(pay(dec!(30.01)).is_err() && pay(dec!(0)).is_err() && pay(dec!(-1)).is_err());

    assert!(shop.emulator.pay_split(&token, card("5100050000006661"), dec!(30)).is_err());
    let last = pay(dec!(30)).unwrap();
    let completed = shop.send(&retrieve);
    assert_eq!((completed.multi_payment_status, completed.payment_ids.len()), (MultiPaymentStatus::Completed, 3));
    assert_eq!((completed.paid_price, completed.conversation_id.as_deref()), (Some(dec!(100)), Some("sipariş-17")));
    let event = shop.emulator.events().pop().unwrap();
    assert_eq!(
        (event.event_type, event.payload_id.as_str()),
        (WebhookEventType::MultiPaymentCompleted, token.expose())
    );
    let payload: MultiPaymentCompletedPayload = event.payload.unwrap().deserialize().unwrap();
    assert_eq!((payload.payment_ids.len(), payload.token), (3, Some(token.clone())));
    assert_eq!(payload.multi_payment_status, Some(MultiPaymentStatus::Completed));
    assert!(pay(dec!(1)).is_err());

    let refunded = [first.id, last.id].map(|id| shop.send(&RefundPayment::new(id)).refund_price.unwrap());
    assert_eq!(refunded, [dec!(70), dec!(30)]);
}

#[test]
fn the_last_split_is_the_remaining_amount() {
    let shop = Shop::open();
    let token = shop.send(&multi_payment().maximum_split_payment_count(2)).token;
    let pay = |price| shop.emulator.pay_split(&token, card(GOOD_CARD), price);
    pay(dec!(50)).unwrap();
    assert!(pay(dec!(20)).is_err());
    pay(dec!(50)).unwrap();
}

#[test]
fn the_sellers_shares_of_all_splits_are_their_whole_shares() {
    let shop = Shop::open();
    let sold = |price, seller, share| {
        PaymentItem::new(price).sub_merchant_member_id(MemberId::new(seller)).sub_merchant_member_price(share)
    };
    let items = [sold(dec!(60), 1, dec!(50.01)), sold(dec!(40), 2, dec!(33.33))];
    let init = InitMultiPayment::new(dec!(100), Currency::Try, "https://shop.example.com/callback").items(items);
    let token = shop.send(&init).token;
    let mut shares = [dec!(0), dec!(0)];
    for price in [dec!(33.33), dec!(0.01), dec!(41.17), dec!(25.49)] {
        let paid = shop.emulator.pay_split(&token, card(GOOD_CARD), price).unwrap();
        for line in paid.payment_transactions {
            let seller = line.sub_merchant_member_id.map_or(0, MemberId::get);
            if let Some(share) = usize::try_from(seller - 1).ok().and_then(|index| shares.get_mut(index)) {
                *share += line.sub_merchant_member_price.unwrap();
            }
        }
    }
    assert_eq!(shares, [dec!(50.01), dec!(33.33)]);
}

#[test]
fn the_items_must_add_up_to_the_price() {
    let shop = Shop::open();
    let mut wrong = multi_payment();
    wrong.price = dec!(99);
    assert_eq!(shop.rejection(&wrong).status, 422);
    assert_eq!(shop.rejection(&RetrieveMultiPayment::new("yok")).status, 404);
    assert!(shop.emulator.pay_split(&Secret::from("yok"), card(GOOD_CARD), dec!(1)).is_err());
}
