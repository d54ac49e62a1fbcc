//! Juzdan.

use craftgate_core::Currency;
use craftgate_core::id::JuzdanReferenceId;
use craftgate_core::juzdan::{InitJuzdanPayment, RetrieveJuzdanPayment};
use craftgate_core::payment::PaymentStatus;

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
