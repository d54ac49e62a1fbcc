//! Craftgate's own pages: what the three kinds of them have in common.

use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::payment::CheckoutPage;

use crate::context::Context;
use crate::refusal::{self, Refusal};

/// How long a page can be used unless its start says otherwise, and how long at most, in minutes.
const MINUTES: i64 = 30;
const MOST_MINUTES: i64 = 366 * 24 * 60;

/// Until when a page can be used. (Source: Craftgate's "Ortak Ödeme Sayfası ile Ödeme Alma": `ttl` is in
/// minutes.)
pub(crate) fn deadline(context: &Context<'_>, ttl: Option<i64>) -> Result<NaiveDateTime, Refusal> {
    let minutes = ttl.unwrap_or(MINUTES);
    if !(1..=MOST_MINUTES).contains(&minutes) {
        return Err(refusal::INVALID.about("ttl"));
    }
    context.now.checked_add_signed(TimeDelta::minutes(minutes)).ok_or_else(|| refusal::INVALID.about("ttl"))
}

/// The answer that tells where the page is.
pub(crate) fn page(token: String, deadline: NaiveDateTime) -> CheckoutPage {
    let mut page = CheckoutPage::new(token);
    page.page_url = Some(address(&page.token));
    page.token_expire_date = Some(deadline);
    page
}

/// Where a customer is sent. Nothing is there: the emulator has no pages to look at.
pub(crate) fn address(path: &str) -> String {
    format!("https://craftgate-emulator.invalid/{path}")
}
