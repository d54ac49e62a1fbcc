//! Masterpass.

use craftgate_core::id::MasterpassReferenceId;
use craftgate_core::masterpass::{
    CheckMasterpassUser, CompleteMasterpassPayment, CompleteThreeDsMasterpassPayment, GenerateMasterpassPaymentToken,
    InitThreeDsMasterpassPayment, MasterpassCard, MasterpassCustomer, MasterpassPayment, RetrieveMasterpassLoyalties,
};
use craftgate_core::payment::{PaymentStatus, RetrievePayment};
use craftgate_core::{Currency, ErrorGroup};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, assert_charged, items};

#[test]
fn masterpass_is_completed_with_and_without_three_ds() {
    let shop = Shop::open();
    let check = || shop.send(&CheckMasterpassUser::new("905551112233"));
    let user = check();
    assert_eq!(
        (user.has_masterpass_account, user.is_masterpass_account_linked_with_merchant),
        (Some(true), Some(false))
    );
    shop.emulator.link_masterpass_account("905551112233");
    assert_eq!(check().is_masterpass_account_linked_with_merchant, Some(true));
    let token = |bin: &str| {
        let payment = MasterpassPayment::new(amounts(), Currency::Try, 3, items());
        GenerateMasterpassPaymentToken::new(
            MasterpassCustomer { msisdn: "905551112233", user_id: "müşteri-17" },
            bin,
            false,
            payment,
        )
    };
    let start = shop.send(&token("404308"));
    let complete = CompleteMasterpassPayment::new(start.reference_id, "masterpass-token");
    let paid = shop.send(&complete);
    assert_eq!((paid.card_brand.as_deref(), paid.installment), (Some("Bonus"), Some(3)));
    assert_eq!(shop.rejection(&complete).status, 422);
    assert_charged(&shop, paid.id);

    let start = shop.send(&token("404308"));
    let init = InitThreeDsMasterpassPayment::new(start.reference_id.clone(), CALLBACK_URL);
    let id = shop.send(&init).payment_id.unwrap();
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::InitThreeDs);
    assert_eq!(shop.rejection(&CompleteThreeDsMasterpassPayment::new(id)).status, 422);
    assert_eq!(shop.approve(id).action(), CALLBACK_URL);
    let paid = shop.send(&CompleteThreeDsMasterpassPayment::new(id));
    assert_eq!((paid.is_three_ds, paid.payment_status), (Some(true), PaymentStatus::Success));
    // The only card of this BIN is declined.
    let start = shop.send(&token("51015200"));
    let declined = shop.rejection(&CompleteMasterpassPayment::new(start.reference_id, "masterpass-token"));
    assert_eq!(declined.group.as_deref(), Some(ErrorGroup::StolenCard.as_str()));

    assert_eq!(shop.rejection(&token("123456")).status, 404);
    assert_eq!(shop.rejection(&CompleteMasterpassPayment::new(MasterpassReferenceId::new("yok"), "t")).status, 404);
    let loyalties = shop.send(&RetrieveMasterpassLoyalties::new(
        "905551112233",
        MasterpassCard { bin_number: "404308", card_name: "Kartım" },
    ));
    let points: Decimal = loyalties.loyalties[0].reward.as_ref().unwrap().total_reward_money.unwrap();
    assert_eq!(points, dec!(17.55));
}
