//! Juzdan's callback is a reference and proves nothing.

use craftgate_core::callback::JuzdanCallback;

use super::*;

#[test]
fn the_reference_leads_to_the_payment() {
    let callback = JuzdanCallback::parse("x=1&referenceId=5493c7a7%2Fğ".as_bytes()).unwrap();
    assert_eq!(callback.reference_id().as_str(), "5493c7a7/ğ");
    let request = crate::common::request(&callback.retrieve());
    assert_eq!(request.uri(), "https://api.craftgate.io/payment/v1/juzdan-payments/5493c7a7%2F%C4%9F");
}

#[test]
fn a_missing_and_a_duplicate_reference_are_distinguished() {
    for (body, error) in [
        (&b""[..], CallbackError::Malformed),
        (b"referenceId=", CallbackError::Malformed),
        (b"token=a", CallbackError::Malformed),
        (b"referenceid=a", CallbackError::Malformed),
        (b"referenceId=\xFF", CallbackError::Malformed),
        (b"referenceId=a&referenceId=a", CallbackError::DuplicateField),
        (b"referenceId=a&reference%49d=b", CallbackError::DuplicateField),
    ] {
        assert_eq!(JuzdanCallback::parse(body), Err(error), "{body:?}");
    }
}
