//! Storing meal cards.

use craftgate_core::id::CardTokenizationSessionId;
use craftgate_core::meal_voucher::{
    CompleteCardTokenization, InitCardTokenization, MealCard, RegenerateCardTokenization,
};
use craftgate_core::payment::{ApmAdditionalAction, ApmType};

use crate::common::Shop;

#[test]
fn a_meal_card_is_stored_by_its_code() {
    let shop = Shop::open();
    let card = MealCard::new().card_number("6375780115068760").gsm_number("5551112233");
    let start = shop.send(&InitCardTokenization::new(ApmType::Metropol, card.clone()));
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::OtpRequired));
    assert_eq!(shop.send(&RegenerateCardTokenization::new(start.session_id.clone(), card.clone())), start);
    let complete = CompleteCardTokenization::new(start.session_id.clone());
    assert_eq!(shop.rejection(&complete).status, 400);
    let complete = complete.validation_code("123456");
    let stored = shop.send(&complete);
    assert_eq!(stored.masked_card_number.as_deref(), Some("************8760"));
    assert!(stored.fingerprint.is_some() && stored.balance.is_some());
    assert_eq!(shop.rejection(&complete).status, 404);
    assert_eq!(
        shop.rejection(&RegenerateCardTokenization::new(CardTokenizationSessionId::new("yok"), card.clone())).status,
        404
    );

    assert_eq!(shop.rejection(&InitCardTokenization::new(ApmType::Edenred, MealCard::new())).status, 400);
    assert_eq!(shop.rejection(&InitCardTokenization::new(ApmType::Papara, card)).status, 422);
    let elsewhere = MealCard::new().callback_url("https://shop.example.com/callback");
    let start = shop.send(&InitCardTokenization::new(ApmType::Multinet, elsewhere));
    assert!(start.html_content.is_some());
    assert!(shop.send(&CompleteCardTokenization::new(start.session_id)).masked_card_number.is_some());
}
