//! A status says what remains to be done: to wait, to act, to retrieve it again, or nothing.

use craftgate_core::fraud::FraudCheckStatus;
use craftgate_core::payment::{
    InitApmPaymentResponse, InitPosApmPaymentResponse, MdStatus, PaymentStatus, PaymentTransactionApprovals,
    RefundStatus, VerifyBnplPaymentResponse,
};
use craftgate_core::payment_reporting::PaymentRefundStatus;
use craftgate_core::settlement_reporting::BounceStatus;
use craftgate_core::wallet::RemittanceReasonType;
use serde::de::DeserializeOwned;

/// A response with this status and what to do next.
fn response<T: DeserializeOwned>(status: &str, action: &str) -> T {
    let json = format!(r#"{{"paymentStatus":"{status}","additionalAction":"{action}"}}"#);
    serde_json::from_str(&json).unwrap()
}

/// The wire values of those that `holds` for.
fn those<T: ToString>(listed: &[T], holds: impl Fn(&T) -> bool) -> Vec<String> {
    listed.iter().filter(|value| holds(value)).map(T::to_string).collect()
}

#[test]
fn an_alternative_payment_is_done_or_waits_or_neither() {
    for (status, action, done, waiting) in [
        ("SUCCESS", "NONE", true, false),
        ("SUCCESS", "WAIT_FOR_WEBHOOK", false, false),
        ("WAITING", "OTP_REQUIRED", false, true),
        ("WAITING", "YENI", false, true),
        ("WAITING", "NONE", false, false),
        ("FAILURE", "NONE", false, false),
        ("FAILURE", "REDIRECT_TO_URL", false, false),
    ] {
        let start: InitApmPaymentResponse = response(status, action);
        assert_eq!((start.is_done(), start.is_waiting()), (done, waiting), "{status} {action}");
    }
}

#[test]
fn a_payment_by_a_banks_wallet_waits_for_its_customer() {
    for (status, action, waiting) in [
        ("WAITING", "REDIRECT_TO_URL", true),
        ("WAITING", "CONTINUE_IN_CLIENT", true),
        ("WAITING", "NONE", false),
        ("SUCCESS", "NONE", false),
        ("FAILURE", "REDIRECT_TO_URL", false),
    ] {
        assert_eq!(response::<InitPosApmPaymentResponse>(status, action).is_waiting(), waiting, "{status} {action}");
    }
}

#[test]
fn a_loan_is_done_or_needs_the_merchants_approval_or_neither() {
    for (status, action, done, needs_approval) in [
        ("SUCCESS", "NONE", true, false),
        ("SUCCESS", "APPROVAL_REQUIRED", false, true),
        ("WAITING", "APPROVAL_REQUIRED", false, true),
        ("WAITING", "NONE", false, false),
        ("WAITING", "WAIT_FOR_WEBHOOK", false, false),
        ("FAILURE", "NONE", false, false),
        ("FAILURE", "APPROVAL_REQUIRED", false, false),
    ] {
        let loan: VerifyBnplPaymentResponse = response(status, action);
        assert_eq!((loan.is_done(), loan.needs_approval()), (done, needs_approval), "{status} {action}");
    }
}

#[test]
fn an_md_status_is_full_or_half_or_a_failure_or_the_banks_own() {
    for number in -1..=9 {
        let status = MdStatus(number);
        let kind = (status.is_authenticated(), status.is_partially_authenticated(), status.is_failure());
        assert_eq!(kind, (number == 1, [2, 3, 4].contains(&number), [0, 5, 6, 7].contains(&number)), "{number}");
    }
}

#[test]
fn what_is_not_decided_yet_is_pending() {
    let pending = those(PaymentStatus::KNOWN, PaymentStatus::is_pending);
    assert_eq!(pending, ["INIT_THREEDS", "CALLBACK_THREEDS", "WAITING"]);
    assert_eq!(those(RefundStatus::KNOWN, RefundStatus::is_pending), ["WAITING"]);
    assert_eq!(those(FraudCheckStatus::KNOWN, FraudCheckStatus::is_decided), ["NOT_FRAUD", "FRAUD"]);
}

#[test]
fn statuses_say_what_can_still_be_done_with_the_money() {
    let refundable = those(PaymentRefundStatus::KNOWN, PaymentRefundStatus::is_refundable);
    assert_eq!(refundable, ["NOT_REFUNDED", "PARTIAL_REFUNDED"]);
    assert_eq!(those(BounceStatus::KNOWN, BounceStatus::needs_correction), ["BOUNCED"]);
    let withdrawable = those(RemittanceReasonType::KNOWN, RemittanceReasonType::is_withdrawable);
    assert_eq!(withdrawable, ["SUBMERCHANT_SEND_RECEIVE"]);
}

#[test]
fn the_lines_that_stayed_as_they_were_are_those_that_did_not_succeed() {
    let response: PaymentTransactionApprovals = serde_json::from_str(
        r#"{"size":1,"items":[
            {"paymentTransactionId":1,"approvalStatus":"SUCCESS"},
            {"paymentTransactionId":2,"approvalStatus":"FAILURE"},
            {"paymentTransactionId":3,"approvalStatus":"YENI"}
        ]}"#,
    )
    .unwrap();
    assert_eq!(response.failed().map(|line| line.payment_transaction_id.get()).collect::<Vec<_>>(), [2, 3]);
}
