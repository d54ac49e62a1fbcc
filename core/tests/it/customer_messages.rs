//! Every error has a message for the customer, in both languages, that reveals nothing to a thief.

use craftgate_core::id::PaymentId;
use std::collections::BTreeMap;

use craftgate_core::error::CustomerMessage;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Error, ErrorGroup, RandomKey, TransportError};

use crate::common::http_response;

fn message_of(status: u16, body: &str) -> CustomerMessage {
    crate::common::protocol()
        .exchange(&RetrievePayment::new(PaymentId::new(1)))
        .parse(http_response(status, body))
        .unwrap_err()
        .customer_message()
}

fn rejected(status: u16, group: &str) -> CustomerMessage {
    message_of(status, &format!(r#"{{"errors":{{"errorCode":"10051","errorGroup":"{group}"}}}}"#))
}

#[test]
fn a_declined_payment_has_the_message_of_its_group() {
    for group in ErrorGroup::KNOWN.iter().filter(|group| !group.may_have_succeeded()) {
        assert_eq!(rejected(422, group.as_str()), group.customer_message(), "{group}");
    }
    assert_eq!(rejected(422, "NOT_SUFFICIENT_FUNDS"), CustomerMessage::InsufficientFunds);
    assert_eq!(rejected(422, "REQUIRES_3DS"), CustomerMessage::UseThreeDs);
    assert_eq!(rejected(422, "YARIN_GELECEK_GRUP"), CustomerMessage::NotApproved);
}

#[test]
fn a_failed_refund_has_a_message_about_the_refund() {
    for group in [
        "ARCHIVED_PAYMENT",
        "EXPIRED_PROVISION",
        "INVALID_REFUND_TRANSACTION",
        "NON_REFUNDABLE_PAYMENT",
        "PAYMENT_NOT_FOUND_FOR_REFUND",
    ] {
        assert_eq!(rejected(422, group), CustomerMessage::RefundNotPossible, "{group}");
    }
    for group in ["POS_BALANCE_NOT_SUFFICIENT", "REFUND_DECLINE"] {
        assert_eq!(rejected(422, group), CustomerMessage::RefundLater, "{group}");
    }
    assert_eq!(rejected(422, "MAY_HAVE_ALREADY_REFUNDED"), CustomerMessage::RefundBeingChecked);
    let messages =
        [CustomerMessage::RefundNotPossible, CustomerMessage::RefundLater, CustomerMessage::RefundBeingChecked];
    for message in messages {
        assert!(message.english().contains("refund") && !message.english().contains("pay"), "{message:?}");
        assert!(message.turkish().contains("İade") && !message.turkish().contains("Ödeme"), "{message:?}");
    }
}

#[test]
fn no_message_reveals_that_a_card_is_stolen_or_suspected() {
    let declined = ErrorGroup::Declined.customer_message();
    for group in
        ["LOST_CARD", "STOLEN_CARD", "PICKUP_CARD", "BLOCKED_CARD", "FRAUD_SUSPECT", "FRAUD_CHECK_BLOCK", "FRAUD_BLOCK"]
    {
        assert_eq!(ErrorGroup::from(group).customer_message(), declined, "{group}");
    }
}

#[test]
fn a_customer_whose_payment_may_have_gone_through_is_never_asked_to_pay_again() {
    let unknown = [
        Error::from(TransportError::maybe_sent("connection reset")).customer_message(),
        rejected(500, "DECLINED"),
        rejected(409, "DECLINED"),
        message_of(502, "<html>"),
        message_of(200, "{"),
        rejected(422, "NO_RESPONSE"),
        rejected(422, "REQUEST_TIMEOUT"),
        rejected(422, "COMMUNICATION_OR_SYSTEM_ERROR"),
        rejected(422, "APPROVED_COMPLETED"),
        rejected(422, "ORDER_ID_ALREADY_USED"),
    ];
    assert_eq!(unknown, [CustomerMessage::BeingChecked; 10]);
}

#[test]
fn a_customer_whose_bank_did_not_respond_is_to_look_before_paying_again() {
    for group in ["NO_RESPONSE", "REQUEST_TIMEOUT", "COMMUNICATION_OR_SYSTEM_ERROR"] {
        assert_eq!(ErrorGroup::from(group).customer_message(), CustomerMessage::CheckCardActivity, "{group}");
    }
    for group in ["APPROVED_COMPLETED", "ORDER_ID_ALREADY_USED"] {
        assert_eq!(ErrorGroup::from(group).customer_message(), CustomerMessage::CheckYourOrder, "{group}");
    }
}

#[test]
fn too_many_requests_are_to_be_made_later() {
    assert_eq!(message_of(429, r#"{"errors":{"errorCode":"1029"}}"#), CustomerMessage::TryAgainLater);
    assert_eq!(rejected(422, "TOO_MANY_REQUESTS"), CustomerMessage::WaitAndTryAgain);
}

#[test]
fn what_is_not_about_the_payment_is_for_the_merchant_to_fix() {
    let key = RandomKey::new("").unwrap_err();
    assert_eq!(Error::from(key).customer_message(), CustomerMessage::ContactMerchant);
    let validation = r#"{"errors":{"errorCode":"4001","errorDescription":"Sepet tutarı geçersiz"}}"#;
    assert_eq!(message_of(422, validation), CustomerMessage::ContactMerchant);
    assert_eq!(message_of(422, r#"{"errors":{"errorCode":"10012"}}"#), CustomerMessage::NotApproved);
    assert_eq!(Error::from(TransportError::not_sent("rejected")).customer_message(), CustomerMessage::TryAgainLater);
}

#[test]
fn a_known_code_without_a_group_has_the_message_of_its_meaning() {
    let expired = r#"{"errors":{"errorCode":"4152","errorDescription":"Kart son kullanma yılı geçersiz"}}"#;
    assert_eq!(message_of(422, expired), CustomerMessage::CheckExpiryDate);
    assert_eq!(message_of(422, r#"{"errors":{"errorCode":10051}}"#), CustomerMessage::InsufficientFunds);
}

#[test]
fn every_message_has_its_own_text_in_each_language() {
    let messages = ErrorGroup::KNOWN.iter().map(ErrorGroup::customer_message);
    let messages = messages.chain([
        CustomerMessage::BeingChecked,
        CustomerMessage::CheckCardholderName,
        CustomerMessage::TryAgainLater,
    ]);
    let mut seen: BTreeMap<&str, CustomerMessage> = BTreeMap::new();
    for message in messages {
        assert_eq!(message.to_string(), message.english());
        for text in [message.turkish(), message.english()] {
            assert!(text.ends_with('.') && text.trim() == text, "{text:?}");
            assert!(text.starts_with(char::is_uppercase) || text.starts_with("3D"), "{text:?}");
            assert_eq!(*seen.entry(text).or_insert(message), message, "{text:?}");
        }
    }
}
