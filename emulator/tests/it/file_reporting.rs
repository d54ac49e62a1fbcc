//! Reports as files.

use craftgate_core::chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::file_reporting::{
    CreateReport, ReportFileType, ReportPeriod, ReportType, RetrieveDailyPaymentReport, RetrieveDailyTransactionReport,
    RetrieveReport,
};
use craftgate_core::id::ReportId;
use craftgate_core::payment::{RefundPayment, RefundPaymentTransaction};
use craftgate_core::{DateRange, File};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{Shop, payment};

fn lines(file: &File) -> Vec<&str> {
    std::str::from_utf8(file.as_bytes()).unwrap().lines().collect()
}

fn time(hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

#[test]
fn a_daily_payment_report_contains_the_payments_of_the_day() {
    let shop = Shop::open();
    shop.send(&payment(&[dec!(1.50)]).external_id("a,\"b\""));
    let report = |day, kind| RetrieveDailyPaymentReport::new(NaiveDate::from_ymd_opt(2026, 3, day).unwrap(), kind);
    let file = shop.send(&report(25, ReportFileType::Csv));
    let lines: Vec<&str> = std::str::from_utf8(file.as_bytes()).unwrap().split("\r\n").collect();
    let row = "1,2026-03-25T12:00:00,SUCCESS,AUTH,1.50,1.50,TRY,1,52586400,0001,Gülşah Işık,sipariş-17,\"a,\"\"b\"\"\"";
    assert_eq!((lines.len(), lines[1]), (3, row));
    assert!(!lines.concat().contains("5258640000000001"));

    let empty = shop.send(&report(24, ReportFileType::Csv));
    assert_eq!(std::str::from_utf8(empty.as_bytes()).unwrap().lines().count(), 1);
    assert_eq!(shop.rejection(&report(25, "PDF".into())).status, 422);
}

#[test]
fn a_daily_transaction_report_contains_payments_cancels_and_refunds() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(30), dec!(70)]));
    shop.send(&RefundPaymentTransaction::new(paid.payment_transactions[1].id).refund_price(dec!(50)));
    shop.send(&RefundPayment::new(paid.id).conversation_id("iade"));
    let cancelled = shop.send(&payment(&[dec!(1)]));
    shop.send(&RefundPayment::new(cancelled.id));

    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let file = shop.send(&RetrieveDailyTransactionReport::new(day(25), ReportFileType::Csv));
    let rows = lines(&file);
    assert_eq!(rows[0], "type,id,createdDate,status,price,currency,paymentId,paymentTransactionId,conversationId");
    let mut reported: Vec<(String, Decimal)> = rows[1..]
        .iter()
        .map(|row| row.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0].to_owned(), cells[4].parse().unwrap()))
        .collect();
    reported.sort();
    let rows = [
        ("CANCEL", dec!(1)),
        ("PAYMENT", dec!(1)),
        ("PAYMENT", dec!(100)),
        ("REFUND", dec!(50)),
        ("REFUND_TX", dec!(50)),
    ];
    assert_eq!(reported, rows.map(|(kind, price)| (kind.to_owned(), price)));
    let empty = shop.send(&RetrieveDailyTransactionReport::new(day(26), ReportFileType::Csv));
    assert_eq!(lines(&empty).len(), 1);
    assert_eq!(shop.rejection(&RetrieveDailyTransactionReport::new(day(25), "PDF")).status, 422);
}

#[test]
fn a_created_report_covers_its_period() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(30)]));
    shop.send(&RefundPayment::new(paid.id));
    let report = |from: u32, to: u32, kind| {
        let job =
            shop.send(&CreateReport::new(DateRange::new(time(from), time(to)).unwrap(), kind, ReportPeriod::Instant));
        assert_eq!(job.start_date, Some(time(from)));
        let file = shop.send(&RetrieveReport::new(job.id, ReportFileType::Csv));
        lines(&file).len() - 1
    };
    assert_eq!(report(0, 23, ReportType::Payment), 1);
    assert_eq!(report(12, 12, ReportType::Transaction), 2);
    assert_eq!(report(13, 23, ReportType::Transaction), 0);

    let day = DateRange::new(time(1), time(2)).unwrap();
    let mut reversed = CreateReport::new(day, ReportType::Payment, ReportPeriod::Instant);
    (reversed.start_date, reversed.end_date) = (time(2), time(1));
    assert_eq!(shop.rejection(&reversed).status, 422);
    assert_eq!(shop.rejection(&RetrieveReport::new(ReportId::new(7), ReportFileType::Csv)).status, 404);
    assert_eq!(shop.rejection(&RetrieveReport::new(ReportId::new(1), "PDF")).status, 422);
}

#[cfg(feature = "xlsx")]
#[test]
fn a_report_of_any_day_can_be_a_workbook() {
    let shop = Shop::open();
    let report = |day| {
        let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        shop.send(&RetrieveDailyPaymentReport::new(day, ReportFileType::Xlsx)).as_bytes().to_vec()
    };
    let empty = report(25);
    for _ in 0..100 {
        shop.send(&payment(&[dec!(1.50)]));
    }
    let full = report(25);
    for file in [&empty, &full] {
        // Workbooks are ZIP archives with one file a sheet.
        assert!(file.starts_with(b"PK\x03\x04"));
        assert!(file.windows(24).any(|window| window == b"xl/worksheets/sheet1.xml"));
    }
    assert!(full.len() > empty.len() && report(24).len() < full.len());
    let by_php = shop.send(&RetrieveDailyPaymentReport::new(NaiveDate::from_ymd_opt(2026, 3, 24).unwrap(), "xlsx"));
    assert!(by_php.as_bytes().starts_with(b"PK"));
}
