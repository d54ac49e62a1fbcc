//! Other merchants. They get keys, but have no account here: the emulator is one merchant's.

use craftgate_core::onboarding::{CreateMerchant, Merchant, MerchantApiCredential};

use crate::context::Context;
use crate::refusal::{self, Refusal};

/// The id of the emulator's own merchant.
const OWN_ID: i64 = 1;

pub(crate) fn create(context: &mut Context<'_>, asked: CreateMerchant) -> Result<Merchant, Refusal> {
    let required = [(&asked.name, "name"), (&asked.legal_company_title, "legalCompanyTitle"), (&asked.email, "email")];
    if let Some((_, field)) = required.into_iter().find(|(value, _)| value.is_empty()) {
        return Err(refusal::INVALID.about(field));
    }
    context.state.merchants += 1;
    let id = OWN_ID + context.state.merchants;
    let mut keys = MerchantApiCredential::new();
    keys.name = Some("Emülatör".to_owned());
    keys.api_key = Some(format!("emulator-merchant-{id}-api-key").into());
    keys.secret_key = Some(format!("emulator-merchant-{id}-secret-key").into());

    let mut merchant = Merchant::new(id);
    merchant.name = Some(asked.name);
    merchant.merchant_api_credentials = vec![keys];
    Ok(merchant)
}
