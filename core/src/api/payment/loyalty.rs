//! Points, rewards and campaigns of card programmes.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::{LoyaltyCard, LoyaltyList, RetrieveLoyalties};
//!
//! let ask = RetrieveLoyalties::new(LoyaltyCard::new("4043080000000003", "2044", "07").cvc("000"));
//! assert_eq!(ask.path().unwrap(), "/payment/v1/card-loyalties/retrieve");
//!
//! let data = r#"{"loyalties": [{"type": "REWARD_MONEY", "message": "150 TL chip-para kullanılabilir"}]}"#;
//! let answer: LoyaltyList = serde_json::from_str(data).unwrap();
//! // To use it, choose one and set it as the `loyalty` of the payment's card.
//! assert_eq!(answer.loyalties.len(), 1);
//! ```

use rust_decimal::Decimal;

use super::{FraudAction, FraudCheckParameters, MerchantPos};
use crate::api::id::{BankId, FraudCheckId};
use crate::macros::object::{request_object, response_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;

operation! {
    /// Asks a card's bank which rewards the customer could use.
    ///
    /// Before the payment. To use a reward, send it with the card: one a payment, and none where all of
    /// it is taken from a wallet.
    POST "/payment/v1/card-loyalties/retrieve" => LoyaltyList;

    pub struct RetrieveLoyalties {
        flatten {
            /// The card to ask about.
            card: LoyaltyCard
        }
        optional {
            /// The buyer's IP address.
            client_ip: String,
            /// Ties requests together in the merchant's own records.
            conversation_id: String,
            /// What the fraud rules should look at.
            fraud_params: FraudCheckParameters,
        }
    }
}

variant_object! {
    /// The card whose rewards are asked for: by its own data, or as it is stored at Craftgate.
    pub struct LoyaltyCard {
        optional {
            /// The card's number.
            card_number: Secret,
            /// The year it expires, with four digits.
            expire_year: String,
            /// The month it expires, with two digits.
            expire_month: String,
            /// The security code. Needed where the merchant's POS don't take cards without.
            cvc: Secret,
            /// The person's key, for a stored card.
            card_user_key: String,
            /// A stored card's token.
            card_token: Secret,
        }
    }
}

impl LoyaltyCard {
    /// A card by its own data: number, four-digit year, two-digit month.
    pub fn new(
        card_number: impl Into<Secret>,
        expire_year: impl Into<String>,
        expire_month: impl Into<String>,
    ) -> Self {
        Self::empty().card_number(card_number).expire_year(expire_year).expire_month(expire_month)
    }

    /// A card stored at Craftgate: the person's key and the card's token, as storing it gave them.
    pub fn stored(card_user_key: impl Into<String>, card_token: impl Into<Secret>) -> Self {
        Self::empty().card_user_key(card_user_key).card_token(card_token)
    }
}

response_object! {
    /// The rewards that a card offers for the next payment.
    pub struct LoyaltyList {
        optional {
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's bank.
            card_issuer_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_issuer_bank_id: BankId,
            /// Whether the card can be used with 3D Secure only.
            force_3ds: bool,
            /// The POS that was asked, and that the payment should go through.
            pos: MerchantPos,
            /// What the fraud rules found.
            fraud_result: FraudResult,
        }
        repeated {
            /// The rewards: the customer may use one of them.
            loyalties: Loyalty,
        }
    }
}

response_object! {
    /// What the fraud rules found.
    pub struct FraudResult {
        optional {
            /// Craftgate's id of the fraud check.
            id: FraudCheckId,
            /// The fraud score.
            score: f64,
            /// What the rules did.
            action: FraudAction,
        }
    }
}

request_object! {
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

request_object! {
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

request_object! {
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

request_object! {
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
