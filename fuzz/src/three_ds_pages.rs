//! The bank's page returns the customer with the merchant's own values, whatever their characters.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE};
use craftgate_core::callback::{self, CallbackError, NextStep};
use craftgate_core::payment::{
    CompleteThreeDsPayment, HtmlContent, HtmlContentError, InitThreeDsPayment, PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_emulator::{CallbackForm, ThreeDsOutcome};
use craftgate_test_support::{APPROVED_CARD, card, payment};

use crate::input::Fields;
use crate::ledger::Account;
use crate::reference::encoding::parse_form;
use crate::reference::latin_5;

/// The input: a callback URL, a conversation id, the callback's version (`2` or another), and any page.
pub fn three_ds_pages(data: &[u8]) {
    let mut fields = Fields::of(data);
    let [callback_url, conversation_id, version] = std::array::from_fn(|_| fields.string());
    let page = fields.bytes();
    check_verification(&callback_url, &conversation_id, version == "2");
    check_page(&String::from_utf8_lossy(page));
    check_charset(page);
}

/// Pays by 3D Secure. Panics unless the callback is verified with the merchant's values and completes the payment.
fn check_verification(callback_url: &str, conversation_id: &str, is_v2: bool) {
    let account = Account::open();
    let price = Decimal::ONE_HUNDRED;
    let payment = payment(price, card(APPROVED_CARD)).conversation_id(conversation_id);
    let init = InitThreeDsPayment::new(payment, callback_url);
    let init = if is_v2 { init.callback_v2() } else { init };
    let Some(response) = account.send(&init) else { return };
    let started = init.started(&response).expect("an id");
    assert_eq!((Some(started.payment_id), started.conversation_id.as_str()), (response.payment_id, conversation_id));
    response.html_content.expect("a page").decode().expect("UTF-8");
    let page = account.emulator.authenticate(started.payment_id, ThreeDsOutcome::Approved).expect("a form");
    assert_eq!(page.action(), callback_url);
    assert_eq!(parse_form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));

    let key = account.emulator.callback_key().expect("the emulator's own key");
    let callback = match callback::verify(&key, page.form_body().as_bytes()) {
        Ok(callback) => callback,
        Err(error) => {
            assert_eq!(error, CallbackError::Ambiguous);
            return assert!(conversation_id.contains('#'), "{conversation_id:?}");
        }
    };
    assert_eq!(callback.conversation_id().unwrap_or_default(), conversation_id);
    let complete = CompleteThreeDsPayment::new(started.payment_id);
    assert_eq!(callback.next_step(&started), NextStep::Complete(complete.clone()));
    let paid = account.send(&complete).expect("a payment");
    assert_eq!((paid.payment_status, paid.paid_price), (PaymentStatus::Success, Some(price)));
}

/// Panics unless a page is decoded from its base64, encoded to the same, and has the form's fields if it is the
/// emulator's.
fn check_page(html: &str) {
    let content: HtmlContent = serde_json::from_value(html.into()).expect("any string");
    assert_eq!(content.as_base64(), html);
    assert_eq!(content.decode().ok(), decode_base64(html).and_then(decode_text));
    assert_eq!(HtmlContent::encode(html).decode().as_deref(), Ok(html));
    if let Some(page) = CallbackForm::parse(html) {
        assert_eq!(parse_form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));
    }
}

/// Panics unless a page's bytes are decoded as UTF-8 or ISO-8859-9, or rejected.
fn check_charset(page: &[u8]) {
    let content: HtmlContent = serde_json::from_value(URL_SAFE.encode(page).into()).expect("any string");
    let expected = decode_text(page.to_vec());
    assert_eq!(content.decode(), expected.ok_or(HtmlContentError::NotText));
}

fn decode_text(page: Vec<u8>) -> Option<String> {
    String::from_utf8(page).map_or_else(|error| latin_5::decode(error.as_bytes()), Some)
}

/// Decodes base64 of either alphabet, which may have white space and lack padding.
fn decode_base64(base64: &str) -> Option<Vec<u8>> {
    let compact: String = base64.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    let compact = compact.replace('-', "+").replace('_', "/");
    let digits = compact.trim_end_matches('=');
    let padding = digits.len().next_multiple_of(4) - digits.len();
    STANDARD_NO_PAD.decode(digits).ok().filter(|_| compact.len() - digits.len() <= padding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_every_byte_and_charset_are_decoded_or_rejected() {
        let label = |charset: &str| [b"<meta charset=", charset.as_bytes(), b">\xDE\xFDk"].concat();
        for charset in ["ISO-8859-9", "\"windows-1254\"", "latin5", "'iso_8859-9:1989'", "utf-8", "iso-8859-1", "", "l"]
        {
            check_charset(&label(charset));
        }
        assert_eq!(decode_text(label("latin5")).as_deref(), Some("<meta charset=latin5>Şık"));
        assert_eq!(decode_text(label("utf-8")), None);
        for byte in 0..=u8::MAX {
            check_charset(&[b'a', byte, 0xF0, b'z']);
        }
    }

    #[test]
    fn base64_of_either_alphabet_is_decoded() {
        for html in
            ["4pyT4pyT77-_", "4pyT4pyT77+/", "0N3e_f4-", "0N3e/f4+", "4pyT4pyT77-/ \n", "-", "_w", "_w=", "_w=="]
        {
            check_page(html);
        }
    }
}
