//! What Craftgate's hosted pages have in common: checkouts, split payments and card verifications.

use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::payment::CheckoutPage;

use super::settings::Settings;
use crate::error::{ApiError, INVALID_VALUE};

/// The default and the maximum lifetime of a page, in minutes.
const DEFAULT_TTL: i64 = 30;
const MAX_TTL: i64 = 366 * 24 * 60;

/// Returns the time at which a page with this lifetime in minutes expires. (Source: Craftgate's "Ortak Ödeme Sayfası
/// ile Ödeme Alma".)
pub(crate) fn expiry(now: NaiveDateTime, ttl: Option<i64>) -> Result<NaiveDateTime, ApiError> {
    let minutes = ttl.unwrap_or(DEFAULT_TTL);
    if !(1..=MAX_TTL).contains(&minutes) {
        return Err(INVALID_VALUE.field("ttl"));
    }
    now.checked_add_signed(TimeDelta::minutes(minutes)).ok_or_else(|| INVALID_VALUE.field("ttl"))
}

/// Returns the response with the token and the address of a page of this kind.
pub(crate) fn page(settings: &Settings, kind: &str, token: String, expires_at: NaiveDateTime) -> CheckoutPage {
    let page_url = settings.page_url(&format!("{kind}/{token}"));
    let mut page = CheckoutPage::new(token);
    page.page_url = Some(page_url.into());
    page.token_expire_date = Some(expires_at);
    page
}
