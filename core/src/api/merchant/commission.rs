//! What a POS's bank charges, and what the merchant charges the buyer, by number of installments.

use rust_decimal::Decimal;

use crate::api::id::{MerchantPosId, PosCommissionId};
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;

operation! {
    /// Lists the commissions of a POS.
    GET "/merchant/v1/merchant-poses/{merchant_pos_id}/commissions" => Page<PosCommission>;

    pub struct RetrieveMerchantPosCommissions {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId
        }
    }
}

operation! {
    /// Sets commissions of a POS, and lists them all.
    ///
    /// To change one, look it up, change its [`commission`](PosCommission::commission) and send that.
    POST "/merchant/v1/merchant-poses/{merchant_pos_id}/commissions" => Page<PosCommission>;

    pub struct UpdateMerchantPosCommissions {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId
        }
        required {
            /// One for each number of installments to set.
            commissions: Vec<UpdatePosCommission>,
        }
    }
}

request_object! {
    /// The commissions for one number of installments. Rates are in percent.
    pub struct UpdatePosCommission {
        required {
            /// The number of installments; 1 for a single payment.
            installment: i32,
            /// Whether it is offered.
            status: Status,
        }
        optional {
            /// The days that the bank holds the money back.
            blockage_day: i32,
            /// The merchant's words for it, shown to the buyer.
            installment_label: String,
            /// The card's family, such as `Bonus`, where the rates are for one.
            card_brand_name: String,
            /// What the bank charges for its own credit cards.
            bank_on_us_credit_card_commission_rate: Decimal,
            /// What the bank charges for other banks' credit cards.
            bank_not_on_us_credit_card_commission_rate: Decimal,
            /// What the bank charges for its own debit cards.
            bank_on_us_debit_card_commission_rate: Decimal,
            /// What the bank charges for other banks' debit cards.
            bank_not_on_us_debit_card_commission_rate: Decimal,
            /// What the bank charges for foreign cards.
            bank_foreign_card_commission_rate: Decimal,
            /// What the merchant charges the buyer.
            merchant_commission_rate: Decimal,
        }
    }
}

response_object! {
    /// The commissions for one number of installments, as Craftgate keeps them.
    pub struct PosCommission {
        flatten {
            /// The commissions.
            commission: UpdatePosCommission
        }
        optional {
            /// Craftgate's id of them.
            id: PosCommissionId,
        }
    }
}
