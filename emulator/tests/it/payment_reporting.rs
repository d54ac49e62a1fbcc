//! Reports of payments, transactions and refunds.

use craftgate_core::Currency;
use craftgate_core::chrono::TimeDelta;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::onboarding::MemberType;
use craftgate_core::payment::{
    PaymentItem, PaymentStatus, PaymentType, RefundPayment, RefundPaymentTransaction, RefundStatus,
};
use craftgate_core::payment_reporting::{
    PaymentRefundStatus, RetrievePaymentRefunds, RetrievePaymentReport, RetrievePaymentTransactionRefunds,
    RetrievePaymentTransactions, SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments,
};
use rust_decimal_macros::dec;

use crate::common::{Shop, card, member, noon, payment};

fn found(shop: &Shop, search: SearchPayments) -> Vec<i64> {
    shop.send(&search).items.iter().map(|report| report.payment.id.get()).collect()
}

#[test]
fn payments_are_found_by_their_fields() {
    let shop = Shop::open();
    shop.send(&payment(&[dec!(10)]));
    shop.rejection(&payment(&[dec!(20)]).card(card("5100050000006661")).conversation_id("sipariş-18"));
    let mut third = payment(&[dec!(30), dec!(40)]).external_id("dış-3").card(card("5258640000000001"));
    third.installment = 3;
    shop.send(&third);

    assert_eq!(found(&shop, SearchPayments::new()), [1, 2, 3]);
    assert_eq!(found(&shop, SearchPayments::new().payment_id(PaymentId::new(2))), [2]);
    assert_eq!(found(&shop, SearchPayments::new().payment_transaction_id(PaymentTransactionId::new(4))), [3]);
    assert_eq!(found(&shop, SearchPayments::new().conversation_id("sipariş-18")), [2]);
    assert_eq!(found(&shop, SearchPayments::new().external_id("dış-3")), [3]);
    assert_eq!(found(&shop, SearchPayments::new().payment_status(PaymentStatus::Success)), [1, 3]);
    assert_eq!(found(&shop, SearchPayments::new().currency(Currency::Usd)), [] as [i64; 0]);
    assert_eq!(found(&shop, SearchPayments::new().min_paid_price(dec!(20)).max_paid_price(dec!(20.00))), [2]);
    assert_eq!(found(&shop, SearchPayments::new().installment(3)), [3]);
    assert_eq!(found(&shop, SearchPayments::new().bin_number("525864").last_four_digits("0001")), [1, 3]);
    assert_eq!(found(&shop, SearchPayments::new().is_three_ds(true)), [] as [i64; 0]);
    assert_eq!(found(&shop, SearchPayments::new().is_three_ds(false)), [1, 2, 3]);
    assert_eq!(found(&shop, SearchPayments::new().max_created_date(noon())), [1, 2, 3]);
    assert_eq!(found(&shop, SearchPayments::new().min_created_date(noon() + TimeDelta::seconds(1))), [] as [i64; 0]);
    let page = shop.send(&SearchPayments::new().page(1).size(2));
    assert_eq!((page.items.len(), page.total_size), (1, Some(3)));
}

#[test]
fn a_payment_report_contains_its_transactions_and_members() {
    let shop = Shop::open();
    let buyer = shop.send(&member("alıcı").is_buyer(true));
    let seller = shop.send(&member("satıcı").is_sub_merchant(true).member_type(MemberType::Personal));
    let mut order = payment(&[dec!(30), dec!(70)]).buyer_member_id(buyer.id);
    order.items[1] = PaymentItem::new(dec!(70)).sub_merchant_member_id(seller.id).sub_merchant_member_price(dec!(60));
    let paid = shop.send(&order);

    let report = shop.send(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.buyer_member.as_deref(), Some(&buyer));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NotRefunded));
    assert_eq!(report.refundable_price, Some(dec!(100)));
    assert_eq!(report.payment.payment_transactions, []);
    let transactions: Vec<_> =
        report.payment_transactions.iter().map(|transaction| transaction.transaction.clone()).collect();
    assert_eq!(transactions, paid.payment_transactions);
    assert_eq!(report.payment_transactions[1].sub_merchant_member.as_deref(), Some(&seller));
    assert_eq!(shop.send(&RetrievePaymentTransactions::new(paid.id)).items, report.payment_transactions);
    assert_eq!(found(&shop, SearchPayments::new().sub_merchant_member_id(MemberId::new(2))), [paid.id.get()]);
    assert_eq!(found(&shop, SearchPayments::new().buyer_member_id(MemberId::new(1))), [paid.id.get()]);

    assert_eq!(shop.rejection(&RetrievePaymentReport::new(PaymentId::new(7))).status, 404);
    assert_eq!(shop.rejection(&RetrievePaymentTransactions::new(PaymentId::new(7))).status, 404);
}

#[test]
fn a_failed_payment_has_nothing_to_refund() {
    let shop = Shop::open();
    shop.rejection(&payment(&[dec!(20)]).card(card("5100050000006661")));
    let report = shop.send(&RetrievePaymentReport::new(PaymentId::new(1)));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NoRefund));
    assert_eq!(
        (report.refundable_price, report.payment_transactions[0].refundable_price),
        (Some(dec!(0)), Some(dec!(0)))
    );
    assert!(report.payment.payment_error.is_some());
}

#[test]
fn a_refund_is_reported_with_its_payment_with_its_transaction_and_alone() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(30), dec!(70)]));
    let transaction = paid.payment_transactions[1].id;
    let refunded =
        shop.send(&RefundPaymentTransaction::new(transaction).refund_price(dec!(50)).conversation_id("iade-1"));

    let report = shop.send(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::PartialRefunded));
    assert_eq!((report.refundable_price, report.refunds.len()), (Some(dec!(50)), 0));
    let statuses: Vec<_> =
        report.payment_transactions.iter().map(|transaction| transaction.refund_status.clone().unwrap()).collect();
    assert_eq!(statuses, [PaymentRefundStatus::NotRefunded, PaymentRefundStatus::PartialRefunded]);
    let of_transaction = shop.send(&RetrievePaymentTransactionRefunds::new(paid.id, transaction)).items;
    assert_eq!(
        (&of_transaction[0].refund, of_transaction[0].payment_type.clone()),
        (&refunded, Some(PaymentType::CardPayment))
    );
    let search = SearchPaymentTransactionRefunds::new().conversation_id("iade-1").is_after_settlement(false);
    assert_eq!(shop.send(&search).items, of_transaction);
    assert_eq!(shop.send(&SearchPaymentTransactionRefunds::new().min_refund_price(dec!(51))).items, []);

    let remaining = shop.send(&RefundPayment::new(paid.id));
    let report = shop.send(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::FullyRefunded));
    let mut reported = report.refunds[0].refund.clone();
    assert!(reported.id.take().is_some() && remaining.id.is_none());
    assert_eq!((report.refundable_price, reported), (Some(dec!(0)), remaining));
    assert_eq!(shop.send(&RetrievePaymentRefunds::new(paid.id)).items, report.refunds);
    assert_eq!(
        shop.send(&SearchPaymentRefunds::new().payment_id(paid.id).status(RefundStatus::Success)).items,
        report.refunds
    );
    assert_eq!(shop.send(&SearchPaymentRefunds::new().currency(Currency::Eur)).items, []);

    assert_eq!(shop.rejection(&RetrievePaymentRefunds::new(PaymentId::new(7))).status, 404);
    assert_eq!(
        shop.rejection(&RetrievePaymentTransactionRefunds::new(paid.id, PaymentTransactionId::new(7))).status,
        404
    );
    assert_eq!(shop.rejection(&RetrievePaymentTransactionRefunds::new(PaymentId::new(7), transaction)).status, 404);
}

#[test]
fn a_failed_refund_has_its_error() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(5)]).card(card("5428040000006667")));
    let rejection = shop.rejection(&RefundPayment::new(paid.id));
    let failed = shop.send(&SearchPaymentRefunds::new().status(RefundStatus::Failure)).items.remove(0);
    assert_eq!(failed.error.unwrap().error_description.as_deref(), Some(rejection.description.as_str()));
    let report = shop.send(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NotRefunded));
}
