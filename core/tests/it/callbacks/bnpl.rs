//! A shopping loan's callback is verified by its own fields, and decides only about the loan that it names.

use craftgate_core::callback::{BnplCallback, BnplNextStep, verify_bnpl, verify_bnpl_fields};
use craftgate_core::payment::{ApmAdditionalAction, ApproveBnplPayment, VerifyBnplPayment};

use super::*;

const NAMES: [&str; 5] = ["paymentId", "paymentStatus", "additionalAction", "conversationId", "callbackStatus"];

fn loan(status: &str, action: &str) -> Fields {
    fields(&[
        ("paymentId", "5"),
        ("paymentStatus", status),
        ("additionalAction", action),
        ("conversationId", "sipariş-17"),
        ("callbackStatus", ""),
    ])
}

fn verified(fields: Fields, names: &[&str]) -> Result<BnplCallback, CallbackError> {
    verify_bnpl(&key(), form(&signed_v2(fields, names, ":")).as_bytes())
}

fn step(fields: Fields) -> BnplNextStep {
    verified(fields, &NAMES).unwrap().next_step(&started())
}

fn ask_the_bank() -> BnplNextStep {
    BnplNextStep::Verify(VerifyBnplPayment::new(PaymentId::new(5)))
}

#[test]
fn a_genuine_callback_exposes_the_fields_that_it_names() {
    let callback = verified(loan("WAITING", "APPROVAL_REQUIRED"), &NAMES).unwrap();
    assert_eq!(callback.payment_id(), Some(PaymentId::new(5)));
    assert_eq!(callback.payment_status(), PaymentStatus::Waiting);
    assert_eq!(callback.additional_action(), Some(ApmAdditionalAction::ApprovalRequired));
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
    assert_eq!(callback.field("callbackStatus"), None);
    assert!(!callback.is_duplicate());
}

#[test]
fn debug_shows_the_names_of_the_fields_and_no_value_but_the_status() {
    let shown = format!("{:?}", verified(loan("SUCCESS", "NONE"), &NAMES).unwrap());
    let names = r#"["paymentId", "paymentStatus", "additionalAction", "conversationId"]"#;
    let head = "BnplCallback { payment_id: Some(PaymentId(5)), payment_status: Success";
    assert_eq!(shown, format!("{head}, fields: {names} }}"));
}

#[test]
fn only_named_fields_are_exposed() {
    let callback = verified(loan("SUCCESS", "NONE"), &["paymentId", "paymentStatus"]).unwrap();
    assert_eq!(callback.additional_action(), None);
    assert_eq!(callback.conversation_id(), None);
}

#[test]
fn any_order_is_accepted_in_which_the_payment_id_stands_before_the_conversation_id() {
    for names in [
        &["paymentId", "paymentStatus"][..],
        &["paymentStatus", "paymentId"],
        &["paymentStatus", "callbackStatus", "additionalAction", "paymentId", "conversationId"],
        &["paymentId", "paymentStatus", "callbackStatus", "conversationId", "additionalAction"],
        &["additionalAction", "paymentId", "paymentStatus", "conversationId", "callbackStatus", "yeni"],
    ] {
        let callback = verified(loan("WAITING", "APPROVAL_REQUIRED"), names);
        assert_eq!(callback.map(|callback| callback.payment_id()), Ok(Some(PaymentId::new(5))), "{names:?}");
    }
    for names in [
        &["conversationId", "paymentStatus", "paymentId"][..],
        &["paymentStatus", "conversationId", "paymentId"],
        &["yeni", "paymentId", "paymentStatus"],
        &["paymentId", "mdStatus", "paymentStatus"],
    ] {
        let error = verified(loan("WAITING", "APPROVAL_REQUIRED"), names).unwrap_err();
        assert_eq!(error, CallbackError::UnknownFieldOrder, "{names:?}");
        assert_eq!(error.bnpl_next_step(&started()), Some(ask_the_bank()));
    }
}

#[test]
fn payment_status_and_payment_id_have_to_be_covered() {
    for names in [&["paymentId"][..], &["paymentStatus"], &["status", "paymentId"], &[]] {
        assert_eq!(verified(loan("SUCCESS", "NONE"), names), Err(CallbackError::Malformed), "{names:?}");
    }
    let without_hash_params = signed_v1(loan("SUCCESS", "NONE"));
    assert_eq!(verify_bnpl_fields(&key(), without_hash_params), Err(CallbackError::Malformed));
}

#[test]
fn a_card_payments_callback_is_no_loans_nor_the_other_way_round() {
    let loan = signed_v2(loan("SUCCESS", "NONE"), &NAMES, ":");
    assert_eq!(verify_fields(&key(), loan), Err(CallbackError::Malformed));
    let card = signed_v2(success(), &V1, ":");
    assert_eq!(verify_bnpl_fields(&key(), card), Err(CallbackError::Malformed));
}

#[test]
fn duplicate_fields_and_names_are_rejected() {
    let mut doubled = signed_v2(loan("FAILURE", "NONE"), &NAMES, ":");
    doubled.push(("paymentStatus".to_owned(), "SUCCESS".to_owned()));
    assert_eq!(verify_bnpl_fields(&key(), doubled), Err(CallbackError::DuplicateField));
    let names = ["paymentId", "paymentStatus", "paymentId"];
    assert_eq!(verified(loan("SUCCESS", "NONE"), &names), Err(CallbackError::DuplicateField));
}

#[test]
fn a_changed_field_or_key_fails_verification() {
    for index in 0..5 {
        let mut forged = signed_v2(loan("SUCCESS", "NONE"), &NAMES, ":");
        forged[index].1.push('1');
        assert_eq!(verify_bnpl_fields(&key(), forged), Err(CallbackError::Hash), "{index}");
    }
    let other = CallbackKey::new("başka").unwrap();
    let genuine = signed_v2(loan("SUCCESS", "NONE"), &NAMES, ":");
    assert_eq!(verify_bnpl_fields(&other, genuine), Err(CallbackError::Hash));
}

#[test]
fn values_that_may_hold_a_piece_of_a_neighbour_are_ambiguous() {
    for (name, value) in [
        ("paymentStatus", "SUCCES"),
        ("paymentStatus", "INIT_THREEDS"),
        ("additionalAction", "none"),
        ("additionalAction", "NONE1"),
        ("callbackStatus", "x"),
    ] {
        let error = verified(with(loan("SUCCESS", "NONE"), name, value), &NAMES).unwrap_err();
        assert_eq!(error, CallbackError::Ambiguous, "{name} {value}");
        assert_eq!(error.bnpl_next_step(&started()), Some(ask_the_bank()));
    }
}

#[test]
fn a_payment_id_has_one_spelling() {
    for id in ["+5", "05", "5.0", "٥", "9223372036854775808"] {
        let odd = with(loan("SUCCESS", "NONE"), "paymentId", id);
        assert_eq!(verified(odd, &NAMES), Err(CallbackError::Malformed), "{id}");
    }
}

mod next_step {
    use super::*;

    #[test]
    fn a_made_payment_is_retrieved() {
        let retrieve = BnplNextStep::Retrieve(RetrievePayment::new(PaymentId::new(5)));
        assert_eq!(step(loan("SUCCESS", "NONE")), retrieve);
        assert_eq!(step(loan("SUCCESS", "")), retrieve);
    }

    #[test]
    fn a_granted_loan_is_approved() {
        let approve = BnplNextStep::Approve(ApproveBnplPayment::new(PaymentId::new(5)));
        assert_eq!(step(loan("WAITING", "APPROVAL_REQUIRED")), approve);
        assert_eq!(step(loan("SUCCESS", "APPROVAL_REQUIRED")), approve);
    }

    #[test]
    fn an_application_under_way_waits_for_the_webhook() {
        assert_eq!(step(loan("WAITING", "WAIT_FOR_WEBHOOK")), BnplNextStep::WaitForWebhook);
    }

    #[test]
    fn an_open_result_is_asked_from_the_bank() {
        for (status, action) in [
            ("WAITING", "VERIFY_REQUIRED"),
            ("WAITING", "NONE"),
            ("WAITING", ""),
            ("SUCCESS", "VERIFY_REQUIRED"),
            ("SUCCESS", "YENI_ISLEM"),
            ("FAILURE", "VERIFY_REQUIRED"),
            ("FAILURE", "APPROVAL_REQUIRED"),
            ("FAILURE", "YENI_ISLEM"),
        ] {
            assert_eq!(step(loan(status, action)), ask_the_bank(), "{status} {action}");
        }
    }

    #[test]
    fn a_failure_that_names_the_started_payment_is_final() {
        assert_eq!(step(loan("FAILURE", "NONE")), BnplNextStep::Failed);
        assert_eq!(step(loan("FAILURE", "")), BnplNextStep::Failed);
    }

    #[test]
    fn a_failure_whose_payment_id_has_no_certain_end_is_asked_from_the_bank() {
        let names = ["paymentStatus", "additionalAction", "paymentId", "conversationId"];
        let failed = verified(loan("FAILURE", "NONE"), &names).unwrap();
        assert_eq!(failed.next_step(&started()), ask_the_bank());
    }

    #[test]
    fn a_duplicate_is_asked_from_the_bank() {
        let duplicate = with(loan("FAILURE", "NONE"), "callbackStatus", "ALREADY_RETURNED");
        assert!(verified(duplicate.clone(), &NAMES).unwrap().is_duplicate());
        assert_eq!(step(duplicate), ask_the_bank());
    }

    #[test]
    fn no_payment_id_or_another_conversation_id_decides_nothing() {
        for (status, action) in [("SUCCESS", "NONE"), ("WAITING", "APPROVAL_REQUIRED"), ("FAILURE", "NONE")] {
            assert_eq!(step(with(loan(status, action), "paymentId", "")), ask_the_bank(), "{status}");
            for conversation in ["sipariş-18", ""] {
                let other = with(loan(status, action), "conversationId", conversation);
                assert_eq!(step(other), ask_the_bank(), "{status} {conversation}");
            }
        }
    }

    #[test]
    fn another_payments_callback_is_left_alone() {
        for (status, action) in [("SUCCESS", "NONE"), ("WAITING", "APPROVAL_REQUIRED"), ("FAILURE", "NONE")] {
            assert_eq!(step(with(loan(status, action), "paymentId", "6")), BnplNextStep::PaymentIdMismatch);
        }
    }
}

proptest! {
    #![proptest_config(crate::common::cases(1000))]

    #[test]
    fn arbitrary_fields_are_rejected_without_a_panic(
        pairs in prop::collection::vec(("paymentStatus|paymentId|hash|hashParams|\\PC{0,5}", "\\PC{0,70}"), 0..6),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(verify_bnpl_fields(&key(), pairs).is_err());
        prop_assert!(verify_bnpl(&key(), &body).is_err());
    }
}
