//! A payment that the customer makes elsewhere waits, is completed once, and can then be refunded.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment};
use craftgate_core::bkm_express::{
    CompleteBkmExpressPayment, InitBkmExpressPayment, RetrieveBkmExpressPayment, RetrieveBkmExpressPaymentByToken,
};
use craftgate_core::callback;
use craftgate_core::juzdan::{InitJuzdanPayment, RetrieveJuzdanPayment};
use craftgate_core::masterpass::{
    CheckMasterpassUser, CompleteMasterpassPayment, CompleteThreeDsMasterpassPayment, GenerateMasterpassPaymentToken,
    InitThreeDsMasterpassPayment, MasterpassPayment, RetrieveMasterpassLoyalties,
};
use craftgate_core::payment::{
    Amounts, ApmAdditionalAction, ApmType, ApproveBnplPayment, BnplCartItem, BnplCartItemType, CompleteApmPayment,
    CompletePosApmPayment, CompleteThreeDsPayment, CreateApmPayment, HtmlContent, InitApmPayment, InitBnplPayment,
    InitGarantiPayPayment, InitPosApmPayment, InitThreeDsPayment, PaymentItem, PaymentProvider, PaymentStatus,
    PaymentType, PosApmPaymentProvider, RefundPayment, RefundPaymentTransaction, RefundWaitingPayment,
    RetrieveBnplPaymentOffers, RetrievePayment, VerifyBnplPayment,
};
use craftgate_core::webhook::WebhookEventType;
use craftgate_core::{Currency, ErrorGroup};
use craftgate_emulator::ThreeDsPage;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

const CALLBACK_URL: &str = "https://shop.example.com/callback";

fn items() -> [PaymentItem; 2] {
    [PaymentItem::new(dec!(60)).name("İpek şal"), PaymentItem::new(dec!(40))]
}

fn amounts() -> Amounts {
    Amounts::same(dec!(100))
}

fn apm(apm_type: ApmType) -> InitApmPayment {
    InitApmPayment::new(amounts(), apm_type, Currency::Try, items())
        .callback_url(CALLBACK_URL)
        .conversation_id("sipariş-17")
}

fn status(shop: &Shop, id: i64) -> PaymentStatus {
    shop.get(&RetrievePayment::new(id)).payment_status
}

/// The payment is made: it can be retrieved, and given back once.
fn is_paid(shop: &Shop, id: i64) {
    let paid = shop.get(&RetrievePayment::new(id));
    assert_eq!((paid.payment_status, paid.paid_price), (PaymentStatus::Success, Some(dec!(100))));
    let part = RefundPaymentTransaction::new(paid.payment_transactions[0].id).refund_price(dec!(10));
    assert_eq!(shop.get(&part).refund_price, Some(dec!(10)));
    assert_eq!(shop.get(&RefundPayment::new(id)).refund_price, Some(dec!(90)));
    assert_eq!(shop.refused(&RefundPayment::new(id)).status, 422);
}

#[test]
fn a_payment_waits_until_it_is_completed() {
    let shop = Shop::open();
    let start = shop.get(&apm(ApmType::Papara));
    let id = start.payment_id.unwrap();
    assert!(start.is_waiting() && start.redirect_url.is_some());
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::RedirectToUrl));
    let waiting = shop.get(&RetrievePayment::new(id));
    assert_eq!((waiting.payment_status, waiting.payment_type), (PaymentStatus::Waiting, Some(PaymentType::Apm)));
    assert_eq!(waiting.payment_provider, Some(PaymentProvider::Papara));
    assert_eq!((waiting.bin_number, waiting.conversation_id.as_deref()), (None, Some("sipariş-17")));
    assert_eq!(shop.refused(&RefundPayment::new(id)).status, 422);

    let result = shop.get(&CompleteApmPayment::new(id));
    assert_eq!((result.payment_id, result.payment_status), (id, PaymentStatus::Success));
    assert_eq!(shop.refused(&CompleteApmPayment::new(id)).status, 422);
    is_paid(&shop, id);
}

#[test]
fn what_comes_next_depends_on_the_method() {
    let shop = Shop::open();
    let cases = [
        (ApmType::Edenred, ApmAdditionalAction::OtpRequired),
        (ApmType::Tompay, ApmAdditionalAction::WaitForWebhook),
        (ApmType::InstantTransfer, ApmAdditionalAction::ShowHtmlContent),
        (ApmType::Klarna, ApmAdditionalAction::RedirectToUrl),
    ];
    for (method, action) in cases {
        let start = shop.get(&apm(method));
        assert_eq!(start.additional_action, Some(action));
        shop.emulator.confirm_payment(start.payment_id.unwrap()).unwrap();
        is_paid(&shop, start.payment_id.unwrap());
    }
    assert!(shop.get(&apm(ApmType::CashOnDelivery)).is_done());
    assert_eq!(shop.refused(&apm("YENI".into())).status, 422);
    let mut nowhere = apm(ApmType::InstantTransfer);
    nowhere.callback_url = None;
    assert_eq!(shop.refused(&nowhere).status, 400);
}

#[test]
fn a_payment_outside_craftgate_is_recorded() {
    let shop = Shop::open();
    let record = |method| CreateApmPayment::new(amounts(), method, Currency::Try, items());
    let paid = shop.get(&record(ApmType::FundTransfer));
    assert_eq!(paid.payment_type, Some(PaymentType::BankTransfer));
    is_paid(&shop, paid.id);
    is_paid(&shop, shop.get(&record(ApmType::CashOnDelivery)).id);
    assert_eq!(shop.refused(&record(ApmType::Papara)).status, 422);
}

#[test]
fn every_basket_has_to_add_up() {
    let shop = Shop::open();
    let wrong = || Amounts { price: dec!(99), paid_price: dec!(100) };
    let lira = Currency::Try;
    let cart = [BnplCartItem::new(BnplCartItemType::Other, dec!(99), 1)];
    let apm = |method| InitApmPayment::new(wrong(), method, Currency::Try, items());
    let masterpass = MasterpassPayment::new(wrong(), lira.clone(), 1, items());
    let wallet = PosApmPaymentProvider::YkbWorldPay;
    let refused = [
        shop.refused(&apm(ApmType::Papara)),
        shop.refused(&InitBnplPayment::new(apm(ApmType::Maslak), cart)),
        shop.refused(&CreateApmPayment::new(wrong(), ApmType::FundTransfer, lira.clone(), items())),
        shop.refused(&InitPosApmPayment::new(wrong(), wallet, lira.clone(), items(), CALLBACK_URL)),
        shop.refused(&InitGarantiPayPayment::new(wrong(), lira.clone(), CALLBACK_URL, items())),
        shop.refused(&InitBkmExpressPayment::new(wrong(), lira.clone(), items())),
        shop.refused(&InitJuzdanPayment::new(wrong(), lira, items(), CALLBACK_URL)),
        shop.refused(&GenerateMasterpassPaymentToken::new("905551112233", "1", "404308", false, masterpass)),
    ];
    assert!(refused.iter().all(|refused| refused.status == 422), "{refused:?}");
    assert_eq!(shop.refused(&RetrievePayment::new(1_i64)).status, 404);
}

#[test]
fn each_payment_is_completed_by_its_own_operation() {
    let shop = Shop::open();
    let three_ds = shop.get(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL)).payment_id.unwrap();
    let papara = shop.get(&apm(ApmType::Papara)).payment_id.unwrap();
    assert_eq!(shop.refused(&CompleteApmPayment::new(three_ds)).status, 422);
    assert_eq!(shop.refused(&CompletePosApmPayment::new(papara)).status, 422);
    assert_eq!(shop.refused(&CompleteThreeDsPayment::new(papara)).status, 422);
    assert_eq!(shop.refused(&ApproveBnplPayment::new(papara)).status, 422);
    assert_eq!(shop.refused(&VerifyBnplPayment::new(papara)).status, 404);
    assert_eq!(shop.refused(&CompleteApmPayment::new(99_i64)).status, 404);
    assert!(shop.emulator.confirm_payment(three_ds).is_err());
    assert!(shop.emulator.confirm_payment(99).is_err());
}

#[test]
fn a_payment_that_stays_waiting_can_be_given_up() {
    let shop = Shop::open();
    let id = shop.get(&apm(ApmType::Papara)).payment_id.unwrap();
    shop.get(&RefundWaitingPayment::new(id));
    assert_eq!(status(&shop, id), PaymentStatus::Failure);
    assert_eq!(shop.refused(&RefundWaitingPayment::new(id)).status, 422);
    assert_eq!(shop.refused(&CompleteApmPayment::new(id)).status, 422);
    assert!(shop.emulator.confirm_payment(id).is_err());
    assert_eq!(shop.refused(&RefundWaitingPayment::new(99_i64)).status, 404);
}

#[test]
fn a_banks_wallet_brings_a_callback_that_verifies() {
    let shop = Shop::open();
    let verified = |html: Option<HtmlContent>| {
        let page = ThreeDsPage::parse(&html.unwrap().decode().unwrap()).unwrap();
        assert_eq!(page.action(), CALLBACK_URL);
        let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
        assert!(callback.is_success() && callback.complete_status().is_none());
        callback.payment_id().unwrap()
    };
    let garanti = InitGarantiPayPayment::new(amounts(), Currency::Try, CALLBACK_URL, items());
    let id = verified(shop.get(&garanti).html_content);
    assert_eq!(shop.emulator.confirm_payment(id).unwrap().payment_provider, Some(PaymentProvider::GarantiPay));
    is_paid(&shop, id);

    let provider = PosApmPaymentProvider::YkbWorldPay;
    let start = shop.get(&InitPosApmPayment::new(amounts(), provider, Currency::Try, items(), CALLBACK_URL));
    assert!(start.is_waiting());
    let id = verified(start.html_content);
    assert_eq!(shop.get(&CompletePosApmPayment::new(id)).payment_type, Some(PaymentType::CardPayment));
    is_paid(&shop, id);
}

#[test]
fn a_loan_is_granted_once_it_is_approved() {
    let shop = Shop::open();
    let cart = |price| [BnplCartItem::new(BnplCartItemType::WhiteGoods, price, 2)];
    let offers = RetrieveBnplPaymentOffers::new(ApmType::Maslak, dec!(100), Currency::Try, cart(dec!(50)));
    let offers = shop.get(&offers);
    let term = &offers.bank_offers[0].bank_offer_terms[0];
    assert_eq!((term.term, term.total_amount, term.amount), (Some(3), Some(dec!(111.67)), Some(dec!(37.22))));

    let init = |price| InitBnplPayment::new(apm(ApmType::Maslak).apm_order_id("teklif-17"), cart(price));
    assert_eq!(shop.refused(&init(dec!(50.01))).status, 422);
    let start = shop.get(&init(dec!(50)));
    let id = start.payment_id.unwrap();
    assert!(start.is_waiting());
    assert_eq!(shop.emulator.events()[0].event_type, WebhookEventType::BnplNotification);
    assert!(shop.get(&VerifyBnplPayment::new(id)).needs_approval());
    assert_eq!(shop.get(&ApproveBnplPayment::new(id)).order_id.as_deref(), Some("teklif-17"));
    assert!(shop.get(&VerifyBnplPayment::new(id)).is_done());
    is_paid(&shop, id);
}

#[test]
fn bkm_express_is_completed_by_its_ticket() {
    let shop = Shop::open();
    let init = InitBkmExpressPayment::new(amounts(), Currency::Try, items());
    let start = shop.get(&init);
    let ticket = shop.get(&RetrieveBkmExpressPayment::new(start.id.as_str()));
    let token = start.token.unwrap();
    assert_eq!(shop.get(&RetrieveBkmExpressPaymentByToken::new(token.clone())), ticket);
    assert_eq!(shop.refused(&RetrieveBkmExpressPayment::new(token.expose())).status, 404);
    let event = &shop.emulator.events()[0];
    assert_eq!(event.event_type, WebhookEventType::BkmExpressPaymentNotification);
    assert_eq!(event.payload_id, start.id);
    is_paid(&shop, shop.get(&CompleteBkmExpressPayment::new(true, start.id.as_str())).id);

    let let_go = shop.get(&init).id;
    let refused = shop.get(&CompleteBkmExpressPayment::new(false, let_go.as_str()));
    assert_eq!(refused.payment_status, PaymentStatus::Failure);
    assert_eq!(shop.refused(&CompleteBkmExpressPayment::new(true, let_go)).status, 422);
    assert_eq!(shop.refused(&CompleteBkmExpressPayment::new(true, "yok")).status, 404);
}

#[test]
fn juzdan_is_looked_up_by_its_reference() {
    let shop = Shop::open();
    let start = shop.get(&InitJuzdanPayment::new(amounts(), Currency::Try, items(), CALLBACK_URL));
    let retrieve = RetrieveJuzdanPayment::new(start.reference_id);
    let waiting = shop.get(&retrieve);
    assert_eq!(waiting.payment_status, PaymentStatus::Waiting);
    let paid = shop.emulator.confirm_payment(waiting.id).unwrap();
    assert_eq!(shop.get(&retrieve), paid);
    is_paid(&shop, paid.id);
    assert_eq!(shop.refused(&RetrieveJuzdanPayment::new("yok")).status, 404);
}

#[test]
fn masterpass_is_completed_with_and_without_three_ds() {
    let shop = Shop::open();
    assert_eq!(shop.get(&CheckMasterpassUser::new("905551112233")).has_masterpass_account, Some(true));
    let token = |bin: &str| {
        let payment = MasterpassPayment::new(amounts(), Currency::Try, 3, items());
        GenerateMasterpassPaymentToken::new("905551112233", "müşteri-17", bin, false, payment)
    };
    let start = shop.get(&token("404308"));
    let complete = CompleteMasterpassPayment::new(start.reference_id, "masterpass-token");
    let paid = shop.get(&complete);
    assert_eq!((paid.card_brand.as_deref(), paid.installment), (Some("Bonus"), Some(3)));
    assert_eq!(shop.refused(&complete).status, 422);
    is_paid(&shop, paid.id);

    // Without 3D Secure the card is declined.
    let start = shop.get(&token("51158300"));
    let init = InitThreeDsMasterpassPayment::new(start.reference_id.as_str(), CALLBACK_URL);
    let id = shop.get(&init).payment_id.unwrap();
    assert_eq!(status(&shop, id), PaymentStatus::InitThreeDs);
    let paid = shop.get(&CompleteThreeDsMasterpassPayment::new(id));
    assert_eq!((paid.is_three_ds, paid.payment_status), (Some(true), PaymentStatus::Success));
    let start = shop.get(&token("51158300"));
    let declined = shop.refused(&CompleteMasterpassPayment::new(start.reference_id, "masterpass-token"));
    assert_eq!(declined.group.as_deref(), Some(ErrorGroup::NotSufficientFunds.as_str()));

    assert_eq!(shop.refused(&token("123456")).status, 404);
    assert_eq!(shop.refused(&CompleteMasterpassPayment::new("yok", "t")).status, 404);
    let loyalties = shop.get(&RetrieveMasterpassLoyalties::new("905551112233", "404308", "Kartım"));
    let points: Decimal = loyalties.loyalties[0].reward.as_ref().unwrap().total_reward_money.unwrap();
    assert_eq!(points, dec!(17.55));
}
