//! What is allowed but unusual is a warning of its own kind, and no error.

use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::juzdan::InitJuzdanPayment;
use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, MasterpassCustomer, MasterpassPayment};
use craftgate_core::payment::{
    Amounts, ApmType, Basket, BnplCartItem, BnplCartItemType, CreateApmPayment, CreateDepositPayment,
    CreateFundTransferDepositPayment, DepositFromCard, InitApmDepositPayment, InitApmPayment, InitBnplPayment,
    InitCheckoutPayment, InitGarantiPayPayment, InitMultiPayment, InitPosApmPayment, InitThreeDsDepositPayment,
    InitThreeDsPayment, PaymentGroup, PaymentItem, PosApmPaymentProvider, RefundPayment, RefundPaymentMarkAsRefunded,
    RefundPaymentTransaction, pos_apm_params,
};
use craftgate_core::{Currency, Validate, ValidationWarning};
use rust_decimal_macros::dec;

use super::{errors_of, missing, payment, stored};

const URL: &str = "https://example.com/dönüş";

#[test]
fn a_call_that_moves_money_is_warned_of_a_missing_conversation_id() {
    let (amounts, price) = (|| Amounts::same(dec!(1)), dec!(1));
    let items = || [PaymentItem::new(dec!(1))];
    let apm = || InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items());
    let cart = [BnplCartItem::new(BnplCartItemType::Other, price, 1)];
    let deposit = || DepositFromCard::new(price, Currency::Try, MemberId::new(7), stored());
    let customer = MasterpassCustomer { msisdn: "905551112233", user_id: "müşteri-17" };
    let masterpass = MasterpassPayment::new(amounts(), Currency::Try, 1, items());
    let mut loan = apm().payment_group(PaymentGroup::Product);
    loan.apm_type = ApmType::Alfabank;
    let world_pay = Basket::new(amounts(), Currency::Try, items());
    let operations: [(&str, &dyn Validate); 19] = [
        ("payment", &payment(price, &[price])),
        ("3D Secure", &InitThreeDsPayment::new(payment(price, &[price]), URL)),
        ("checkout", &InitCheckoutPayment::new(amounts(), Currency::Try, URL).items(items())),
        ("in parts", &InitMultiPayment::new(price, Currency::Try, URL).items(items())),
        ("apm", &apm()),
        ("recorded", &CreateApmPayment::new(amounts(), ApmType::FundTransfer, Currency::Try, items())),
        ("garanti", &InitGarantiPayPayment::new(amounts(), Currency::Try, URL, items())),
        (
            "wallet",
            &InitPosApmPayment::new(world_pay, PosApmPaymentProvider::YkbWorldPay, URL)
                .additional_params(pos_apm_params::world_pay_web_to_qr()),
        ),
        ("bkm", &InitBkmExpressPayment::new(amounts(), Currency::Try, items())),
        ("juzdan", &InitJuzdanPayment::new(amounts(), Currency::Try, items(), URL)),
        ("masterpass", &GenerateMasterpassPaymentToken::new(customer, "404308", false, masterpass)),
        ("loan", &InitBnplPayment::new(loan, cart)),
        ("deposit", &CreateDepositPayment::new(deposit())),
        ("deposit with 3D Secure", &InitThreeDsDepositPayment::new(deposit(), URL)),
        (
            "deposit by transfer",
            &CreateFundTransferDepositPayment::new(price, MemberId::new(7)).currency(Currency::Try),
        ),
        (
            "deposit by apm",
            &InitApmDepositPayment::new(ApmType::Papara, price, Currency::Try, MemberId::new(7)).callback_url(URL),
        ),
        ("refund", &RefundPayment::new(PaymentId::new(1))),
        ("recorded refund", &RefundPaymentMarkAsRefunded::new(RefundPayment::new(PaymentId::new(1)))),
        ("refund of a line", &RefundPaymentTransaction::new(PaymentTransactionId::new(1))),
    ];
    for (name, operation) in operations {
        let warning = ValidationWarning::MissingConversationId { field: "conversationId" };
        assert_eq!(operation.validate(), Ok(vec![warning]), "{name}");
    }
    assert_eq!(RefundPayment::new(PaymentId::new(1)).conversation_id("iade-17").validate(), Ok(vec![]));
    let blank = RefundPayment::new(PaymentId::new(1)).conversation_id(" ");
    assert_eq!(blank.validate().unwrap().len(), 1);
}

#[test]
fn warnings_come_with_errors_too() {
    let payment = payment(dec!(0), &[]);
    let errors = payment.validate().unwrap_err();
    assert_eq!(errors.as_slice(), errors_of(&payment));
    assert_eq!(errors.warnings(), [ValidationWarning::MissingConversationId { field: "conversationId" }]);
}

#[test]
fn warnings_name_their_field_and_read_as_one_line() {
    let (price, paid_price) = (dec!(100), dec!(200));
    for (warning, field, text) in [
        (
            ValidationWarning::MissingConversationId { field: "conversationId" },
            "conversationId",
            "conversationId is missing: the call can't be looked up by it after a lost response",
        ),
        (
            ValidationWarning::UnusualPaidPrice { field: "paidPrice", price, paid_price },
            "paidPrice",
            "paidPrice of 200 is unusual for the price of 100",
        ),
        (
            ValidationWarning::UnusualInstallments { field: "installment", installments: 24 },
            "installment",
            "installment of 24 is more than consumers' cards have",
        ),
        (ValidationWarning::Disputed(missing("channelId")), "channelId", "channelId is missing"),
    ] {
        assert_eq!((warning.field(), warning.to_string().as_str()), (field, text));
    }
}
