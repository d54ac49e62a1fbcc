//! Remittances between the merchant and a member's wallet.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, RemittanceId};
use crate::api::onboarding::Status;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Sends a remittance from the merchant to a member's wallet.
    POST "/wallet/v1/remittances/send" => Remittance;

    pub struct SendRemittance {
        required {
            /// The receiving member's id.
            member_id: MemberId,
            /// The description.
            description: String,
            /// The amount, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
        optional {
            /// The purpose of the money: what the member may do with it (default: `RedeemOnlyLoyalty`).
            remittance_reason_type: RemittanceReasonType,
        }
    }
}

operation! {
    /// Receives a remittance from a member's wallet back to the merchant.
    POST "/wallet/v1/remittances/receive" => Remittance;

    pub struct ReceiveRemittance {
        required {
            /// The paying member's id.
            member_id: MemberId,
            /// The description.
            description: String,
            /// The amount, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
        optional {
            /// The reason that the money was sent for (default: `RedeemOnlyLoyalty`).
            remittance_reason_type: RemittanceReasonType,
        }
    }
}

impl Validate for SendRemittance {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.decimals())
            .require_filled([("description", Some(&self.description))]);
    }
}

impl Validate for ReceiveRemittance {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.decimals())
            .require_filled([("description", Some(&self.description))]);
    }
}

operation! {
    /// Retrieves a remittance.
    ///
    /// Craftgate's documentation says `POST`; its clients send this `GET`, and so does this one.
    GET "/wallet/v1/remittances/{id}" => Remittance;

    pub struct RetrieveRemittance {
        path {
            /// The remittance's id.
            id: RemittanceId
        }
        matches { id == id }
    }
}

response_object! {
    /// A remittance between the merchant and a member's wallet.
    pub struct Remittance {
        required {
            /// The remittance's id.
            id: RemittanceId,
            /// Whether the record is active.
            status: Status,
        }
        optional {
            /// The time of creation, local to Turkey.
            created_date: NaiveDateTime,
            /// The amount, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// The member's id.
            member_id: MemberId,
            /// The direction.
            remittance_type: RemittanceType,
            /// The purpose of the money: what the member may do with it.
            remittance_reason_type: RemittanceReasonType,
            /// The description.
            description: String,
        }
    }
}

open_enum! {
    /// The direction of a remittance.
    pub enum RemittanceType {
        /// From the merchant to the member.
        Send = "SEND",
        /// From the member to the merchant.
        Receive = "RECEIVE",
    }
}

open_enum! {
    /// The purpose of a remittance's money: what the member may do with it. (Source: Craftgate's "Cüzdana Para
    /// Gönderme/Çekme Tipleri".)
    pub enum RemittanceReasonType {
        /// Spend or withdraw it. For the sellers of a marketplace only.
        SubmerchantSendReceive = "SUBMERCHANT_SEND_RECEIVE",
        /// Spend it at the merchant, but not withdraw it.
        RedeemOnlyLoyalty = "REDEEM_ONLY_LOYALTY",
    }
}

impl RemittanceReasonType {
    /// Returns true if the member can withdraw the money to a bank account.
    #[must_use]
    pub fn is_withdrawable(&self) -> bool {
        *self == Self::SubmerchantSendReceive
    }
}
