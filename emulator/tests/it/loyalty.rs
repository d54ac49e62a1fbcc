//! The loyalty programmes of cards.

use craftgate_core::id::MerchantPosId;
use craftgate_core::merchant::{PaymentAuthenticationType, UpdateMerchantPos};
use craftgate_core::payment::{
    CardNumber, CreatePayment, Loyalty, LoyaltyCard, LoyaltyType, RetrieveLoyalties, Reward,
};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, Shop, card, card_to_store, expiry, payment};

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

#[test]
fn a_card_pays_with_its_points() {
    let shop = Shop::open();
    let pay = |number: &str, own: Decimal, firm: Decimal| {
        let reward = Reward::new().card_reward_money(own).firm_reward_money(firm);
        let loyalty = Loyalty::new().loyalty_type(LoyaltyType::RewardMoney).reward(reward);
        payment(&[dec!(10)]).card(card(number).loyalty(loyalty))
    };
    let bonus = "4043080000000003";
    let paid = shop.send(&pay(bonus, dec!(1.36), dec!(3.88)));
    assert_eq!(paid.loyalty.unwrap().reward.unwrap().card_reward_money, Some(dec!(1.36)));
    let group = |payment: &CreatePayment| shop.rejection(payment).group;
    assert_eq!(group(&pay(bonus, dec!(4), dec!(5.21))).as_deref(), Some("NOT_SUFFICIENT_AWARD"));
    assert_eq!(group(&pay(bonus, dec!(10), dec!(0.01))).as_deref(), Some("SALES_AMOUNT_LESS_THAN_AWARD"));
    // Other families' points can't be used.
    assert_eq!(group(&pay("4355080000000005", dec!(1), dec!(1))), None);

    let postponed = Loyalty::new().loyalty_type(LoyaltyType::PostponingPayment);
    shop.send(&payment(&[dec!(10)]).card(card(GOOD_CARD).loyalty(postponed.clone())));
    let with_reward = postponed.reward(Reward::new());
    assert_eq!(shop.rejection(&payment(&[dec!(10)]).card(card(GOOD_CARD).loyalty(with_reward))).status, 422);
    assert_eq!(shop.rejection(&payment(&[dec!(10)]).card(card(GOOD_CARD).loyalty(Loyalty::new()))).status, 400);
}

#[test]
fn the_code_is_needed_where_no_pos_does_without() {
    let shop = Shop::open();
    let card = || LoyaltyCard::new(CardNumber::new("4043080000000003"), expiry(2044, 7));
    let set_up = |is_open: bool| {
        let pos = UpdateMerchantPos::new(MerchantPosId::new(1), "Emülatör").enable_payment_without_cvc(is_open);
        shop.send(&pos.enabled_payment_authentication_types([PaymentAuthenticationType::ThreeDs]))
    };
    assert_eq!(shop.send(&RetrieveLoyalties::new(card())).force_3ds, Some(false));
    set_up(false);
    let rejected = shop.rejection(&RetrieveLoyalties::new(card()));
    assert!(rejected.status == 400 && rejected.description.ends_with("cvc"), "{rejected:?}");
    assert_eq!(shop.send(&RetrieveLoyalties::new(card().cvc("000"))).force_3ds, Some(true));
    let stored = shop.send(&card_to_store("4043080000000003"));
    shop.send(&RetrieveLoyalties::new(LoyaltyCard::stored(stored.card_user_key, stored.card_token)));
    set_up(true);
    shop.send(&RetrieveLoyalties::new(card()));
}
