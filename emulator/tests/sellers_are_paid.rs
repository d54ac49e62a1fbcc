//! Sellers' earnings arrive in their wallets once their lines are approved, and once only.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, noon, payment};
use craftgate_core::Currency;
use craftgate_core::onboarding::{CreateMember, MemberType};
use craftgate_core::payment::{
    ApprovePaymentTransactions, Payment, PaymentItem, RefundPaymentTransaction, RetrievePayment,
    TransactionPayoutStatus, TransactionStatus,
};
use craftgate_core::settlement::{
    AccountOwner, CreateInstantWalletSettlement, CreatePayoutAccount, DeletePayoutAccount, PayoutAccountType,
    SearchPayoutAccounts, SettlementResultStatus, UpdatePayoutAccount,
};
use craftgate_core::settlement_reporting::{
    FileStatus, RetrievePayoutDetails, SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions,
    SearchPayoutRows,
};
use craftgate_core::wallet::{CreateWithdraw, RetrieveMemberWallet};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

/// A shop with two sellers, and a payment that owes 27 to the first and 42 to the second.
fn marketplace() -> (Shop, Payment) {
    let shop = Shop::open();
    for name in ["satıcı-1", "satıcı-2"] {
        shop.get(&CreateMember::new(name).is_sub_merchant(true).member_type(MemberType::Personal));
    }
    let of_seller = |seller: i64, price, share| {
        PaymentItem::new(price).sub_merchant_member_id(seller).sub_merchant_member_price(share)
    };
    let mut order = payment(&[dec!(30), dec!(50), dec!(20)]);
    order.items[0] = of_seller(1, dec!(30), dec!(27));
    order.items[1] = of_seller(2, dec!(50), dec!(42));
    let paid = shop.get(&order);
    (shop, paid)
}

fn approve(shop: &Shop, payment: &Payment) {
    let lines: Vec<i64> = payment.payment_transactions.iter().map(|line| line.id).collect();
    shop.get(&ApprovePaymentTransactions::new(lines));
}

fn settle(shop: &Shop) -> SettlementResultStatus {
    shop.get(&CreateInstantWalletSettlement::new()).settlement_result_status
}

fn withdrawable(shop: &Shop, seller: i64) -> Decimal {
    let wallet = shop.get(&RetrieveMemberWallet::new(seller));
    assert_eq!(wallet.amount, wallet.withdrawal_amount);
    wallet.withdrawal_amount.unwrap()
}

#[test]
fn only_approved_lines_are_settled() {
    let (shop, paid) = marketplace();
    assert_eq!(settle(&shop), SettlementResultStatus::NoRecordFound);
    approve(&shop, &paid);
    assert_eq!(settle(&shop), SettlementResultStatus::Success);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));
    assert_eq!(settle(&shop), SettlementResultStatus::NoRecordFound);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));

    let lines = shop.get(&RetrievePayment::new(paid.id)).payment_transactions;
    assert_eq!(lines[0].transaction_status, Some(TransactionStatus::PayoutStarted));
    let payout = lines[0].payout.as_ref().unwrap();
    assert_eq!(payout.sub_merchant_member_status, Some(TransactionPayoutStatus::PayoutCompleted));
    assert_eq!(lines[2].transaction_status, Some(TransactionStatus::Approved));
    shop.get(&CreateWithdraw::new(1_i64, "Hakediş", dec!(27), Currency::Try));
    assert_eq!(withdrawable(&shop, 1), dec!(0));
}

#[test]
fn an_excluded_seller_is_paid_later() {
    let (shop, paid) = marketplace();
    approve(&shop, &paid);
    shop.get(&CreateInstantWalletSettlement::new().excluded_sub_merchant_member_ids([1]));
    assert_eq!(shop.refused(&RetrieveMemberWallet::new(1_i64)).status, 404);
    assert_eq!(withdrawable(&shop, 2), dec!(42));
    settle(&shop);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));
}

#[test]
fn a_seller_bears_a_part_of_a_refund() {
    let (shop, paid) = marketplace();
    let lines = &paid.payment_transactions;
    approve(&shop, &paid);
    shop.get(&RefundPaymentTransaction::new(lines[0].id));
    shop.get(&RefundPaymentTransaction::new(lines[1].id).refund_price(dec!(25)));
    settle(&shop);
    assert_eq!(withdrawable(&shop, 2), dec!(21));
    assert_eq!(shop.refused(&RetrieveMemberWallet::new(1_i64)).status, 404);
}

#[test]
fn no_payout_is_reported() {
    let shop = Shop::open();
    assert_eq!(shop.get(&SearchPayoutCompletedTransactions::new(noon(), noon())).items, []);
    assert_eq!(shop.get(&SearchBouncedPayoutTransactions::new(noon(), noon())).items, []);
    assert_eq!(shop.get(&SearchPayoutRows::new(FileStatus::Created, noon(), noon())).total_size, Some(0));
    assert_eq!(shop.refused(&RetrievePayoutDetails::new(1_i64)).status, 404);
}

#[test]
fn payout_accounts_are_kept() {
    let (shop, _) = marketplace();
    let account = |id: &str, currency, owner: AccountOwner| {
        CreatePayoutAccount::new(PayoutAccountType::Wise, id, currency, owner)
    };
    let own = shop.get(&account("wise-1", Currency::Eur, AccountOwner::Merchant));
    let of_seller = account("wise-2", Currency::Usd, AccountOwner::SubMerchantMember);
    assert_eq!(shop.refused(&of_seller).status, 400);
    assert_eq!(shop.refused(&of_seller.clone().sub_merchant_member_id(7_i64)).status, 404);
    let sellers = shop.get(&of_seller.sub_merchant_member_id(2_i64));
    assert_eq!(shop.get(&SearchPayoutAccounts::new()).items, [own.clone(), sellers.clone()]);
    assert_eq!(shop.get(&SearchPayoutAccounts::new().currency(Currency::Eur)).items, std::slice::from_ref(&own));
    assert_eq!(shop.get(&SearchPayoutAccounts::new().sub_merchant_member_id(2_i64)).items, [sellers]);

    shop.get(&UpdatePayoutAccount::new(own.id, PayoutAccountType::Wise, "wise-3"));
    let found = shop.get(&SearchPayoutAccounts::new().account_owner(AccountOwner::Merchant)).items;
    assert_eq!(found[0].external_account_id.as_deref(), Some("wise-3"));
    shop.get(&DeletePayoutAccount::new(own.id));
    assert_eq!(shop.refused(&DeletePayoutAccount::new(own.id)).status, 404);
    assert_eq!(shop.refused(&UpdatePayoutAccount::new(own.id, PayoutAccountType::Wise, "x")).status, 404);
    assert_eq!(shop.refused(&account("", Currency::Eur, AccountOwner::Merchant)).status, 422);
    assert_eq!(shop.refused(&account("x", Currency::Eur, "NOBODY".into())).status, 422);
}
