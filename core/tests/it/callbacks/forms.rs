//! A form is read as browsers write it.

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
fn a_form_that_is_not_utf8_is_malformed() {
    for broken in [&b"conversationId=%FF&hash=0"[..], b"hash=0&a=\xFF", b"hash=0&%C4=1"] {
        assert_eq!(verify(&key(), broken), Err(CallbackError::Malformed), "{broken:?}");
    }
}

#[test]
fn names_are_decoded_before_duplicates_are_found() {
    let body = form(&signed_v1(success())) + "&stat%75s=FAILURE";
    assert_eq!(verify(&key(), body.as_bytes()), Err(CallbackError::DuplicateField));
}

#[test]
fn verify_and_verify_fields_agree() {
    let signed = signed_v1(success());
    assert_eq!(callback::verify(&key(), form(&signed).as_bytes()), verify_fields(&key(), signed));
}

/// Comparing each name with all others would take minutes here.
#[test]
fn two_hundred_thousand_fields_are_verified_like_six() {
    let names: Vec<String> = (0..200_000).map(|number| format!("x{number:06}")).collect();
    let mut many = success();
    many.extend(names.iter().map(|name| (name.clone(), "1".to_owned())));
    let covered: Vec<&str> = ["status", "paymentId"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let signed = signed_v2_in_one_pass(many, &covered);
    let callback = verify(&key(), form(&signed).as_bytes()).unwrap();
    assert_eq!((callback.payment_id(), callback.field("x199999")), (Some(PaymentId::new(5)), Some("1")));
}

/// As [`signed_v2`], whose look-ups would take minutes too: all further fields are `1`.
fn signed_v2_in_one_pass(mut fields: Fields, names: &[&str]) -> Fields {
    let values: Vec<&str> = ["SUCCESS", "5"].into_iter().chain(names[2..].iter().map(|_| "1")).collect();
    let hash = super::hash(&values, "");
    fields.push(("hash".to_owned(), hash));
    fields.push(("hashParams".to_owned(), names.join(":")));
    fields
}
