//! The points, rewards and campaigns of card programmes.
//!
//! ```
//! use craftgate_core::{Operation, Validate};
//! use craftgate_core::payment::{CardExpiry, CardNumber, LoyaltyCard, LoyaltyList, RetrieveLoyalties};
//!
//! let card = LoyaltyCard::new(CardNumber::new("4043080000000003"), CardExpiry::new(2044, 7).unwrap()).cvc("000");
//! let loyalties = RetrieveLoyalties::new(card);
//! assert_eq!(loyalties.validate(), Ok(vec![]));
//! assert_eq!(loyalties.path().unwrap(), "/payment/v1/card-loyalties/retrieve");
//!
//! let data = r#"{"loyalties": [{"type": "REWARD_MONEY", "message": "150 TL chip-para kullanılabilir"}]}"#;
//! let list: LoyaltyList = serde_json::from_str(data).unwrap();
//! // To use it, choose one and set it as the `loyalty` of the payment's card.
//! assert_eq!(list.loyalties.len(), 1);
//! ```

use rust_decimal::Decimal;

use super::{CardExpiry, CardNumber, CardToken, CardUserKey, FraudAction, FraudCheckParameters, MerchantPos};
use crate::api::id::{BankId, FraudCheckId};
use crate::macros::object::{request_object, response_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{CardFields, TypedCard, Validate, Validator, form};

operation! {
    /// Retrieves the rewards that a card's bank offers for the next payment.
    ///
    /// To use a reward, send it with the card: one per payment, and none if all of it is taken from a wallet.
    POST "/payment/v1/card-loyalties/retrieve" => LoyaltyList;

    pub struct RetrieveLoyalties {
        flatten {
            /// The card.
            card: LoyaltyCard
        }
        optional {
            /// The buyer's IP address.
            client_ip: String,
            /// The merchant's own value, to relate requests to each other.
            conversation_id: String,
            /// The values for the fraud rules.
            fraud_params: FraudCheckParameters,
        }
    }
}

impl Validate for RetrieveLoyalties {
    fn check(&self, validator: &mut Validator) {
        validator
            .loyalty_card(&self.card)
            .form("conversationId", self.conversation_id.as_deref(), &form::LOOKUP_ID)
            .client_ip(self.client_ip.as_ref());
    }
}

variant_object! {
    /// The card whose rewards are retrieved: by its own data, or stored at Craftgate.
    pub struct LoyaltyCard {
        optional {
            /// The card's number.
            card_number: Secret,
            /// The year in which the card expires, of four digits.
            expire_year: String,
            /// The month in which the card expires, of two digits.
            expire_month: String,
            /// The security code. Needed if the merchant's POS don't accept cards without it.
            cvc: Secret,
            /// The person's key, for a stored card.
            card_user_key: CardUserKey,
            /// A stored card's token.
            card_token: CardToken,
        }
    }
}

impl LoyaltyCard {
    /// Returns the card with this number and expiry.
    #[must_use]
    pub fn new(number: CardNumber, expiry: CardExpiry) -> Self {
        Self::empty().card_number(number).expire_year(expiry.wire_year()).expire_month(expiry.wire_month())
    }

    /// Returns the card stored at Craftgate under this person's key and this token.
    #[must_use]
    pub fn stored(card_user_key: CardUserKey, card_token: CardToken) -> Self {
        Self::empty().card_user_key(card_user_key).card_token(card_token)
    }
}

impl Validator {
    /// Either a card's own data or a stored card. (Source: Craftgate's "Ödül ve Puan Kullanımı".)
    fn loyalty_card(&mut self, card: &LoyaltyCard) -> &mut Self {
        let fields = &CardFields::FLAT;
        let typed = TypedCard {
            holder: None,
            number: card.card_number.as_ref().map(Secret::expose),
            expire_year: card.expire_year.as_deref(),
            expire_month: card.expire_month.as_deref(),
            cvc: card.cvc.as_ref().map(Secret::expose),
        };
        self.typed_card(fields, &typed);
        if typed.number.is_none() && (card.card_user_key.is_some() || card.card_token.is_some()) {
            self.require(fields.user_key, card.card_user_key.is_some()).require(fields.token, card.card_token.is_some())
        } else {
            self.require_number_and_expiry(fields, &typed)
        }
    }

    /// A reward to use: its type, and money for points alone. (Source: Craftgate's "Ödül ve Puan Kullanımı".)
    pub(crate) fn loyalty(
        &mut self,
        loyalty: &Loyalty,
        type_field: &'static str,
        reward_field: &'static str,
    ) -> &mut Self {
        let is_other_type = loyalty.loyalty_type.as_ref().is_some_and(|kind| *kind != LoyaltyType::RewardMoney);
        self.require(type_field, loyalty.loyalty_type.is_some()).exclude(
            reward_field,
            loyalty.reward.is_some() && is_other_type,
            "another type than REWARD_MONEY",
        )
    }
}

response_object! {
    /// The rewards that a card offers for the next payment.
    pub struct LoyaltyList {
        optional {
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The name of the card's bank.
            card_issuer_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_issuer_bank_id: BankId,
            /// Whether the card needs 3D Secure.
            force_3ds: bool,
            /// The POS that offers the rewards, and that the payment should use.
            pos: MerchantPos,
            /// The result of the fraud rules.
            fraud_result: FraudResult,
        }
        repeated {
            /// The rewards, of which the customer may use one.
            loyalties: Loyalty,
        }
    }
}

response_object! {
    /// The result of the fraud rules.
    pub struct FraudResult {
        optional {
            /// Craftgate's id of the fraud check.
            id: FraudCheckId,
            /// The fraud score.
            score: f64,
            /// The action of the fraud rules.
            action: FraudAction,
        }
    }
}

request_object! {
    /// A reward of a card's programme.
    pub struct Loyalty {
        optional {
            /// The kind of reward.
            loyalty_type as "type": LoyaltyType,
            /// The money in the reward.
            reward: Reward,
            /// The bank's message to the customer.
            message: String,
            /// The customer's choice.
            loyalty_params: LoyaltyParams,
            /// The bounds of the customer's choice.
            loyalty_data: LoyaltyData,
            /// The money from the shop's own programme, in the payment's currency.
            firm_reward_money: Decimal,
            /// The money from all programmes, in the payment's currency.
            total_reward_money: Decimal,
        }
    }
}

request_object! {
    /// The money in a reward, in the payment's currency.
    pub struct Reward {
        optional {
            /// The money from the card's programme.
            card_reward_money: Decimal,
            /// The money from the shop's own programme.
            firm_reward_money: Decimal,
            /// The money from miles.
            mile_reward_money: Decimal,
            /// The money from all programmes.
            total_reward_money: Decimal,
        }
    }
}

request_object! {
    /// The customer's choice in a reward.
    pub struct LoyaltyParams {
        optional {
            /// The number of units by which the payment is postponed.
            postponing_payment_count: i32,
            /// The campaign's code.
            code: String,
        }
    }
}

request_object! {
    /// The bounds of the customer's choice in a reward.
    pub struct LoyaltyData {
        optional {
            /// The greatest number of units by which the payment can be postponed.
            max_postponing_payment_count: i32,
            /// The least number of units by which the payment can be postponed.
            min_postponing_payment_count: i32,
            /// The unit of a postponement.
            unit_type: LoyaltyUnitType,
            /// Whether the payment can be postponed.
            deferred_payment_eligible: bool,
            /// The least amount of a payment with this reward.
            min_amount: Decimal,
            /// The greatest amount of a payment with this reward.
            max_amount: Decimal,
            /// The direction in which the due date moves.
            due_date_shift_direction: String,
            /// The number of days until a single payment is due.
            single_total_due_date_day_count: Decimal,
            /// The campaign's code.
            code: String,
        }
    }
}

open_enum! {
    /// The kind of a reward. (Source: Craftgate's "Ödül ve Puan Kullanımı".)
    pub enum LoyaltyType {
        /// Money to spend.
        RewardMoney = "REWARD_MONEY",
        /// More installments.
        AdditionalInstallment = "ADDITIONAL_INSTALLMENT",
        /// A later first installment.
        PostponingInstallment = "POSTPONING_INSTALLMENT",
        /// More points.
        ExtraPoints = "EXTRA_POINTS",
        /// Minutes of telephone calls.
        GainingMinutes = "GAINING_MINUTES",
        /// A later statement.
        PostponingStatement = "POSTPONING_STATEMENT",
        /// A later payment.
        PostponingPayment = "POSTPONING_PAYMENT",
    }
}

open_enum! {
    /// The unit of a postponement. (Source: the official clients.)
    pub enum LoyaltyUnitType {
        /// Months.
        Month = "MONTH",
        /// Days.
        Day = "DAY",
    }
}
