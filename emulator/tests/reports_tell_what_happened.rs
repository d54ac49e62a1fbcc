//! Reports tell of payments, lines and refunds what became of them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, card, noon, payment};
use craftgate_core::chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use craftgate_core::file_reporting::{
    CreateReport, ReportFileType, ReportPeriod, ReportType, RetrieveDailyTransactionReport, RetrieveReport,
};
use craftgate_core::onboarding::{CreateMember, MemberType};
use craftgate_core::payment::{
    PaymentItem, PaymentStatus, PaymentType, RefundPayment, RefundPaymentTransaction, RefundStatus,
};
use craftgate_core::payment_reporting::{
    PaymentRefundStatus, RetrievePaymentRefunds, RetrievePaymentReport, RetrievePaymentTransactionRefunds,
    RetrievePaymentTransactions, SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments,
};
use craftgate_core::{Currency, File};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

fn found(shop: &Shop, search: SearchPayments) -> Vec<i64> {
    shop.get(&search).items.iter().map(|report| report.payment.id).collect()
}

#[test]
fn payments_are_found_by_what_they_are() {
    let shop = Shop::open();
    shop.get(&payment(&[dec!(10)]));
    shop.refused(&payment(&[dec!(20)]).card(card("5100050000006661")).conversation_id("sipariş-18"));
    let mut third = payment(&[dec!(30), dec!(40)]).external_id("dış-3").card(card("5258640000000001"));
    third.installment = 3;
    shop.get(&third);

    assert_eq!(found(&shop, SearchPayments::new()), [1, 2, 3]);
    assert_eq!(found(&shop, SearchPayments::new().payment_id(2_i64)), [2]);
    assert_eq!(found(&shop, SearchPayments::new().payment_transaction_id(4_i64)), [3]);
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
    let page = shop.get(&SearchPayments::new().page(1).size(2));
    assert_eq!((page.items.len(), page.total_size), (1, Some(3)));
}

#[test]
fn a_payment_is_told_with_its_lines_and_members() {
    let shop = Shop::open();
    let buyer = shop.get(&CreateMember::new("alıcı").is_buyer(true));
    let seller = shop.get(&CreateMember::new("satıcı").is_sub_merchant(true).member_type(MemberType::Personal));
    let mut order = payment(&[dec!(30), dec!(70)]).buyer_member_id(buyer.id);
    order.items[1] = PaymentItem::new(dec!(70)).sub_merchant_member_id(seller.id).sub_merchant_member_price(dec!(60));
    let paid = shop.get(&order);

    let report = shop.get(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.buyer_member.as_deref(), Some(&buyer));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NotRefunded));
    assert_eq!(report.refundable_price, Some(dec!(100)));
    assert_eq!(report.payment.payment_transactions, []);
    let lines: Vec<_> = report.payment_transactions.iter().map(|line| line.transaction.clone()).collect();
    assert_eq!(lines, paid.payment_transactions);
    assert_eq!(report.payment_transactions[1].sub_merchant_member.as_deref(), Some(&seller));
    assert_eq!(shop.get(&RetrievePaymentTransactions::new(paid.id)).items, report.payment_transactions);
    assert_eq!(found(&shop, SearchPayments::new().sub_merchant_member_id(2_i64)), [paid.id]);
    assert_eq!(found(&shop, SearchPayments::new().buyer_member_id(1_i64)), [paid.id]);

    assert_eq!(shop.refused(&RetrievePaymentReport::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&RetrievePaymentTransactions::new(7_i64)).status, 404);
}

#[test]
fn a_failed_payment_has_nothing_to_refund() {
    let shop = Shop::open();
    shop.refused(&payment(&[dec!(20)]).card(card("5100050000006661")));
    let report = shop.get(&RetrievePaymentReport::new(1_i64));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NoRefund));
    assert_eq!(
        (report.refundable_price, report.payment_transactions[0].refundable_price),
        (Some(dec!(0)), Some(dec!(0)))
    );
    assert!(report.payment.payment_error.is_some());
}

#[test]
fn a_refund_shows_in_its_payment_its_line_and_by_itself() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(30), dec!(70)]));
    let line = paid.payment_transactions[1].id;
    let refunded = shop.get(&RefundPaymentTransaction::new(line).refund_price(dec!(50)).conversation_id("iade-1"));

    let report = shop.get(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::PartialRefunded));
    assert_eq!((report.refundable_price, report.refunds.len()), (Some(dec!(50)), 0));
    let statuses: Vec<_> = report.payment_transactions.iter().map(|line| line.refund_status.clone().unwrap()).collect();
    assert_eq!(statuses, [PaymentRefundStatus::NotRefunded, PaymentRefundStatus::PartialRefunded]);
    let of_line = shop.get(&RetrievePaymentTransactionRefunds::new(paid.id, line)).items;
    assert_eq!((&of_line[0].refund, of_line[0].payment_type.clone()), (&refunded, Some(PaymentType::CardPayment)));
    let search = SearchPaymentTransactionRefunds::new().conversation_id("iade-1").is_after_settlement(false);
    assert_eq!(shop.get(&search).items, of_line);
    assert_eq!(shop.get(&SearchPaymentTransactionRefunds::new().min_refund_price(dec!(51))).items, []);

    let rest = shop.get(&RefundPayment::new(paid.id));
    let report = shop.get(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::FullyRefunded));
    let mut reported = report.refunds[0].refund.clone();
    assert!(reported.id.take().is_some() && rest.id.is_none());
    assert_eq!((report.refundable_price, reported), (Some(dec!(0)), rest));
    assert_eq!(shop.get(&RetrievePaymentRefunds::new(paid.id)).items, report.refunds);
    assert_eq!(
        shop.get(&SearchPaymentRefunds::new().payment_id(paid.id).status(RefundStatus::Success)).items,
        report.refunds
    );
    assert_eq!(shop.get(&SearchPaymentRefunds::new().currency(Currency::Eur)).items, []);

    assert_eq!(shop.refused(&RetrievePaymentRefunds::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&RetrievePaymentTransactionRefunds::new(paid.id, 7_i64)).status, 404);
    assert_eq!(shop.refused(&RetrievePaymentTransactionRefunds::new(7_i64, line)).status, 404);
}

#[test]
fn a_failed_refund_tells_why() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(5)]).card(card("5428040000006667")));
    let refused = shop.refused(&RefundPayment::new(paid.id));
    let failed = shop.get(&SearchPaymentRefunds::new().status(RefundStatus::Failure)).items.remove(0);
    assert_eq!(failed.error.unwrap().error_description.as_deref(), Some(refused.text.as_str()));
    let report = shop.get(&RetrievePaymentReport::new(paid.id));
    assert_eq!(report.refund_status, Some(PaymentRefundStatus::NotRefunded));
}

fn text(file: &File) -> Vec<&str> {
    str::from_utf8(file.as_bytes()).unwrap().lines().collect()
}

fn time(hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

#[test]
fn a_days_transactions_are_its_payments_cancels_and_refunds() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(30), dec!(70)]));
    shop.get(&RefundPaymentTransaction::new(paid.payment_transactions[1].id).refund_price(dec!(50)));
    shop.get(&RefundPayment::new(paid.id).conversation_id("iade"));
    let cancelled = shop.get(&payment(&[dec!(1)]));
    shop.get(&RefundPayment::new(cancelled.id));

    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let file = shop.get(&RetrieveDailyTransactionReport::new(day(25), ReportFileType::Csv));
    let rows = text(&file);
    assert_eq!(rows[0], "type,id,createdDate,status,price,currency,paymentId,paymentTransactionId,conversationId");
    let mut told: Vec<(String, Decimal)> = rows[1..]
        .iter()
        .map(|row| row.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0].to_owned(), cells[4].parse().unwrap()))
        .collect();
    told.sort();
    let rows = [
        ("CANCEL", dec!(1)),
        ("PAYMENT", dec!(1)),
        ("PAYMENT", dec!(100)),
        ("REFUND", dec!(50)),
        ("REFUND_TX", dec!(50)),
    ];
    assert_eq!(told, rows.map(|(kind, price)| (kind.to_owned(), price)));
    let empty = shop.get(&RetrieveDailyTransactionReport::new(day(26), ReportFileType::Csv));
    assert_eq!(text(&empty).len(), 1);
    assert_eq!(shop.refused(&RetrieveDailyTransactionReport::new(day(25), ReportFileType::Xlsx)).status, 422);
}

#[test]
fn a_report_that_was_asked_for_covers_its_time() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(30)]));
    shop.get(&RefundPayment::new(paid.id));
    let report = |from: u32, to: u32, kind| {
        let demand = shop.get(&CreateReport::new(time(from), time(to), kind, ReportPeriod::Instant));
        assert_eq!(demand.start_date, Some(time(from)));
        let file = shop.get(&RetrieveReport::new(demand.id, ReportFileType::Csv));
        text(&file).len() - 1
    };
    assert_eq!(report(0, 23, ReportType::Payment), 1);
    assert_eq!(report(12, 12, ReportType::Transaction), 2);
    assert_eq!(report(13, 23, ReportType::Transaction), 0);

    let backwards = CreateReport::new(time(2), time(1), ReportType::Payment, ReportPeriod::Instant);
    assert_eq!(shop.refused(&backwards).status, 422);
    assert_eq!(shop.refused(&RetrieveReport::new(7_i64, ReportFileType::Csv)).status, 404);
    assert_eq!(shop.refused(&RetrieveReport::new(1_i64, ReportFileType::Xlsx)).status, 422);
}
