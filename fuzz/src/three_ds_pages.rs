//! The bank's page returns the customer with the merchant's own values, whatever their characters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use craftgate_core::Currency;
use craftgate_core::callback::{self, CallbackError, NextStep};
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardNumber, CompleteThreeDsPayment, CreatePayment, HtmlContent, InitThreeDsPayment,
    PaymentItem, PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_emulator::ThreeDsPage;

use crate::input::Fields;
use crate::ledger::Account;
use crate::reference::encoding::parse_form;

/// The input: a callback URL, a conversation id, the callback's version (`2` or another), and any page.
pub fn three_ds_pages(data: &[u8]) {
    let mut fields = Fields::of(data);
    let [callback_url, conversation_id, version, page] = std::array::from_fn(|_| fields.string());
    check_verification(&callback_url, &conversation_id, version == "2");
    check_page(&page);
}

/// Pays by 3D Secure. Panics unless the callback is verified with the merchant's values and completes the payment.
fn check_verification(callback_url: &str, conversation_id: &str, is_v2: bool) {
    let account = Account::open();
    let price = Decimal::ONE_HUNDRED;
    let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
        .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7).unwrap(), "000"))
        .conversation_id(conversation_id);
    let init = InitThreeDsPayment::new(payment, callback_url);
    let Some(start) = account.send(&if is_v2 { init.callback_v2() } else { init }) else { return };
    let (id, html) = (start.payment_id.expect("an id"), start.html_content.expect("a page"));
    let page = ThreeDsPage::parse(&html.decode().expect("UTF-8")).expect("the emulator's page");
    assert_eq!(page.action(), callback_url);
    assert_eq!(parse_form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));

    let callback = match callback::verify(&account.emulator.callback_key(), page.form_body().as_bytes()) {
        Ok(callback) => callback,
        Err(error) => {
            assert_eq!(error, CallbackError::Ambiguous);
            return assert!(conversation_id.contains('#'), "{conversation_id:?}");
        }
    };
    assert_eq!(callback.conversation_id().unwrap_or_default(), conversation_id);
    assert_eq!(callback.next_step(id), NextStep::Complete(CompleteThreeDsPayment::new(id)));
    let paid = account.send(&CompleteThreeDsPayment::new(id)).expect("a payment");
    assert_eq!((paid.payment_status, paid.paid_price), (PaymentStatus::Success, Some(price)));
}

/// Panics unless a page is decoded from its base64, encoded to the same, and has the form's fields if it is the
/// emulator's.
fn check_page(html: &str) {
    let content: HtmlContent = serde_json::from_value(html.into()).expect("any string");
    assert_eq!(content.as_base64(), html);
    assert_eq!(content.decode().ok(), decode_base64(html));
    assert_eq!(HtmlContent::encode(html).decode().as_deref(), Ok(html));
    if let Some(page) = ThreeDsPage::parse(html) {
        assert_eq!(parse_form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));
    }
}

/// Decodes UTF-8 in base64, which may have white space and lack padding.
fn decode_base64(base64: &str) -> Option<String> {
    let compact: String = base64.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    let digits = compact.trim_end_matches('=');
    let padding = digits.len().next_multiple_of(4) - digits.len();
    let bytes = STANDARD_NO_PAD.decode(digits).ok().filter(|_| compact.len() - digits.len() <= padding)?;
    String::from_utf8(bytes).ok()
}
