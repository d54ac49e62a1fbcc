//! Points, rewards and campaigns of card programmes.

use rust_decimal::Decimal;

use crate::wire::declare::record;
use crate::wire::open_enum::open_enum;

record! {
    /// A reward of a card's programme: one that can be used, or was.
    pub struct Loyalty {
        optional {
            /// What kind of reward.
            loyalty_type as "type": LoyaltyType,
            /// The points or money in it.
            reward: Reward,
            /// The bank's words to the customer.
            message: String,
            /// What the customer chose of it.
            loyalty_params: LoyaltyParams,
            /// What there is to choose from.
            loyalty_data: LoyaltyData,
            /// The shop's own reward, in the payment's currency.
            firm_reward_money: Decimal,
            /// The whole reward, in the payment's currency.
            total_reward_money: Decimal,
        }
    }
}

record! {
    /// The money in a reward, in the payment's currency.
    pub struct Reward {
        optional {
            /// From the card's programme.
            card_reward_money: Decimal,
            /// From the shop's own programme.
            firm_reward_money: Decimal,
            /// From miles.
            mile_reward_money: Decimal,
            /// In all.
            total_reward_money: Decimal,
        }
    }
}

record! {
    /// What the customer chose of a reward.
    pub struct LoyaltyParams {
        optional {
            /// By how many units the payment is put off.
            postponing_payment_count: i32,
            /// The campaign's code.
            code: String,
        }
    }
}

record! {
    /// What there is to choose from in a reward.
    pub struct LoyaltyData {
        optional {
            /// The most units that the payment can be put off by.
            max_postponing_payment_count: i32,
            /// The fewest.
            min_postponing_payment_count: i32,
            /// What is counted.
            unit_type: LoyaltyUnitType,
            /// Whether the payment can be put off.
            deferred_payment_eligible: bool,
            /// The smallest payment that it is open to.
            min_amount: Decimal,
            /// The largest.
            max_amount: Decimal,
            /// Which way the due date moves.
            due_date_shift_direction: String,
            /// The days until a single payment is due.
            single_total_due_date_day_count: Decimal,
            /// The campaign's code.
            code: String,
        }
    }
}

open_enum! {
    /// The kinds of reward.
    pub enum LoyaltyType {
        /// Money to spend.
        RewardMoney = "REWARD_MONEY",
        /// More installments.
        AdditionalInstallment = "ADDITIONAL_INSTALLMENT",
        /// A later first installment.
        PostponingInstallment = "POSTPONING_INSTALLMENT",
        /// More points.
        ExtraPoints = "EXTRA_POINTS",
        /// Minutes to talk.
        GainingMinutes = "GAINING_MINUTES",
        /// A later statement.
        PostponingStatement = "POSTPONING_STATEMENT",
        /// A later payment.
        PostponingPayment = "POSTPONING_PAYMENT",
    }
}

open_enum! {
    /// What a postponement is counted in.
    pub enum LoyaltyUnitType {
        /// Months.
        Month = "MONTH",
        /// Days.
        Day = "DAY",
    }
}
