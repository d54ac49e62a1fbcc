//! Payments from a buyer's wallet, and refunds into it.

use craftgate_core::Currency;
use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::payment::{
    CreatePayment, PaymentPhase, PaymentProvider, PaymentStatus, PaymentType, RefundDestinationType, RefundPayment,
    RefundPaymentTransaction, RetrievePayment,
};
use craftgate_core::wallet::{
    CreateWallet, RetrieveMemberWallet, SearchWalletTransactions, SendRemittance, WalletTransactionType,
};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{POOR_CARD, Shop, card, member, payment};

const BUYER: MemberId = MemberId::new(1);

/// Opens a shop whose first member has a wallet with 50 lira.
fn shop() -> Shop {
    let shop = Shop::open();
    shop.send(&member("alıcı-1"));
    shop.send(&CreateWallet::new(BUYER));
    shop.send(&SendRemittance::new(BUYER, "Hediye", dec!(50), Currency::Try));
    shop
}

fn balance(shop: &Shop) -> Decimal {
    shop.send(&RetrieveMemberWallet::new(BUYER)).amount.unwrap()
}

/// Returns a payment of 100 lira, of which the wallet pays a part.
fn mixed(wallet_price: Decimal) -> CreatePayment {
    payment(&[dec!(60), dec!(40)]).buyer_member_id(BUYER).wallet_price(wallet_price)
}

fn by_wallet(price: Decimal) -> CreatePayment {
    let mut payment = payment(&[price]).buyer_member_id(BUYER).wallet_price(price);
    payment.card = None;
    payment
}

#[test]
fn a_wallet_pays_all() {
    let shop = shop();
    let paid = shop.send(&by_wallet(dec!(20)));
    assert_eq!(
        (paid.payment_type, paid.payment_provider),
        (Some(PaymentType::WalletPayment), Some(PaymentProvider::CgWallet))
    );
    assert_eq!((paid.paid_price, paid.wallet_price), (Some(dec!(20)), Some(dec!(20))));
    assert_eq!((paid.auth_code, paid.bin_number, paid.card_type), (None, None, None));
    assert_eq!(balance(&shop), dec!(30));

    let declined = shop.rejection(&by_wallet(dec!(30.01)));
    assert_eq!((declined.status, balance(&shop)), (422, dec!(30)));
    let refund = shop.send(&RefundPayment::new(paid.id));
    assert_eq!((refund.refund_bank_price, refund.refund_wallet_price), (Some(dec!(0)), Some(dec!(20))));
    assert_eq!(balance(&shop), dec!(50));
}

#[test]
fn a_wallet_and_a_card_pay_together() {
    let shop = shop();
    let paid = shop.send(&mixed(dec!(30)));
    assert_eq!(paid.payment_type, Some(PaymentType::CardAndWalletPayment));
    let shares: Vec<_> = paid.payment_transactions.iter().map(|line| line.wallet_price.unwrap()).collect();
    assert_eq!((shares, balance(&shop)), (vec![dec!(18), dec!(12)], dec!(20)));

    // A line's card part of 42 is refunded before its wallet part of 18.
    let line = |price| RefundPaymentTransaction::new(paid.payment_transactions[0].id).refund_price(price);
    let first = shop.send(&line(dec!(40)));
    assert_eq!((first.refund_bank_price, first.refund_wallet_price), (Some(dec!(40)), Some(dec!(0))));
    let second = shop.send(&line(dec!(10)));
    assert_eq!((second.refund_bank_price, second.refund_wallet_price), (Some(dec!(2)), Some(dec!(8))));
    assert_eq!(balance(&shop), dec!(28));
    let rest = shop.send(&RefundPayment::new(paid.id));
    assert_eq!((rest.refund_bank_price, rest.refund_wallet_price), (Some(dec!(28)), Some(dec!(22))));
    assert_eq!(balance(&shop), dec!(50));
}

#[test]
fn a_declined_card_leaves_the_wallet_alone() {
    let shop = shop();
    shop.rejection(&mixed(dec!(30)).card(card(POOR_CARD)));
    assert_eq!(balance(&shop), dec!(50));
}

#[test]
fn a_payment_that_the_wallet_can_not_pay_fails() {
    let shop = shop();
    assert_eq!(shop.rejection(&mixed(dec!(50.01))).status, 422);
    let failed = shop.send(&RetrievePayment::new(PaymentId::new(1)));
    assert_eq!((failed.payment_status, balance(&shop)), (PaymentStatus::Failure, dec!(50)));
}

#[test]
fn a_wallets_part_has_rules() {
    let shop = shop();
    let mut nobody = mixed(dec!(10));
    nobody.buyer_member_id = None;
    assert_eq!(shop.rejection(&nobody).status, 400);
    let mut with_card = by_wallet(dec!(20));
    with_card.card = Some(card(POOR_CARD));
    let mut sold = mixed(dec!(10));
    sold.items[0].sub_merchant_member_id = Some(MemberId::new(2));
    sold.items[0].sub_merchant_member_price = Some(dec!(50));
    let held = mixed(dec!(10)).payment_phase(PaymentPhase::PreAuth);
    for invalid in [with_card, sold, held, mixed(dec!(100.01)), mixed(dec!(-1))] {
        assert_eq!(shop.rejection(&invalid).status, 422);
    }
    assert_eq!(balance(&shop), dec!(50));
}

#[test]
fn a_refund_goes_into_the_wallet_on_demand() {
    let shop = shop();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]).buyer_member_id(BUYER));
    let line = RefundPaymentTransaction::new(paid.payment_transactions[1].id);
    let refund = shop.send(&line.refund_price(dec!(15)).refund_destination_type(RefundDestinationType::Wallet));
    assert_eq!((refund.refund_bank_price, refund.refund_wallet_price), (Some(dec!(0)), Some(dec!(15))));
    assert_eq!(balance(&shop), dec!(65));
    shop.send(&RefundPayment::new(paid.id).refund_destination_type(RefundDestinationType::Wallet));
    assert_eq!(balance(&shop), dec!(150));
    let wallet = shop.send(&RetrieveMemberWallet::new(BUYER));
    let types = [WalletTransactionType::RefundTxToWallet, WalletTransactionType::CancelRefundToWallet];
    let found = shop.send(&SearchWalletTransactions::new(wallet.id).wallet_transaction_types(types));
    assert_eq!(found.items.iter().map(|transaction| transaction.amount.unwrap()).sum::<Decimal>(), dec!(100));

    // Nobody's wallet gets nothing, and neither does held money.
    let nobodys = shop.send(&payment(&[dec!(10)]));
    let into_wallet = |id| RefundPayment::new(id).refund_destination_type(RefundDestinationType::Wallet);
    assert_eq!(shop.rejection(&into_wallet(nobodys.id)).status, 422);
    let held = shop.send(&payment(&[dec!(10)]).buyer_member_id(BUYER).payment_phase(PaymentPhase::PreAuth));
    assert_eq!(shop.rejection(&into_wallet(held.id)).status, 422);
    assert_eq!(balance(&shop), dec!(150));
}
