//! A callback's fields can be reached only when its hash is Craftgate's, and only those that the hash covers.

use craftgate_core::Operation as _;
use craftgate_core::callback::{
    self, CallbackError, CallbackKey, CallbackVersion, CheckoutCallback, CompleteStatus, NextStep, ThreeDsCallback,
    verify, verify_fields,
};
use craftgate_core::encoding::percent_encode;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CompleteThreeDsPayment, PaymentStatus, RetrievePayment};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

const KEY: &str = "merchantThreeDsCallbackKeySndbox";
const V1: [&str; 6] = ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];

type Fields = Vec<(String, String)>;

fn key() -> CallbackKey {
    CallbackKey::from(KEY)
}

/// The hash of the key and the values, joined as version 1 (`###`) or version 2 (nothing) does.
fn hash(values: &[&str], joint: &str) -> String {
    let text = [&[KEY], values].concat().join(joint);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
}

/// The fields with a version 1 hash.
fn signed_v1(mut fields: Fields) -> Fields {
    let hash = hash(&V1.map(|name| value(&fields, name)), "###");
    fields.push(("hash".to_owned(), hash));
    fields
}

/// The fields with a version 2 hash over `names`, listed with `separator`.
fn signed_v2(mut fields: Fields, names: &[&str], separator: &str) -> Fields {
    let values: Vec<&str> = names.iter().map(|name| value(&fields, name)).collect();
    let hash = hash(&values, "");
    fields.push(("hash".to_owned(), hash));
    fields.push(("hashParams".to_owned(), names.join(separator)));
    fields
}

fn form(fields: &Fields) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn success() -> Fields {
    fields(&[
        ("status", "SUCCESS"),
        ("completeStatus", "WAITING"),
        ("paymentId", "5"),
        ("conversationData", "sepet ğüşıöç İ"),
        ("conversationId", "sipariş-17"),
        ("callbackStatus", "SUCCESS"),
    ])
}

/// The fields with one of them changed.
fn with(mut fields: Fields, name: &str, value: &str) -> Fields {
    fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.to_owned();
    fields
}

fn content(callback: &ThreeDsCallback) -> Vec<(String, Option<String>)> {
    let names = [&V1[..], &["mdStatus", "hash", "hashParams", "x"]].concat();
    names.iter().map(|name| ((*name).to_owned(), callback.field(name).map(str::to_owned))).collect()
}

mod version_1 {
    use super::*;

    #[test]
    fn a_genuine_one_tells_its_six_fields() {
        let callback = verify_fields(&key(), signed_v1(success())).unwrap();
        assert_eq!(callback.version(), CallbackVersion::V1);
        assert_eq!(callback.payment_id(), Some(PaymentId::new(5)));
        assert!(callback.is_success());
        assert_eq!(callback.status(), PaymentStatus::Success);
        assert_eq!(callback.complete_status(), Some(CompleteStatus::Waiting));
        assert_eq!(
            callback.next_step(PaymentId::new(5)),
            NextStep::Complete(CompleteThreeDsPayment::new(PaymentId::new(5)))
        );
        assert_eq!(callback.next_step(PaymentId::new(6)), NextStep::PaymentIdMismatch);
        assert_eq!(callback.conversation_data(), Some("sepet ğüşıöç İ"));
        assert_eq!(callback.conversation_id(), Some("sipariş-17"));
        assert_eq!(callback.field("callbackStatus"), Some("SUCCESS"));
        assert_eq!(callback.md_status(), None);
    }

    #[test]
    fn absent_and_empty_fields_are_hashed_as_empty_text_wherever_they_stand() {
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
    fn a_failed_one_is_genuine_and_no_success() {
        for status in ["FAILURE", "success", "SUCCESS ", "INIT_THREEDS"] {
            let mut failed = success();
            failed[0].1 = status.to_owned();
            let callback = verify_fields(&key(), signed_v1(failed)).unwrap();
            assert!(
                !callback.is_success() && !matches!(callback.next_step(PaymentId::new(5)), NextStep::Complete(_)),
                "{status}"
            );
            assert_eq!(callback.status().as_str(), status);
        }
    }

    #[test]
    fn it_exposes_only_what_its_hash_covers() {
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
    fn its_debug_names_its_fields_and_shows_none_but_the_status() {
        let callback = verify_fields(&key(), signed_v1(with(success(), "conversationData", ""))).unwrap();
        let names = r#"["status", "completeStatus", "paymentId", "conversationId", "callbackStatus"]"#;
        let shown = format!(
            "ThreeDsCallback {{ version: V1, payment_id: Some(PaymentId(5)), status: Success, fields: {names} }}"
        );
        assert_eq!(format!("{callback:?}"), shown);
    }

    #[test]
    fn each_changed_field_makes_it_a_forgery() {
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
    fn each_field_taken_away_makes_it_a_forgery() {
        for index in 0..6 {
            let mut forged = signed_v1(success());
            forged.remove(index);
            assert_eq!(verify_fields(&key(), forged), Err(CallbackError::Hash), "{index}");
        }
    }

    #[test]
    fn another_key_makes_it_a_forgery() {
        for other in ["", "merchantThreeDsCallbackKeySndbo", "merchantThreeDsCallbackKeySndbox ", "başka"] {
            let verified = verify_fields(&CallbackKey::from(other), signed_v1(success()));
            assert_eq!(verified, Err(CallbackError::Hash), "{other:?}");
        }
    }
}

mod the_next_step {
    use super::*;

    #[track_caller]
    fn assert_step(fields: Fields, step: NextStep) {
        assert_eq!(verify_fields(&key(), signed_v1(fields)).unwrap().next_step(PaymentId::new(5)), step);
    }

    fn look_up() -> NextStep {
        NextStep::Retrieve(RetrievePayment::new(PaymentId::new(5)))
    }

    #[test]
    fn a_verified_payment_is_completed_only_where_it_waits_for_it() {
        assert_step(success(), NextStep::Complete(CompleteThreeDsPayment::new(PaymentId::new(5))));
        for complete in ["COMPLETED", "", "YENI"] {
            assert_step(with(success(), "completeStatus", complete), look_up());
        }
    }

    #[test]
    fn a_failed_verification_is_the_end_of_it_with_and_without_an_id() {
        let failed = with(success(), "status", "FAILURE");
        assert_step(with(failed.clone(), "paymentId", ""), NextStep::Failed);
        for callback in ["", "SUCCESS", "already_returned"] {
            assert_step(with(failed.clone(), "callbackStatus", callback), NextStep::Failed);
        }
    }

    #[test]
    fn a_repeat_is_looked_up_for_the_payment_may_be_made() {
        let repeat = with(with(success(), "status", "FAILURE"), "callbackStatus", "ALREADY_RETURNED");
        assert_step(with(repeat.clone(), "paymentId", ""), look_up());
        assert_step(repeat, look_up());
    }

    #[test]
    fn another_payments_callback_is_left_alone_however_it_ended() {
        for status in ["SUCCESS", "FAILURE"] {
            for callback in ["SUCCESS", "ALREADY_RETURNED"] {
                let other = with(with(success(), "status", status), "callbackStatus", callback);
                assert_step(with(other, "paymentId", "6"), NextStep::PaymentIdMismatch);
            }
        }
    }
}

mod the_hash {
    use super::*;

    fn with_hash(hash: &str) -> Result<ThreeDsCallback, CallbackError> {
        let mut callback = success();
        callback.push(("hash".to_owned(), hash.to_owned()));
        verify_fields(&key(), callback)
    }

    fn genuine() -> String {
        signed_v1(success()).pop().unwrap().1
    }

    #[test]
    fn it_may_be_in_capitals() {
        assert!(with_hash(&genuine()).is_ok());
        assert!(with_hash(&genuine().to_uppercase()).is_ok());
    }

    #[test]
    fn every_digit_of_it_counts() {
        let genuine = genuine();
        for index in 0..genuine.len() {
            let other = if &genuine[index..=index] == "0" { "1" } else { "0" };
            let mut forged = genuine.clone();
            forged.replace_range(index..=index, other);
            assert_eq!(with_hash(&forged), Err(CallbackError::Hash), "digit {index}");
        }
    }

    #[test]
    fn what_is_not_64_hexadecimal_digits_is_no_hash() {
        let genuine = genuine();
        let cut = &genuine[..62];
        for text in [
            "",
            "0",
            cut,
            &genuine[2..],
            &format!("{genuine}00"),
            &format!("{genuine} "),
            &format!(" {genuine}"),
            &format!("0x{cut}"),
            &format!("{cut}+1"),
            &format!("{cut}g0"),
            &format!("{cut}ğ"),
            &"ğ".repeat(32),
        ] {
            assert_eq!(with_hash(text), Err(CallbackError::Hash), "{text}");
        }
    }

    #[test]
    fn a_callback_without_one_is_malformed() {
        assert_eq!(verify_fields(&key(), success()), Err(CallbackError::Malformed));
        assert_eq!(verify(&key(), b""), Err(CallbackError::Malformed));
    }
}

mod version_2 {
    use super::*;

    const NAMES: [&str; 7] =
        ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"];

    fn with_md_status() -> Fields {
        let mut with = success();
        with.push(("mdStatus".to_owned(), "1".to_owned()));
        with
    }

    #[test]
    fn a_genuine_one_tells_the_fields_that_it_names() {
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
    fn a_half_verification_cannot_become_a_full_one() {
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
    fn what_passes_for_a_full_verification_that_did_not_come_has_another_conversation_id() {
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
    fn an_id_cut_longer_is_not_the_payment_that_was_started() {
        let mut genuine = with_md_status();
        genuine.iter_mut().find(|(name, _)| name == "conversationData").unwrap().1 = String::new();
        genuine.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "7-a".to_owned();
        let mut forged = signed_v2(genuine, &NAMES, ":");
        forged.iter_mut().find(|(name, _)| name == "paymentId").unwrap().1 = "57".to_owned();
        forged.iter_mut().find(|(name, _)| name == "conversationId").unwrap().1 = "-a".to_owned();
        if let Ok(callback) = verify_fields(&key(), forged) {
            assert_eq!(callback.next_step(PaymentId::new(5)), NextStep::PaymentIdMismatch);
        }
    }

    #[test]
    fn an_order_that_is_not_craftgates_is_ambiguous() {
        for names in [["mdStatus", "status", "paymentId"], ["x", "status", "paymentId"], ["status", "x", "paymentId"]] {
            let signed = signed_v2(with_md_status(), &names, ":");
            assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Ambiguous), "{names:?}");
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
                assert_eq!(verified, Err(CallbackError::Ambiguous), "{names:?}");
            }
        }
        let verified = verify_fields(&key(), signed_v2(later, &["paymentId", "status", "completeStatus"], ":"));
        assert_eq!(verified, Err(CallbackError::Ambiguous));
    }

    #[test]
    fn it_exposes_only_what_it_names() {
        let callback = verify_fields(&key(), signed_v2(with_md_status(), &["status", "paymentId"], ",")).unwrap();
        assert_eq!(callback.conversation_id(), None);
        assert_eq!(callback.conversation_data(), None);
        assert_eq!(callback.complete_status(), None);
        assert_eq!(callback.md_status(), None);
        assert!(!format!("{callback:?}").contains("sipariş"));
    }

    #[test]
    fn it_has_to_cover_status_and_payment_id() {
        for names in [
            &["status"][..],
            &["paymentId"],
            &["conversationId"],
            &[],
            &["status", "paymentID"],
            &["Status", "paymentId"],
        ] {
            let signed = signed_v2(with_md_status(), names, ",");
            assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Malformed), "{names:?}");
        }
    }

    #[test]
    fn a_name_that_comes_twice_is_ambiguous() {
        for names in [["status", "paymentId", "status"], ["status", "paymentId", "paymentId"]] {
            let signed = signed_v2(with_md_status(), &names, ",");
            assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Ambiguous), "{names:?}");
        }
        let signed = signed_v2(with_md_status(), &["status", "paymentId", "x", "y", "x"], ",");
        assert_eq!(verify_fields(&key(), signed), Err(CallbackError::Ambiguous));
    }

    #[test]
    fn each_named_field_that_changes_makes_it_a_forgery() {
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
    fn statuses_that_could_hold_a_piece_of_a_neighbour_are_ambiguous() {
        for (index, status) in
            [(0, "SUCCES"), (0, ""), (1, "WAITING5"), (1, "bekliyor"), (5, "SUCCESS1"), (5, "success")]
        {
            let mut odd = with_md_status();
            odd[index].1 = status.to_owned();
            let verified = verify_fields(&key(), signed_v2(odd, &NAMES, ":"));
            assert_eq!(verified, Err(CallbackError::Ambiguous), "{status}");
        }
    }

    #[test]
    fn needed_fields_have_to_be_there_and_not_only_be_named() {
        for missing in ["status", "paymentId"] {
            let mut without = with_md_status();
            without.retain(|(name, _)| name != missing);
            let signed = signed_v2(without, &NAMES, ",");
            assert!(verify_fields(&key(), signed).is_err(), "{missing}");
        }
    }
}

mod tampering {
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
    fn a_failed_version_1_cannot_become_a_success_by_hiding_its_values_in_a_made_up_field() {
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
        let names = [
            "callbackStatus",
            "completeStatus",
            "paymentId",
            "conversationData",
            "conversationId",
            "status",
            "mdStatus",
        ];
        let genuine = failed_v2();
        let values = genuine.iter().map(|(_, value)| value.as_str());
        assert_not_a_success(relabelled(&genuine, &names.into_iter().zip(values).collect::<Vec<_>>()));
    }

    #[test]
    fn an_empty_key_verifies_nothing() {
        let pairs = [("status", "SUCCESS"), ("completeStatus", "WAITING"), ("paymentId", "5")];
        let joined = "###SUCCESS###WAITING###5#########";
        let hash: String = Sha256::digest(joined).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut forged = fields(&pairs);
        forged.push(("hash".to_owned(), hash));
        assert_eq!(verify_fields(&CallbackKey::from(""), forged), Err(CallbackError::Hash));
    }

    #[test]
    fn a_failed_version_2_cannot_become_a_success_by_hiding_its_values_in_a_made_up_field() {
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
        for (data, id) in [("a###b", "c"), ("###", ""), ("a#", "b"), ("a", "#b"), ("a##", "#"), ("#", ""), ("", "a###")]
        {
            let mut hard = success();
            hard[3].1 = data.to_owned();
            hard[4].1 = id.to_owned();
            assert_eq!(verify_fields(&key(), signed_v1(hard)), Err(CallbackError::Ambiguous), "{data} {id}");
        }
    }

    #[test]
    fn a_value_may_hold_what_is_less_than_the_separator_between_its_letters() {
        for data in ["a#b", "a##b"] {
            let callback = verify_fields(&key(), signed_v1(with(success(), "conversationData", data)));
            assert_eq!(callback.unwrap().conversation_data(), Some(data));
        }
    }

    #[test]
    fn values_cannot_be_cut_apart_in_another_way() {
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
    fn a_field_that_comes_twice_is_ambiguous_wherever_it_stands() {
        for (name, value) in
            [("status", "SUCCESS"), ("status", "FAILURE"), ("paymentId", "5"), ("hash", ""), ("conversationId", "x")]
        {
            for at_front in [true, false] {
                let mut doubled = signed_v1(success());
                let index = if at_front { 0 } else { doubled.len() };
                doubled.insert(index, (name.to_owned(), value.to_owned()));
                assert_eq!(verify_fields(&key(), doubled), Err(CallbackError::Ambiguous), "{name}");
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
        fn arbitrary_bytes_are_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(verify(&key(), &body).is_err());
        }

        #[test]
        fn arbitrary_fields_are_refused_without_a_panic(pairs in prop::collection::vec(("status|paymentId|hash|hashParams|\\PC{0,5}", "\\PC{0,70}"), 0..6)) {
            prop_assert!(verify_fields(&key(), pairs).is_err());
        }
    }
}

mod forms {
    use super::*;

    #[test]
    fn plus_and_percent_are_decoded_as_browsers_encode() {
        let mut spaced = success();
        spaced[3].1 = "a b+c&d=e%ş".to_owned();
        let signed = signed_v1(spaced);
        let hash = value(&signed, "hash");
        let body = format!(
            "status=SUCCESS&completeStatus=WAITING&paymentId=%35&conversationData=a+b%2Bc%26d%3De%25%C5%9F\
             &conversationId=sipari%c5%9F-17&callbackStatus=SUCCESS&hash={hash}"
        );
        let callback = verify(&key(), body.as_bytes()).unwrap();
        assert_eq!(callback.conversation_data(), Some("a b+c&d=e%ş"));
        assert_eq!(callback.conversation_id(), Some("sipariş-17"));
    }

    #[test]
    fn what_is_no_text_is_malformed() {
        for broken in [&b"conversationId=%FF&hash=0"[..], b"hash=0&a=\xFF", b"hash=0&%C4=1"] {
            assert_eq!(verify(&key(), broken), Err(CallbackError::Malformed), "{broken:?}");
        }
    }

    #[test]
    fn a_name_is_decoded_before_it_is_told_to_come_twice() {
        let body = form(&signed_v1(success())) + "&stat%75s=FAILURE";
        assert_eq!(verify(&key(), body.as_bytes()), Err(CallbackError::Ambiguous));
    }

    #[test]
    fn verify_and_verify_fields_agree() {
        let signed = signed_v1(success());
        assert_eq!(callback::verify(&key(), form(&signed).as_bytes()), verify_fields(&key(), signed));
    }
}

mod checkout {
    use super::*;

    #[test]
    fn it_gives_the_token_and_the_way_to_the_payment() {
        let callback = CheckoutCallback::parse(b"token=456d1297-908e&x=1").unwrap();
        assert_eq!(callback.token(), "456d1297-908e");
        let request = crate::common::request(&callback.retrieve());
        assert_eq!(request.uri(), "https://api.craftgate.io/payment/v1/checkout-payments/456d1297-908e");
    }

    #[test]
    fn a_hostile_token_stays_a_path_segment_or_is_refused() {
        let callback = CheckoutCallback::parse(b"token=..%2F..%2Fcard-payments%2F1%3Fx%3D").unwrap();
        let path = callback.retrieve().path().unwrap();
        assert_eq!(path, "/payment/v1/checkout-payments/..%2F..%2Fcard-payments%2F1%3Fx%3D");
        assert!(CheckoutCallback::parse(b"token=..").unwrap().retrieve().path().is_err());
    }

    #[test]
    fn none_and_two_are_told_apart() {
        for (body, error) in [
            (&b""[..], CallbackError::Malformed),
            (b"token=", CallbackError::Malformed),
            (b"token", CallbackError::Malformed),
            (b"Token=a", CallbackError::Malformed),
            (b"token=%FF", CallbackError::Malformed),
            (b"token=a&token=a", CallbackError::Ambiguous),
            (b"token=&token=a", CallbackError::Ambiguous),
            (b"token=a&%74oken=b", CallbackError::Ambiguous),
        ] {
            assert_eq!(CheckoutCallback::parse(body), Err(error), "{body:?}");
        }
    }
}
