//! The rules of Craftgate's documents for single fields.

use craftgate_core::Currency;
use craftgate_core::Secret;
use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::payment::ApmType;
use craftgate_core::payment::bnpl_params;
use craftgate_core::payment::{
    Amounts, Basket, BnplCartItem, BnplCartItemType, CardUserKey, InitApmPayment, InitBnplPayment, InitCheckoutPayment,
    InitPosApmPayment, PaymentGroup, PaymentPhase, PosApmPaymentProvider, pos_apm_params,
};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, GOOD_CARD, Shop, amounts, card, card_to_store, items, payment};

#[test]
fn ids_do_not_look_like_formulas() {
    let shop = Shop::open();
    for id in ["+1", "-1"] {
        assert_eq!(shop.rejection(&payment(&[dec!(1)]).conversation_id(id)).status, 422, "{id}");
        assert_eq!(shop.rejection(&payment(&[dec!(1)]).external_id(id)).status, 422, "{id}");
    }
    shop.send(&payment(&[dec!(1)]).conversation_id("sipariş-17+1").external_id("a_b.c:d"));
}

#[test]
fn the_buyers_address_is_of_version_4() {
    let shop = Shop::open();
    shop.send(&payment(&[dec!(1)]).client_ip("127.0.0.1"));
    for address in ["::1", "127.0.0", "localhost", ""] {
        assert_eq!(shop.rejection(&payment(&[dec!(1)]).client_ip(address)).status, 422, "{address}");
    }
}

#[test]
fn a_page_with_stored_cards_alone_has_a_cardholder() {
    let shop = Shop::open();
    let page = || {
        InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()).allow_only_stored_cards(true)
    };
    assert_eq!(shop.rejection(&page()).status, 400);
    let key: CardUserKey = shop.send(&card_to_store(GOOD_CARD)).card_user_key;
    assert_eq!(shop.rejection(&page().card_user_key(key.clone()).always_store_card_after_payment(true)).status, 422);
    shop.send(&page().card_user_key(key));
}

#[test]
fn installments_can_be_for_companies_alone() {
    let shop = Shop::open();
    let page = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL)
        .items(items())
        .enabled_installments([3])
        .allow_installment_only_commercial_cards(true);
    let token: Secret = shop.send(&page).token;
    let pay = |number: &str, installment| shop.emulator.pay_checkout(&token, card(number), installment);
    assert!(pay(GOOD_CARD, 3).is_err());
    // This one is a company's.
    assert!(pay("4546730000000005", 6).is_err());
    assert_eq!(pay("4546730000000005", 3).unwrap().installment, Some(3));

    // A single payment is always possible.
    let token = shop.send(&page).token;
    assert_eq!(shop.emulator.pay_checkout(&token, card(GOOD_CARD), 1).unwrap().installment, Some(1));
}

#[test]
fn other_cards_can_be_charged_where_credit_cards_are_pre_authorized() {
    let shop = Shop::open();
    let phase_of = |number: &str| {
        let page = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL)
            .items(items())
            .payment_phase(PaymentPhase::PreAuth)
            .force_auth_for_non_credit_cards(true);
        let token: Secret = shop.send(&page).token;
        shop.emulator.pay_checkout(&token, card(number), 1).unwrap().payment_phase
    };
    assert_eq!(phase_of(GOOD_CARD), Some(PaymentPhase::PreAuth));
    assert_eq!(phase_of("4796810000000002"), Some(PaymentPhase::Auth));
}

#[test]
fn methods_have_their_own_currencies_and_phases() {
    let shop = Shop::open();
    let bkm = |currency| InitBkmExpressPayment::new(amounts(), currency, items());
    assert_eq!(shop.rejection(&bkm(Currency::Usd)).status, 422);
    assert_eq!(shop.rejection(&bkm(Currency::Try).payment_phase(PaymentPhase::PreAuth)).status, 422);

    let world_pay = |provider| {
        let basket = Basket::new(Amounts::same(dec!(100)), Currency::Try, items());
        InitPosApmPayment::new(basket, provider, CALLBACK_URL).additional_params(pos_apm_params::world_pay_web_to_app())
    };
    let held = world_pay(PosApmPaymentProvider::YkbWorldPay).payment_phase(PaymentPhase::PreAuth);
    assert_eq!(shop.rejection(&held).status, 422);
    let loan = world_pay(PosApmPaymentProvider::YkbWorldPayShoppingLoan);
    assert_eq!(shop.rejection(&loan).status, 400);
    shop.send(
        &loan.additional_params(pos_apm_params::world_pay_shopping_loan(pos_apm_params::world_pay_web_to_app(), "1")),
    );

    let loan = |apm_type, currency| {
        let cart = [BnplCartItem::new(BnplCartItemType::Other, dec!(100), 1)];
        InitBnplPayment::new(
            InitApmPayment::new(amounts(), apm_type, currency, items())
                .payment_group(PaymentGroup::Product)
                .additional_params(bnpl_params::fingate_hosted_page()),
            cart,
        )
    };
    assert_eq!(shop.rejection(&loan(ApmType::Maslak, Currency::Usd)).status, 422);
    assert_eq!(shop.rejection(&loan(ApmType::Papara, Currency::Try)).status, 422);
}

#[test]
fn a_foreign_card_pays_at_once_and_no_seller() {
    let shop = Shop::open();
    let mut installments = payment(&[dec!(1)]).card(card("4111111111111111"));
    installments.installment = 3;
    assert_eq!(shop.rejection(&installments).status, 422);
    let mut sold = payment(&[dec!(1)]).card(card("4111111111111111"));
    sold.currency = Currency::Usd;
    sold.items[0].sub_merchant_member_id = Some(craftgate_core::id::MemberId::new(1));
    sold.items[0].sub_merchant_member_price = Some(dec!(1));
    assert_eq!(shop.rejection(&sold).status, 422);
}
