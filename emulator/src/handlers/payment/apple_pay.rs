//! Apple Pay's merchant sessions, whose signature Apple would reject.

use craftgate_core::payment::CreateApplePayMerchantSession;
use craftgate_core::{Json, JsonMap};

use crate::domain::clock::epoch_seconds;
use crate::domain::context::Context;
use crate::error::ApiError;

/// The lifetime of a session, in milliseconds.
const LIFETIME: i64 = 5 * 60 * 1000;

pub(crate) fn create_session(
    context: &mut Context<'_>,
    request: CreateApplePayMerchantSession,
) -> Result<Json, ApiError> {
    let merchant = request.merchant;
    let now = epoch_seconds(context.now).saturating_mul(1000);
    Ok(JsonMap::from([
        ("epochTimestamp", Json::from(now)),
        ("expiresAt", now.saturating_add(LIFETIME).into()),
        ("merchantSessionIdentifier", "emulator-apple-pay-session".into()),
        ("nonce", "emulator".into()),
        ("merchantIdentifier", merchant.merchant_identifier.into()),
        ("domainName", merchant.initiative_context.into()),
        ("displayName", merchant.display_name.into()),
        ("signature", "emulator".into()),
    ])
    .into())
}
