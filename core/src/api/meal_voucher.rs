//! Tokenization of meal cards: Edenred, Metropol, Multinet, Pluxee, Setcard and Tokenflex.
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
    /// Starts the tokenization of a meal card.
    ///
    /// The response's `additional_action` tells the next step: the customer types a code
    /// ([`CompleteCardTokenization`]), or confirms the card on its issuer's page.
    POST "/payment/v1/meal-voucher/card-tokenizations/init" => InitCardTokenizationResponse;

    pub struct InitCardTokenization {
        required {
            /// The card's issuer.
            apm_type: ApmType,
            /// The card.
            card as "mealVoucherCardTokenizationData": MealCard,
        }
    }
}

operation! {
    /// Sends the code of a meal card's tokenization again.
    POST "/payment/v1/meal-voucher/card-tokenizations/{session_id}/regenerate" => InitCardTokenizationResponse;

    pub struct RegenerateCardTokenization {
        path {
            /// The session's id, from [`InitCardTokenizationResponse`].
            session_id: CardTokenizationSessionId
        }
        required {
            /// The card, as in [`InitCardTokenization`].
            card as "mealVoucherCardTokenizationData": MealCard,
        }
    }
}

operation! {
    /// Completes the tokenization of a meal card.
    POST "/payment/v1/meal-voucher/card-tokenizations/{session_id}/complete" => StoredMealCard;

    pub struct CompleteCardTokenization {
        path {
            /// The session's id, from [`InitCardTokenizationResponse`].
            session_id: CardTokenizationSessionId
        }
        optional {
            /// The code that the customer was sent, if the issuer sends one.
            validation_code: Secret,
        }
    }
}

request_object! {
    /// A meal card to store. Which fields are needed depends on its issuer.
    pub struct MealCard {
        optional {
            /// The card's number. For Edenred and Metropol.
            card_number: Secret,
            /// The customer's number at the issuer.
            user_reference_number: String,
            /// The customer's telephone number. For Metropol and Tokenflex.
            gsm_number: String,
            /// The merchant's URL that receives the result, reachable from the customer's browser. For Multinet,
            /// Pluxee, Setcard and Tokenflex.
            callback_url: String,
        }
    }
}

response_object! {
    /// A tokenization of a meal card that was started.
    pub struct InitCardTokenizationResponse {
        required {
            /// The session's id, for the other steps.
            session_id: CardTokenizationSessionId,
        }
        optional {
            /// The next step.
            additional_action: ApmAdditionalAction,
            /// The HTML page to show to the customer.
            html_content: HtmlContent,
            /// The URL to send the customer to.
            redirect_url: String,
        }
    }
}

response_object! {
    /// A stored meal card.
    pub struct StoredMealCard {
        required {
            /// The session's id.
            session_id: CardTokenizationSessionId,
        }
        optional {
            /// The card's masked number, to show to the customer.
            masked_card_number: String,
            /// The card's token.
            fingerprint: Secret,
            /// The card's balance, in Turkish lira.
            balance: Decimal,
        }
    }
}
