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
