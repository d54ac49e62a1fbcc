//! Virtual POS: the merchant's accounts at banks and payment institutions.

use super::{PosIntegrator, PosUser};
use crate::api::card::CardAssociation;
use crate::api::currency::Currency;
use crate::api::id::{BankId, MerchantPosId};
use crate::api::payment::PaymentPhase;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;

variant_operation! {
    /// Creates a POS.
    ///
    /// Which ids and keys are needed depends on the bank, which issues them.
    POST "/merchant/v1/merchant-poses" => Pos;

    pub struct CreateMerchantPos {
        required {
            /// The merchant's name for the POS.
            name: String,
            /// The currency of its payments.
            currency: Currency,
            /// The bank or payment institution of the POS.
            pos_integrator: PosIntegrator,
            /// The merchant's users at the bank.
            merchant_pos_users: Vec<PosUser>,
        }
        optional {
            /// The POS's status.
            status: PosStatus,
            /// The merchant's number at the bank.
            client_id: String,
            /// The Posnet number at the bank.
            posnet_id: String,
            /// The terminal's number at the bank.
            terminal_id: String,
            /// The Posnet number at the bank for 3D Secure.
            threeds_posnet_id: String,
            /// The terminal's number at the bank for 3D Secure.
            threeds_terminal_id: String,
            /// The key that signs 3D Secure.
            threeds_key: Secret,
            /// Whether foreign cards are accepted.
            enable_foreign_card: bool,
            /// Whether payments in installments are accepted.
            enable_installment: bool,
            /// Whether payments without a security code are accepted.
            enable_payment_without_cvc: bool,
            /// Whether rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer integration is used.
            new_integration: bool,
            /// The POS's position in the merchant's list.
            order_number: i32,
        }
        repeated {
            /// The accepted authentication types.
            enabled_payment_authentication_types: PaymentAuthenticationType,
        }
    }
}

impl CreateMerchantPos {
    /// Returns the request to create a POS.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        currency: Currency,
        pos_integrator: PosIntegrator,
        merchant_pos_users: impl Into<Vec<PosUser>>,
    ) -> Self {
        Self::with_required(name.into(), currency, pos_integrator, merchant_pos_users.into())
    }
}

operation! {
    /// Updates a POS.
    ///
    /// Replaces the POS: retrieve it first and repeat what has to stay, users with their `id`.
    PUT "/merchant/v1/merchant-poses/{merchant_pos_id}" => Pos;

    pub struct UpdateMerchantPos {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId
        }
        required {
            /// The merchant's name for the POS.
            name: String,
        }
        optional {
            /// The bank's host name.
            hostname: String,
            /// The merchant's number at the bank.
            client_id: String,
            /// The bank's environment, such as test or production.
            mode: String,
            /// The path of the bank's URL.
            url_path as "path": String,
            /// The port of the bank's URL.
            port: i32,
            /// The Posnet number at the bank.
            posnet_id: String,
            /// The terminal's number at the bank.
            terminal_id: String,
            /// The Posnet number at the bank for 3D Secure.
            threeds_posnet_id: String,
            /// The terminal's number at the bank for 3D Secure.
            threeds_terminal_id: String,
            /// The key that signs 3D Secure.
            threeds_key: Secret,
            /// The path of the bank's URL for 3D Secure.
            threeds_path: String,
            /// Whether foreign cards are accepted.
            enable_foreign_card: bool,
            /// Whether payments in installments are accepted.
            enable_installment: bool,
            /// Whether payments without a security code are accepted.
            enable_payment_without_cvc: bool,
            /// Whether rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer integration is used.
            new_integration: bool,
            /// The POS's position in the merchant's list.
            order_number: i32,
        }
        repeated {
            /// The accepted card schemes.
            supported_card_associations: CardAssociation,
            /// The accepted authentication types.
            enabled_payment_authentication_types: PaymentAuthenticationType,
            /// The merchant's users at the bank.
            merchant_pos_users: PosUser,
            /// The accepted payment phases.
            enabled_payment_phases: PaymentPhase,
        }
        matches { merchant_pos_id == id }
    }
}

operation! {
    /// Updates a POS's status.
    PUT "/merchant/v1/merchant-poses/{merchant_pos_id}/status/{pos_status}" => ();

    pub struct UpdateMerchantPosStatus {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId,
            /// The POS's status.
            pos_status: PosStatus,
        }
    }
}

operation! {
    /// Searches for the merchant's POS.
    GET "/merchant/v1/merchant-poses" => Page<Pos>;

    pub struct SearchMerchantPoses {
        optional {
            /// The merchant's name for the POS.
            name: String,
            /// The POS's alias.
            alias: String,
            /// The currency of its payments.
            currency: Currency,
            /// Whether payments in installments are accepted.
            enable_installment: bool,
            /// Whether foreign cards are accepted.
            enable_foreign_card: bool,
            /// The bank's name.
            bank_name: String,
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
        }
    }
}

paged! { SearchMerchantPoses => Pos }

operation! {
    /// Retrieves a POS.
    GET "/merchant/v1/merchant-poses/{merchant_pos_id}" => Pos;

    pub struct RetrieveMerchantPos {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId
        }
        matches { merchant_pos_id == id }
    }
}

operation! {
    /// Deletes a POS.
    DELETE "/merchant/v1/merchant-poses/{merchant_pos_id}" => ();

    pub struct DeleteMerchantPos {
        path {
            /// The POS's id.
            merchant_pos_id: MerchantPosId
        }
    }
}

response_object! {
    /// A POS with all its settings. A payment's response has a shorter
    /// [`MerchantPos`](crate::payment::MerchantPos).
    pub struct Pos {
        required {
            /// The POS's id.
            id: MerchantPosId,
            /// The POS's status.
            status: PosStatus,
        }
        optional {
            /// The merchant's name for the POS.
            name: String,
            /// The POS's alias, which payments can choose it by.
            alias: String,
            /// The bank or payment institution of the POS.
            pos_integrator: PosIntegrator,
            /// The bank's host name.
            hostname: String,
            /// The merchant's number at the bank.
            client_id: String,
            /// The currency's code at the bank.
            pos_currency_code: String,
            /// The bank's environment, such as test or production.
            mode: String,
            /// The path of the bank's URL.
            url_path as "path": String,
            /// The port of the bank's URL.
            port: i32,
            /// The Posnet number at the bank.
            posnet_id: String,
            /// The terminal's number at the bank.
            terminal_id: String,
            /// The Posnet number at the bank for 3D Secure.
            threeds_posnet_id: String,
            /// The terminal's number at the bank for 3D Secure.
            threeds_terminal_id: String,
            /// The key that signs 3D Secure.
            threeds_key: Secret,
            /// The path of the bank's URL for 3D Secure.
            threeds_path: String,
            /// Whether foreign cards are accepted.
            enable_foreign_card: bool,
            /// Whether payments in installments are accepted.
            enable_installment: bool,
            /// Whether payments without a security code are accepted.
            enable_payment_without_cvc: bool,
            /// Whether rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer integration is used.
            new_integration: bool,
            /// The POS's position in the merchant's list.
            order_number: i32,
            /// Whether the POS works, as observed by Craftgate's autopilot.
            autopilot_state: AutopilotState,
            /// The currency of its payments.
            currency: Currency,
            /// The bank's id.
            bank_id: BankId,
            /// The bank's name.
            bank_name: String,
            /// Whether it is the POS of a payment facilitator.
            is_pf: bool,
        }
        repeated {
            /// The merchant's users at the bank.
            merchant_pos_users: PosUser,
            /// The accepted card schemes.
            supported_card_associations: CardAssociation,
            /// The accepted authentication types.
            enabled_payment_authentication_types: PaymentAuthenticationType,
        }
    }
}

response_object! {
    /// Whether a POS works, as observed by Craftgate's autopilot.
    pub struct AutopilotState {
        optional {
            /// Whether payments with 3D Secure succeed.
            is_three_ds_up: bool,
            /// Whether payments without 3D Secure succeed.
            is_non_three_ds_up: bool,
        }
    }
}

open_enum! {
    /// The status of a POS: what it can be used for.
    pub enum PosStatus {
        /// Deleted.
        Deleted = "DELETED",
        /// Disabled.
        Passive = "PASSIVE",
        /// Payments and refunds.
        Active = "ACTIVE",
        /// Refunds only.
        RefundOnly = "REFUND_ONLY",
        /// Payments and refunds, with payments as long as Craftgate's autopilot observes that it works.
        Autopilot = "AUTOPILOT",
    }
}

open_enum! {
    /// A way to authenticate a payment.
    pub enum PaymentAuthenticationType {
        /// 3D Secure.
        ThreeDs = "THREE_DS",
        /// No authentication.
        NonThreeDs = "NON_THREE_DS",
        /// BKM Express.
        BkmExpress = "BKM_EXPRESS",
        /// 3D Secure, or none where it is not available.
        ThreeDsFallbackToNonThreeDs = "THREE_DS_FALLBACK_TO_NON_THREE_DS",
        /// Google Pay.
        Googlepay = "GOOGLEPAY",
        /// Apple Pay.
        Applepay = "APPLEPAY",
        /// Yapı Kredi's World Pay.
        YkbWorldPay = "YKB_WORLD_PAY",
        /// Yapı Kredi's World Pay with a shopping loan.
        YkbWorldPayShoppingLoan = "YKB_WORLD_PAY_SHOPPING_LOAN",
        /// Garanti BBVA's GarantiPay.
        GarantiPay = "GARANTI_PAY",
        /// Akbank's Juzdan.
        Juzdan = "JUZDAN",
    }
}
