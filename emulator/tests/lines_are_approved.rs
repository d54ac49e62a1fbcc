//! Lines are approved and given to other sellers as long as their money is still there.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment};
use craftgate_core::payment::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, Payment, PaymentGroup, PaymentItem,
    PaymentPhase, PaymentTransactionApprovals, RefundPayment, RefundPaymentTransaction, RetrievePayment,
    TransactionStatus, UpdatePaymentTransaction,
};
use rust_decimal_macros::dec;

fn statuses(shop: &Shop, payment: &Payment) -> Vec<TransactionStatus> {
    let lines = shop.get(&RetrievePayment::new(payment.id)).payment_transactions;
    lines.into_iter().map(|line| line.transaction_status.unwrap()).collect()
}

fn outcomes(approvals: &PaymentTransactionApprovals) -> Vec<ApprovalStatus> {
    approvals.items.iter().map(|line| line.approval_status.clone()).collect()
}

#[test]
fn a_line_is_approved_and_the_approval_taken_back() {
    use TransactionStatus::{Approved, WaitingForApproval};
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let first = paid.payment_transactions[0].id;
    assert_eq!(shop.get(&ApprovePaymentTransactions::new([first])).size, Some(1));
    assert_eq!(statuses(&shop, &paid), [Approved, WaitingForApproval]);
    let again = shop.get(&ApprovePaymentTransactions::new([first]));
    assert_eq!((again.size, outcomes(&again)), (Some(0), vec![ApprovalStatus::Failure]));
    assert!(again.items[0].failed_reason.is_some());

    shop.get(&DisapprovePaymentTransactions::new([first]));
    assert_eq!(statuses(&shop, &paid), [WaitingForApproval, WaitingForApproval]);
    assert_eq!(shop.get(&DisapprovePaymentTransactions::new([first])).failed().count(), 1);
}

#[test]
fn lines_that_belong_together_are_approved_together_or_not_at_all() {
    use TransactionStatus::{Approved, WaitingForApproval};
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let mut ids: Vec<i64> = paid.payment_transactions.iter().map(|line| line.id).collect();
    ids.push(99);
    let approve = ApprovePaymentTransactions::new(ids);
    let together = shop.get(&approve.clone().is_transactional(true));
    assert_eq!((together.size, together.failed().count()), (Some(0), 3));
    assert_eq!(statuses(&shop, &paid), [WaitingForApproval, WaitingForApproval]);
    let apart = shop.get(&approve.is_transactional(false));
    assert_eq!(outcomes(&apart), [ApprovalStatus::Success, ApprovalStatus::Success, ApprovalStatus::Failure]);
    assert_eq!(statuses(&shop, &paid), [Approved, Approved]);
}

#[test]
fn only_money_that_was_taken_and_kept_is_approved() {
    let shop = Shop::open();
    let held = shop.get(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    let refunded = shop.get(&payment(&[dec!(1)]));
    shop.get(&RefundPayment::new(refunded.id));
    for payment in [held, refunded] {
        let approve = ApprovePaymentTransactions::new([payment.payment_transactions[0].id]);
        assert_eq!(shop.get(&approve).failed().count(), 1);
    }
}

#[test]
fn a_line_is_given_to_another_seller() {
    let shop = Shop::open();
    let mut order = payment(&[dec!(60), dec!(40)]);
    order.items[0] = PaymentItem::new(dec!(60)).sub_merchant_member_id(1).sub_merchant_member_price(dec!(50));
    let paid = shop.get(&order);
    let line = paid.payment_transactions[0].id;
    let update = |price, seller: i64| UpdatePaymentTransaction::new(line, price, seller);
    assert_eq!(shop.refused(&update(dec!(50), 1)).status, 422);
    assert_eq!(shop.refused(&update(dec!(60.01), 1)).status, 422);
    assert_eq!(shop.refused(&update(dec!(0), 1)).status, 422);

    let updated = shop.get(&update(dec!(45), 2));
    assert_eq!((updated.sub_merchant_member_id, updated.sub_merchant_member_price), (Some(2), Some(dec!(45))));
    let payout = updated.payout.clone().unwrap();
    assert_eq!(payout.sub_merchant_member_payout_amount, Some(dec!(45)));
    assert_eq!(payout.merchant_payout_amount, Some(dec!(15)));
    let kept = shop.get(&RetrievePayment::new(paid.id));
    assert_eq!((&kept.payment_transactions[0], kept.paid_price), (&updated, paid.paid_price));
}

#[test]
fn a_line_that_has_moved_on_stays_as_it_is() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let line = |index: usize| paid.payment_transactions[index].id;
    let update = |line: i64| UpdatePaymentTransaction::new(line, dec!(10), 1_i64);
    shop.get(&ApprovePaymentTransactions::new([line(0)]));
    shop.get(&RefundPaymentTransaction::new(line(1)).refund_price(dec!(1)));
    assert_eq!(shop.refused(&update(line(0))).status, 422);
    assert_eq!(shop.refused(&update(line(1))).status, 422);
    let listing = shop.get(&payment(&[dec!(60)]).payment_group(PaymentGroup::ListingOrSubscription));
    assert_eq!(shop.refused(&update(listing.payment_transactions[0].id)).status, 422);
    assert_eq!(shop.refused(&update(99)).status, 404);
}
