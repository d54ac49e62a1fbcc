//! Apple Pay's merchant sessions, with a signature that Apple would not take.

use craftgate_core::payment::CreateApplePayMerchantSession;
use craftgate_core::{Json, JsonMap};

use crate::context::Context;
use crate::refusal::Refusal;
use crate::webhooks::epoch_seconds;

/// How long a session lasts, in milliseconds.
const LIFETIME: i64 = 5 * 60 * 1000;

pub(crate) fn create_session(context: &mut Context<'_>, asked: CreateApplePayMerchantSession) -> Result<Json, Refusal> {
    let now = epoch_seconds(context.now).saturating_mul(1000);
    Ok(JsonMap::from([
        ("epochTimestamp", Json::from(now)),
        ("expiresAt", now.saturating_add(LIFETIME).into()),
        ("merchantSessionIdentifier", "emulator-apple-pay-session".into()),
        ("nonce", "emulator".into()),
        ("merchantIdentifier", asked.merchant_identifier.into()),
        ("domainName", asked.initiative_context.into()),
        ("displayName", asked.display_name.into()),
        ("signature", "emulator".into()),
    ])
    .into())
}
