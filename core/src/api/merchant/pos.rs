//! A virtual POS: the merchant's account at a bank or payment institution.

use super::{PosIntegrator, PosUser};
use crate::api::card::CardAssociation;
use crate::api::currency::Currency;
use crate::api::id::{BankId, MerchantPosId};
use crate::api::page::Page;
use crate::api::payment::PaymentPhase;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;

variant_operation! {
    /// Adds a POS.
    ///
    /// Which of the ids and keys are needed depends on its bank: the bank gives them.
    POST "/merchant/v1/merchant-poses" => Pos;

    pub struct CreateMerchantPos {
        required {
            /// What the merchant calls it.
            name: String,
            /// The currency that it takes.
            currency: Currency,
            /// Whose POS it is.
            pos_integrator: PosIntegrator,
            /// The users that the bank knows the merchant by.
            merchant_pos_users: Vec<PosUser>,
        }
        optional {
            /// What it may be used for.
            status: PosStatus,
            /// The bank's number of the merchant.
            client_id: String,
            /// The bank's Posnet number.
            posnet_id: String,
            /// The bank's number of the terminal.
            terminal_id: String,
            /// The bank's Posnet number for 3D Secure.
            threeds_posnet_id: String,
            /// The bank's number of the terminal for 3D Secure.
            threeds_terminal_id: String,
            /// The key that 3D Secure is signed with.
            threeds_key: Secret,
            /// Whether it takes foreign cards.
            enable_foreign_card: bool,
            /// Whether it takes payments by installments.
            enable_installment: bool,
            /// Whether it takes payments without a security code.
            enable_payment_without_cvc: bool,
            /// Whether points and rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer interface is used.
            new_integration: bool,
            /// Its place among the merchant's POS.
            order_number: i32,
        }
        repeated {
            /// The ways of confirming a payment that it takes.
            enabled_payment_authentication_types: PaymentAuthenticationType,
        }
    }
}

impl CreateMerchantPos {
    /// Returns the request to add a POS.
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
    /// Changes a POS.
    ///
    /// Look it up first, and say again what shall stay: of users, the `id` too.
    PUT "/merchant/v1/merchant-poses/{merchant_pos_id}" => Pos;

    pub struct UpdateMerchantPos {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId
        }
        required {
            /// What the merchant calls it.
            name: String,
        }
        optional {
            /// The bank's host.
            hostname: String,
            /// The bank's number of the merchant.
            client_id: String,
            /// The bank's mode, such as test or production.
            mode: String,
            /// The path of the bank's address.
            url_path as "path": String,
            /// The port of the bank's address.
            port: i32,
            /// The bank's Posnet number.
            posnet_id: String,
            /// The bank's number of the terminal.
            terminal_id: String,
            /// The bank's Posnet number for 3D Secure.
            threeds_posnet_id: String,
            /// The bank's number of the terminal for 3D Secure.
            threeds_terminal_id: String,
            /// The key that 3D Secure is signed with.
            threeds_key: Secret,
            /// The path of the bank's address for 3D Secure.
            threeds_path: String,
            /// Whether it takes foreign cards.
            enable_foreign_card: bool,
            /// Whether it takes payments by installments.
            enable_installment: bool,
            /// Whether it takes payments without a security code.
            enable_payment_without_cvc: bool,
            /// Whether points and rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer interface is used.
            new_integration: bool,
            /// Its place among the merchant's POS.
            order_number: i32,
        }
        repeated {
            /// The card schemes that it takes.
            supported_card_associations: CardAssociation,
            /// The ways of confirming a payment that it takes.
            enabled_payment_authentication_types: PaymentAuthenticationType,
            /// The users that the bank knows the merchant by.
            merchant_pos_users: PosUser,
            /// What can be asked of the bank.
            enabled_payment_phases: PaymentPhase,
        }
    }
}

operation! {
    /// Sets what a POS may be used for.
    PUT "/merchant/v1/merchant-poses/{merchant_pos_id}/status/{pos_status}" => ();

    pub struct UpdateMerchantPosStatus {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId,
            /// What it may be used for.
            pos_status: PosStatus,
        }
    }
}

operation! {
    /// Finds the merchant's POS.
    GET "/merchant/v1/merchant-poses" => Page<Pos>;

    pub struct SearchMerchantPoses {
        optional {
            /// What the merchant calls it.
            name: String,
            /// Its alias.
            alias: String,
            /// The currency that it takes.
            currency: Currency,
            /// Whether it takes payments by installments.
            enable_installment: bool,
            /// Whether it takes foreign cards.
            enable_foreign_card: bool,
            /// The bank's name.
            bank_name: String,
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
        }
    }
}

paged! { SearchMerchantPoses => Pos }

operation! {
    /// Looks a POS up.
    GET "/merchant/v1/merchant-poses/{merchant_pos_id}" => Pos;

    pub struct RetrieveMerchantPos {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId
        }
    }
}

operation! {
    /// Deletes a POS.
    DELETE "/merchant/v1/merchant-poses/{merchant_pos_id}" => ();

    pub struct DeleteMerchantPos {
        path {
            /// Craftgate's id of the POS.
            merchant_pos_id: MerchantPosId
        }
    }
}

response_object! {
    /// A POS with all its settings. A payment's answer names it by a
    /// [`MerchantPos`](crate::payment::MerchantPos).
    pub struct Pos {
        required {
            /// Craftgate's id of the POS.
            id: MerchantPosId,
            /// What it may be used for.
            status: PosStatus,
        }
        optional {
            /// What the merchant calls it.
            name: String,
            /// Its alias, as a payment can ask for.
            alias: String,
            /// Whose POS it is.
            pos_integrator: PosIntegrator,
            /// The bank's host.
            hostname: String,
            /// The bank's number of the merchant.
            client_id: String,
            /// The bank's code of the currency.
            pos_currency_code: String,
            /// The bank's mode, such as test or production.
            mode: String,
            /// The path of the bank's address.
            url_path as "path": String,
            /// The port of the bank's address.
            port: i32,
            /// The bank's Posnet number.
            posnet_id: String,
            /// The bank's number of the terminal.
            terminal_id: String,
            /// The bank's Posnet number for 3D Secure.
            threeds_posnet_id: String,
            /// The bank's number of the terminal for 3D Secure.
            threeds_terminal_id: String,
            /// The key that 3D Secure is signed with.
            threeds_key: Secret,
            /// The path of the bank's address for 3D Secure.
            threeds_path: String,
            /// Whether it takes foreign cards.
            enable_foreign_card: bool,
            /// Whether it takes payments by installments.
            enable_installment: bool,
            /// Whether it takes payments without a security code.
            enable_payment_without_cvc: bool,
            /// Whether points and rewards can be used.
            enable_loyalty: bool,
            /// Whether the bank's newer interface is used.
            new_integration: bool,
            /// Its place among the merchant's POS.
            order_number: i32,
            /// Whether it works, as Craftgate's autopilot sees it.
            autopilot_state: AutopilotState,
            /// The currency that it takes.
            currency: Currency,
            /// Craftgate's id of its bank.
            bank_id: BankId,
            /// The bank's name.
            bank_name: String,
            /// Whether it is a payment facilitator's.
            is_pf: bool,
        }
        repeated {
            /// The users that the bank knows the merchant by.
            merchant_pos_users: PosUser,
            /// The card schemes that it takes.
            supported_card_associations: CardAssociation,
            /// The ways of confirming a payment that it takes.
            enabled_payment_authentication_types: PaymentAuthenticationType,
        }
    }
}

response_object! {
    /// Whether a POS works, as Craftgate's autopilot sees it.
    pub struct AutopilotState {
        optional {
            /// Whether payments with 3D Secure go through.
            is_three_ds_up: bool,
            /// Whether payments without 3D Secure go through.
            is_non_three_ds_up: bool,
        }
    }
}

open_enum! {
    /// What a POS may be used for.
    pub enum PosStatus {
        /// It is deleted.
        Deleted = "DELETED",
        /// Nothing.
        Passive = "PASSIVE",
        /// Payments and refunds.
        Active = "ACTIVE",
        /// Refunds, no new payments.
        RefundOnly = "REFUND_ONLY",
        /// Payments for as long as Craftgate's autopilot sees that it works.
        Autopilot = "AUTOPILOT",
    }
}

open_enum! {
    /// The ways of confirming a payment.
    pub enum PaymentAuthenticationType {
        /// 3D Secure.
        ThreeDs = "THREE_DS",
        /// No confirmation.
        NonThreeDs = "NON_THREE_DS",
        /// BKM Express.
        BkmExpress = "BKM_EXPRESS",
        /// 3D Secure, and none where it can't be had.
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
