//! Version 2 of the callback: the fields that it names, in the orders that Craftgate documents.

use super::*;

const NAMES: [&str; 7] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"];

fn with_md_status() -> Fields {
    let mut with = success();
    with.push(("mdStatus".to_owned(), "1".to_owned()));
    with
}

#[test]
fn a_genuine_callback_exposes_the_fields_that_it_names() {
    let callback = verify_fields(&key(), signed_v2(with_md_status(), &NAMES, ":")).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V2);
    assert_eq!(callback.payment_id(), Some(PaymentId::new(5)));
    assert!(callback.is_success());
    assert!(callback.md_status().unwrap().is_authenticated());
}

#[test]
fn its_values_may_be_hashed_with_the_separator_of_version_1() {
    let mut signed = signed_v2(with_md_status(), &NAMES, ":");
    let values = NAMES.map(|name| value(&signed, name).to_owned());
    signed[7].1 = hash(&values.each_ref().map(String::as_str), "###");
    let callback = verify_fields(&key(), signed).unwrap();
    assert_eq!((callback.version(), callback.payment_id()), (CallbackVersion::V2, Some(PaymentId::new(5))));
}

#[test]
fn any_run_of_characters_that_no_name_has_may_stand_between_the_names() {
    for separator in [",", ", ", "###", ";", " ", "|", "_", ":", "-", "#", "\n", "/", " · "] {
        let callback = verify_fields(&key(), signed_v2(with_md_status(), &NAMES, separator));
        assert_eq!(callback.map(|callback| callback.payment_id()), Ok(Some(PaymentId::new(5))), "{separator:?}");
    }
    let mut bracketed = signed_v2(with_md_status(), &NAMES, "\",\"");
    bracketed.last_mut().unwrap().1 = format!("[\"{}\"]", NAMES.join("\",\""));
    assert!(verify_fields(&key(), bracketed).is_ok());
}

#[test]
fn its_values_are_hashed_in_the_order_of_its_names() {
    let names = ["paymentId", "status", "mdStatus"];
    let mut signed = signed_v2(with_md_status(), &names, ",");
    assert_eq!(
        verify_fields(&key(), signed.clone()).map(|callback| callback.payment_id()),
        Ok(Some(PaymentId::new(5)))
    );
    signed.last_mut().unwrap().1 = "status,paymentId,mdStatus".to_owned();
    assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Hash));
}

#[test]
fn a_partial_verification_cannot_become_a_full_one() {
    let mut genuine = with_md_status();
    genuine.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "order-11".to_owned();
    genuine.iter_mut().find(|(name, _)| name == "mdStatus").unwrap().1 = "2".to_owned();
    let mut forged = signed_v2(genuine, &["status", "paymentId", "conversationId", "mdStatus"], ":");
    forged.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "order-1".to_owned();
    forged.iter_mut().find(|(name, _)| name == "mdStatus").unwrap().1 = "1".to_owned();
    forged.iter_mut().find(|(name, _)| name == "hashParams").unwrap().1 += ":x";
    forged.push(("x".to_owned(), "2".to_owned()));
    let verified = verify_fields(&key(), forged);
    assert!(verified.as_ref().is_ok_and(|callback| callback.md_status().is_none()), "{verified:?}");
}

#[test]
fn an_md_status_made_of_the_conversation_id_leaves_another_conversation_id() {
    let mut genuine = with_md_status();
    genuine.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "sipariş-17-1".to_owned();
    genuine.iter_mut().find(|(name, _)| name == "mdStatus").unwrap().1 = String::new();
    let mut forged = signed_v2(genuine, &["status", "paymentId", "conversationId", "mdStatus"], ":");
    assert_eq!(verify_fields(&key(), forged.clone()).unwrap().md_status(), None);
    forged.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "sipariş-17-".to_owned();
    forged.iter_mut().find(|(name, _)| name == "mdStatus").unwrap().1 = "1".to_owned();
    let forged = verify_fields(&key(), forged).unwrap();
    assert_eq!(forged.conversation_id(), Some("sipariş-17-"));
}

#[test]
fn an_id_lengthened_by_its_neighbour_is_not_the_started_payment() {
    let mut genuine = with_md_status();
    genuine.iter_mut().find(|(name, _)| name == "conversationData").unwrap().1 = String::new();
    genuine.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "7-a".to_owned();
    let mut forged = signed_v2(genuine, &NAMES, ":");
    forged.iter_mut().find(|(name, _)| name == "paymentId").unwrap().1 = "57".to_owned();
    forged.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "-a".to_owned();
    if let Ok(callback) = verify_fields(&key(), forged) {
        let started = StartedPayment::new(PaymentId::new(5), "7-a");
        assert_eq!(callback.next_step(&started), NextStep::PaymentIdMismatch);
    }
}

#[test]
fn an_order_that_is_not_craftgates_is_unknown() {
    for names in [["mdStatus", "status", "paymentId"], ["x", "status", "paymentId"], ["status", "x", "paymentId"]] {
        let signed = signed_v2(with_md_status(), &names, ":");
        assert_eq!(verify_fields(&key(), signed), Err(CallbackError::UnknownFieldOrder), "{names:?}");
    }
}

#[test]
fn a_new_field_may_come_after_craftgates_and_none_of_craftgates_after_it() {
    let mut later = with_md_status();
    later.push(("x3d".to_owned(), "yeni".to_owned()));
    let callback = verify_fields(&key(), signed_v2(later.clone(), &["status", "paymentId", "x3d"], ":")).unwrap();
    assert_eq!(callback.field("x3d"), Some("yeni"));
    for known in ["completeStatus", "mdStatus", "conversationData"] {
        for names in [["paymentId", "status", "x3d", known], ["status", "paymentId", "x3d", known]] {
            let verified = verify_fields(&key(), signed_v2(later.clone(), &names, ":"));
            assert_eq!(verified, Err(CallbackError::UnknownFieldOrder), "{names:?}");
        }
    }
    let verified = verify_fields(&key(), signed_v2(later, &["paymentId", "status", "completeStatus"], ":"));
    assert_eq!(verified, Err(CallbackError::UnknownFieldOrder));
}

#[test]
fn only_named_fields_are_exposed() {
    let callback = verify_fields(&key(), signed_v2(with_md_status(), &["status", "paymentId"], ",")).unwrap();
    assert_eq!(callback.conversation_id(), None);
    assert_eq!(callback.conversation_data(), None);
    assert_eq!(callback.complete_status(), None);
    assert_eq!(callback.md_status(), None);
    assert!(!format!("{callback:?}").contains("sipariş"));
}

#[test]
fn status_and_payment_id_have_to_be_covered() {
    for names in
        [&["status"][..], &["paymentId"], &["conversationId"], &[], &["status", "paymentID"], &["Status", "paymentId"]]
    {
        let signed = signed_v2(with_md_status(), names, ",");
        assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Malformed), "{names:?}");
    }
}

#[test]
fn a_duplicate_name_is_rejected() {
    for names in [["status", "paymentId", "status"], ["status", "paymentId", "paymentId"]] {
        let signed = signed_v2(with_md_status(), &names, ",");
        assert_eq!(verify_fields(&key(), signed), Err(CallbackError::DuplicateField), "{names:?}");
    }
    let signed = signed_v2(with_md_status(), &["status", "paymentId", "x", "y", "x"], ",");
    assert_eq!(verify_fields(&key(), signed), Err(CallbackError::DuplicateField));
}

#[test]
fn a_changed_field_that_is_named_fails_verification() {
    for index in 0..7 {
        let mut forged = signed_v2(with_md_status(), &NAMES, ",");
        forged[index].1.push('1');
        assert_eq!(verify_fields(&key(), forged), Err(CallbackError::Hash), "{index}");
    }
}

#[test]
fn a_covered_field_that_is_absent_counts_as_empty() {
    let signed = signed_v2(success(), &NAMES, ",");
    let callback = verify_fields(&key(), signed).unwrap();
    assert_eq!(callback.md_status(), None);
}

#[test]
fn a_failure_may_lack_its_payment_id_and_a_success_may_not() {
    for status in ["FAILURE", "SUCCESS"] {
        let callback = fields(&[("status", status), ("callbackStatus", "ALREADY_RETURNED")]);
        let verified = verify_fields(&key(), signed_v2(callback, &NAMES, ":"));
        match status {
            "FAILURE" => {
                assert!(verified.is_ok_and(|callback| callback.payment_id().is_none() && callback.is_duplicate()))
            }
            _ => assert_eq!(verified, Err(CallbackError::Malformed)),
        }
    }
}

#[test]
fn statuses_that_may_hold_a_piece_of_a_neighbour_are_ambiguous() {
    for (index, status) in [(0, "SUCCES"), (0, ""), (1, "WAITING5"), (1, "bekliyor"), (5, "SUCCESS1"), (5, "success")] {
        let mut odd = with_md_status();
        odd[index].1 = status.to_owned();
        let verified = verify_fields(&key(), signed_v2(odd, &NAMES, ":"));
        assert_eq!(verified, Err(CallbackError::Ambiguous), "{status}");
    }
}

#[test]
fn required_fields_have_to_be_present_and_not_only_named() {
    for missing in ["status", "paymentId"] {
        let mut without = with_md_status();
        without.retain(|(name, _)| name != missing);
        let signed = signed_v2(without, &NAMES, ",");
        assert!(verify_fields(&key(), signed).is_err(), "{missing}");
    }
}
