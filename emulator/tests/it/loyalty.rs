//! The loyalty programmes of cards.

use craftgate_core::payment::{CardNumber, LoyaltyCard, LoyaltyType, RetrieveLoyalties};
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, Shop, card_to_store, expiry};

#[test]
fn cards_have_the_documented_loyalties() {
    let shop = Shop::open();
    let of = |number: &str| {
        shop.send(&RetrieveLoyalties::new(LoyaltyCard::new(CardNumber::new(number), expiry(2044, 7)).cvc("000")))
    };
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

    let stored = shop.send(&card_to_store("4043080000000003"));
    let card = LoyaltyCard::stored(stored.card_user_key, stored.card_token);
    assert_eq!(shop.send(&RetrieveLoyalties::new(card)), bonus);
    let unknown = LoyaltyCard::new(CardNumber::new("4000000000000002"), expiry(2044, 7));
    assert_eq!(shop.rejection(&RetrieveLoyalties::new(unknown)).status, 422);
}
