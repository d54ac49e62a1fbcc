//! Money between the merchant and a member's wallet.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, RemittanceId};
use crate::api::onboarding::Status;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;

operation! {
    /// Sends money from the merchant to a member's wallet.
    POST "/wallet/v1/remittances/send" => Remittance;

    pub struct SendRemittance {
        required {
            /// Craftgate's id of the member who gets it.
            member_id: MemberId,
            /// What it is for.
            description: String,
            /// How much, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
        optional {
            /// What the member may do with it (Craftgate's default: `RedeemOnlyLoyalty`).
            remittance_reason_type: RemittanceReasonType,
        }
    }
}

operation! {
    /// Takes money from a member's wallet back to the merchant.
    POST "/wallet/v1/remittances/receive" => Remittance;

    pub struct ReceiveRemittance {
        required {
            /// Craftgate's id of the member whom it is taken from.
            member_id: MemberId,
            /// What it is for.
            description: String,
            /// How much, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
        optional {
            /// What the money was for (Craftgate's default: `RedeemOnlyLoyalty`).
            remittance_reason_type: RemittanceReasonType,
        }
    }
}

operation! {
    /// Looks up money that was sent or taken back.
    GET "/wallet/v1/remittances/{id}" => Remittance;

    pub struct RetrieveRemittance {
        path {
            /// Craftgate's id of the remittance.
            id: RemittanceId
        }
    }
}

response_object! {
    /// Money that was sent to a member's wallet, or taken back from it.
    pub struct Remittance {
        required {
            /// Craftgate's id of the remittance.
            id: RemittanceId,
            /// Whether it is in force.
            status: Status,
        }
        optional {
            /// When it was made, local to Turkey.
            created_date: NaiveDateTime,
            /// How much, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
            /// Craftgate's id of the member.
            member_id: MemberId,
            /// Whether it was sent or taken back.
            remittance_type: RemittanceType,
            /// What the member may do with it.
            remittance_reason_type: RemittanceReasonType,
            /// What it was for.
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
    /// What a member may do with the money. (Source: Craftgate's "Cüzdana Para Gönderme/Çekme Tipleri".)
    pub enum RemittanceReasonType {
        /// Spend it or withdraw it. For the sellers of a marketplace alone.
        SubmerchantSendReceive = "SUBMERCHANT_SEND_RECEIVE",
        /// Spend it at the merchant's, not withdraw it.
        RedeemOnlyLoyalty = "REDEEM_ONLY_LOYALTY",
    }
}

impl RemittanceReasonType {
    /// Whether the member can withdraw the money to a bank account.
    #[must_use]
    pub fn is_withdrawable(&self) -> bool {
        *self == Self::SubmerchantSendReceive
    }
}
