//! Deposits into wallets, and money sent to cards.

use craftgate_core::callback;
use craftgate_core::id::{MemberId, TransactionId};
use craftgate_core::payment::{
    ApmType, CompleteApmPayment, CompleteThreeDsDepositPayment, CompleteThreeDsPayment, CreateDepositPayment,
    CreateFundTransferDepositPayment, DepositFromCard, DepositToCard, InitApmDepositPayment, InitThreeDsDepositPayment,
    PaymentStatus, PaymentType, RefundPayment, RetrievePayment,
};
use craftgate_core::wallet::{RefundWalletTransaction, RetrieveMemberWallet, WalletTransaction, WalletTransactionType};
use craftgate_core::{Currency, JsonMap};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, GOOD_CARD, Shop, card, member};

/// Returns a shop with a member, whose id is 1.
fn shop() -> Shop {
    let shop = Shop::open();
    shop.send(&member("alıcı-1").is_buyer(true));
    shop
}

fn from(number: &str) -> DepositFromCard {
    DepositFromCard::new(dec!(100), Currency::Try, MemberId::new(1), card(number)).conversation_id("cüzdan-17")
}

fn in_wallet(shop: &Shop) -> Option<Decimal> {
    shop.try_send(&RetrieveMemberWallet::new(MemberId::new(1))).ok().and_then(|wallet| wallet.amount)
}

fn kind(transaction: Option<WalletTransaction>) -> WalletTransactionType {
    transaction.unwrap().wallet_transaction_type.unwrap()
}

#[test]
fn a_card_deposit_is_posted_to_the_wallet() {
    let shop = shop();
    let deposit = shop.send(&CreateDepositPayment::new(from(GOOD_CARD)));
    assert_eq!((deposit.price, deposit.buyer_member_id), (Some(dec!(100)), Some(MemberId::new(1))));
    assert_eq!(deposit.payment_type, Some(PaymentType::DepositPayment));
    let transaction = deposit.wallet_transaction.unwrap();
    assert_eq!(
        (transaction.amount, transaction.transaction_id),
        (Some(dec!(100)), Some(TransactionId::new(deposit.id.get())))
    );
    assert_eq!(in_wallet(&shop), Some(dec!(100)));

    // It is refunded through the wallet only.
    assert_eq!(shop.rejection(&RefundPayment::new(deposit.id)).status, 422);
    shop.send(&RefundWalletTransaction::new(transaction.id, dec!(100)));
    assert_eq!(in_wallet(&shop), Some(dec!(0)));
}

#[test]
fn a_declined_deposit_is_not_posted() {
    let shop = shop();
    assert_eq!(shop.rejection(&CreateDepositPayment::new(from("5100050000006661"))).status, 422);
    assert_eq!(in_wallet(&shop), None);
    let mut unknown = from(GOOD_CARD);
    unknown.buyer_member_id = MemberId::new(7);
    assert_eq!(shop.rejection(&CreateDepositPayment::new(unknown)).status, 404);
    let mut nothing = from(GOOD_CARD);
    nothing.price = dec!(0);
    assert_eq!(shop.rejection(&CreateDepositPayment::new(nothing)).status, 422);
}

#[test]
fn a_deposit_with_three_ds_is_posted_on_completion() {
    let shop = shop();
    let start = shop.send(&InitThreeDsDepositPayment::new(from(GOOD_CARD), CALLBACK_URL));
    let page = shop.approve(start.payment_id.unwrap());
    let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
    let id = callback.payment_id().unwrap();
    assert_eq!((in_wallet(&shop), callback.conversation_id()), (None, Some("cüzdan-17")));
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(id)).status, 422);

    let deposit = shop.send(&CompleteThreeDsDepositPayment::new(id));
    assert_eq!(kind(deposit.wallet_transaction), WalletTransactionType::DepositFromCard);
    assert_eq!(shop.rejection(&CompleteThreeDsDepositPayment::new(id)).status, 422);
    assert_eq!(in_wallet(&shop), Some(dec!(100)));
}

#[test]
fn a_bank_transfer_is_posted_at_once() {
    let shop = shop();
    let deposit =
        shop.send(&CreateFundTransferDepositPayment::new(dec!(30), MemberId::new(1)).conversation_id("havale-17"));
    assert_eq!((deposit.price, deposit.currency), (Some(dec!(30)), Some(Currency::Try)));
    assert_eq!(deposit.conversation_id.as_deref(), Some("havale-17"));
    assert_eq!(kind(deposit.wallet_transaction), WalletTransactionType::DepositFromFundTransfer);
    assert_eq!(in_wallet(&shop), Some(dec!(30)));
    assert_eq!(shop.rejection(&CreateFundTransferDepositPayment::new(dec!(30), MemberId::new(7))).status, 404);
}

#[test]
fn an_alternative_payment_method_is_posted_on_completion() {
    let shop = shop();
    let init = InitApmDepositPayment::new(ApmType::Papara, dec!(40), Currency::Try, MemberId::new(1))
        .callback_url(CALLBACK_URL);
    let nowhere = InitApmDepositPayment::new(ApmType::Papara, dec!(40), Currency::Try, MemberId::new(1));
    let rejected = shop.rejection(&nowhere);
    assert!(rejected.status == 400 && rejected.description.ends_with("callbackUrl"), "{rejected:?}");
    let start = shop.send(&init);
    let id = start.payment_id.unwrap();
    assert_eq!((start.payment_status, start.wallet_transaction), (Some(PaymentStatus::Waiting), None));
    assert!(start.redirect_url.is_some());
    shop.send(&CompleteApmPayment::new(id).additional_params(JsonMap::from([("reference", "17")])));
    assert_eq!(in_wallet(&shop), Some(dec!(40)));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_type, Some(PaymentType::DepositPayment));
    shop.emulator.confirm_payment(shop.send(&init).payment_id.unwrap()).unwrap();
    assert_eq!(in_wallet(&shop), Some(dec!(80)));
}

#[test]
fn money_is_sent_to_a_card() {
    let shop = Shop::open();
    let sent = shop.send(&DepositToCard::new(dec!(25), Currency::Try, card(GOOD_CARD)).description("İade"));
    assert_eq!((sent.price, sent.description.as_deref()), (Some(dec!(25)), Some("İade")));
    assert_eq!(sent.payment_status, PaymentStatus::Success);
    assert_eq!(shop.rejection(&RetrievePayment::new(sent.id)).status, 404);
    assert_eq!(shop.rejection(&DepositToCard::new(dec!(0), Currency::Try, card(GOOD_CARD))).status, 422);
    assert_eq!(shop.rejection(&DepositToCard::new(dec!(1), Currency::Try, card("4000000000000002"))).status, 422);
}
