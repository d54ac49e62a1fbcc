//! BKM Express.

use craftgate_core::Currency;
use craftgate_core::bkm_express::{
    CompleteBkmExpressPayment, InitBkmExpressPayment, RetrieveBkmExpressPayment, RetrieveBkmExpressPaymentByToken,
};
use craftgate_core::id::BkmExpressTicketId;
use craftgate_core::payment::PaymentStatus;
use craftgate_core::webhook::WebhookEventType;

use crate::common::{Shop, amounts, assert_charged, items};

#[test]
fn bkm_express_is_completed_by_its_ticket() {
    let shop = Shop::open();
    let init = InitBkmExpressPayment::new(amounts(), Currency::Try, items());
    let start = shop.send(&init);
    let ticket = shop.send(&RetrieveBkmExpressPayment::new(start.id.clone()));
    let token = start.token.unwrap();
    assert_eq!(shop.send(&RetrieveBkmExpressPaymentByToken::new(token.clone())), ticket);
    assert_eq!(shop.rejection(&RetrieveBkmExpressPayment::new(BkmExpressTicketId::new(token.expose()))).status, 404);
    assert_eq!(shop.emulator.events(), []);
    let early = shop.rejection(&CompleteBkmExpressPayment::new(true, start.id.clone()));
    assert_eq!((early.status, early.description.as_str()), (422, "Müşteri ödemeyi henüz onaylamadı"));
    shop.emulator.confirm_bkm_express(&start.id).unwrap();
    assert!(shop.emulator.confirm_bkm_express(&start.id).is_err(), "it is confirmed");
    let event = &shop.emulator.events()[0];
    assert_eq!(event.event_type, WebhookEventType::BkmExpressPaymentNotification);
    assert_eq!(event.payload_id, start.id.as_str());
    let payload = event.payload.as_ref().unwrap().as_str();
    assert!(payload.ends_with(r#""paidPrice":"100,00","installment":1,"price":"100,00"}"#), "{payload}");
    assert_charged(&shop, shop.send(&CompleteBkmExpressPayment::new(true, start.id.clone())).id);

    let declined = shop.send(&init).id;
    let rejected = shop.send(&CompleteBkmExpressPayment::new(false, declined.clone()));
    assert_eq!(rejected.payment_status, PaymentStatus::Failure);
    assert_eq!(shop.rejection(&CompleteBkmExpressPayment::new(true, declined)).status, 422);
    assert_eq!(shop.rejection(&CompleteBkmExpressPayment::new(true, BkmExpressTicketId::new("yok"))).status, 404);
}
