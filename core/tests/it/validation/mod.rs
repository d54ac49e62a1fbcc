//! `validate` finds everything that can be found without asking Craftgate, and changes nothing.

mod cards;
mod money;
mod properties;
mod rules;
mod samples;
mod warnings;

use craftgate_core::chrono::NaiveDate;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::pay_by_link::CreateProduct;
use craftgate_core::payment::{
    Amounts, ApmType, Card, CardNumber, CardToStore, CardToken, CardUserKey, CardVerificationAuthType, CreatePayment,
    InitApmPayment, InitCheckoutPayment, InitThreeDsPayment, PaymentItem, PostAuthPayment, RawCardExpiry,
    RefundPaymentTransaction, StoreCard, UpdateCard, VerifyCard,
};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Currency, JsonMap, Validate, ValidationError, ValidationWarning};
use rust_decimal_macros::dec;

use crate::common::fixtures::expiry;

fn payment(price: Decimal, items: &[Decimal]) -> CreatePayment {
    let items: Vec<PaymentItem> = items.iter().map(|price| PaymentItem::new(*price)).collect();
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, items).card(stored())
}

fn number() -> CardNumber {
    CardNumber::new("5258640000000001")
}

fn stored() -> Card {
    Card::stored(CardUserKey::new("kişi"), CardToken::new("kart"))
}

/// Hands every operation that has rules to a macro; an operation's name is also its path in the crate.
macro_rules! with_every_checked_operation {
    ($all:ident) => {
        $all! {
            bank_account_tracking::SearchBankAccountTrackingRecords,
            bkm_express::InitBkmExpressPayment,
            file_reporting::CreateReport,
            fraud::AddCardFingerprintToValueList,
            fraud::AddValueToValueList,
            fraud::SearchFraudChecks,
            fraud::SearchFraudRules,
            installment::RetrieveBinNumber,
            installment::SearchInstallments,
            juzdan::InitJuzdanPayment,
            masterpass::GenerateMasterpassPaymentToken,
            masterpass::InitThreeDsMasterpassPayment,
            masterpass::RetrieveMasterpassLoyalties,
            onboarding::CreateMember,
            onboarding::UpdateMember,
            pay_by_link::CreateProduct,
            pay_by_link::SearchProducts,
            pay_by_link::UpdateProduct,
            payment::CompleteApmPayment,
            payment::CreateApmPayment,
            payment::CreateDepositPayment,
            payment::CreateFundTransferDepositPayment,
            payment::CreatePayment,
            payment::DepositToCard,
            payment::InitApmDepositPayment,
            payment::InitApmPayment,
            payment::InitBnplPayment,
            payment::InitCheckoutCardVerify,
            payment::InitCheckoutPayment,
            payment::InitGarantiPayPayment,
            payment::InitMultiPayment,
            payment::InitPosApmPayment,
            payment::InitThreeDsDepositPayment,
            payment::InitThreeDsPayment,
            payment::PostAuthPayment,
            payment::RefundPayment,
            payment::RefundPaymentMarkAsRefunded,
            payment::RefundPaymentTransaction,
            payment::RefundPaymentTransactionMarkAsRefunded,
            payment::RetrieveBnplPaymentOffers,
            payment::RetrieveLoyalties,
            payment::SearchStoredCards,
            payment::StoreCard,
            payment::UpdateCard,
            payment::VerifyCard,
            payment_reporting::SearchPaymentRefunds,
            payment_reporting::SearchPaymentTransactionRefunds,
            payment_reporting::SearchPayments,
            settlement::CreatePayoutAccount,
            settlement_reporting::SearchBouncedPayoutTransactions,
            settlement_reporting::SearchPayoutCompletedTransactions,
            settlement_reporting::SearchPayoutRows,
            wallet::CreateWithdraw,
            wallet::ReceiveRemittance,
            wallet::RefundWalletTransaction,
            wallet::SearchWalletTransactions,
            wallet::SearchWithdraws,
            wallet::SendRemittance,
        }
    };
}
use with_every_checked_operation;

/// The errors of an operation.
fn errors_of(operation: &impl Validate) -> Vec<ValidationError> {
    operation.validate().map_or_else(|errors| errors.as_slice().to_vec(), |_| Vec::new())
}

/// What is allowed but unusual in an operation, with or without errors beside it.
fn warnings_of(operation: &impl Validate) -> Vec<ValidationWarning> {
    operation.validate().unwrap_or_else(|errors| errors.warnings().to_vec())
}

fn missing(field: &'static str) -> ValidationError {
    ValidationError::Missing { field }
}

fn invalid(field: &'static str, expected: &'static str) -> ValidationError {
    ValidationError::InvalidValue { field, expected }
}

fn callback_url() -> ValidationError {
    invalid("callbackUrl", "an absolute URL")
}

#[test]
fn a_basket_that_adds_up_is_fine_whatever_its_scale() {
    assert_eq!(errors_of(&payment(dec!(100), &[dec!(30.00), dec!(50), dec!(20.0)])), []);
    assert_eq!(errors_of(&payment(dec!(0.03), &[dec!(0.01), dec!(0.02)])), []);
}

#[test]
fn an_item_total_mismatch_has_both_sums() {
    let error = ValidationError::ItemTotalMismatch { field: "items", sum: dec!(99.99), price: dec!(100) };
    assert_eq!(errors_of(&payment(dec!(100), &[dec!(99.99)])), std::slice::from_ref(&error));
    let three_ds = InitThreeDsPayment::new(payment(dec!(100), &[dec!(99.99)]), "https://example.com/dönüş");
    assert_eq!(errors_of(&three_ds), [error]);
}

#[test]
fn a_sum_beyond_any_decimal_is_an_error_and_not_a_panic() {
    let error = invalid("items", "small enough to be added up");
    assert_eq!(errors_of(&payment(dec!(1), &[Decimal::MAX, Decimal::MAX])), [error]);
}

#[test]
fn everything_is_found_at_once() {
    let mut bad = payment(dec!(0), &[]).wallet_price(dec!(5));
    bad.installment = -1;
    bad.card = Some(Card::new("Ayşe Şen", number(), expiry(2044, 7), "000"));
    bad.card.as_mut().unwrap().cvc = None;
    assert_eq!(
        errors_of(&bad),
        [
            ValidationError::NoItems { field: "items" },
            ValidationError::NotPositive { field: "price" },
            ValidationError::NotPositive { field: "paidPrice" },
            ValidationError::NotPositive { field: "installment" },
            invalid("walletPrice", "between 0 and paidPrice"),
            ValidationError::Missing { field: "buyerMemberId" },
            ValidationError::Missing { field: "card.cvc" },
        ]
    );
}

#[test]
fn a_payment_has_one_installment_or_more() {
    let mut payment = payment(dec!(100), &[dec!(100)]);
    for installment in [0, -1] {
        payment.installment = installment;
        assert_eq!(errors_of(&payment), [ValidationError::NotPositive { field: "installment" }]);
    }
}

#[test]
fn a_seller_needs_a_share_and_each_item_a_price() {
    let items = [PaymentItem::new(dec!(100)).sub_merchant_member_id(MemberId::new(7)), PaymentItem::new(dec!(0))];
    let payment = CreatePayment::new(Amounts::same(dec!(100)), Currency::Try, 1, items).card(stored());
    assert_eq!(
        errors_of(&payment),
        [
            ValidationError::NotPositive { field: "items.price" },
            ValidationError::Missing { field: "items.subMerchantMemberPrice" },
        ]
    );
}

#[test]
fn a_card_may_be_left_out_only_where_something_else_pays() {
    let mut without = payment(dec!(100), &[dec!(100)]);
    without.card = None;
    assert_eq!(errors_of(&without), [ValidationError::Missing { field: "card" }]);
    assert_eq!(errors_of(&without.clone().wallet_price(dec!(100)).buyer_member_id(MemberId::new(7))), []);
    let elsewhere = JsonMap::from([("paymentProvider", JsonMap::from([("cardToken", "x")]))]);
    assert_eq!(errors_of(&without.additional_params(elsewhere)), []);
}

#[test]
fn captures_and_refunds_need_amounts_above_zero() {
    assert_eq!(errors_of(&PostAuthPayment::new(PaymentId::new(1))), [ValidationError::Missing { field: "paidPrice" }]);
    assert_eq!(
        errors_of(&PostAuthPayment::new(PaymentId::new(1)).paid_price(dec!(0))),
        [ValidationError::NotPositive { field: "paidPrice" }]
    );
    assert_eq!(errors_of(&PostAuthPayment::new(PaymentId::new(1)).paid_price(dec!(0.01))), []);
    assert_eq!(errors_of(&RefundPaymentTransaction::new(PaymentTransactionId::new(1))), []);
    let refund = RefundPaymentTransaction::new(PaymentTransactionId::new(1)).refund_price(dec!(-1));
    assert_eq!(errors_of(&refund), [ValidationError::NotPositive { field: "refundPrice" }]);
}

#[test]
fn a_card_holder_name_has_letters() {
    let store = |name: &str| StoreCard::plain(name, number(), expiry(2044, 7));
    assert_eq!(errors_of(&store("Gülşah Işık Öz")), []);
    assert_eq!(errors_of(&store("Haluk 12345")), []);
    assert_eq!(errors_of(&store("Dr. Haluk")), []);
    for name in ["Haluk 123456", "<b>", "A+B", "Dr; Haluk"] {
        assert_eq!(
            errors_of(&store(name)),
            [invalid("cardHolderName", "free of <>\"%;&+()|=! and have at most five digits")],
            "{name}"
        );
    }
}

#[test]
fn a_card_expires_in_a_month_of_a_year_of_four_digits() {
    let card = |year: &str, month: &str| {
        Card::new("Gülşah Işık", number(), expiry(2044, 7), "000").expire_year(year).expire_month(month)
    };
    let pays = |year: &str, month: &str| errors_of(&payment(dec!(1), &[dec!(1)]).card(card(year, month)));
    let (year, month) = (
        invalid("card.expireYear", "a year of four digits"),
        invalid("card.expireMonth", "a month of two digits, 01 to 12"),
    );
    for good in ["01", "07", "12"] {
        assert_eq!(pays("2044", good), [], "{good}");
    }
    for bad in ["44", "", " 2044", "2O44", "20440", "٢٠٤٤"] {
        assert_eq!(pays(bad, "07"), std::slice::from_ref(&year), "{bad}");
    }
    for bad in ["13", "7", "0", "00", "", "007", "+7", "Temmuz"] {
        assert_eq!(pays("2044", bad), std::slice::from_ref(&month), "{bad}");
    }
    assert_eq!(errors_of(&VerifyCard::new(card("44", "13"), CardVerificationAuthType::NonThreeDs)), [year, month]);

    let both =
        [invalid("expireYear", "a year of four digits"), invalid("expireMonth", "a month of two digits, 01 to 12")];
    let card = CardToStore::plain("Gülşah Işık", number(), expiry(2044, 7)).expire_year("44").expire_month("13");
    assert_eq!(errors_of(&StoreCard::new(card.clone())), both);
    assert_eq!(errors_of(&StoreCard::new(card.secure_fields_token("belirteç"))), []);
    let raw = RawCardExpiry { expire_year: "44".into(), expire_month: "13".into() };
    assert_eq!(errors_of(&UpdateCard::new(raw, CardUserKey::new("kişi"), CardToken::new("kart"))), both);
}

#[test]
fn what_was_left_empty_in_a_form_is_missing() {
    for (name, number, code, field) in [
        ("", "5258640000000001", "000", "card.cardHolderName"),
        ("Gülşah Işık", " ", "000", "card.cardNumber"),
        ("Gülşah Işık", "5258640000000001", "", "card.cvc"),
    ] {
        let card = Card::new(name, CardNumber::new(number), expiry(2044, 7), code);
        assert_eq!(errors_of(&payment(dec!(1), &[dec!(1)]).card(card.clone())), [missing(field)]);
        assert_eq!(errors_of(&VerifyCard::new(card, CardVerificationAuthType::NonThreeDs)), [missing(field)]);
    }
    let stored = stored();
    assert_eq!(errors_of(&payment(dec!(1), &[dec!(1)]).card(stored.clone().cvc("000"))), []);
    assert_eq!(errors_of(&payment(dec!(1), &[dec!(1)]).card(stored.cvc(" "))), [missing("card.cvc")]);
}

#[test]
fn a_browser_can_be_sent_to_the_callback_from_anywhere() {
    let three_ds = |url: &str| errors_of(&InitThreeDsPayment::new(payment(dec!(1), &[dec!(1)]), url));
    for good in [
        "https://example.com/dönüş",
        "http://127.0.0.1:8080",
        "https://çiçek.com.tr/?sipariş=1",
        "HTTPS://a",
        "com.example.shop-app://back",
    ] {
        assert_eq!(three_ds(good), [], "{good}");
    }
    for bad in ["", "/dönüş", "dönüş", "//example.com/dönüş", "example.com/geri?to=https://example.com", "https:///x"]
    {
        assert_eq!(three_ds(bad), [callback_url()], "{bad}");
    }
    let verify = VerifyCard::new(stored(), CardVerificationAuthType::ThreeDs);
    assert_eq!(errors_of(&verify), [ValidationError::Missing { field: "callbackUrl" }]);
    assert_eq!(errors_of(&verify.callback_url("https://example.com/dönüş")), []);
    let items = [PaymentItem::new(dec!(1))];
    let apm = InitApmPayment::new(Amounts::same(dec!(1)), ApmType::Papara, Currency::Try, items);
    assert_eq!(errors_of(&apm), []);
    let relative = apm.conversation_id("siparis-17").callback_url("/geri");
    assert_eq!(warnings_of(&relative), [ValidationWarning::Disputed(callback_url())]);
}

#[test]
fn a_search_does_not_end_before_it_begins() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let search = |from, to| SearchPayments::new().min_created_date(day(from)).max_created_date(day(to));
    assert_eq!(errors_of(&search(1, 2)), []);
    assert_eq!(errors_of(&search(2, 2)), []);
    assert_eq!(errors_of(&search(2, 1)), [ValidationError::InvalidRange { field: "minCreatedDate" }]);
    assert_eq!(errors_of(&SearchPayments::new().min_created_date(day(1))), []);
}

#[test]
fn a_link_for_an_order_is_for_one_payment() {
    let mut product: CreateProduct = serde_json::from_str(
        r#"{"name":"Kahve","description":"Türk kahvesi","price":10,"currency":"TRY","enabledInstallments":[1],"orderId":"17"}"#,
    )
    .unwrap();
    assert_eq!(errors_of(&product), [invalid("stock", "1 for a link with an orderId")]);
    product.stock = Some(1);
    assert_eq!(errors_of(&product), []);
}

#[test]
fn a_page_that_fills_a_wallet_needs_whose_it_is_and_no_basket() {
    let page = InitCheckoutPayment::new(Amounts::same(dec!(100)), Currency::Try, "https://example.com/dönüş");
    assert_eq!(errors_of(&page), [ValidationError::NoItems { field: "items" }]);
    assert_eq!(errors_of(&page.clone().deposit_payment(false)), [ValidationError::NoItems { field: "items" }]);
    let deposit = page.deposit_payment(true);
    let deposit = deposit.conversation_id("cuzdan-17");
    assert_eq!(warnings_of(&deposit), [ValidationWarning::Disputed(missing("buyerMemberId"))]);
    assert_eq!(errors_of(&deposit), []);
    assert_eq!(deposit.buyer_member_id(MemberId::new(7)).validate(), Ok(vec![]));
}

#[test]
fn errors_are_displayed_on_one_line() {
    let text = payment(dec!(0), &[]).validate().unwrap_err().to_string();
    assert_eq!(text, "items: the basket is empty; price is not above zero; paidPrice is not above zero");
    for (error, text) in [
        (
            ValidationError::ItemTotalMismatch { field: "items", sum: dec!(99.90), price: dec!(100) },
            "items: the basket adds up to 99.90, not to 100",
        ),
        (missing("card"), "card is missing"),
        (invalid("stock", "1 for a link with an orderId"), "stock must be 1 for a link with an orderId"),
        (ValidationError::InvalidRange { field: "startDate" }, "the range from startDate on ends before it begins"),
        (
            ValidationError::NotAllowed { field: "card", with: "a walletPrice that pays all" },
            "card is not allowed together with a walletPrice that pays all",
        ),
        (
            ValidationError::TooManyDecimals { field: "price", decimals: 2 },
            "price has more than the 2 decimals of its currency",
        ),
        (
            ValidationError::ExceedsAmount { field: "items.subMerchantMemberPrice", limit: "items.price" },
            "items.subMerchantMemberPrice is more than items.price",
        ),
        (
            ValidationError::ImplausiblePaidPrice { field: "paidPrice", price: dec!(100), paid_price: dec!(10000) },
            "paidPrice of 10000 is implausible for the price of 100",
        ),
        (ValidationError::CardNumberFormat { field: "card.cardNumber" }, "card.cardNumber must be 12 to 19 digits"),
        (ValidationError::CardNumberChecksum { field: "card.cardNumber" }, "card.cardNumber has a mistyped digit"),
        (ValidationError::SecurityCodeLength { field: "card.cvc", digits: 4 }, "card.cvc must be 4 digits"),
        (ValidationError::CardExpired { field: "card.expireYear" }, "card.expireYear: the card has expired"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}
