//! Approving payment transactions, and changing their sellers.

use craftgate_core::id::{MemberId, PaymentTransactionId};
use craftgate_core::payment::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, Payment, PaymentGroup, PaymentItem,
    PaymentPhase, PaymentTransactionApprovals, RefundPayment, RefundPaymentTransaction, RetrievePayment,
    TransactionStatus, UpdatePaymentTransaction,
};
use rust_decimal_macros::dec;

use crate::common::{Shop, payment};

fn statuses(shop: &Shop, payment: &Payment) -> Vec<TransactionStatus> {
    let transactions = shop.send(&RetrievePayment::new(payment.id)).payment_transactions;
    transactions.into_iter().map(|transaction| transaction.transaction_status.unwrap()).collect()
}

fn outcomes(approvals: &PaymentTransactionApprovals) -> Vec<ApprovalStatus> {
    approvals.items.iter().map(|transaction| transaction.approval_status.clone()).collect()
}

#[test]
fn a_transaction_is_approved_and_disapproved() {
    use TransactionStatus::{Approved, WaitingForApproval};
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let first = paid.payment_transactions[0].id;
    assert_eq!(shop.send(&ApprovePaymentTransactions::new([first])).size, Some(1));
    assert_eq!(statuses(&shop, &paid), [Approved, WaitingForApproval]);
    let again = shop.send(&ApprovePaymentTransactions::new([first]));
    assert_eq!((again.size, outcomes(&again)), (Some(0), vec![ApprovalStatus::Failure]));
    assert!(again.items[0].failed_reason.is_some());

    shop.send(&DisapprovePaymentTransactions::new([first]));
    assert_eq!(statuses(&shop, &paid), [WaitingForApproval, WaitingForApproval]);
    assert_eq!(shop.send(&DisapprovePaymentTransactions::new([first])).failed().count(), 1);
}

#[test]
fn a_transactional_approval_is_all_or_nothing() {
    use TransactionStatus::{Approved, WaitingForApproval};
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let mut ids: Vec<PaymentTransactionId> =
        paid.payment_transactions.iter().map(|transaction| transaction.id).collect();
    ids.push(PaymentTransactionId::new(99));
    let approve = ApprovePaymentTransactions::new(ids);
    let together = shop.send(&approve.clone().is_transactional(true));
    assert_eq!((together.size, together.failed().count()), (Some(0), 3));
    assert_eq!(statuses(&shop, &paid), [WaitingForApproval, WaitingForApproval]);
    let apart = shop.send(&approve.is_transactional(false));
    assert_eq!(outcomes(&apart), [ApprovalStatus::Success, ApprovalStatus::Success, ApprovalStatus::Failure]);
    assert_eq!(statuses(&shop, &paid), [Approved, Approved]);
}

#[test]
fn only_captured_and_unrefunded_transactions_are_approved() {
    let shop = Shop::open();
    let pre_authorized = shop.send(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    let refunded = shop.send(&payment(&[dec!(1)]));
    shop.send(&RefundPayment::new(refunded.id));
    for payment in [pre_authorized, refunded] {
        let approve = ApprovePaymentTransactions::new([payment.payment_transactions[0].id]);
        assert_eq!(shop.send(&approve).failed().count(), 1);
    }
}

#[test]
fn the_seller_of_a_transaction_is_changed() {
    let shop = Shop::open();
    let mut order = payment(&[dec!(60), dec!(40)]);
    order.items[0] =
        PaymentItem::new(dec!(60)).sub_merchant_member_id(MemberId::new(1)).sub_merchant_member_price(dec!(50));
    let paid = shop.send(&order);
    let transaction = paid.payment_transactions[0].id;
    let update = |price, seller: i64| UpdatePaymentTransaction::new(transaction, price, MemberId::new(seller));
    assert_eq!(shop.rejection(&update(dec!(50), 1)).status, 422);
    assert_eq!(shop.rejection(&update(dec!(60.01), 1)).status, 422);
    assert_eq!(shop.rejection(&update(dec!(0), 1)).status, 422);

    let updated = shop.send(&update(dec!(45), 2));
    assert_eq!(
        (updated.sub_merchant_member_id, updated.sub_merchant_member_price),
        (Some(MemberId::new(2)), Some(dec!(45)))
    );
    let payout = updated.payout.clone().unwrap();
    assert_eq!(payout.sub_merchant_member_payout_amount, Some(dec!(45)));
    assert_eq!(payout.merchant_payout_amount, Some(dec!(15)));
    let payment = shop.send(&RetrievePayment::new(paid.id));
    assert_eq!((&payment.payment_transactions[0], payment.paid_price), (&updated, paid.paid_price));
}

#[test]
fn approved_or_refunded_transactions_are_not_changed() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let transaction = |index: usize| paid.payment_transactions[index].id;
    let update = |id| UpdatePaymentTransaction::new(id, dec!(10), MemberId::new(1));
    shop.send(&ApprovePaymentTransactions::new([transaction(0)]));
    shop.send(&RefundPaymentTransaction::new(transaction(1)).refund_price(dec!(1)));
    assert_eq!(shop.rejection(&update(transaction(0))).status, 422);
    assert_eq!(shop.rejection(&update(transaction(1))).status, 422);
    let listing = shop.send(&payment(&[dec!(60)]).payment_group(PaymentGroup::ListingOrSubscription));
    assert_eq!(shop.rejection(&update(listing.payment_transactions[0].id)).status, 422);
    assert_eq!(shop.rejection(&update(PaymentTransactionId::new(99))).status, 404);
}
