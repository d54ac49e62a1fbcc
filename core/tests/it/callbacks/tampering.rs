//! A changed, renamed or moved value is never believed.

use super::*;

/// What a browser can post under the hash of a genuine callback: the names are its own to choose.
fn relabelled(genuine: &Fields, fields: &[(&str, &str)]) -> Fields {
    let mut forged = self::fields(fields);
    forged.push(("hashParams".to_owned(), fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(":")));
    forged.push(("hash".to_owned(), value(genuine, "hash").to_owned()));
    forged
}

#[track_caller]
fn assert_not_a_success(forged: Fields) {
    let verified = verify_fields(&key(), forged);
    assert!(!verified.as_ref().is_ok_and(ThreeDsCallback::is_success), "a forgery was verified: {verified:?}");
}

fn failed() -> Fields {
    let mut failed = success();
    failed[0].1 = "FAILURE".to_owned();
    failed
}

fn failed_v2() -> Fields {
    let mut failed = failed();
    failed.push(("mdStatus".to_owned(), "0".to_owned()));
    signed_v2(failed, &[&V1[..], &["mdStatus"]].concat(), ":")
}

#[test]
fn a_failed_version_1_cannot_become_a_success_by_swapping_the_names_of_its_values() {
    let names = ["callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "status"];
    let values = V1.map(|name| value(&failed(), name).to_owned());
    let swapped: Vec<_> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
    assert_not_a_success(relabelled(&signed_v1(failed()), &swapped));
}

#[test]
fn a_failed_version_1_cannot_become_a_success_by_hiding_its_values_in_a_synthetic_field() {
    let forged = [
        ("x", "###FAILURE###WAITING###"),
        ("paymentId", "5"),
        ("y", "###sepet ğüşıöç İ###sipariş-17###"),
        ("status", "SUCCESS"),
    ];
    assert_not_a_success(relabelled(&signed_v1(failed()), &forged));
}

#[test]
fn a_failed_version_1_cannot_become_a_success_by_naming_a_piece_of_its_conversation() {
    let mut genuine = failed();
    genuine[3].1 = "sepet###SUCCESS".to_owned();
    let forged = [
        ("x", "FAILURE"),
        ("completeStatus", "WAITING"),
        ("paymentId", "5"),
        ("y", "sepet"),
        ("status", "SUCCESS"),
        ("conversationId", "sipariş-17"),
        ("callbackStatus", "SUCCESS"),
    ];
    assert_not_a_success(relabelled(&signed_v1(genuine), &forged));
}

#[test]
fn a_failed_version_2_cannot_become_a_success_by_swapping_the_names_of_its_values() {
    let names =
        ["callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "status", "mdStatus"];
    let genuine = failed_v2();
    let values = genuine.iter().map(|(_, value)| value.as_str());
    assert_not_a_success(relabelled(&genuine, &names.into_iter().zip(values).collect::<Vec<_>>()));
}

#[test]
fn a_failed_version_2_cannot_become_a_success_by_hiding_its_values_in_a_synthetic_field() {
    let forged = [
        ("x", "FAILUREWAITING"),
        ("paymentId", "5"),
        ("y", "sepet ğüşıöç İsipariş-17"),
        ("status", "SUCCESS"),
        ("z", "0"),
    ];
    assert_not_a_success(relabelled(&failed_v2(), &forged));
}

#[test]
fn a_version_1_callback_cannot_be_relabelled_as_one_of_another_payment() {
    let mut order = success();
    order[4].1 = "777".to_owned();
    let names = ["status", "completeStatus", "conversationId", "conversationData", "paymentId", "callbackStatus"];
    let values = V1.map(|name| value(&order, name).to_owned());
    let swapped: Vec<_> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
    let verified = verify_fields(&key(), relabelled(&signed_v1(order), &swapped));
    assert!(
        !verified.as_ref().is_ok_and(|callback| callback.payment_id() == Some(PaymentId::new(777))),
        "{verified:?}"
    );
}

#[test]
fn a_field_is_the_same_whether_it_is_absent_or_empty() {
    let without = fields(&[("status", "SUCCESS"), ("paymentId", "5")]);
    let genuine = signed_v1(without);
    let mut padded = genuine.clone();
    padded.extend(fields(&[("completeStatus", ""), ("conversationId", ""), ("callbackStatus", "")]));
    let (genuine, padded) = (verify_fields(&key(), genuine).unwrap(), verify_fields(&key(), padded).unwrap());
    assert_eq!(content(&genuine), content(&padded));
    assert_eq!(genuine.complete_status(), padded.complete_status());
}

#[test]
fn values_that_hold_the_separator_are_ambiguous_even_under_a_genuine_hash() {
    for (data, id) in [("a###b", "c"), ("###", ""), ("a#", "b"), ("a", "#b"), ("a##", "#"), ("#", ""), ("", "a###")] {
        let mut hard = success();
        hard[3].1 = data.to_owned();
        hard[4].1 = id.to_owned();
        assert_eq!(verify_fields(&key(), signed_v1(hard)), Err(CallbackError::Ambiguous), "{data} {id}");
    }
}

#[test]
fn a_value_may_hold_less_than_a_separator_between_its_characters() {
    for data in ["a#b", "a##b"] {
        let callback = verify_fields(&key(), signed_v1(with(success(), "conversationData", data)));
        assert_eq!(callback.unwrap().conversation_data(), Some(data));
    }
}

#[test]
fn values_cannot_be_split_in_another_way() {
    let mut hard = success();
    hard[3].1 = "a###b".to_owned();
    hard[4].1 = String::new();
    let mut moved = signed_v1(hard);
    moved[3].1 = "a".to_owned();
    moved[4].1 = "b".to_owned();
    moved[5].1 = "###SUCCESS".to_owned();
    assert!(verify_fields(&key(), moved).is_err());
}

#[test]
fn a_duplicate_field_is_rejected_wherever_it_stands() {
    for (name, value) in
        [("status", "SUCCESS"), ("status", "FAILURE"), ("paymentId", "5"), ("hash", ""), ("conversationId", "x")]
    {
        for at_front in [true, false] {
            let mut doubled = signed_v1(success());
            let index = if at_front { 0 } else { doubled.len() };
            doubled.insert(index, (name.to_owned(), value.to_owned()));
            assert_eq!(verify_fields(&key(), doubled), Err(CallbackError::DuplicateField), "{name}");
        }
    }
}

#[test]
fn a_payment_id_has_one_spelling() {
    for id in [0, 1, i64::MAX] {
        let callback = verify_fields(&key(), signed_v1(with(success(), "paymentId", &id.to_string())));
        assert_eq!(callback.unwrap().payment_id(), Some(PaymentId::new(id)));
    }
    for id in ["+5", "05", " 5", "5 ", "5.0", "5e0", "٥", "", "0x5", "9223372036854775808"] {
        let mut odd = success();
        odd[2].1 = id.to_owned();
        assert_eq!(verify_fields(&key(), signed_v1(odd)), Err(CallbackError::Malformed), "{id:?}");
    }
}

proptest! {
    #![proptest_config(crate::common::cases(1500))]

    #[test]
    fn a_callback_with_any_values_verifies_or_is_ambiguous(values in prop::collection::vec("[a-zğİ#& +%]{0,8}", 3), id in 0..i64::MAX) {
        let callback = fields(&[
            ("status", "FAILURE"), ("completeStatus", &values[0]), ("paymentId", &id.to_string()),
            ("conversationData", &values[1]), ("conversationId", &values[2]),
        ]);
        match verify(&key(), form(&signed_v1(callback)).as_bytes()) {
            Ok(callback) => {
                prop_assert_eq!(callback.payment_id(), Some(PaymentId::new(id)));
                let kept = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
                prop_assert_eq!(callback.field("completeStatus").map(str::to_owned), kept(&values[0]));
                prop_assert_eq!(callback.conversation_data().map(str::to_owned), kept(&values[1]));
                prop_assert_eq!(callback.conversation_id().map(str::to_owned), kept(&values[2]));
            }
            Err(error) => {
                prop_assert_eq!(error, CallbackError::Ambiguous);
                prop_assert!(values.iter().any(|value| value.contains('#')));
            }
        }
    }

    #[test]
    fn any_changed_byte_of_a_form_fails_or_changes_nothing(
        index in any::<prop::sample::Index>(), byte in any::<u8>(), v2 in any::<bool>(),
    ) {
        let signed = if v2 { signed_v2(success(), &V1, ",") } else { signed_v1(success()) };
        let genuine = form(&signed).into_bytes();
        let expected = content(&verify(&key(), &genuine).unwrap());
        let mut changed = genuine.clone();
        let at = index.index(changed.len());
        changed[at] = byte;
        if let Ok(callback) = verify(&key(), &changed) {
            prop_assert_eq!(content(&callback), expected);
        }
    }

    #[test]
    fn any_shuffled_values_fail_or_change_nothing(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let genuine = signed_v1(success());
        let expected = content(&verify_fields(&key(), genuine.clone()).unwrap());
        let mut forged = genuine.clone();
        for (index, from) in order.iter().enumerate() {
            forged[index].1.clone_from(&genuine[*from].1);
        }
        if let Ok(callback) = verify_fields(&key(), forged) {
            prop_assert_eq!(content(&callback), expected);
        }
    }

    #[test]
    fn arbitrary_bytes_are_rejected_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify(&key(), &body).is_err());
    }

    #[test]
    fn arbitrary_fields_are_rejected_without_a_panic(pairs in prop::collection::vec(("status|paymentId|hash|hashParams|\\PC{0,5}", "\\PC{0,70}"), 0..6)) {
        prop_assert!(verify_fields(&key(), pairs).is_err());
    }
}
