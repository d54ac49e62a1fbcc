//! The documented payloads, by Craftgate's own samples.

use craftgate_core::bank_account_tracking::RecordType;
use craftgate_core::id::{
    BkmExpressTicketId, MemberId, PaymentId, SettlementFileId, TransactionId, WalletId, WalletTransactionId,
};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{ApmAdditionalAction, MultiPaymentStatus, PaymentStatus};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::settlement_reporting::SettlementType;
use craftgate_core::wallet::WalletTransactionType;
use craftgate_core::webhook::{CommaDecimal, UnverifiedPayload};
use craftgate_core::{Currency, Secret};

use super::*;

/// A verified webhook of this type with this payload.
fn webhook(event_type: &str, payload: &str) -> Webhook {
    let event = event([event_type, "1681384532", "SUCCESS", "1"]);
    let body = String::from_utf8(body(&event)).unwrap().replacen('{', &format!("{{\"payload\":{payload},"), 1);
    verify_ignoring_age(&key(), &sign(&event), body.as_bytes()).unwrap()
}

fn payload(event_type: &str, payload: &str) -> UnverifiedPayload {
    webhook(event_type, payload).unverified_payload().unwrap().unwrap()
}

#[test]
fn a_payout() {
    let payload = payload("PAYOUT_COMPLETED", r#"{"settlementFileId": 50,"settlementType": "SETTLEMENT"}"#);
    let UnverifiedPayload::PayoutCompleted(payout) = payload else { panic!("{payload:?}") };
    assert_eq!(payout.settlement_file_id, Some(SettlementFileId::new(50)));
    assert_eq!(payout.settlement_type, Some(SettlementType::Settlement));
}

#[test]
fn an_autopilots_pos_with_and_without_its_notifications() {
    let json =
        r#"{"posAlias": "62-garanti-59","posName": "garanti","nonThreeDsStatus": "PASSIVE","threeDsStatus": "ACTIVE"}"#;
    for (json, notifications_enabled) in
        [(json.to_owned(), None), (json.replace('}', r#","notificationsEnabled": false}"#), Some(false))]
    {
        let payload = payload("AUTOPILOT", &json);
        let UnverifiedPayload::Autopilot(pos) = payload else { panic!("{payload:?}") };
        assert_eq!(pos.pos_alias.as_deref(), Some("62-garanti-59"));
        assert_eq!(pos.pos_name.as_deref(), Some("garanti"));
        assert_eq!((pos.non_three_ds_status, pos.three_ds_status), (Some(Status::Passive), Some(Status::Active)));
        assert_eq!(pos.notifications_enabled, notifications_enabled);
    }
}

#[test]
fn a_wallet() {
    let json = r#"{ "currency": "TRY", "walletId": 34, "memberId": 39, "negativeAmountLimit": 0 }"#;
    let payload = payload("WALLET_CREATED", json);
    let UnverifiedPayload::WalletCreated(wallet) = payload else { panic!("{payload:?}") };
    assert_eq!(wallet.currency, Some(Currency::Try));
    assert_eq!((wallet.wallet_id, wallet.member_id), (Some(WalletId::new(34)), Some(MemberId::new(39))));
    assert_eq!(wallet.negative_amount_limit, Some(Decimal::ZERO));
}

#[test]
fn a_wallet_transaction() {
    let json = r#"{ "currency": "TRY", "walletTransactionType": "PAYMENT_REDEEM", "id": 158, "memberId": 39,
        "transactionId": 1, "walletId": 34, "amount": -10 }"#;
    let payload = payload("WALLET_TX_CREATED", json);
    let UnverifiedPayload::WalletTxCreated(transaction) = payload else { panic!("{payload:?}") };
    assert_eq!(transaction.currency, Some(Currency::Try));
    assert_eq!(transaction.wallet_transaction_type, Some(WalletTransactionType::PaymentRedeem));
    assert_eq!(transaction.id, Some(WalletTransactionId::new(158)));
    assert_eq!((transaction.wallet_id, transaction.member_id), (Some(WalletId::new(34)), Some(MemberId::new(39))));
    assert_eq!(transaction.transaction_id, Some(TransactionId::new(1)));
    assert_eq!(transaction.amount, Some(Decimal::new(-10, 0)));
}

#[test]
fn a_shopping_loan() {
    for (json, status) in [
        (r#"{"additionalAction": "APPROVAL_REQUIRED"}"#, None),
        (r#"{"additionalAction": "APPROVAL_REQUIRED", "paymentStatus": "WAITING"}"#, Some(PaymentStatus::Waiting)),
    ] {
        let payload = payload("BNPL_NOTIFICATION", json);
        let UnverifiedPayload::BnplNotification(loan) = payload else { panic!("{payload:?}") };
        assert_eq!(loan.additional_action, Some(ApmAdditionalAction::ApprovalRequired));
        assert_eq!(loan.payment_status, status);
    }
}

#[test]
fn a_transfer_to_a_tracked_account() {
    let json = r#"{"currency": "TRY","recordDate": "2016-02-05T12:24:41","senderName": "Alican Akkuş",
        "key": "160205987654321","recordType": "RECEIVE","description": "7654321 numaralı sipariş",
        "senderIban": "TR870006400000111351052758","amount": 81500}"#;
    let payload = payload("BANK_ACCOUNT_TRACKING_RECORD", json);
    let UnverifiedPayload::BankAccountTrackingRecord(record) = payload else { panic!("{payload:?}") };
    assert_eq!(record.currency, Some(Currency::Try));
    assert_eq!(record.record_date, Some("2016-02-05T12:24:41".parse().unwrap()));
    assert_eq!(record.sender_name.as_deref(), Some("Alican Akkuş"));
    assert_eq!(record.key.as_deref(), Some("160205987654321"));
    assert_eq!(record.record_type, Some(RecordType::Receive));
    assert_eq!(record.description.as_deref(), Some("7654321 numaralı sipariş"));
    assert_eq!(record.sender_iban.as_deref(), Some("TR870006400000111351052758"));
    assert_eq!(record.amount, Some(Decimal::from(81_500)));
}

#[test]
fn a_payment_in_parts() {
    let json = r#"{ "paymentIds": [ 11914 ], "conversationId": "convId-123", "externalId": "externalId-123",
        "multiPaymentStatus": "COMPLETED", "token": "774a7c17-1a47-4104-a562-35a521ad3ac7" }"#;
    let payload = payload("MULTI_PAYMENT_COMPLETED", json);
    assert!(!format!("{payload:?}").contains("774a7c17"));
    let UnverifiedPayload::MultiPaymentCompleted(payment) = payload else { panic!("{payload:?}") };
    assert_eq!(payment.payment_ids, [PaymentId::new(11_914)]);
    assert_eq!(payment.conversation_id.as_deref(), Some("convId-123"));
    assert_eq!(payment.external_id.as_deref(), Some("externalId-123"));
    assert_eq!(payment.multi_payment_status, Some(MultiPaymentStatus::Completed));
    assert_eq!(payment.token, Some(Secret::from("774a7c17-1a47-4104-a562-35a521ad3ac7")));
}

#[test]
fn a_bkm_express_payment_whose_prices_have_a_decimal_comma() {
    let json =
        r#"{"ticketId":"dcfdc163-0545-46d7-8f86-5a11718e56ec","paidPrice":"1,00","installment":1,"price":"1,00"}"#;
    let payload = payload("BKM_EXPRESS_PAYMENT_NOTIFICATION", json);
    let UnverifiedPayload::BkmExpressPaymentNotification(payment) = payload else { panic!("{payload:?}") };
    assert_eq!(payment.ticket_id, Some(BkmExpressTicketId::new("dcfdc163-0545-46d7-8f86-5a11718e56ec")));
    assert_eq!(payment.installment, Some(1));
    let price = Decimal::new(1_00, 2);
    assert_eq!((payment.paid_price, payment.price), (Some(price.into()), Some(price.into())));
    assert_eq!(Decimal::from(payment.price.unwrap()), price);
}

#[test]
fn an_event_without_a_payload_or_a_documented_shape_has_none() {
    assert_eq!(webhook("WALLET_CREATED", "null").unverified_payload().unwrap(), None);
    for event_type in ["API_AUTH", "REFUND", "YENI_OLAY"] {
        let webhook = webhook(event_type, r#"{"walletId":34}"#);
        assert_eq!(webhook.unverified_payload().unwrap(), None, "{event_type}");
        assert_eq!(webhook.unverified().payload.as_ref().unwrap().as_str(), r#"{"walletId":34}"#);
    }
}

#[test]
fn unknown_fields_and_values_are_no_error() {
    let payload = payload("PAYOUT_COMPLETED", r#"{"settlementType":"YENI","yeni":[1]}"#);
    let UnverifiedPayload::PayoutCompleted(payout) = payload else { panic!("{payload:?}") };
    assert_eq!(payout.settlement_type, Some(SettlementType::from("YENI")));
}

#[test]
fn a_payload_of_another_shape_is_an_error_that_quotes_nothing_and_keeps_the_json() {
    for json in ["[]", "17", "\"gizli\"", r#"{"walletId":"gizli"}"#] {
        let webhook = webhook("WALLET_CREATED", json);
        let error = webhook.unverified_payload().unwrap_err();
        assert!(!error.to_string().contains("gizli"), "{error}");
        assert_eq!(webhook.unverified().payload.as_ref().unwrap().as_str(), json);
    }
}

mod decimal_commas {
    use super::*;

    fn read(json: &str) -> Option<Decimal> {
        serde_json::from_str::<CommaDecimal>(json).ok().map(Decimal::from)
    }

    #[test]
    fn amounts_are_read_exactly() {
        for (json, amount) in [
            (r#""1,00""#, Decimal::new(1_00, 2)),
            (r#""1250,5""#, Decimal::new(12_505, 1)),
            (r#""1.250,00""#, Decimal::new(125_000, 2)),
            (r#""12.345.678,90""#, Decimal::new(1_234_567_890, 2)),
            (r#""-10,00""#, Decimal::new(-10_00, 2)),
            (r#""-1.250,00""#, Decimal::new(-125_000, 2)),
            (r#""100""#, Decimal::from(100)),
            (r#""1.50""#, Decimal::new(1_50, 2)),
            ("1.250", Decimal::new(1_250, 3)),
            ("12.50", Decimal::new(12_50, 2)),
        ] {
            assert_eq!(read(json), Some(amount), "{json}");
            assert_eq!(read(json).unwrap().scale(), amount.scale(), "{json}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_or_none_is_an_error() {
        for json in [
            r#""1.250""#,
            r#""1.250.000""#,
            r#""1,250,00""#,
            r#""1.25,00""#,
            r#""1250.000,00""#,
            r#"".250,00""#,
            r#""1.,00""#,
            r#"",50""#,
            r#""1,""#,
            r#""""#,
            r#""x""#,
            r#""1,0x""#,
            r#""--1,00""#,
            "true",
            "{}",
            "[]",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }

    proptest! {
        #![proptest_config(crate::common::cases(500))]

        #[test]
        fn any_amount_comes_back_as_it_was_written(number in any::<i64>(), scale in prop_oneof![Just(0_u32), 1..=2_u32]) {
            let amount = CommaDecimal(Decimal::new(number, scale));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(read(&json), Some(amount.0), "{}", json);
        }
    }
}
