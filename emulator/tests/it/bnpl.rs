//! Shopping loans.

use craftgate_core::callback::{self, BnplCallback, BnplNextStep, StartedPayment};
use craftgate_core::chrono::NaiveDate;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::bnpl_params::{self, LoanBuyer, TomFinanceBuyer};
use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, ApproveBnplPayment, BnplCartItem, BnplCartItemType, CompleteBnplLimitInquiry,
    InitApmPayment, InitBnplLimitInquiry, InitBnplPayment, PaymentGroup, PaymentStatus, RefundDestinationType,
    RefundPayment, RefundPaymentTransaction, RefundType, RetrieveBnplPaymentOffers, RetrievePayment, VerifyBnplPayment,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, JsonMap};
use craftgate_emulator::{CallbackForm, Event, ProviderOutcome};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, assert_charged, items, member};

/// Returns an application for a loan of 100 lira, after which the customer comes back to the merchant.
fn application() -> InitBnplPayment {
    let payment = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
        .payment_group(PaymentGroup::Product)
        .conversation_id("sipariş-17")
        .callback_url(CALLBACK_URL)
        .additional_params(bnpl_params::fingate_hosted_page());
    InitBnplPayment::new(payment, [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(50), 2)])
}

/// Starts an application for a loan, and returns its payment.
pub(crate) fn start_loan(shop: &Shop) -> PaymentId {
    shop.send(&application()).payment_id.unwrap()
}

/// Visits the lender's page, and returns the form that the browser posts.
pub(crate) fn visit(shop: &Shop, id: PaymentId, outcome: ProviderOutcome) -> CallbackForm {
    shop.emulator.visit_provider(id, outcome).unwrap().unwrap()
}

/// Visits the lender's page, and returns the verified callback.
fn callback_of(shop: &Shop, id: PaymentId, outcome: ProviderOutcome) -> BnplCallback {
    let form = visit(shop, id, outcome).form_body();
    callback::verify_bnpl(&shop.emulator.callback_key().unwrap(), form.as_bytes()).unwrap()
}

#[test]
fn a_loan_is_charged_when_it_is_approved() {
    let shop = Shop::open();
    let cart = |price| [BnplCartItem::new(BnplCartItemType::WhiteGoods, price, 2)];
    let offers = RetrieveBnplPaymentOffers::new(ApmType::Maslak, dec!(100), Currency::Try, cart(dec!(50)));
    let offers = shop.send(&offers);
    let term = &offers.bank_offers[0].bank_offer_terms[0];
    assert_eq!((term.term, term.total_amount, term.amount), (Some(3), Some(dec!(111.67)), Some(dec!(37.22))));

    let init = |price| {
        let payment = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
            .payment_group(PaymentGroup::Product)
            .additional_params(bnpl_params::fingate_hosted_page());
        InitBnplPayment::new(payment.apm_order_id("teklif-17"), cart(price))
    };
    assert_eq!(shop.rejection(&init(dec!(50.01))).status, 422);
    let start = shop.send(&init(dec!(50)));
    let id = start.payment_id.unwrap();
    assert!(start.is_waiting());
    assert_eq!(shop.emulator.events(), []);
    shop.emulator.decide_loan(id, true).unwrap();
    assert_eq!(
        payload(&shop.emulator.events()[0]),
        r#"{"paymentStatus":"WAITING","additionalAction":"APPROVAL_REQUIRED"}"#
    );
    assert!(shop.send(&VerifyBnplPayment::new(id)).needs_approval());
    assert_eq!(shop.send(&ApproveBnplPayment::new(id)).order_id.as_deref(), Some("teklif-17"));
    assert!(shop.send(&VerifyBnplPayment::new(id)).is_done());
    assert_charged(&shop, id);
}

#[test]
fn two_lenders_cancel_before_the_approval_and_refund_after_it() {
    let shop = Shop::open();
    let buyer = shop.send(&member("alıcı-1")).id;
    let granted = |lender: ApmType| {
        let mut payment = InitApmPayment::new(amounts(), lender, Currency::Try, items())
            .payment_group(PaymentGroup::Product)
            .buyer_member_id(buyer);
        payment.additional_params = Some(match payment.apm_type {
            ApmType::Maslak => bnpl_params::fingate_hosted_page(),
            _ => bnpl_params::tom_finance_application(&TomFinanceBuyer {
                phone_number: "5551112233".into(),
                name: "Gülşah Işık".into(),
                channel_id: 1,
            }),
        });
        let cart = [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(50), 2)
            .id("1")
            .name("Buzdolabı")
            .brand_name("Marka")];
        let id = shop.send(&InitBnplPayment::new(payment, cart)).payment_id.unwrap();
        shop.emulator.decide_loan(id, true).unwrap();
        id
    };
    for lender in [ApmType::Alfabank, ApmType::TomFinance] {
        let id = granted(lender.clone());
        // Nobody has paid anything yet that could go into a wallet.
        let into_wallet = RefundPayment::new(id).refund_destination_type(RefundDestinationType::Wallet);
        assert_eq!(shop.rejection(&into_wallet).status, 422);
        let line = |id| shop.send(&RetrievePayment::new(id)).payment_transactions[0].id;
        assert_eq!(shop.rejection(&RefundPaymentTransaction::new(line(id))).status, 422);
        let cancelled = shop.send(&RefundPayment::new(id));
        assert_eq!((cancelled.refund_type, cancelled.refund_price), (Some(RefundType::Cancel), Some(dec!(0))));
        assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Failure);
        assert_eq!(shop.rejection(&RefundPayment::new(id)).status, 422);
        assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).status, 422);

        let id = granted(lender);
        shop.send(&ApproveBnplPayment::new(id));
        let rejected = shop.rejection(&RefundPayment::new(id));
        assert_eq!(rejected.description, "Onaylanan kredi iptal edilemez, bir kısmı iade edilebilir");
        let part = RefundPaymentTransaction::new(line(id)).refund_price(dec!(10));
        assert_eq!(shop.send(&part).refund_price, Some(dec!(10)));
        assert_eq!(shop.send(&RefundPayment::new(id)).refund_price, Some(dec!(90)), "what remains is a part");
    }
    // Any other loan is cancelled once it has paid.
    let id = granted(ApmType::Maslak);
    assert_eq!(shop.rejection(&RefundPayment::new(id)).status, 422);
    shop.send(&ApproveBnplPayment::new(id));
    shop.send(&RefundPayment::new(id));
}

#[test]
fn a_declined_loan_is_a_failed_payment() {
    let shop = Shop::open();
    let payment = InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, items())
        .payment_group(PaymentGroup::Product)
        .additional_params(bnpl_params::fingate_hosted_page());
    let init = InitBnplPayment::new(payment, [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(50), 2)]);
    let id = shop.send(&init).payment_id.unwrap();
    let declined = shop.emulator.decide_loan(id, false).unwrap();
    assert_eq!(declined.payment_status, PaymentStatus::Failure);
    let event = &shop.emulator.events()[0];
    assert_eq!((&event.event_type, &event.status), (&WebhookEventType::BnplNotification, &WebhookStatus::Failure));
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).status, 422);
    assert!(shop.emulator.decide_loan(id, true).is_err());
}

#[test]
fn some_loans_pay_without_an_approval() {
    let shop = Shop::open();
    let buyer = LoanBuyer {
        birthdate: NaiveDate::from_ymd_opt(1990, 1, 31).unwrap(),
        phone_number: "5551112233".into(),
        identity_number: "11111111110".into(),
    };
    let mut item = BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(100), 1);
    (item.id, item.brand_name) = (Some("1".to_owned()), Some("Beyaz eşya".to_owned()));
    let loan = |params: Option<JsonMap>| {
        let mut payment = InitApmPayment::new(amounts(), ApmType::Paycell, Currency::Try, items());
        payment.additional_params = params;
        InitBnplPayment::new(payment.payment_group(PaymentGroup::Product), [item.clone()])
    };
    assert_eq!(shop.rejection(&loan(None)).status, 400);
    let id = shop.send(&loan(Some(bnpl_params::paycell_application(&buyer, 6)))).payment_id.unwrap();
    shop.emulator.visit_provider(id, ProviderOutcome::Later).unwrap();
    let undecided = shop.send(&VerifyBnplPayment::new(id)).additional_action;
    assert_eq!(undecided, Some(ApmAdditionalAction::WaitForWebhook));
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).status, 422);
    assert_eq!(shop.emulator.decide_loan(id, true).unwrap().payment_status, PaymentStatus::Success);
    let event = &shop.emulator.events()[0];
    assert_eq!(payload(event), r#"{"paymentStatus":"SUCCESS","additionalAction":"NONE"}"#);
    assert!(shop.send(&VerifyBnplPayment::new(id)).is_done());
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).status, 422);
    assert_charged(&shop, id);
}

#[test]
fn a_loan_is_approved_once_the_bank_has_granted_it() {
    let shop = Shop::open();
    let id = start_loan(&shop);
    let action = || shop.send(&VerifyBnplPayment::new(id)).additional_action;
    let undecided = "Banka krediye henüz karar vermedi";
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).description, undecided);
    assert_eq!(action(), Some(ApmAdditionalAction::WaitForWebhook));

    let started = StartedPayment::new(id, "sipariş-17");
    let callback = callback_of(&shop, id, ProviderOutcome::Later);
    assert_eq!(callback.next_step(&started), BnplNextStep::WaitForWebhook);
    assert_eq!(shop.rejection(&ApproveBnplPayment::new(id)).description, undecided);
    assert_eq!(shop.emulator.events(), []);

    shop.emulator.decide_loan(id, true).unwrap();
    assert_eq!(
        payload(&shop.emulator.events()[0]),
        r#"{"paymentStatus":"WAITING","additionalAction":"APPROVAL_REQUIRED"}"#
    );
    assert_eq!(action(), Some(ApmAdditionalAction::ApprovalRequired));
    assert!(shop.emulator.decide_loan(id, true).is_err() && shop.emulator.decide_loan(id, false).is_err());
    assert_eq!(shop.emulator.events().len(), 1);
    shop.send(&ApproveBnplPayment::new(id));
    assert_eq!(action(), Some(ApmAdditionalAction::None));
    assert_charged(&shop, id);
}

#[test]
fn a_callback_says_what_the_bank_has_decided() {
    let shop = Shop::open();
    for (outcome, status, action) in [
        (ProviderOutcome::Approved, PaymentStatus::Waiting, ApmAdditionalAction::ApprovalRequired),
        (ProviderOutcome::Later, PaymentStatus::Waiting, ApmAdditionalAction::WaitForWebhook),
        (ProviderOutcome::Declined, PaymentStatus::Failure, ApmAdditionalAction::None),
    ] {
        let callback = callback_of(&shop, start_loan(&shop), outcome);
        assert_eq!((callback.payment_status(), callback.additional_action()), (status, Some(action)));
        assert!(!callback.is_duplicate());
    }
}

#[test]
fn a_customer_who_returns_again_changes_nothing() {
    let shop = Shop::open();
    for first in [ProviderOutcome::Approved, ProviderOutcome::Declined] {
        let id = start_loan(&shop);
        visit(&shop, id, first);
        let before = shop.send(&RetrievePayment::new(id));
        let events = shop.emulator.events();
        for again in [ProviderOutcome::Approved, ProviderOutcome::Declined, ProviderOutcome::Later] {
            let callback = callback_of(&shop, id, again);
            assert!(callback.is_duplicate());
            assert_eq!(callback.payment_status(), PaymentStatus::Failure);
            let verify = BnplNextStep::Verify(VerifyBnplPayment::new(id));
            assert_eq!(callback.next_step(&StartedPayment::new(id, "sipariş-17")), verify);
        }
        assert_eq!((shop.send(&RetrievePayment::new(id)), shop.emulator.events()), (before, events));
    }
    // Nothing was decided when this one returned first.
    let id = start_loan(&shop);
    visit(&shop, id, ProviderOutcome::Later);
    assert!(!callback_of(&shop, id, ProviderOutcome::Approved).is_duplicate());
    shop.send(&ApproveBnplPayment::new(id));
}

#[test]
fn every_offer_can_be_an_order() {
    let shop = Shop::open();
    let cart = [BnplCartItem::new(BnplCartItemType::WhiteGoods, dec!(50), 2)];
    let offers = RetrieveBnplPaymentOffers::new(ApmType::Maslak, dec!(100), Currency::Try, cart);
    for _ in 0..2 {
        let mut application = application();
        application.payment.apm_order_id = shop.send(&offers).offer_id;
        assert!(application.payment.apm_order_id.is_some());
        let id = shop.send(&application).payment_id.unwrap();
        shop.emulator.decide_loan(id, true).unwrap();
        let paid = shop.send(&ApproveBnplPayment::new(id));
        assert_eq!(paid.order_id, application.payment.apm_order_id);
    }
}

/// Returns the payload of a loan's event.
fn payload(event: &Event) -> &str {
    assert_eq!((&event.event_type, &event.status), (&WebhookEventType::BnplNotification, &WebhookStatus::Success));
    event.payload.as_ref().unwrap().as_str()
}

#[test]
fn the_limit_is_returned_after_the_code() {
    let shop = Shop::open();
    let start = shop.send(&InitBnplLimitInquiry::new(ApmType::TomFinance));
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::OtpRequired));
    let limit = shop.send(&CompleteBnplLimitInquiry::new(ApmType::TomFinance));
    assert_eq!(limit.payment_status, Some(PaymentStatus::Success));
    assert!(limit.additional_data.unwrap().get("limit").is_some());
}
