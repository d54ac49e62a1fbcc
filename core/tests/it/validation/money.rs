//! Amounts and installments that make no sense.

use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{
    Amounts, CreatePayment, CustomInstallment, InitGarantiPayPayment, PaymentItem, PostAuthPayment,
    RefundPaymentTransaction,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Currency, ValidationError, ValidationWarning};
use rust_decimal_macros::dec;

use super::{errors_of, invalid, stored, warnings_of};

fn in_currency(price: Decimal, currency: Currency) -> CreatePayment {
    CreatePayment::new(Amounts::same(price), currency, 1, [PaymentItem::new(price)])
        .card(stored())
        .conversation_id("siparis-17")
}

fn too_many(field: &'static str, decimals: u32) -> ValidationError {
    ValidationError::TooManyDecimals { field, decimals }
}

#[test]
fn an_amount_has_no_more_decimals_than_its_currency() {
    for (price, currency, decimals) in [
        (dec!(10.005), Currency::Try, 2),
        (dec!(10.005), Currency::Usd, 2),
        (dec!(10.5), Currency::Jpy, 0),
        (dec!(10.0005), Currency::Kwd, 3),
        (dec!(10.0005), Currency::Bhd, 3),
        (dec!(10.0005), Currency::Iqd, 3),
    ] {
        let fields = ["price", "paidPrice", "items.price"].map(|field| too_many(field, decimals));
        assert_eq!(errors_of(&in_currency(price, currency.clone())), fields, "{price} {currency}");
    }
    for (price, currency) in [
        (dec!(10.05), Currency::Try),
        (dec!(10.0500), Currency::Try),
        (dec!(10), Currency::Jpy),
        (dec!(10.005), Currency::Kwd),
        (dec!(10.00005), Currency::from("XTS")),
    ] {
        assert_eq!(errors_of(&in_currency(price, currency.clone())), [], "{price} {currency}");
    }
}

#[test]
fn every_known_currency_has_its_decimals() {
    for currency in Currency::KNOWN {
        let decimals = match currency.as_str() {
            "JPY" => 0,
            "BHD" | "IQD" | "KWD" => 3,
            _ => 2,
        };
        assert_eq!(currency.decimals(), Some(decimals), "{currency}");
    }
    assert_eq!(Currency::from("XTS").decimals(), None);
}

#[test]
fn shares_and_parts_have_no_more_decimals_than_their_currency() {
    let item =
        PaymentItem::new(dec!(10)).sub_merchant_member_id(MemberId::new(7)).sub_merchant_member_price(dec!(9.995));
    let mut payment = in_currency(dec!(10), Currency::Try);
    payment.items = vec![item];
    assert_eq!(errors_of(&payment), [too_many("items.subMerchantMemberPrice", 2)]);
    let payment = in_currency(dec!(10), Currency::Try).wallet_price(dec!(3.333)).buyer_member_id(MemberId::new(7));
    assert_eq!(errors_of(&payment), [too_many("walletPrice", 2)]);
    let garanti = InitGarantiPayPayment::new(
        Amounts::same(dec!(10)),
        Currency::Try,
        "https://example.com/",
        [PaymentItem::new(dec!(10))],
    );
    let third = garanti.installments([CustomInstallment::new(3, dec!(10) / dec!(3) * dec!(3.1))]);
    assert_eq!(errors_of(&third), [too_many("installments.totalPrice", 2)]);
}

#[test]
fn a_refund_or_capture_has_no_more_decimals_than_any_currency() {
    let third = dec!(10) / dec!(3);
    let refund = RefundPaymentTransaction::new(PaymentTransactionId::new(1));
    assert_eq!(errors_of(&refund.clone().refund_price(third)), [too_many("refundPrice", 3)]);
    assert_eq!(errors_of(&refund.refund_price(dec!(3.333))), []);
    assert_eq!(errors_of(&PostAuthPayment::new(PaymentId::new(1)).paid_price(third)), [too_many("paidPrice", 3)]);
}

#[test]
fn a_sellers_share_is_not_above_the_price_of_their_line() {
    let share = |price: Decimal| {
        let line = PaymentItem::new(dec!(60)).sub_merchant_member_id(MemberId::new(7)).sub_merchant_member_price(price);
        let mut payment = in_currency(dec!(100), Currency::Try);
        payment.items = vec![PaymentItem::new(dec!(40)), line];
        errors_of(&payment)
    };
    let (field, limit) = ("items.subMerchantMemberPrice", "items.price");
    assert_eq!(share(dec!(60.01)), [ValidationError::ExceedsAmount { field, limit }]);
    assert_eq!(share(dec!(60)), []);
    assert_eq!(share(dec!(-1)), [invalid(field, "zero or more")]);
}

#[test]
fn a_price_to_pay_that_is_far_off_is_found() {
    let paid = |paid_price: Decimal| {
        let mut payment = in_currency(dec!(100), Currency::Try);
        payment.amounts.paid_price = paid_price;
        payment
    };
    for paid_price in [dec!(10000), dec!(1000), dec!(10), dec!(1)] {
        let far_off = ValidationError::ImplausiblePaidPrice { field: "paidPrice", price: dec!(100), paid_price };
        assert_eq!(errors_of(&paid(paid_price)), [far_off], "{paid_price}");
    }
    for paid_price in [dec!(999.99), dec!(200), dec!(50), dec!(10.01)] {
        let unusual = ValidationWarning::UnusualPaidPrice { field: "paidPrice", price: dec!(100), paid_price };
        assert_eq!(warnings_of(&paid(paid_price)), [unusual], "{paid_price}");
        assert_eq!(errors_of(&paid(paid_price)), [], "{paid_price}");
    }
    for paid_price in [dec!(199.99), dec!(112.50), dec!(100), dec!(50.01)] {
        assert_eq!((errors_of(&paid(paid_price)), warnings_of(&paid(paid_price))), (vec![], vec![]), "{paid_price}");
    }
}

#[test]
fn installments_are_as_many_as_a_card_can_have() {
    let mut payment = in_currency(dec!(100), Currency::Try);
    for installment in [37, 100, i32::MAX] {
        payment.installment = installment;
        assert_eq!(errors_of(&payment), [invalid("installment", "36 at most")], "{installment}");
    }
    for installment in [13, 36] {
        payment.installment = installment;
        let unusual = ValidationWarning::UnusualInstallments { field: "installment", installments: installment };
        assert_eq!((errors_of(&payment), warnings_of(&payment)), (vec![], vec![unusual]), "{installment}");
    }
    payment.installment = 12;
    assert_eq!((errors_of(&payment), warnings_of(&payment)), (vec![], vec![]));

    let text = ProductText { name: "Çini tabak", description: "El yapımı" };
    let link = CreateProduct::new(text, dec!(100), Currency::Try, [1, 48]);
    assert_eq!(errors_of(&link), [invalid("enabledInstallments", "36 at most")]);
    let bkm = InitBkmExpressPayment::new(Amounts::same(dec!(1)), Currency::Try, [PaymentItem::new(dec!(1))]);
    let bkm = bkm.enabled_installments([-1, 48]);
    let both =
        [ValidationError::NotPositive { field: "enabledInstallments" }, invalid("enabledInstallments", "36 at most")];
    assert_eq!(errors_of(&bkm), both);
}
