//! The bank's page brings the customer back with the merchant's own texts, whatever they hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use craftgate_core::Currency;
use craftgate_core::callback::{CallbackError, NextStep, verify};
use craftgate_core::payment::{
    Amounts, Card, CompleteThreeDsPayment, CreatePayment, HtmlContent, InitThreeDsPayment, PaymentItem, PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_emulator::ThreeDsPage;

use crate::books::Shop;
use crate::reference::encoding::form;
use crate::texts::Texts;

/// The input: a callback URL, a conversation id, the callback's version (`2` or another), and any page.
pub fn three_ds_pages(data: &[u8]) {
    let mut texts = Texts::of(data);
    let [callback_url, conversation_id, version, page] = std::array::from_fn(|_| texts.text());
    a_verification(&callback_url, &conversation_id, version == "2");
    any_page(&page);
}

fn a_verification(callback_url: &str, conversation_id: &str, is_v2: bool) {
    let shop = Shop::open();
    let price = Decimal::ONE_HUNDRED;
    let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
        .card(Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000"))
        .conversation_id(conversation_id);
    let init = InitThreeDsPayment::new(payment, callback_url);
    let Some(start) = shop.ask(&if is_v2 { init.callback_v2() } else { init }) else { return };
    let (id, html) = (start.payment_id.expect("an id"), start.html_content.expect("a page"));
    let page = ThreeDsPage::parse(&html.decode().expect("text")).expect("the emulator's page");
    assert_eq!(page.action(), callback_url);
    assert_eq!(form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));

    let callback = match verify(&shop.emulator.callback_key(), page.form_body().as_bytes()) {
        Ok(callback) => callback,
        Err(error) => {
            assert_eq!(error, CallbackError::Ambiguous);
            return assert!(conversation_id.contains('#'), "{conversation_id:?}");
        }
    };
    assert_eq!(callback.conversation_id().unwrap_or_default(), conversation_id);
    assert_eq!(callback.next_step(id), NextStep::Complete(CompleteThreeDsPayment::new(id)));
    let paid = shop.ask(&CompleteThreeDsPayment::new(id)).expect("a payment");
    assert_eq!((paid.payment_status, paid.paid_price), (PaymentStatus::Success, Some(price)));
}

/// A page is what its base64 says, and a form is read as far as it is one of the emulator's.
fn any_page(text: &str) {
    let content: HtmlContent = serde_json::from_value(text.into()).expect("any text");
    assert_eq!(content.as_base64(), text);
    assert_eq!(content.decode().ok(), from_base64(text));
    assert_eq!(HtmlContent::encode(text).decode().as_deref(), Ok(text));
    if let Some(page) = ThreeDsPage::parse(text) {
        assert_eq!(form(page.form_body().as_bytes()).as_deref(), Some(page.fields()));
    }
}

/// The text in base64 that may have line breaks and lack some of its padding.
fn from_base64(text: &str) -> Option<String> {
    let unbroken: String = text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    let digits = unbroken.trim_end_matches('=');
    let due = digits.len().next_multiple_of(4) - digits.len();
    let bytes = STANDARD_NO_PAD.decode(digits).ok().filter(|_| unbroken.len() - digits.len() <= due)?;
    String::from_utf8(bytes).ok()
}
