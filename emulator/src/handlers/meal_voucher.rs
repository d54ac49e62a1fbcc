//! Storing meal cards. Any validation code is accepted.

use craftgate_core::id::CardTokenizationSessionId;
use craftgate_core::meal_voucher::{
    CompleteCardTokenization, InitCardTokenization, InitCardTokenizationResponse, MealCard, RegenerateCardTokenization,
    StoredMealCard,
};
use craftgate_core::payment::{ApmAdditionalAction, ApmType};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::meal_voucher::TokenizationSession;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, INVALID_VALUE, SESSION_NOT_FOUND, require};
use crate::protocol::callbacks;
use crate::protocol::html::PROVIDER_TITLE;

/// The balance of every card, in Turkish lira.
const BALANCE: Decimal = Decimal::from_parts(1_500, 0, 0, false, 0);

const CARD_NUMBER: &str = "mealVoucherCardTokenizationData.cardNumber";
const CALLBACK_URL: &str = "mealVoucherCardTokenizationData.callbackUrl";

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitCardTokenization,
) -> Result<InitCardTokenizationResponse, ApiError> {
    let action = action(&request.apm_type)?;
    match action {
        ApmAdditionalAction::OtpRequired => drop(require(request.card.card_number.as_ref(), CARD_NUMBER)?),
        _ => check_callback_url(require(request.card.callback_url.as_deref(), CALLBACK_URL)?)?,
    }
    let session = TokenizationSession { action: action.clone(), last_digits: last_digits(&request.card) };
    let session_id = context.state.tokenization_sessions.add("meal-card", session);
    Ok(start(context, CardTokenizationSessionId::new(session_id), action))
}

pub(crate) fn regenerate(
    context: &mut Context<'_>,
    request: RegenerateCardTokenization,
) -> Result<InitCardTokenizationResponse, ApiError> {
    let action = find_session(context, request.session_id.as_str())?.action.clone();
    Ok(start(context, request.session_id, action))
}

pub(crate) fn complete(
    context: &mut Context<'_>,
    request: CompleteCardTokenization,
) -> Result<StoredMealCard, ApiError> {
    let session = find_session(context, request.session_id.as_str())?;
    if session.action == ApmAdditionalAction::OtpRequired {
        require(request.validation_code, "validationCode")?;
    }
    let digits = session.last_digits.clone().unwrap_or_else(|| "0000".to_owned());
    context.state.tokenization_sessions.remove(request.session_id.as_str());
    let mut stored = StoredMealCard::new(request.session_id);
    stored.masked_card_number = Some(format!("************{digits}"));
    stored.fingerprint = Some(format!("{}-fingerprint", stored.session_id).into());
    stored.balance = Some(BALANCE);
    Ok(stored)
}

fn find_session<'a>(context: &'a Context<'_>, id: &str) -> Result<&'a TokenizationSession, ApiError> {
    context.state.tokenization_sessions.get(id).ok_or_else(|| SESSION_NOT_FOUND.into())
}

/// Returns how an issuer's cards are stored: an assumption, from the fields that each issuer needs.
fn action(issuer: &ApmType) -> Result<ApmAdditionalAction, ApiError> {
    match issuer {
        ApmType::Edenred | ApmType::Metropol => Ok(ApmAdditionalAction::OtpRequired),
        ApmType::Multinet | ApmType::Sodexo | ApmType::Setcard | ApmType::Tokenflex => {
            Ok(ApmAdditionalAction::ShowHtmlContent)
        }
        _ => Err(INVALID_VALUE.field("apmType")),
    }
}

fn start(
    context: &Context<'_>,
    session_id: CardTokenizationSessionId,
    action: ApmAdditionalAction,
) -> InitCardTokenizationResponse {
    let mut start = InitCardTokenizationResponse::new(session_id);
    if action == ApmAdditionalAction::ShowHtmlContent {
        let url = context.settings.page_url(&format!("meal-card/{}", start.session_id));
        start.html_content = Some(callbacks::page(PROVIDER_TITLE, url, Vec::new()));
    }
    start.additional_action = Some(action);
    start
}

/// Returns a card number's last four digits, if it has more than eight.
fn last_digits(card: &MealCard) -> Option<String> {
    let number = card.card_number.as_ref()?.expose();
    let is_number = number.len() > 8 && number.bytes().all(|byte| byte.is_ascii_digit());
    number.get(number.len().saturating_sub(4)..).filter(|_| is_number).map(str::to_owned)
}
