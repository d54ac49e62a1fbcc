//! The merchant's accounts at alternative payment methods.

use craftgate_core::Currency;
use craftgate_core::id::{MemberId, MerchantApmId};
use craftgate_core::merchant_apm::RetrieveMerchantApms;
use craftgate_core::payment::{
    ApmType, BnplCartItem, BnplCartItemType, InitApmDepositPayment, InitApmPayment, InitBnplPayment, PaymentGroup,
    bnpl_params,
};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, items, member, restored};

fn apm(apm_type: ApmType) -> InitApmPayment {
    InitApmPayment::new(amounts(), apm_type, Currency::Try, items()).callback_url(CALLBACK_URL)
}

#[test]
fn one_of_several_accounts_at_a_method_is_named() {
    let seed = r#"{"merchants": [{"records": {"merchantApms": [
        {"id": 1, "apmType": "PAPARA"}, {"id": 2, "apmType": "PAPARA"}, {"id": 3, "apmType": "MASLAK"},
        {"id": 4, "apmType": "PAPARA", "status": "PASSIVE"}, {"id": 5, "apmType": "MASLAK", "status": "PASSIVE"}]}}]}"#;
    let shop = Shop::on(restored(seed));
    assert_eq!(shop.send(&RetrieveMerchantApms::new()).items.len(), 5);
    let id = |id: i64| MerchantApmId::new(id);
    let rejected = shop.rejection(&apm(ApmType::Papara));
    assert!(rejected.status == 400 && rejected.description.ends_with("merchantApmId"), "{rejected:?}");
    assert_eq!(shop.rejection(&apm(ApmType::Papara).merchant_apm_id(id(3))).status, 422);
    assert_eq!(shop.rejection(&apm(ApmType::Papara).merchant_apm_id(id(4))).status, 422);
    assert_eq!(shop.rejection(&apm(ApmType::Papara).merchant_apm_id(id(6))).status, 404);
    shop.send(&apm(ApmType::Papara).merchant_apm_id(id(2)));
    shop.send(&apm(ApmType::Paypal));

    shop.send(&member("alıcı-1"));
    let deposit = InitApmDepositPayment::new(ApmType::Papara, dec!(40), Currency::Try, MemberId::new(1));
    let deposit = deposit.callback_url(CALLBACK_URL);
    assert_eq!(shop.rejection(&deposit.clone()).status, 400);
    shop.send(&deposit.merchant_apm_id(id(1)));
    let cart = [BnplCartItem::new(BnplCartItemType::Other, dec!(100), 1)];
    let loan = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
        .payment_group(PaymentGroup::Product)
        .additional_params(bnpl_params::fingate_hosted_page());
    assert_eq!(shop.rejection(&InitBnplPayment::new(loan.clone().merchant_apm_id(id(1)), cart.clone())).status, 422);
    shop.send(&InitBnplPayment::new(loan, cart));
}
