//! Payments with 3D Secure: the bank's page, its callback, and what follows.
//!
//! The emulator's bank asks nothing and believes everybody: its page posts `SUCCESS`. Whether the
//! browser ever did is not known here, so completing a payment does not wait for it.

use craftgate_core::Secret;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, HtmlContent, InitThreeDsPayment, MdStatus, Payment, PaymentStatus,
    ThreeDsStart,
};
use http::Uri;
use sha2::{Digest as _, Sha256};

use crate::bank_page::ThreeDsPage;
use crate::context::Context;
use crate::order;
use crate::payments::{charge, open};
use crate::refusal::{self, Refusal};
use crate::test_cards::Step;

pub(crate) fn init(context: &mut Context<'_>, asked: InitThreeDsPayment) -> Result<ThreeDsStart, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let is_v2 = wants_v2(&asked);
    let order = order::check(context, asked.payment)?;
    let id = open(context, order, PaymentStatus::InitThreeDs);
    let payment = &mut context.state.payment_mut(id)?.payment;
    payment.is_three_ds = Some(true);
    let fields = callback_fields(payment, is_v2, &context.keys.callback);
    let page = ThreeDsPage::new(asked.callback_url, fields);

    let mut start = ThreeDsStart::new();
    start.html_content = Some(HtmlContent::encode(&page.html()));
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::InitThreeDs);
    start.additional_action = Some(AdditionalAction::ShowHtmlContent);
    Ok(start)
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompleteThreeDsPayment) -> Result<Payment, Refusal> {
    let payment = &mut context.state.payment_mut(asked.payment_id)?.payment;
    if payment.payment_status != PaymentStatus::InitThreeDs {
        return Err(refusal::NOT_AWAITED.plain());
    }
    payment.md_status = Some(MdStatus(1));
    charge(context, asked.payment_id, Step::ThreeDsPayment)
}

fn check_callback_url(url: &str) -> Result<(), Refusal> {
    let uri: Option<Uri> = url.parse().ok();
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("http" | "https") => Ok(()),
        _ => Err(refusal::INVALID.about("callbackUrl")),
    }
}

/// Whether version 2 of the callback is asked for, by its number or its name.
fn wants_v2(asked: &InitThreeDsPayment) -> bool {
    let params = asked.payment.additional_params.as_ref();
    let version = params.and_then(|params| params.get("threeDSCallbackVersion"));
    version.is_some_and(|version| ["2", "\"2\"", "\"V2\""].contains(&version.text()))
}

/// What the customer's browser is to post: the fields, and a hash over them.
///
/// Version 1 hashes six values with `###` in between, an absent one being the empty text. Version 2 has
/// one value more, names what it hashes, and puts nothing in between. A bank's own data comes with some
/// banks, `callbackStatus` with repeats: neither comes here.
fn callback_fields(payment: &Payment, is_v2: bool, key: &Secret) -> Vec<(String, String)> {
    let mut fields = vec![
        ("status", Some("SUCCESS".to_owned())),
        ("completeStatus", Some("WAITING".to_owned())),
        ("paymentId", Some(payment.id.to_string())),
        ("conversationData", None),
        ("conversationId", payment.conversation_id.clone()),
        ("callbackStatus", None),
    ];
    if is_v2 {
        fields.push(("mdStatus", Some("1".to_owned())));
        fields.retain(|(_, value)| value.is_some());
    }
    let separator = if is_v2 { "" } else { "###" };
    let hash = hash(key, separator, fields.iter().map(|(_, value)| value.as_deref().unwrap_or_default()));
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let hash_params = is_v2.then(|| names.join(":"));
    fields.push(("hashParams", hash_params));
    fields.push(("hash", Some(hash)));
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The hexadecimal digits of the SHA-256 of the key and the values, each behind a separator.
fn hash<'a>(key: &Secret, separator: &str, values: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    hash.update(key.expose());
    for value in values {
        hash.update(separator);
        hash.update(value);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
