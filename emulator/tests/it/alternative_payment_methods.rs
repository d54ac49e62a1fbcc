//! Payments by alternative payment methods: pending, completed once, refundable.

use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::callback;
use craftgate_core::id::PaymentId;
use craftgate_core::juzdan::InitJuzdanPayment;
use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, MasterpassCustomer, MasterpassPayment};
use craftgate_core::merchant_apm::RetrieveMerchantApms;
use craftgate_core::payment::apm_params::{self, InstantTransfer, KlarnaRegion, MetropolWallet, TompayBuyer};
use craftgate_core::payment::bnpl_params;
use craftgate_core::payment::pos_apm_params;
use craftgate_core::payment::{
    AdditionalAction, Amounts, ApmAdditionalAction, ApmType, ApproveBnplPayment, Basket, BnplCartItem,
    BnplCartItemType, CompleteApmPayment, CompletePosApmPayment, CompleteThreeDsPayment, CreateApmPayment, HtmlContent,
    InitApmPayment, InitBnplPayment, InitGarantiPayPayment, InitPosApmPayment, InitThreeDsPayment, PaymentGroup,
    PaymentProvider, PaymentStatus, PaymentType, PosApmPaymentProvider, RefundPayment, RefundWaitingPayment,
    RetrieveInstantTransferBanks, RetrievePayment, VerifyBnplPayment,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, JsonMap};
use craftgate_emulator::{CallbackForm, Emulator, ProviderOutcome};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, assert_charged, items, noon, payment};

fn apm(apm_type: ApmType) -> InitApmPayment {
    InitApmPayment::new(amounts(), apm_type, Currency::Try, items())
        .callback_url(CALLBACK_URL)
        .conversation_id("sipariş-17")
}

/// Returns the completion of a payment whose method sends no code.
fn complete(id: PaymentId) -> CompleteApmPayment {
    CompleteApmPayment::new(id).additional_params(JsonMap::from([("reference", "17")]))
}

fn status(shop: &Shop, id: PaymentId) -> PaymentStatus {
    shop.send(&RetrievePayment::new(id)).payment_status
}

#[test]
fn a_payment_is_pending_until_it_is_completed() {
    let shop = Shop::open();
    let start = shop.send(&apm(ApmType::Papara));
    let id = start.payment_id.unwrap();
    assert!(start.is_waiting() && start.redirect_url.is_some());
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::RedirectToUrl));
    let waiting = shop.send(&RetrievePayment::new(id));
    assert_eq!((waiting.payment_status, waiting.payment_type), (PaymentStatus::Waiting, Some(PaymentType::Apm)));
    assert_eq!(waiting.payment_provider, Some(PaymentProvider::Papara));
    assert_eq!((waiting.bin_number, waiting.conversation_id.as_deref()), (None, Some("sipariş-17")));
    assert_eq!(shop.rejection(&RefundPayment::new(id)).status, 422);

    assert_eq!(shop.rejection(&CompleteApmPayment::new(id)).status, 400);
    let result = shop.send(&complete(id));
    assert_eq!((result.payment_id, result.payment_status), (id, PaymentStatus::Success));
    assert_eq!(result.conversation_id.as_deref(), Some("sipariş-17"));
    assert_eq!(shop.rejection(&complete(id)).status, 422);
    assert_charged(&shop, id);
}

#[test]
fn the_next_action_depends_on_the_method() {
    let shop = Shop::open();
    let transfer = InstantTransfer {
        bank_code: "046".into(),
        shop_url: "https://shop.example.com".into(),
        receipt_description: None,
    };
    let tompay = TompayBuyer { channel: "WEB".into(), phone: "5551112233".into() };
    let klarna = KlarnaRegion { country: "de".into(), locale: "en-DE".into() };
    let mb_way = apm_params::bizum_init("34700000000");
    let code = JsonMap::from([("paymentCode", "123456")]);
    let cases = [
        (ApmType::Edenred, None, ApmAdditionalAction::OtpRequired),
        (ApmType::Iwallet, Some(apm_params::iwallet_init("1111222233334444")), ApmAdditionalAction::OtpRequired),
        (ApmType::Metropol, Some(apm_params::metropol_init("6375780115068760")), ApmAdditionalAction::OtpRequired),
        (ApmType::PaycellDcb, Some(apm_params::paycell_dcb_init("5305289290")), ApmAdditionalAction::OtpRequired),
        (ApmType::Setcard, Some(apm_params::setcard_init("7599640961180814")), ApmAdditionalAction::OtpRequired),
        (ApmType::TokenflexGift, Some(code), ApmAdditionalAction::OtpRequired),
        (ApmType::Bizum, Some(mb_way.clone()), ApmAdditionalAction::WaitForWebhook),
        (ApmType::PaylandsMbWay, Some(mb_way), ApmAdditionalAction::WaitForWebhook),
        (ApmType::Tompay, Some(apm_params::tompay_init(&tompay)), ApmAdditionalAction::WaitForWebhook),
        (
            ApmType::InstantTransfer,
            Some(apm_params::instant_transfer_init(&transfer)),
            ApmAdditionalAction::ShowHtmlContent,
        ),
        (ApmType::Multinet, None, ApmAdditionalAction::ShowHtmlContent),
        (ApmType::Klarna, Some(apm_params::klarna_init(&klarna)), ApmAdditionalAction::RedirectToUrl),
        (ApmType::Kaspi, None, ApmAdditionalAction::RedirectToUrl),
    ];
    for (method, params, action) in cases {
        let mut init = apm(method.clone()).apm_user_identity("6036819041742253");
        init.additional_params = params.clone();
        let start = shop.send(&init);
        assert_eq!(start.additional_action, Some(action), "{method}");
        let page = start.html_content.as_ref().map(|page| page.decode().unwrap());
        assert!(page.is_none_or(|page| page.contains("<title>Ödeme</title>")), "{method}");
        // What a method requires is required.
        init.additional_params = None;
        let is_required = params.is_some() && method != ApmType::Iwallet;
        assert_eq!(shop.try_send(&init).is_err(), is_required, "{method}");
        shop.emulator.confirm_payment(start.payment_id.unwrap()).unwrap();
        assert_charged(&shop, start.payment_id.unwrap());
    }
    assert!(shop.send(&apm(ApmType::CashOnDelivery)).is_done());
    assert_eq!(shop.rejection(&apm("YENI".into())).status, 422);
    let mut nowhere = apm(ApmType::Multinet);
    nowhere.callback_url = None;
    assert_eq!(shop.rejection(&nowhere).status, 400);
}

#[test]
fn ispay_redirects_and_returns() {
    let shop = Shop::open();
    let start = shop.send(&apm(ApmType::Ispay));
    assert!(start.is_waiting() && start.redirect_url.is_some());
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::RedirectToUrl));
    let id = start.payment_id.unwrap();
    let form = shop.emulator.visit_provider(id, ProviderOutcome::Approved).unwrap().unwrap();
    assert_eq!(form.action(), CALLBACK_URL);
    let callback = callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap();
    assert_eq!((callback.is_success(), callback.payment_id()), (true, Some(id)));
    assert_charged(&shop, id);
}

#[test]
fn pluxee_takes_the_code_of_its_application() {
    let shop = Shop::open();
    let pay = |phone: &str, code: &str| {
        apm(ApmType::Sodexo).apm_user_identity(phone).additional_params(apm_params::pluxee_init(code))
    };
    let paid = shop.send(&pay("5551112233", "843195"));
    assert!(paid.is_done() && paid.redirect_url.is_none());
    assert_charged(&shop, paid.payment_id.unwrap());
    let wrong = shop.rejection(&pay("5551112233", "123456"));
    assert_eq!(wrong.group.as_deref(), Some("APM_INVALID_VERIFICATION_CODE"));
    assert_eq!(shop.rejection(&pay("02121112233", "843195")).status, 422);
    assert_eq!(shop.rejection(&apm(ApmType::Sodexo).apm_user_identity("5551112233")).status, 400);
}

#[test]
fn a_payment_with_a_code_is_completed_by_the_right_one() {
    let shop = Shop::open();
    let start = shop.send(&apm(ApmType::Edenred).apm_user_identity("6036819041742253"));
    let id = start.payment_id.unwrap();
    let complete = |code: &str| CompleteApmPayment::new(id).additional_params(apm_params::edenred_complete(code));
    assert_eq!(shop.rejection(&CompleteApmPayment::new(id)).status, 400);
    assert_eq!(shop.rejection(&complete("000000")).group.as_deref(), Some("APM_INVALID_VERIFICATION_CODE"));
    assert_eq!(shop.rejection(&complete("999999")).group.as_deref(), Some("APM_VERIFICATION_CODE_ERROR"));
    assert_eq!(shop.send(&complete("784294")).payment_status, PaymentStatus::Success);

    let start = shop.send(&apm(ApmType::Metropol).additional_params(apm_params::metropol_init("6375780115068760")));
    assert!(start.additional_data.unwrap().get("metropolWalletList").is_some());
    let wallet = MetropolWallet { product_id: "1".into(), wallet_id: "1".into() };
    let complete = CompleteApmPayment::new(start.payment_id.unwrap());
    assert_eq!(shop.rejection(&complete.clone().additional_params(apm_params::edenred_complete("1"))).status, 400);
    let paid = shop.send(&complete.additional_params(apm_params::metropol_complete("784294", &wallet)));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
}

#[test]
fn garanti_pays_application_is_opened_by_its_address() {
    let shop = Shop::open();
    let basket = Basket::new(amounts(), Currency::Try, items());
    let init = InitPosApmPayment::new(basket, PosApmPaymentProvider::GarantiPay, CALLBACK_URL)
        .additional_params(JsonMap::from([("integrationType", "WEB2APP")]));
    let start = shop.send(&init);
    assert_eq!(start.additional_action, Some(AdditionalAction::RedirectToUrl));
    assert!(start.html_content.is_none() && start.additional_data.unwrap().get("redirectUrl").is_some());
}

#[test]
fn a_payment_outside_craftgate_is_recorded() {
    let shop = Shop::open();
    let record = |method| CreateApmPayment::new(amounts(), method, Currency::Try, items());
    let paid = shop.send(&record(ApmType::FundTransfer));
    assert_eq!(paid.payment_type, Some(PaymentType::Apm));
    assert_charged(&shop, paid.id);
    assert_charged(&shop, shop.send(&record(ApmType::CashOnDelivery)).id);
    assert_eq!(shop.rejection(&record(ApmType::Papara)).status, 422);
}

#[test]
fn the_items_of_every_method_must_add_up() {
    let shop = Shop::open();
    let wrong = || Amounts { price: dec!(99), paid_price: dec!(100) };
    let lira = Currency::Try;
    let cart = [BnplCartItem::new(BnplCartItemType::Other, dec!(99), 1)];
    let apm = |method| InitApmPayment::new(wrong(), method, Currency::Try, items());
    let masterpass = MasterpassPayment::new(wrong(), lira.clone(), 1, items());
    let wallet = PosApmPaymentProvider::YkbWorldPay;
    let rejections = [
        shop.rejection(&apm(ApmType::Papara)),
        shop.rejection(&InitBnplPayment::new(
            apm(ApmType::Maslak)
                .payment_group(PaymentGroup::Product)
                .additional_params(bnpl_params::fingate_hosted_page()),
            cart,
        )),
        shop.rejection(&CreateApmPayment::new(wrong(), ApmType::FundTransfer, lira.clone(), items())),
        shop.rejection(
            &InitPosApmPayment::new(Basket::new(wrong(), lira.clone(), items()), wallet, CALLBACK_URL)
                .additional_params(pos_apm_params::world_pay_web_to_qr()),
        ),
        shop.rejection(&InitGarantiPayPayment::new(wrong(), lira.clone(), CALLBACK_URL, items())),
        shop.rejection(&InitBkmExpressPayment::new(wrong(), lira.clone(), items())),
        shop.rejection(&InitJuzdanPayment::new(wrong(), lira, items(), CALLBACK_URL)),
        shop.rejection(&GenerateMasterpassPaymentToken::new(
            MasterpassCustomer { msisdn: "905551112233", user_id: "1" },
            "404308",
            false,
            masterpass,
        )),
    ];
    assert!(rejections.iter().all(|rejection| rejection.status == 422), "{rejections:?}");
    assert_eq!(shop.rejection(&RetrievePayment::new(PaymentId::new(1))).status, 404);
}

#[test]
fn each_payment_is_completed_by_its_own_operation() {
    let shop = Shop::open();
    let three_ds = shop.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL)).payment_id.unwrap();
    let papara = shop.send(&apm(ApmType::Papara)).payment_id.unwrap();
    assert_eq!(shop.rejection(&complete(three_ds)).status, 422);
    assert_eq!(shop.rejection(&CompletePosApmPayment::new(papara)).status, 422);
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(papara)).status, 422);
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(papara)).status, 422);
    assert_eq!(shop.rejection(&VerifyBnplPayment::new(papara)).status, 404);
    assert_eq!(shop.rejection(&complete(PaymentId::new(99))).status, 404);
    assert!(shop.emulator.confirm_payment(three_ds).is_err());
    assert!(shop.emulator.confirm_payment(PaymentId::new(99)).is_err());
}

#[test]
fn a_pending_payment_can_be_failed() {
    let shop = Shop::open();
    let id = shop.send(&apm(ApmType::Papara)).payment_id.unwrap();
    shop.send(&RefundWaitingPayment::new(id));
    assert_eq!(status(&shop, id), PaymentStatus::Failure);
    assert_eq!(shop.rejection(&RefundWaitingPayment::new(id)).status, 422);
    assert_eq!(shop.rejection(&complete(id)).status, 422);
    assert!(shop.emulator.confirm_payment(id).is_err());
    assert_eq!(shop.rejection(&RefundWaitingPayment::new(PaymentId::new(99))).status, 404);
}

#[test]
fn the_callback_of_a_banks_wallet_verifies() {
    let shop = Shop::open();
    let verified = |id: Option<PaymentId>, html: Option<HtmlContent>| {
        assert!(html.unwrap().decode().unwrap().contains("/provider/"));
        let page = shop.emulator.visit_provider(id.unwrap(), ProviderOutcome::Approved).unwrap().unwrap();
        assert_eq!(page.action(), CALLBACK_URL);
        let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
        assert!(callback.is_success() && callback.complete_status().is_none());
        callback.payment_id().unwrap()
    };
    let garanti = InitGarantiPayPayment::new(amounts(), Currency::Try, CALLBACK_URL, items());
    let start = shop.send(&garanti);
    let id = verified(start.payment_id, start.html_content);
    assert!(shop.emulator.confirm_payment(id).is_err(), "it is paid");
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_provider, Some(PaymentProvider::GarantiPay));
    assert_charged(&shop, id);

    let provider = PosApmPaymentProvider::YkbWorldPay;
    let start = InitPosApmPayment::new(Basket::new(amounts(), Currency::Try, items()), provider, CALLBACK_URL)
        .additional_params(pos_apm_params::world_pay_web_to_qr());
    let start = shop.send(&start);
    assert!(start.is_waiting());
    let id = verified(start.payment_id, start.html_content);
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_type, Some(PaymentType::CardPayment));
    assert_charged(&shop, id);
}

#[test]
fn world_pay_completes_a_payment_on_a_website_by_itself() {
    let shop = Shop::open();
    let start = |params: JsonMap| {
        let basket = Basket::new(amounts(), Currency::Try, items());
        let init = InitPosApmPayment::new(basket, PosApmPaymentProvider::YkbWorldPay, CALLBACK_URL);
        shop.send(&init.additional_params(params)).payment_id.unwrap()
    };
    let approve = |id| shop.emulator.visit_provider(id, ProviderOutcome::Approved).unwrap();
    for params in [pos_apm_params::world_pay_web_to_qr(), pos_apm_params::world_pay_web_to_app()] {
        let id = start(params);
        let events = shop.emulator.events().len();
        approve(id);
        let event = shop.emulator.events().split_off(events);
        assert_eq!(
            (event.len(), &event[0].event_type, &event[0].status),
            (1, &WebhookEventType::ApiAuth, &WebhookStatus::Success)
        );
        assert_eq!(shop.rejection(&CompletePosApmPayment::new(id)).status, 422, "it is paid");
        assert_charged(&shop, id);
    }
    // In an application the merchant completes it, once its customer has approved it.
    let id = start(pos_apm_params::world_pay_app_to_app("com.example.shop://dönüş"));
    let early = shop.rejection(&CompletePosApmPayment::new(id));
    assert_eq!((early.status, early.description.as_str()), (422, "Müşteri ödemeyi henüz onaylamadı"));
    assert_eq!(shop.emulator.confirm_payment(id).unwrap().payment_status, PaymentStatus::Waiting);
    assert!(shop.emulator.confirm_payment(id).is_err(), "it is approved");
    // Who has approved it can't take that back.
    shop.emulator.visit_provider(id, ProviderOutcome::Declined).unwrap();
    assert_eq!(status(&shop, id), PaymentStatus::Waiting);
    shop.send(&CompletePosApmPayment::new(id));
    assert_charged(&shop, id);
}

#[test]
fn garanti_pay_is_charged_when_its_customer_approves_and_then_confirmed() {
    let shop = Shop::open();
    let start = |flow: &str| {
        let basket = Basket::new(amounts(), Currency::Try, items());
        let init = InitPosApmPayment::new(basket, PosApmPaymentProvider::GarantiPay, CALLBACK_URL);
        let params = JsonMap::from([("integrationType", flow), ("mobileAppReturnUrl", "com.example.shop://dönüş")]);
        shop.send(&init.additional_params(params)).payment_id.unwrap()
    };
    for flow in ["WEB2APP", "APP2APP"] {
        let id = start(flow);
        let complete = CompletePosApmPayment::new(id);
        assert_eq!(shop.rejection(&complete).description, "Müşteri ödemeyi henüz onaylamadı");
        let events = shop.emulator.events().len();
        shop.emulator.visit_provider(id, ProviderOutcome::Approved).unwrap();
        assert_eq!(status(&shop, id), PaymentStatus::Success, "{flow}");
        let paid = shop.send(&RetrievePayment::new(id));
        for _ in 0..2 {
            assert_eq!(shop.send(&complete), paid);
        }
        assert_eq!(shop.emulator.events().len(), events + 1);
        assert_charged(&shop, id);

        let declined = start(flow);
        shop.emulator.visit_provider(declined, ProviderOutcome::Declined).unwrap();
        let rejected = shop.rejection(&CompletePosApmPayment::new(declined));
        assert_eq!((rejected.status, rejected.description.as_str()), (422, "Müşteri ödeme sağlayıcısında ödemedi"));
        let failed = start(flow);
        shop.send(&RefundWaitingPayment::new(failed));
        assert_eq!(shop.rejection(&CompletePosApmPayment::new(failed)).status, 422);
    }
}

#[test]
fn banks_and_methods_are_listed() {
    let shop = Shop::open();
    let banks = shop.send(&RetrieveInstantTransferBanks::new());
    assert!(banks.items.iter().any(|bank| bank.bank_name.as_deref() == Some("AKBANK T.A.Ş.")));
    let apms = shop.send(&RetrieveMerchantApms::new());
    assert!(apms.items.iter().any(|apm| apm.apm_type == Some(ApmType::Papara)));
}

#[test]
fn a_customer_agrees_declines_or_decides_later_at_the_provider() {
    let shop = Shop::open();
    let start = || shop.send(&apm(ApmType::Papara)).payment_id.unwrap();
    let visit = |id, outcome| shop.emulator.visit_provider(id, outcome).unwrap().unwrap();
    let verify = |form: &CallbackForm| {
        callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap()
    };
    let id = start();
    assert_eq!(verify(&visit(id, ProviderOutcome::Later)).payment_id(), Some(id));
    assert_eq!(status(&shop, id), PaymentStatus::Waiting);
    assert_eq!(verify(&visit(id, ProviderOutcome::Approved)).payment_id(), Some(id));
    assert_eq!(status(&shop, id), PaymentStatus::Success);
    assert!(verify(&visit(id, ProviderOutcome::Declined)).is_duplicate());
    assert_eq!(status(&shop, id), PaymentStatus::Success);

    let id = start();
    assert!(!verify(&visit(id, ProviderOutcome::Declined)).is_success());
    assert_eq!(status(&shop, id), PaymentStatus::Failure);
    assert!(shop.emulator.confirm_payment(id).is_err());

    // Without a callback URL, the customer stays where they are. A card's bank is no provider.
    let without_callback = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items());
    let id = shop.send(&without_callback).payment_id.unwrap();
    assert_eq!(shop.emulator.visit_provider(id, ProviderOutcome::Approved), Ok(None));
    let by_card = shop.send(&payment(&[dec!(1)])).id;
    assert!(shop.emulator.visit_provider(by_card, ProviderOutcome::Approved).is_err());
    assert!(shop.emulator.visit_provider(PaymentId::new(99), ProviderOutcome::Approved).is_err());
}

#[test]
fn a_failed_callback_of_a_provider_has_the_payment_id_only_if_configured() {
    let named = Shop::on(Emulator::builder().clock(noon).name_failed_payments(true).build());
    for (shop, is_named) in [(Shop::open(), false), (named, true)] {
        let id = shop.send(&apm(ApmType::Papara)).payment_id.unwrap();
        let form = shop.emulator.visit_provider(id, ProviderOutcome::Declined).unwrap().unwrap();
        let callback = callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap();
        assert_eq!((callback.is_success(), callback.payment_id()), (false, is_named.then_some(id)));
    }
}
