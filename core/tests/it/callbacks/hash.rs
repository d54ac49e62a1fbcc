//! A callback's hash is 64 hexadecimal digits, all of which count.

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
fn upper_case_digits_are_accepted() {
    assert!(with_hash(&genuine()).is_ok());
    assert!(with_hash(&genuine().to_uppercase()).is_ok());
}

#[test]
fn every_digit_is_compared() {
    let genuine = genuine();
    for index in 0..genuine.len() {
        let other = if &genuine[index..=index] == "0" { "1" } else { "0" };
        let mut forged = genuine.clone();
        forged.replace_range(index..=index, other);
        assert_eq!(with_hash(&forged), Err(CallbackError::Hash), "digit {index}");
    }
}

#[test]
fn anything_but_64_hexadecimal_digits_is_no_hash() {
    let genuine = genuine();
    let truncated = &genuine[..62];
    for text in [
        "",
        "0",
        truncated,
        &genuine[2..],
        &format!("{genuine}00"),
        &format!("{genuine} "),
        &format!(" {genuine}"),
        &format!("0x{truncated}"),
        &format!("{truncated}+1"),
        &format!("{truncated}g0"),
        &format!("{truncated}ğ"),
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
