//! Banks, rewards, meal cards, tokens and sessions: answers without a payment behind them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{GOOD_CARD, Shop};
use craftgate_core::meal_voucher::{
    CompleteCardTokenization, InitCardTokenization, MealCard, RegenerateCardTokenization,
};
use craftgate_core::merchant_apm::RetrieveMerchantApms;
use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, CompleteBnplLimitInquiry, CreateApplePayMerchantSession, InitBnplLimitInquiry,
    LoyaltyCard, LoyaltyType, PaymentStatus, RetrieveInstantTransferBanks, RetrieveLoyalties, StoreCard,
};
use craftgate_core::payment_token::{CreatePaymentToken, DeletePaymentToken};
use rust_decimal_macros::dec;

#[test]
fn cards_offer_the_rewards_that_are_documented() {
    let shop = Shop::open();
    let of = |number: &str| shop.get(&RetrieveLoyalties::new(LoyaltyCard::new(number, "2044", "07").cvc("000")));
    let bonus = of("4043080000000003");
    let reward = bonus.loyalties[0].reward.clone().unwrap();
    assert_eq!((reward.card_reward_money, reward.firm_reward_money), (Some(dec!(12.35)), Some(dec!(5.20))));
    assert_eq!((bonus.card_brand.as_deref(), bonus.force_3ds), (Some("Bonus"), Some(false)));
    let kinds: Vec<_> =
        of("4048090000000007").loyalties.into_iter().filter_map(|loyalty| loyalty.loyalty_type).collect();
    assert_eq!(
        kinds,
        [LoyaltyType::RewardMoney, LoyaltyType::AdditionalInstallment, LoyaltyType::PostponingInstallment]
    );
    assert_eq!(of(GOOD_CARD).loyalties, []);

    let stored = shop.get(&StoreCard::new("Gülşah Işık", "4043080000000003", "2044", "07"));
    let card = LoyaltyCard::stored(stored.card_user_key, stored.card_token);
    assert_eq!(shop.get(&RetrieveLoyalties::new(card)), bonus);
    let unknown = LoyaltyCard::new("4000000000000002", "2044", "07");
    assert_eq!(shop.refused(&RetrieveLoyalties::new(unknown)).status, 422);
}

#[test]
fn banks_and_methods_are_listed() {
    let shop = Shop::open();
    let banks = shop.get(&RetrieveInstantTransferBanks::new());
    assert!(banks.items.iter().any(|bank| bank.bank_name.as_deref() == Some("Akbank")));
    let apms = shop.get(&RetrieveMerchantApms::new());
    assert!(apms.items.iter().any(|apm| apm.apm_type == Some(ApmType::Papara)));
}

#[test]
fn a_loans_limit_is_told_after_the_code() {
    let shop = Shop::open();
    let start = shop.get(&InitBnplLimitInquiry::new(ApmType::TomFinance));
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::OtpRequired));
    let limit = shop.get(&CompleteBnplLimitInquiry::new(ApmType::TomFinance));
    assert_eq!(limit.payment_status, Some(PaymentStatus::Success));
    assert!(limit.additional_data.unwrap().get("limit").is_some());
}

#[test]
fn a_meal_card_is_stored_by_its_code() {
    let shop = Shop::open();
    let card = MealCard::new().card_number("6375780115068760").gsm_number("5551112233");
    let start = shop.get(&InitCardTokenization::new(ApmType::Metropol, card.clone()));
    assert_eq!(start.additional_action, Some(ApmAdditionalAction::OtpRequired));
    assert_eq!(shop.get(&RegenerateCardTokenization::new(start.session_id.as_str(), card.clone())), start);
    let complete = CompleteCardTokenization::new(start.session_id.as_str());
    assert_eq!(shop.refused(&complete).status, 400);
    let complete = complete.validation_code("123456");
    let stored = shop.get(&complete);
    assert_eq!(stored.masked_card_number.as_deref(), Some("************8760"));
    assert!(stored.fingerprint.is_some() && stored.balance.is_some());
    assert_eq!(shop.refused(&complete).status, 404);
    assert_eq!(shop.refused(&RegenerateCardTokenization::new("yok", card.clone())).status, 404);

    assert_eq!(shop.refused(&InitCardTokenization::new(ApmType::Edenred, MealCard::new())).status, 400);
    assert_eq!(shop.refused(&InitCardTokenization::new(ApmType::Papara, card)).status, 422);
    let elsewhere = MealCard::new().callback_url("https://shop.example.com/callback");
    let start = shop.get(&InitCardTokenization::new(ApmType::Multinet, elsewhere));
    assert!(start.redirect_url.is_some());
    assert!(shop.get(&CompleteCardTokenization::new(start.session_id)).masked_card_number.is_some());
}

#[test]
fn a_value_gets_a_token_until_it_is_forgotten() {
    let shop = Shop::open();
    let token = shop.get(&CreatePaymentToken::new("6036819041742253").issuer("EDENRED"));
    assert_eq!(token.issuer.as_deref(), Some("EDENRED"));
    assert!(!token.token.expose().contains("6036819041742253"));
    let delete = DeletePaymentToken::new(token.token);
    shop.get(&delete);
    assert_eq!(shop.refused(&delete).status, 404);
}

#[test]
fn apple_pay_gets_a_session() {
    let shop = Shop::open();
    let session =
        CreateApplePayMerchantSession::new("merchant.com.example", "Örnek", "web", "example.com", "https://a.example");
    let session = shop.get(&session);
    assert!(session.as_str().contains(r#""domainName":"example.com""#), "{}", session.as_str());
}
