//! Version 1 of the callback: six fields in a fixed order.

use super::*;

#[test]
fn a_genuine_callback_exposes_its_six_fields() {
    let callback = verify_fields(&key(), signed_v1(success())).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V1);
    assert_eq!(callback.payment_id(), Some(PaymentId::new(5)));
    assert!(callback.is_success());
    assert_eq!(callback.status(), PaymentStatus::Success);
    assert_eq!(callback.complete_status(), Some(CompleteStatus::Waiting));
    let complete = CompleteThreeDsPayment::new(PaymentId::new(5));
    assert_eq!(callback.next_step(&started()), NextStep::Complete(complete));
    let other = StartedPayment::new(PaymentId::new(6), "sipariş-17");
    assert_eq!(callback.next_step(&other), NextStep::PaymentIdMismatch);
    assert_eq!(callback.conversation_data(), Some("sepet ğüşıöç İ"));
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
    assert_eq!(callback.field("callbackStatus"), Some("SUCCESS"));
    assert_eq!(callback.md_status(), None);
}

#[test]
fn absent_and_empty_fields_are_hashed_as_empty_strings() {
    for left_out in 0..64_u32 {
        let kept = success().into_iter().enumerate();
        let kept: Fields = kept.filter(|(index, _)| left_out & (1 << index) == 0).map(|(_, field)| field).collect();
        if value(&kept, "status").is_empty() || value(&kept, "paymentId").is_empty() {
            continue;
        }
        let callback = verify_fields(&key(), signed_v1(kept.clone()));
        assert_eq!(callback.map(|callback| callback.payment_id()), Ok(Some(PaymentId::new(5))), "{kept:?}");
    }
}

#[test]
fn a_failed_callback_verifies_and_is_no_success() {
    for status in ["FAILURE", "success", "SUCCESS ", "INIT_THREEDS"] {
        let mut failed = success();
        failed[0].1 = status.to_owned();
        let callback = verify_fields(&key(), signed_v1(failed)).unwrap();
        assert!(!callback.is_success() && !matches!(callback.next_step(&started()), NextStep::Complete(_)), "{status}");
        assert_eq!(callback.status().as_str(), status);
    }
}

#[test]
fn only_fields_that_the_hash_covers_are_exposed() {
    let mut genuine = signed_v1(success());
    genuine.extend(fields(&[("mdStatus", "1"), ("x", "sızma")]));
    let callback = verify_fields(&key(), genuine).unwrap();
    assert_eq!(callback.md_status(), None);
    for name in ["mdStatus", "x", "hash", "hashParams"] {
        assert_eq!(callback.field(name), None, "{name}");
    }
    assert!(!format!("{callback:?}").contains("sızma"));
}

#[test]
fn debug_shows_the_names_of_the_fields_and_no_value_but_the_status() {
    let callback = verify_fields(&key(), signed_v1(with(success(), "conversationData", ""))).unwrap();
    let names = r#"["status", "completeStatus", "paymentId", "conversationId", "callbackStatus"]"#;
    let shown =
        format!("ThreeDsCallback {{ version: V1, payment_id: Some(PaymentId(5)), status: Success, fields: {names} }}");
    assert_eq!(format!("{callback:?}"), shown);
}

#[test]
fn a_changed_field_fails_verification() {
    for index in 0..6 {
        for other in ["", "6", "FAILURE", "SUCCESS!", "5 "] {
            let mut forged = signed_v1(success());
            if forged[index].1 != other {
                forged[index].1 = other.to_owned();
                assert_eq!(verify_fields(&key(), forged), Err(CallbackError::Hash), "{index} {other}");
            }
        }
    }
}

#[test]
fn a_removed_field_fails_verification() {
    for index in 0..6 {
        let mut forged = signed_v1(success());
        forged.remove(index);
        assert_eq!(verify_fields(&key(), forged), Err(CallbackError::Hash), "{index}");
    }
}

#[test]
fn another_key_fails_verification() {
    for other in ["merchantThreeDsCallbackKeySndbo", "merchantThreeDsCallbackKeySndbox x", "başka"] {
        let verified = verify_fields(&CallbackKey::new(other).unwrap(), signed_v1(success()));
        assert_eq!(verified, Err(CallbackError::Hash), "{other:?}");
    }
}
