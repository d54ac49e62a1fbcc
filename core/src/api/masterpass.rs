//! Masterpass, Mastercard's wallet, for merchants who have built Masterpass's client library in.
//!
//! 1. The customer chooses a card and installments in the client library.
//! 2. [`GenerateMasterpassPaymentToken`] gives the token for the library's `MFS.purchase`.
//! 3. Its answer decides. 5001: the customer types a code, then [`CompleteMasterpassPayment`]. 5010:
//!    3D Secure, [`InitThreeDsMasterpassPayment`], the [callback](crate::callback), then
//!    [`CompleteThreeDsMasterpassPayment`].
//!
//! ```
//! use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, MasterpassCustomer, MasterpassPayment};
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = [PaymentItem::new(price).name("Bakır cezve, işlemeli")];
//! let payment = MasterpassPayment::new(Amounts::same(price), Currency::Try, 1, basket).conversation_id("siparis-17");
//!
//! let customer = MasterpassCustomer { msisdn: "905551112233", user_id: "müşteri-17" };
//! let token = GenerateMasterpassPaymentToken::new(customer, "404308", false, payment);
//! assert_eq!(token.path().unwrap(), "/payment/v2/masterpass-payments/generate-token");
//! ```

use crate::api::currency::Currency;
use crate::api::id::{MasterpassReferenceId, MemberId, PaymentId};
use crate::api::payment::{Amounts, Loyalty, LoyaltyList, Payment, PaymentGroup, PaymentItem, PaymentPhase};
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Asks whether a customer has cards in Masterpass, and whether this merchant may use them.
    POST "/payment/v1/masterpass-payments/check-user" => MasterpassUser;

    pub struct CheckMasterpassUser {
        required {
            /// The customer's telephone number, digits only, with the country's code.
            masterpass_gsm_number: String,
        }
    }
}

variant_operation! {
    /// Gives the token with which Masterpass's client library starts a payment.
    ///
    /// No money moves yet. Keep the answer's `reference_id`: the payment is completed by it.
    POST "/payment/v2/masterpass-payments/generate-token" => MasterpassPaymentToken;

    pub struct GenerateMasterpassPaymentToken {
        required {
            /// The customer's telephone number, digits only, with the country's code.
            msisdn: String,
            /// The merchant's id of the customer, as last linked with their Masterpass account.
            user_id: String,
            /// The chosen card's first 6 or 8 digits: `Value1` of the card in `MFS.listCards`.
            bin_number: String,
            /// Whether the payment must go through 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// The payment.
            create_payment: MasterpassPayment,
        }
        optional {
            /// Whether the merchant has made sure that the telephone number is the customer's.
            is_msisdn_validated: bool,
            /// The version of Masterpass that the merchant has built in.
            masterpass_integration_version: i32,
            /// The points or the reward to use.
            loyalty: Loyalty,
            /// How the customer proves who they are.
            validation_type: MasterpassValidationType,
            /// What Masterpass needs besides.
            additional_generate_token_params: JsonMap,
        }
    }
}

impl Validate for GenerateMasterpassPaymentToken {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.create_payment.amounts, &self.create_payment.items).finish()
    }
}

impl GenerateMasterpassPaymentToken {
    /// Returns the request for a token to pay with the card that begins with `bin_number`.
    #[must_use]
    pub fn new(
        customer: MasterpassCustomer<'_>,
        bin_number: impl Into<String>,
        force_three_ds: bool,
        payment: MasterpassPayment,
    ) -> Self {
        let MasterpassCustomer { msisdn, user_id } = customer;
        Self::with_required(msisdn.to_owned(), user_id.to_owned(), bin_number.into(), force_three_ds, payment)
    }
}

/// A customer with Masterpass, by name, so that the two can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MasterpassCustomer<'a> {
    /// The customer's telephone number, digits only, with the country's code.
    pub msisdn: &'a str,
    /// The merchant's id of the customer, as last linked with their Masterpass account.
    pub user_id: &'a str,
}

operation! {
    /// Completes a payment after the customer has typed the code: now the money is taken.
    ///
    /// For `MFS.purchase` answers with response code 5001.
    POST "/payment/v2/masterpass-payments/complete" => Payment;

    pub struct CompleteMasterpassPayment {
        required {
            /// The payment's reference, from [`MasterpassPaymentToken`].
            reference_id: MasterpassReferenceId,
            /// The token that Masterpass gave once the code was right; not the one that started it.
            token: Secret,
        }
    }
}

operation! {
    /// Starts 3D Secure for a payment.
    ///
    /// For `MFS.purchase` answers with response code 5010. When the bank has answered, the customer's browser
    /// posts the result to `callback_url`; from a mobile application it does not, and the client library says
    /// when to go on. No money moves until [`CompleteThreeDsMasterpassPayment`] is sent.
    POST "/payment/v2/masterpass-payments/3ds-init" => InitThreeDsMasterpassPaymentResponse;

    pub struct InitThreeDsMasterpassPayment {
        required {
            /// The payment's reference, from [`MasterpassPaymentToken`].
            reference_id: MasterpassReferenceId,
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsMasterpassPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Completes a 3D Secure payment after its callback was verified: now the money is taken.
    POST "/payment/v2/masterpass-payments/3ds-complete" => Payment;

    pub struct CompleteThreeDsMasterpassPayment {
        required {
            /// Craftgate's id of the payment, from the verified callback.
            payment_id: PaymentId,
        }
    }
}

variant_operation! {
    /// Asks which rewards a customer's card in Masterpass has.
    POST "/payment/v2/masterpass-payments/loyalties/retrieve" => LoyaltyList;

    pub struct RetrieveMasterpassLoyalties {
        required {
            /// The customer's telephone number, digits only, with the country's code.
            msisdn: String,
            /// The card's first 6 or 8 digits.
            bin_number: String,
            /// The card's name in Masterpass.
            card_name: String,
        }
        optional {
            /// The version of Masterpass that the merchant has built in.
            masterpass_integration_version: i32,
        }
    }
}

impl RetrieveMasterpassLoyalties {
    /// Returns the request for the rewards of a customer's card.
    #[must_use]
    pub fn new(msisdn: impl Into<String>, card: MasterpassCard<'_>) -> Self {
        Self::with_required(msisdn.into(), card.bin_number.to_owned(), card.card_name.to_owned())
    }
}

/// A card in Masterpass, by name, so that the two can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MasterpassCard<'a> {
    /// The card's first 6 or 8 digits.
    pub bin_number: &'a str,
    /// The card's name in Masterpass.
    pub card_name: &'a str,
}

request_object! {
    /// A payment to be taken from a card in Masterpass.
    pub struct MasterpassPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The number of installments; 1 for a single payment.
            installment: i32,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// Further parameters.
            additional_params: JsonMap,
        }
    }
}

response_object! {
    /// What Masterpass knows of a customer.
    pub struct MasterpassUser {
        optional {
            /// Whether they may pay with Masterpass.
            is_eligible_to_use_masterpass: bool,
            /// Whether the merchant's own card programme has a card of theirs.
            is_any_card_saved_in_customer_program: bool,
            /// Whether they have an account.
            has_masterpass_account: bool,
            /// Whether their account has a card in it. (Craftgate spells it `hash…`.)
            has_any_card_saved_in_masterpass_account as "hashAnyCardSavedInMasterpassAccount": bool,
            /// Whether their account is linked with this merchant.
            is_masterpass_account_linked_with_merchant: bool,
            /// Whether their account is locked.
            is_masterpass_account_locked: bool,
            /// Whether they gave another merchant a new telephone number.
            is_phone_number_updated_in_another_merchant: bool,
            /// The account's state in Masterpass's own code.
            account_status: String,
        }
    }
}

response_object! {
    /// A payment that Masterpass's client library can start.
    pub struct MasterpassPaymentToken {
        required {
            /// The payment's reference. Keep it with the order.
            reference_id: MasterpassReferenceId,
        }
        optional {
            /// The token for `MFS.purchase`.
            token: Secret,
            /// The order number for `MFS.purchase`.
            order_no: String,
            /// The group of terminals for `MFS.purchase`.
            terminal_group_id: String,
        }
    }
}

response_object! {
    /// A 3D Secure payment that has begun.
    pub struct InitThreeDsMasterpassPaymentResponse {
        optional {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Where to send the customer.
            return_url: String,
        }
    }
}

open_enum! {
    /// How a customer proves to Masterpass who they are.
    pub enum MasterpassValidationType {
        /// Not at all.
        None = "NONE",
        /// By a code that they are sent.
        Otp = "OTP",
        /// By 3D Secure.
        ThreeDs = "THREE_DS",
    }
}
