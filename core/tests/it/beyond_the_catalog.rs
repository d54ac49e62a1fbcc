//! What Craftgate's documentation says of the areas beyond payments, where the catalog of the official clients lacks a
//! field or has another type.

use craftgate_core::id::{MerchantPosId, PayeeId};
use craftgate_core::installment::SearchInstallments;
use craftgate_core::juzdan::InitJuzdanPayment;
use craftgate_core::onboarding::{Member, UpdateMember};
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{Amounts, CompleteApmPaymentResponse, PaymentItem, PaymentPhase};
use craftgate_core::payment_reporting::{ReportedPayment, ReportedPaymentTransaction, SearchPayments};
use craftgate_core::settlement_reporting::{PayoutBouncedTransaction, PayoutCompletedTransaction, PayoutDetail};
use craftgate_core::{Currency, Operation, Page};
use rust_decimal_macros::dec;

use crate::common::{request, text};

/// (Source: "Taksit Sorgulama".)
#[test]
fn installments_are_searched_for_a_pre_authorization() {
    let search = SearchInstallments::new(dec!(100.00)).payment_phase(PaymentPhase::PreAuth);
    assert_eq!(search.query().unwrap(), "price=100.00&paymentPhase=PRE_AUTH");
}

/// (Source: the official .NET client.)
#[test]
fn a_payment_by_another_method_has_a_conversation_id() {
    let json = r#"{"paymentId":17,"paymentStatus":"SUCCESS","conversationId":"sipariş-17"}"#;
    let completed: CompleteApmPaymentResponse = serde_json::from_str(json).unwrap();
    assert_eq!(completed.conversation_id.as_deref(), Some("sipariş-17"));
    assert_eq!(serde_json::to_string(&completed).unwrap(), json);
}

/// (Source: "Ödeme Arama".)
#[test]
fn payments_are_searched_by_the_pos_that_took_them() {
    let search = SearchPayments::new().merchant_pos_id(MerchantPosId::new(17));
    assert_eq!(search.query().unwrap(), "merchantPosId=17");
}

/// (Source: "Üye Oluşturma", "Üye Güncelleme", "Üye Sorgulama", "Üye Arama".)
#[test]
fn a_sellers_limit_comes_back_with_the_seller() {
    let json = r#"{"id":17,"subMerchantMaximumAllowedNegativeBalance":-50.50}"#;
    let member: Member = serde_json::from_str(json).unwrap();
    assert_eq!(member.sub_merchant_maximum_allowed_negative_balance, Some(dec!(-50.50)));
    assert_eq!(serde_json::to_string(&member).unwrap(), json);
}

/// (Source: "Juzdan ile Ödeme Alma".)
#[test]
fn a_juzdan_campaign_is_a_string() {
    let items = [PaymentItem::new(dec!(10))];
    let payment = InitJuzdanPayment::new(Amounts::same(dec!(10)), Currency::Try, items, "https://example.com/dönüş")
        .loan_campaign_id("kış-2026");
    let body = request(&payment);
    assert!(text(body.body()).ends_with(r#""loanCampaignId":"kış-2026"}"#), "{}", text(body.body()));
    let stored = text(body.body()).replace("\"kış-2026\"", "17");
    let restored: InitJuzdanPayment = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored.loan_campaign_id.as_deref(), Some("17"));
}

/// (Source: "Para Gönderimi Detayı", "Parası Gönderilen İşlemler", "Para Gönderimi Arama".)
#[test]
fn whoever_is_paid_may_have_an_id_that_is_no_number() {
    let payee = Some(PayeeId::new("satıcı-17"));
    let detail: PayoutDetail = serde_json::from_str(r#"{"merchantId":"satıcı-17"}"#).unwrap();
    assert_eq!(detail.merchant_id, payee);
    let json = r#"{"payoutId":1,"merchantId":"satıcı-17","merchantType":"SUB_MERCHANT_MEMBER"}"#;
    let completed: PayoutCompletedTransaction = serde_json::from_str(json).unwrap();
    assert_eq!(completed.merchant_id, payee);
    assert_eq!(serde_json::to_string(&completed).unwrap(), json);
}

/// (Source: "Parası Geri Dönen Satıcılar".)
#[test]
fn a_returned_payout_names_the_seller_to_correct() {
    let bounced: PayoutBouncedTransaction = serde_json::from_str(r#"{"id":17,"payoutId":3}"#).unwrap();
    let contact = craftgate_core::onboarding::MemberContact { address: "Kadıköy", email: "satici@example.com" };
    let correction = UpdateMember::new(bounced.id, contact).iban("TR930006701000000001111111");
    assert_eq!(correction.path().unwrap(), "/onboarding/v1/members/17");
}

/// (Source: "Detaylı Ödeme Sorgulama", "Detaylı Ödeme Kırılımı Sorgulama".)
#[test]
fn numbers_of_a_report_may_be_strings() {
    let json = r#"{"id":1,"paymentStatus":"SUCCESS","mdStatus":"1","retryCount":"2","refundablePrice":"12.50",
        "bankCommissionRate":"1.75","bankCommissionRateAmount":"0.22"}"#;
    let payment: ReportedPayment = serde_json::from_str(json).unwrap();
    assert_eq!(payment.retry_count, Some(2));
    assert_eq!(payment.refundable_price, Some(dec!(12.50)));
    assert_eq!(payment.payment.bank_commission_rate, Some(dec!(1.75)));
    assert!(payment.payment.md_status.is_some());
    let json = r#"{"id":1,"refundablePrice":"12.50","bankCommissionRate":"1.75","bankCommissionRateAmount":"0.22"}"#;
    let line: ReportedPaymentTransaction = serde_json::from_str(json).unwrap();
    assert_eq!((line.refundable_price, line.bank_commission_rate), (Some(dec!(12.50)), Some(dec!(1.75))));
}

/// (Source: "Link ve QR Kod ile Ödeme Alma".)
#[test]
fn numbers_of_a_page_of_links_may_be_strings() {
    let json = r#"{"items":[{"id":1,"status":"ACTIVE"}],"page":0,"size":"25","totalSize":"1"}"#;
    let page: Page<Product> = serde_json::from_str(json).unwrap();
    assert_eq!((page.page, page.size, page.total_size), (Some(0), Some(25), Some(1)));
}
