//! Settling sellers' earnings, and payout accounts.

use craftgate_core::id::{MemberId, PayoutId};
use craftgate_core::onboarding::MemberType;
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
use craftgate_core::{Currency, DateRange};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{Shop, member, noon, payment};

/// Returns a shop with two sellers, and a payment of which 27 are due to the first and 42 to the second.
fn marketplace() -> (Shop, Payment) {
    let shop = Shop::open();
    for name in ["satıcı-1", "satıcı-2"] {
        shop.send(&member(name).is_sub_merchant(true).member_type(MemberType::Personal));
    }
    let of_seller = |seller, price, share| {
        PaymentItem::new(price).sub_merchant_member_id(MemberId::new(seller)).sub_merchant_member_price(share)
    };
    let mut order = payment(&[dec!(30), dec!(50), dec!(20)]);
    order.items[0] = of_seller(1, dec!(30), dec!(27));
    order.items[1] = of_seller(2, dec!(50), dec!(42));
    let paid = shop.send(&order);
    (shop, paid)
}

fn approve(shop: &Shop, payment: &Payment) {
    let ids: Vec<_> = payment.payment_transactions.iter().map(|transaction| transaction.id).collect();
    shop.send(&ApprovePaymentTransactions::new(ids));
}

fn settle(shop: &Shop) -> SettlementResultStatus {
    shop.send(&CreateInstantWalletSettlement::new()).settlement_result_status
}

fn withdrawable(shop: &Shop, seller: i64) -> Decimal {
    let wallet = shop.send(&RetrieveMemberWallet::new(MemberId::new(seller)));
    assert_eq!(wallet.amount, wallet.withdrawal_amount);
    wallet.withdrawal_amount.unwrap()
}

#[test]
fn only_approved_transactions_are_settled() {
    let (shop, paid) = marketplace();
    assert_eq!(settle(&shop), SettlementResultStatus::NoRecordFound);
    approve(&shop, &paid);
    assert_eq!(settle(&shop), SettlementResultStatus::Success);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));
    assert_eq!(settle(&shop), SettlementResultStatus::NoRecordFound);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));

    let transactions = shop.send(&RetrievePayment::new(paid.id)).payment_transactions;
    assert_eq!(transactions[0].transaction_status, Some(TransactionStatus::PayoutStarted));
    let payout = transactions[0].payout.as_ref().unwrap();
    assert_eq!(payout.sub_merchant_member_status, Some(TransactionPayoutStatus::PayoutCompleted));
    assert_eq!(transactions[2].transaction_status, Some(TransactionStatus::Approved));
    shop.send(&CreateWithdraw::new(MemberId::new(1), "Hakediş", dec!(27), Currency::Try));
    assert_eq!(withdrawable(&shop, 1), dec!(0));
}

#[test]
fn an_excluded_seller_is_settled_later() {
    let (shop, paid) = marketplace();
    approve(&shop, &paid);
    shop.send(&CreateInstantWalletSettlement::new().excluded_sub_merchant_member_ids([MemberId::new(1)]));
    assert_eq!(shop.rejection(&RetrieveMemberWallet::new(MemberId::new(1))).status, 404);
    assert_eq!(withdrawable(&shop, 2), dec!(42));
    settle(&shop);
    assert_eq!((withdrawable(&shop, 1), withdrawable(&shop, 2)), (dec!(27), dec!(42)));
}

#[test]
fn a_seller_bears_its_share_of_a_refund() {
    let (shop, paid) = marketplace();
    let transactions = &paid.payment_transactions;
    approve(&shop, &paid);
    shop.send(&RefundPaymentTransaction::new(transactions[0].id));
    shop.send(&RefundPaymentTransaction::new(transactions[1].id).refund_price(dec!(25)));
    settle(&shop);
    assert_eq!(withdrawable(&shop, 2), dec!(21));
    assert_eq!(shop.rejection(&RetrieveMemberWallet::new(MemberId::new(1))).status, 404);
}

#[test]
fn payout_reports_are_empty() {
    let shop = Shop::open();
    assert_eq!(shop.send(&SearchPayoutCompletedTransactions::new(DateRange::new(noon(), noon()).unwrap())).items, []);
    assert_eq!(shop.send(&SearchBouncedPayoutTransactions::new(DateRange::new(noon(), noon()).unwrap())).items, []);
    assert_eq!(
        shop.send(&SearchPayoutRows::new(FileStatus::Created, DateRange::new(noon(), noon()).unwrap())).total_size,
        Some(0)
    );
    assert_eq!(shop.rejection(&RetrievePayoutDetails::new(PayoutId::new(1))).status, 404);
}

#[test]
fn payout_accounts_are_stored() {
    let (shop, _) = marketplace();
    let account = |id: &str, currency, owner: AccountOwner| {
        CreatePayoutAccount::new(PayoutAccountType::Wise, id, currency, owner)
    };
    let own = shop.send(&account("wise-1", Currency::Eur, AccountOwner::Merchant));
    let of_seller = account("wise-2", Currency::Usd, AccountOwner::SubMerchantMember);
    assert_eq!(shop.rejection(&of_seller).status, 400);
    assert_eq!(shop.rejection(&of_seller.clone().sub_merchant_member_id(MemberId::new(7))).status, 404);
    let sellers = shop.send(&of_seller.sub_merchant_member_id(MemberId::new(2)));
    assert_eq!(shop.send(&SearchPayoutAccounts::new()).items, [own.clone(), sellers.clone()]);
    assert_eq!(shop.send(&SearchPayoutAccounts::new().currency(Currency::Eur)).items, std::slice::from_ref(&own));
    assert_eq!(shop.send(&SearchPayoutAccounts::new().sub_merchant_member_id(MemberId::new(2))).items, [sellers]);

    shop.send(&UpdatePayoutAccount::new(own.id, PayoutAccountType::Wise, "wise-3"));
    let found = shop.send(&SearchPayoutAccounts::new().account_owner(AccountOwner::Merchant)).items;
    assert_eq!(found[0].external_account_id.as_deref(), Some("wise-3"));
    shop.send(&DeletePayoutAccount::new(own.id));
    assert_eq!(shop.rejection(&DeletePayoutAccount::new(own.id)).status, 404);
    assert_eq!(shop.rejection(&UpdatePayoutAccount::new(own.id, PayoutAccountType::Wise, "x")).status, 404);
    assert_eq!(shop.rejection(&account("", Currency::Eur, AccountOwner::Merchant)).status, 422);
    assert_eq!(shop.rejection(&account("x", Currency::Eur, "NOBODY".into())).status, 422);
}
