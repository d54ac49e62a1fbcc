//! A changed or moved value of a signed field is never believed.

use super::*;

#[test]
fn a_changed_field_fails_verification() {
    let signature = sign(&sample());
    for (index, others) in [
        ["API_AUTH", "API_VERIFY_AND_AUTHX", "api_verify_and_auth"],
        ["1661521222", "16615212210", "661521221"],
        ["FAILURE", "SUCCES", "success"],
        ["585", "5840", "58"],
    ]
    .iter()
    .enumerate()
    {
        for other in others {
            let mut forged = sample();
            forged[index] = (*other).to_owned();
            assert_eq!(
                verify_ignoring_age(&key(), &signature, &body(&forged)),
                Err(WebhookError::Signature),
                "{other}"
            );
        }
    }
}

#[test]
fn a_missing_or_wrong_typed_field_is_malformed() {
    let whole = json!({"eventType": "API_AUTH", "eventTimestamp": 1, "status": "SUCCESS", "payloadId": "1"});
    for field in ["eventType", "eventTimestamp", "status", "payloadId"] {
        for wrong in [json!(null), json!({}), json!([]), json!(true)] {
            let mut body = whole.clone();
            body[field] = wrong;
            assert_eq!(
                verify_ignoring_age(&key(), &sign(&sample()), body.to_string().as_bytes()),
                Err(WebhookError::Malformed)
            );
        }
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        assert_eq!(
            verify_ignoring_age(&key(), &sign(&sample()), body.to_string().as_bytes()),
            Err(WebhookError::Malformed)
        );
    }
}

#[test]
fn a_duplicate_field_is_malformed() {
    let genuine = String::from_utf8(body(&sample())).unwrap();
    for field in ["eventType", "eventTimestamp", "status", "payloadId", "eventTime", "payload"] {
        let doubled = genuine.replacen('{', &format!(r#"{{"{field}":null,"{field}":"1","#), 1);
        let verified = verify_ignoring_age(&key(), &sign(&sample()), doubled.as_bytes());
        assert_eq!(verified, Err(WebhookError::Malformed), "{field}");
    }
}

#[test]
fn characters_cannot_move_from_one_field_to_the_next() {
    for genuine in [
        sample(),
        event(["AUTOPILOT", "1661521221", "SUCCESS", "garanti1"]),
        event(["AUTOPILOT", "1661521221", "FAILURE", "1"]),
        event(["AUTOPILOT", "1661521221", "SUCCESS", "GARANTI1"]),
        event(["YENI_OLAY", "1661521221", "PARTIAL", "584"]),
        event(["AUTOPILOT", "1661521221", "SUCCESS", "A1661521221SUCCESS9"]),
    ] {
        let signature = sign(&genuine);
        assert_eq!(signed(&verify_ignoring_age(&key(), &signature, &body(&genuine)).unwrap()), genuine);
        let text = genuine.concat();
        let cuts = |from: usize| (from..=text.len()).filter(|at| text.is_char_boundary(*at));
        for first in cuts(0) {
            for second in cuts(first) {
                for third in cuts(second) {
                    let moved = event([&text[..first], &text[first..second], &text[second..third], &text[third..]]);
                    if let Ok(webhook) = verify_ignoring_age(&key(), &signature, &body(&moved)) {
                        assert_eq!(signed(&webhook), genuine, "moved to {moved:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_signed_string_is_split_in_one_way() {
    let genuine = event(["AUTOPILOT", "1661521221", "SUCCESS", "A1661521221SUCCESS9"]);
    let moved = event(["AUTOPILOT1661521221SUCCESSA", "1661521221", "SUCCESS", "9"]);
    assert_eq!(sign(&genuine), sign(&moved));
    assert!(verify_ignoring_age(&key(), &sign(&genuine), &body(&genuine)).is_ok());
    assert_eq!(verify_ignoring_age(&key(), &sign(&genuine), &body(&moved)), Err(WebhookError::Malformed));
}

#[test]
fn fields_that_may_hold_a_piece_of_a_neighbour_are_malformed_under_a_genuine_signature() {
    for fields in [
        ["", "1661521221", "SUCCESS", "584"],
        ["YENI_OLAY2", "1661521221", "SUCCESS", "584"],
        ["YENI2_OLAY", "1661521221", "SUCCESS", "584"],
        ["2_OLAY", "1661521221", "SUCCESS", "584"],
        ["API_AUTH", "166152122X", "SUCCESS", "584"],
        ["API_AUTH", "1661521221", "", "584"],
        ["API_AUTH", "1661521221", "SUCCESS_", "584"],
        ["API_AUTH", "1661521221", "Partial", "584"],
        ["API_AUTH", "1661521221", "PARTIAL2", "584"],
        ["API_AUTH", "1661521221", "PARTIAL", "garanti"],
        ["API_AUTH", "1661521221", "PARTIAL", ""],
        ["API_AUTH", "1661521221", "SUCCESS", ""],
    ] {
        let event = event(fields);
        assert_eq!(
            verify_ignoring_age(&key(), &sign(&event), &body(&event)),
            Err(WebhookError::Malformed),
            "{fields:?}"
        );
    }
}

#[test]
fn another_key_fails_verification() {
    for other in ["Aoh7tReTybO6wOjBmOJFFsOR53SBojE", "aoh7tReTybO6wOjBmOJFFsOR53SBojEp", "ğ"] {
        let verified = verify_ignoring_age(&WebhookKey::new(other).unwrap(), &sign(&sample()), &body(&sample()));
        assert_eq!(verified, Err(WebhookError::Signature), "{other:?}");
    }
}

#[test]
fn every_bit_of_the_signature_is_compared() {
    let genuine = STANDARD.decode(sign(&sample())).unwrap();
    for bit in 0..256 {
        let mut forged = genuine.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        let verified = verify_ignoring_age(&key(), &STANDARD.encode(forged), &body(&sample()));
        assert_eq!(verified, Err(WebhookError::Signature), "bit {bit}");
    }
}

#[test]
fn anything_but_base64_of_32_bytes_is_no_signature() {
    let genuine = sign(&sample());
    let bytes = STANDARD.decode(&genuine).unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    for text in [
        "",
        "=",
        "====",
        &genuine[..43],
        &genuine[..40],
        &format!("{genuine}="),
        &format!(" {genuine}"),
        &format!("{genuine}\n"),
        &format!("{genuine},{genuine}"),
        &STANDARD.encode(&bytes[..31]),
        &STANDARD.encode([&*bytes, &[0]].concat()),
        &hex,
        "ğüşıöç İ",
        "\0",
    ] {
        assert_eq!(verify_ignoring_age(&key(), text, &body(&sample())), Err(WebhookError::Signature), "{text:?}");
    }
}

proptest! {
    #![proptest_config(crate::common::cases(2000))]

    #[test]
    fn any_changed_byte_of_the_body_fails_or_changes_nothing(index in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut changed = body(&sample());
        let at = index.index(changed.len());
        changed[at] = byte;
        if let Ok(webhook) = verify_ignoring_age(&key(), &sign(&sample()), &changed) {
            prop_assert_eq!(signed(&webhook), sample());
        }
    }

    #[test]
    fn arbitrary_bytes_and_signatures_are_rejected_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200), signature in "\\PC{0,50}|[A-Za-z0-9+/]{43}=",
    ) {
        prop_assert!(verify_ignoring_age(&key(), &signature, &bytes).is_err());
        prop_assert_eq!(verify_ignoring_age(&key(), &signature, &body(&sample())), Err(WebhookError::Signature));
    }

    /// Whatever the alias of a POS holds, no other split of what was signed is believed.
    #[test]
    fn any_split_of_a_signed_string_is_the_genuine_one(
        alias in "(A|SUCCESS|FAILURE|AUTOPILOT|API_AUTH|1661521221|9|-){1,6}", ends in prop::collection::vec(any::<prop::sample::Index>(), 3),
    ) {
        let genuine = event(["AUTOPILOT", "1661521221", "SUCCESS", &alias]);
        let text = genuine.concat();
        let mut ends: Vec<usize> = ends.iter().map(|end| end.index(text.len() + 1)).collect();
        ends.sort_unstable();
        let moved = event([&text[..ends[0]], &text[ends[0]..ends[1]], &text[ends[1]..ends[2]], &text[ends[2]..]]);
        if let Ok(webhook) = verify_ignoring_age(&key(), &sign(&genuine), &body(&moved)) {
            prop_assert_eq!(signed(&webhook), genuine);
        }
    }

    #[test]
    fn an_alias_of_any_characters_is_kept_whole(alias in "\\PC{1,20}", index in any::<prop::sample::Index>()) {
        let genuine = event(["AUTOPILOT", "1661521221", "SUCCESS", &alias]);
        let signature = sign(&genuine);
        prop_assert_eq!(signed(&verify_ignoring_age(&key(), &signature, &body(&genuine)).unwrap()), genuine.clone());
        let at = (1..=alias.len()).filter(|at| alias.is_char_boundary(*at)).collect::<Vec<_>>();
        let at = at[index.index(at.len())];
        let moved = event(["AUTOPILOT", "1661521221", &format!("SUCCESS{}", &alias[..at]), &alias[at..]]);
        prop_assert!(verify_ignoring_age(&key(), &signature, &body(&moved)).is_err(), "moved to {:?}", moved);
    }
}
