//! Meal cards: storing a customer's card of Edenred, Metropol, Multinet, Pluxee, Setcard or Tokenflex.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::id::CardTokenizationSessionId;
//! use craftgate_core::meal_voucher::{CompleteCardTokenization, InitCardTokenization, MealCard};
//! use craftgate_core::payment::ApmType;
//!
//! let card = MealCard::new().card_number("6375780115068760").gsm_number("5551112233");
//! let start = InitCardTokenization::new(ApmType::Metropol, card);
//! assert_eq!(start.path().unwrap(), "/payment/v1/meal-voucher/card-tokenizations/init");
//!
//! let session_id = CardTokenizationSessionId::new("oturum-17");
//! let complete = CompleteCardTokenization::new(session_id).validation_code("123456");
//! assert_eq!(complete.path().unwrap(), "/payment/v1/meal-voucher/card-tokenizations/oturum-17/complete");
//! ```

use rust_decimal::Decimal;

use crate::api::id::CardTokenizationSessionId;
use crate::api::payment::{ApmAdditionalAction, ApmType, HtmlContent};
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;

operation! {
    /// Starts storing a meal card.
    ///
    /// The answer's action says how it goes on: the customer types a code
    /// ([`CompleteCardTokenization`]), or confirms it on the card issuer's own page.
    POST "/payment/v1/meal-voucher/card-tokenizations/init" => InitCardTokenizationResponse;

    pub struct InitCardTokenization {
        required {
            /// The card's issuer.
            apm_type: ApmType,
            /// The card, as this issuer needs it.
            card as "mealVoucherCardTokenizationData": MealCard,
        }
    }
}

operation! {
    /// Has the code for storing a meal card sent again.
    POST "/payment/v1/meal-voucher/card-tokenizations/{session_id}/regenerate" => InitCardTokenizationResponse;

    pub struct RegenerateCardTokenization {
        path {
            /// The session, from its start.
            session_id: CardTokenizationSessionId
        }
        required {
            /// The card, as it was given at the start.
            card as "mealVoucherCardTokenizationData": MealCard,
        }
    }
}

operation! {
    /// Finishes storing a meal card.
    POST "/payment/v1/meal-voucher/card-tokenizations/{session_id}/complete" => StoredMealCard;

    pub struct CompleteCardTokenization {
        path {
            /// The session, from its start.
            session_id: CardTokenizationSessionId
        }
        optional {
            /// The code that the customer was sent, where the start asked for it.
            validation_code: Secret,
        }
    }
}

request_object! {
    /// A meal card to store, by what its issuer needs.
    pub struct MealCard {
        optional {
            /// The card's number: for Edenred and Metropol.
            card_number: Secret,
            /// The customer's number at the issuer.
            user_reference_number: String,
            /// The customer's telephone number: for Metropol and Tokenflex.
            gsm_number: String,
            /// The merchant's address for the result, reachable from the customer's browser: for Multinet,
            /// Pluxee, Setcard and Tokenflex.
            callback_url: String,
        }
    }
}

response_object! {
    /// A meal card that is being stored.
    pub struct InitCardTokenizationResponse {
        required {
            /// The session that the other steps belong to.
            session_id: CardTokenizationSessionId,
        }
        optional {
            /// What to do next.
            additional_action: ApmAdditionalAction,
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Where to send the customer.
            redirect_url: String,
        }
    }
}

response_object! {
    /// A meal card that was stored.
    pub struct StoredMealCard {
        required {
            /// The session that stored it.
            session_id: CardTokenizationSessionId,
        }
        optional {
            /// The card's number with most digits hidden, to show to the customer.
            masked_card_number: String,
            /// What stands for the card from now on.
            fingerprint: Secret,
            /// What is on the card, in Turkish lira.
            balance: Decimal,
        }
    }
}
