//! The commissions of a POS, charged by the bank and to the buyer, by number of installments.

use rust_decimal::Decimal;

use crate::api::id::{MerchantPosId, PosCommissionId};
use crate::api::onboarding::Status;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::page::Page;

operation! {
    /// Retrieves a POS's commissions.
    GET "/merchant/v1/merchant-poses/{merchant_pos_id}/commissions" => Page<PosCommission>;

    pub struct RetrieveMerchantPosCommissions {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId
        }
    }
}

operation! {
    /// Updates a POS's commissions, and returns all of them.
    ///
    /// To change one, retrieve it and send its changed [`commission`](PosCommission::commission).
    POST "/merchant/v1/merchant-poses/{merchant_pos_id}/commissions" => Page<PosCommission>;

    pub struct UpdateMerchantPosCommissions {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId
        }
        required {
            /// The commissions to update, one for each number of installments.
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
            /// Whether this number of installments is offered.
            status: Status,
        }
        optional {
            /// The number of days that the bank holds the money back.
            blockage_day: i32,
            /// The label shown to the buyer.
            installment_label: String,
            /// The card family, such as `Bonus`, that the rates are for; all families if absent.
            card_brand_name: String,
            /// The bank's rate for its own credit cards.
            bank_on_us_credit_card_commission_rate: Decimal,
            /// The bank's rate for other banks' credit cards.
            bank_not_on_us_credit_card_commission_rate: Decimal,
            /// The bank's rate for its own debit cards.
            bank_on_us_debit_card_commission_rate: Decimal,
            /// The bank's rate for other banks' debit cards.
            bank_not_on_us_debit_card_commission_rate: Decimal,
            /// The bank's rate for foreign cards.
            bank_foreign_card_commission_rate: Decimal,
            /// The rate charged to the buyer.
            merchant_commission_rate: Decimal,
        }
    }
}

response_object! {
    /// The stored commissions for one number of installments.
    pub struct PosCommission {
        flatten {
            /// The commissions.
            commission: UpdatePosCommission
        }
        optional {
            /// The commissions' id.
            id: PosCommissionId,
        }
    }
}
