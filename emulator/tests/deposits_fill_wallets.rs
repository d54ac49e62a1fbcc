//! What is deposited is in the wallet, and nothing else is.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{GOOD_CARD, Shop, card};
use craftgate_core::Currency;
use craftgate_core::callback;
use craftgate_core::onboarding::CreateMember;
use craftgate_core::payment::{
    ApmType, CompleteApmPayment, CompleteThreeDsDepositPayment, CompleteThreeDsPayment, CreateDepositPayment,
    CreateFundTransferDepositPayment, DepositFromCard, DepositToCard, InitApmDepositPayment, InitThreeDsDepositPayment,
    PaymentStatus, PaymentType, RefundPayment, RetrievePayment,
};
use craftgate_core::wallet::{RefundWalletTransaction, RetrieveMemberWallet, WalletTransaction, WalletTransactionType};
use craftgate_emulator::ThreeDsPage;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

const CALLBACK_URL: &str = "https://shop.example.com/callback";

/// A shop with a member, whose id is 1.
fn shop() -> Shop {
    let shop = Shop::open();
    shop.get(&CreateMember::new("alıcı-1").is_buyer(true));
    shop
}

fn from(number: &str) -> DepositFromCard {
    DepositFromCard::new(dec!(100), Currency::Try, 1_i64, card(number)).conversation_id("cüzdan-17")
}

fn in_wallet(shop: &Shop) -> Option<Decimal> {
    shop.ask(&RetrieveMemberWallet::new(1_i64)).ok().and_then(|wallet| wallet.amount)
}

fn kind(transaction: Option<WalletTransaction>) -> WalletTransactionType {
    transaction.unwrap().wallet_transaction_type.unwrap()
}

#[test]
fn a_cards_money_goes_into_the_wallet() {
    let shop = shop();
    let deposit = shop.get(&CreateDepositPayment::new(from(GOOD_CARD)));
    assert_eq!((deposit.price, deposit.buyer_member_id), (Some(dec!(100)), Some(1)));
    assert_eq!(deposit.payment_type, Some(PaymentType::DepositPayment));
    let transaction = deposit.wallet_transaction.unwrap();
    assert_eq!((transaction.amount, transaction.transaction_id), (Some(dec!(100)), Some(deposit.id)));
    assert_eq!(in_wallet(&shop), Some(dec!(100)));

    // It goes back by the wallet, and by no other way.
    assert_eq!(shop.refused(&RefundPayment::new(deposit.id)).status, 422);
    shop.get(&RefundWalletTransaction::new(transaction.id, dec!(100)));
    assert_eq!(in_wallet(&shop), Some(dec!(0)));
}

#[test]
fn a_declined_card_fills_no_wallet() {
    let shop = shop();
    assert_eq!(shop.refused(&CreateDepositPayment::new(from("5100050000006661"))).status, 422);
    assert_eq!(in_wallet(&shop), None);
    let mut unknown = from(GOOD_CARD);
    unknown.buyer_member_id = 7;
    assert_eq!(shop.refused(&CreateDepositPayment::new(unknown)).status, 404);
    let mut nothing = from(GOOD_CARD);
    nothing.price = dec!(0);
    assert_eq!(shop.refused(&CreateDepositPayment::new(nothing)).status, 422);
}

#[test]
fn with_three_ds_the_money_arrives_when_it_is_completed() {
    let shop = shop();
    let start = shop.get(&InitThreeDsDepositPayment::new(from(GOOD_CARD), CALLBACK_URL));
    let page = ThreeDsPage::parse(&start.html_content.unwrap().decode().unwrap()).unwrap();
    let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
    let id = callback.payment_id().unwrap();
    assert_eq!((in_wallet(&shop), callback.conversation_id()), (None, Some("cüzdan-17")));
    assert_eq!(shop.refused(&CompleteThreeDsPayment::new(id)).status, 422);

    let deposit = shop.get(&CompleteThreeDsDepositPayment::new(id));
    assert_eq!(kind(deposit.wallet_transaction), WalletTransactionType::DepositFromCard);
    assert_eq!(shop.refused(&CompleteThreeDsDepositPayment::new(id)).status, 422);
    assert_eq!(in_wallet(&shop), Some(dec!(100)));
}

#[test]
fn a_bank_transfer_has_arrived_already() {
    let shop = shop();
    let deposit = shop.get(&CreateFundTransferDepositPayment::new(dec!(30), 1_i64).conversation_id("havale-17"));
    assert_eq!((deposit.price, deposit.currency), (Some(dec!(30)), Some(Currency::Try)));
    assert_eq!(deposit.conversation_id.as_deref(), Some("havale-17"));
    assert_eq!(kind(deposit.wallet_transaction), WalletTransactionType::DepositFromFundTransfer);
    assert_eq!(in_wallet(&shop), Some(dec!(30)));
    assert_eq!(shop.refused(&CreateFundTransferDepositPayment::new(dec!(30), 7_i64)).status, 404);
}

#[test]
fn an_alternative_method_fills_the_wallet_when_it_is_completed() {
    let shop = shop();
    let init = InitApmDepositPayment::new(ApmType::Papara, dec!(40), Currency::Try, 1_i64).callback_url(CALLBACK_URL);
    let start = shop.get(&init);
    let id = start.payment_id.unwrap();
    assert_eq!((start.payment_status, start.wallet_transaction), (Some(PaymentStatus::Waiting), None));
    assert!(start.redirect_url.is_some());
    shop.get(&CompleteApmPayment::new(id));
    assert_eq!(in_wallet(&shop), Some(dec!(40)));
    assert_eq!(shop.get(&RetrievePayment::new(id)).payment_type, Some(PaymentType::DepositPayment));
    shop.emulator.confirm_payment(shop.get(&init).payment_id.unwrap()).unwrap();
    assert_eq!(in_wallet(&shop), Some(dec!(80)));
}

#[test]
fn money_can_go_onto_a_card() {
    let shop = Shop::open();
    let sent = shop.get(&DepositToCard::new(dec!(25), Currency::Try, card(GOOD_CARD)).description("İade"));
    assert_eq!((sent.price, sent.description.as_deref()), (Some(dec!(25)), Some("İade")));
    assert_eq!(sent.payment_status, PaymentStatus::Success);
    assert_eq!(shop.refused(&RetrievePayment::new(sent.id)).status, 404);
    assert_eq!(shop.refused(&DepositToCard::new(dec!(0), Currency::Try, card(GOOD_CARD))).status, 422);
    assert_eq!(shop.refused(&DepositToCard::new(dec!(1), Currency::Try, card("4000000000000002"))).status, 422);
}
