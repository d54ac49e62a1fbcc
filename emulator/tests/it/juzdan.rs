//! Juzdan.

use craftgate_core::Currency;
use craftgate_core::id::{JuzdanReferenceId, MemberId};
use craftgate_core::juzdan::{InitJuzdanPayment, RetrieveJuzdanPayment};
use craftgate_core::payment::{Amounts, PaymentItem, PaymentStatus};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, assert_charged, items};

#[test]
fn juzdan_is_looked_up_by_its_reference() {
    let shop = Shop::open();
    let start = shop.send(&InitJuzdanPayment::new(amounts(), Currency::Try, items(), CALLBACK_URL));
    let retrieve = RetrieveJuzdanPayment::new(start.reference_id);
    let waiting = shop.send(&retrieve);
    assert_eq!(waiting.payment_status, PaymentStatus::Waiting);
    let paid = shop.emulator.confirm_payment(waiting.id).unwrap();
    assert_eq!(shop.send(&retrieve), paid);
    assert_charged(&shop, paid.id);
    assert_eq!(shop.rejection(&RetrieveJuzdanPayment::new(JuzdanReferenceId::new("yok"))).status, 404);
}

#[test]
fn a_price_can_be_zero_and_a_sellers_share_above_it() {
    let shop = Shop::open();
    let start = |price: Decimal, paid_price: Decimal, item: PaymentItem| {
        InitJuzdanPayment::new(Amounts { price, paid_price }, Currency::Try, [item], CALLBACK_URL)
    };
    let to_seller = |share: Decimal| {
        PaymentItem::new(dec!(20)).sub_merchant_member_id(MemberId::new(7)).sub_merchant_member_price(share)
    };
    for accepted in [start(dec!(0), dec!(1), PaymentItem::new(dec!(0))), start(dec!(20), dec!(20), to_seller(dec!(27)))]
    {
        let reference_id = shop.send(&accepted).reference_id;
        let waiting = shop.send(&RetrieveJuzdanPayment::new(reference_id));
        let paid = shop.emulator.confirm_payment(waiting.id).unwrap();
        assert_eq!(paid.payment_status, PaymentStatus::Success);
        assert_eq!(paid.paid_price, Some(accepted.amounts.paid_price));
    }
    for rejected in [
        start(dec!(-1), dec!(1), PaymentItem::new(dec!(-1))),
        start(dec!(0), dec!(1), PaymentItem::new(dec!(1))),
        start(dec!(20), dec!(20), to_seller(dec!(-1))),
    ] {
        assert_eq!(shop.rejection(&rejected).status, 422);
    }
}
