//! Storing meal cards. Any code will do.

use craftgate_core::meal_voucher::{
    CompleteCardTokenization, InitCardTokenization, InitCardTokenizationResponse, MealCard, RegenerateCardTokenization,
    StoredMealCard,
};
use craftgate_core::payment::{ApmAdditionalAction, ApmType};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::incoming::demand;
use crate::order::check_callback_url;
use crate::pages::address;
use crate::refusal::{self, Refusal};
use crate::state::State;

/// What is on every card, in Turkish lira.
const BALANCE: Decimal = Decimal::from_parts(1_500, 0, 0, false, 0);

/// A meal card that is being stored.
pub(crate) struct MealSession {
    action: ApmAdditionalAction,
    /// The card's last digits, if it was given by its number.
    last_digits: Option<String>,
}

pub(crate) fn init(
    context: &mut Context<'_>,
    asked: InitCardTokenization,
) -> Result<InitCardTokenizationResponse, Refusal> {
    let action = action(&asked.apm_type)?;
    match action {
        ApmAdditionalAction::OtpRequired => drop(demand(asked.card.card_number.as_ref(), CARD_NUMBER)?),
        _ => check_callback_url(demand(asked.card.callback_url.as_deref(), CALLBACK_URL)?)?,
    }
    let last_digits = last_digits(&asked.card);
    let session_id = context.state.meal_sessions.add("meal-card", MealSession { action: action.clone(), last_digits });
    Ok(start(session_id, action))
}

const CARD_NUMBER: &str = "mealVoucherCardTokenizationData.cardNumber";
const CALLBACK_URL: &str = "mealVoucherCardTokenizationData.callbackUrl";

pub(crate) fn regenerate(
    context: &mut Context<'_>,
    asked: RegenerateCardTokenization,
) -> Result<InitCardTokenizationResponse, Refusal> {
    let action = context.state.meal_session(&asked.session_id)?.action.clone();
    Ok(start(asked.session_id, action))
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompleteCardTokenization) -> Result<StoredMealCard, Refusal> {
    let session = context.state.meal_session(&asked.session_id)?;
    if session.action == ApmAdditionalAction::OtpRequired {
        demand(asked.validation_code, "validationCode")?;
    }
    let digits = session.last_digits.clone().unwrap_or_else(|| "0000".to_owned());
    context.state.meal_sessions.remove(&asked.session_id);
    let mut stored = StoredMealCard::new(asked.session_id);
    stored.masked_card_number = Some(format!("************{digits}"));
    stored.fingerprint = Some(format!("{}-fingerprint", stored.session_id).into());
    stored.balance = Some(BALANCE);
    Ok(stored)
}

impl State {
    fn meal_session(&self, id: &str) -> Result<&MealSession, Refusal> {
        self.meal_sessions.get(id).ok_or_else(|| refusal::MEAL_SESSION.plain())
    }
}

/// How an issuer's cards are stored: a guess after what each one needs.
fn action(issuer: &ApmType) -> Result<ApmAdditionalAction, Refusal> {
    match issuer {
        ApmType::Edenred | ApmType::Metropol => Ok(ApmAdditionalAction::OtpRequired),
        ApmType::Multinet | ApmType::Sodexo | ApmType::Setcard | ApmType::Tokenflex => {
            Ok(ApmAdditionalAction::RedirectToUrl)
        }
        _ => Err(refusal::INVALID.about("apmType")),
    }
}

fn start(session_id: String, action: ApmAdditionalAction) -> InitCardTokenizationResponse {
    let mut start = InitCardTokenizationResponse::new(session_id);
    if action == ApmAdditionalAction::RedirectToUrl {
        start.redirect_url = Some(address(&start.session_id));
    }
    start.additional_action = Some(action);
    start
}

/// A card's last four digits, where it has more to hide.
fn last_digits(card: &MealCard) -> Option<String> {
    let number = card.card_number.as_ref()?.expose();
    let is_number = number.len() > 8 && number.bytes().all(|byte| byte.is_ascii_digit());
    number.get(number.len().saturating_sub(4)..).filter(|_| is_number).map(str::to_owned)
}
