//! The loyalty programmes of test cards. (Source: Craftgate's "Ödül ve Puan Özellikli Test Kartları".)

use craftgate_core::payment::{Loyalty, LoyaltyData, LoyaltyList, LoyaltyType, LoyaltyUnitType, Reward};
use craftgate_core::{CardType, ErrorGroup};
use rust_decimal::Decimal;

use super::merchant_pos::payment_pos;
use super::money::not_negative;
use super::test_cards::TestCard;
use crate::error::{ApiError, INVALID_VALUE, NO_REWARD_POS, require};

/// Card numbers, each with its points in kuruş: those of the programme and those of the merchant.
const POINTS: [(&str, i64, i64); 8] = [
    ("4043080000000003", 1235, 520),
    ("4032800000000007", 1122, 4558),
    ("4024580000000005", 5040, 10_000),
    ("4090700000000008", 2282, 0),
    ("4048090000000007", 3382, 2500),
    ("4329540000080110", 1000, 0),
    ("4355080000000005", 2424, 4000),
    ("5188961939192544", 1235, 520),
];

/// The card with campaigns besides points.
const WITH_CAMPAIGNS: &str = "4048090000000007";
/// The card with additional installments.
const WITH_INSTALLMENTS: &str = "5209222154820003";

/// Returns the loyalty programmes of a card.
pub(crate) fn loyalties_of(card: &TestCard) -> LoyaltyList {
    let mut loyalties = LoyaltyList::new();
    loyalties.card_brand = card.brand.map(str::to_owned);
    loyalties.card_issuer_bank_name = card.bank.map(|bank| bank.name.to_owned());
    loyalties.card_issuer_bank_id = card.bank_id();
    loyalties.force_3ds = Some(card.card_type == Some(CardType::DebitCard));
    loyalties.pos = Some(payment_pos(None));
    let points = POINTS.iter().find(|(number, ..)| *number == card.number);
    loyalties.loyalties.extend(points.map(|(_, card, firm)| points_of(*card, *firm)));
    if [WITH_CAMPAIGNS, WITH_INSTALLMENTS].contains(&card.number) {
        loyalties.loyalties.push(campaign(LoyaltyType::AdditionalInstallment, "Ek taksit"));
    }
    if card.number == WITH_CAMPAIGNS {
        loyalties.loyalties.push(campaign(LoyaltyType::PostponingInstallment, "Taksit atlatma"));
    }
    loyalties
}

/// The families whose rewards can be used. (Source: as above.)
const REWARD_FAMILIES: [&str; 2] = ["Bonus", "Garanti BBVA CC"];

/// Checks that a card can use a programme in a payment. (Source: Craftgate's "Ödül ve Puan Kullanımı".)
pub(crate) fn check_use(loyalty: &Loyalty, card: &TestCard, paid_price: Decimal) -> Result<(), ApiError> {
    let kind = require(loyalty.loyalty_type.as_ref(), "card.loyalty.type")?;
    if *kind != LoyaltyType::RewardMoney {
        return match loyalty.reward {
            Some(_) => Err(INVALID_VALUE.field("card.loyalty.reward")),
            None => Ok(()),
        };
    }
    let reward = require(loyalty.reward.as_ref(), "card.loyalty.reward")?;
    let own = not_negative("card.loyalty.reward.cardRewardMoney", reward.card_reward_money.unwrap_or_default())?;
    let firm = not_negative("card.loyalty.reward.firmRewardMoney", reward.firm_reward_money.unwrap_or_default())?;
    if !card.brand.is_some_and(|brand| REWARD_FAMILIES.contains(&brand)) {
        return Err(NO_REWARD_POS.into());
    }
    if own + firm > paid_price {
        return Err(ApiError::Rejected(ErrorGroup::SalesAmountLessThanAward));
    }
    let points = POINTS.iter().find(|(number, ..)| *number == card.number);
    let (own_limit, firm_limit) = points.map_or((0, 0), |(_, own, firm)| (*own, *firm));
    match own > Decimal::new(own_limit, 2) || firm > Decimal::new(firm_limit, 2) {
        true => Err(ApiError::Rejected(ErrorGroup::NotSufficientAward)),
        false => Ok(()),
    }
}

fn points_of(card: i64, firm: i64) -> Loyalty {
    let mut reward =
        Reward::new().card_reward_money(Decimal::new(card, 2)).total_reward_money(Decimal::new(card + firm, 2));
    if firm > 0 {
        reward.firm_reward_money = Some(Decimal::new(firm, 2));
    }
    Loyalty::new().loyalty_type(LoyaltyType::RewardMoney).reward(reward)
}

fn campaign(kind: LoyaltyType, message: &str) -> Loyalty {
    let data = LoyaltyData::new()
        .max_postponing_payment_count(3)
        .min_postponing_payment_count(1)
        .unit_type(LoyaltyUnitType::Month);
    Loyalty::new().loyalty_type(kind).message(message).loyalty_data(data)
}
