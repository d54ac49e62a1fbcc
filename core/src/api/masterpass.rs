//! Masterpass, Mastercard's wallet, for merchants who have integrated Masterpass's client SDK.
//!
//! 1. The customer chooses a card and installments in the SDK.
//! 2. [`GenerateMasterpassPaymentToken`] returns the token for the SDK's `MFS.purchase`.
//! 3. The `responseCode` of `MFS.purchase` tells the next step. 5001: the customer enters a one-time password, then
//!    [`CompleteMasterpassPayment`]. 5010: 3D Secure with [`InitThreeDsMasterpassPayment`], the
//!    [callback](crate::callback), then [`CompleteThreeDsMasterpassPayment`].
//!
//! ```
//! use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, MasterpassCustomer, MasterpassPayment};
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = [PaymentItem::new(price).name("Bakır cezve, işlemeli")];
//! let payment = MasterpassPayment::new(Amounts::same(price), Currency::Try, 1, basket).conversation_id("siparis-17");
//!
//! let customer = MasterpassCustomer { msisdn: "905551112233", user_id: "müşteri-17" };
//! let token = GenerateMasterpassPaymentToken::new(customer, "404308", false, payment);
//! assert_eq!(token.validate(), Ok(vec![]));
//! assert_eq!(token.path().unwrap(), "/payment/v2/masterpass-payments/generate-token");
//! ```

use crate::api::currency::Currency;
use crate::api::id::{MasterpassReferenceId, MemberId, PaymentId};
use crate::api::payment::{Amounts, Loyalty, LoyaltyList, Payment, PaymentGroup, PaymentItem, PaymentPhase};
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator, form};
use crate::wire::json::JsonMap;

operation! {
    /// Checks whether a customer has cards in Masterpass, and whether this merchant may use them.
    POST "/payment/v1/masterpass-payments/check-user" => MasterpassUser;

    pub struct CheckMasterpassUser {
        required {
            /// The customer's telephone number: digits only, with the country code.
            masterpass_gsm_number: String,
        }
    }
}

variant_operation! {
    /// Generates the token that Masterpass's client SDK starts a payment with.
    ///
    /// Nothing is charged yet. Store the response's `reference_id`: the payment is completed by it.
    POST "/payment/v2/masterpass-payments/generate-token" => MasterpassPaymentToken;

    pub struct GenerateMasterpassPaymentToken {
        required {
            /// The customer's telephone number: digits only, with the country code.
            msisdn: String,
            /// The value that the customer's Masterpass account was linked with.
            user_id: String,
            /// The chosen card's first 6 or 8 digits: `Value1` of the card in the response of `MFS.listCards`.
            bin_number: String,
            /// Whether the payment has to use 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// The payment.
            create_payment: MasterpassPayment,
        }
        optional {
            /// Whether the merchant has verified the telephone number.
            is_msisdn_validated: bool,
            /// The version of the merchant's Masterpass integration (default: 1).
            masterpass_integration_version: i32,
            /// The reward to use.
            loyalty: Loyalty,
            /// The customer's authentication method, unless the merchant's settings at Masterpass differ. By default a
            /// one-time password in version 1 of the integration, and Masterpass's own setting in version 2.
            validation_type: MasterpassValidationType,
            /// Further parameters for Masterpass.
            additional_generate_token_params: JsonMap,
        }
    }
}

impl Validate for GenerateMasterpassPaymentToken {
    fn check(&self, validator: &mut Validator) {
        let payment = &self.create_payment;
        validator
            .basket(&payment.amounts, &payment.items, &payment.currency)
            .card_terms(&payment.currency, payment.installment, &payment.items)
            .phase(payment.payment_phase.as_ref(), payment.payment_group.as_ref())
            .lookup_ids(payment.conversation_id.as_ref(), payment.external_id.as_ref())
            .client_ip(payment.client_ip.as_ref())
            .form("binNumber", Some(&self.bin_number), &form::BIN_OF_6_OR_8);
        if let Some(loyalty) = &self.loyalty {
            validator.loyalty(loyalty, "loyalty.type", "loyalty.reward");
        }
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

/// A Masterpass customer. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MasterpassCustomer<'a> {
    /// The customer's telephone number: digits only, with the country code.
    pub msisdn: &'a str,
    /// The value that the customer's Masterpass account was linked with.
    pub user_id: &'a str,
}

operation! {
    /// Completes a payment after the customer has entered the one-time password: this charges the customer.
    ///
    /// For a `responseCode` of 5001 from `MFS.purchase`.
    POST "/payment/v2/masterpass-payments/complete" => Payment;

    pub struct CompleteMasterpassPayment {
        required {
            /// The payment's reference, from [`MasterpassPaymentToken::reference_id`].
            reference_id: MasterpassReferenceId,
            /// The token that Masterpass returned after the one-time password; not the one that started the payment.
            token: Secret,
        }
    }
}

operation! {
    /// Starts 3D Secure for a payment.
    ///
    /// For a `responseCode` of 5010 from `MFS.purchase`. After the verification the customer's browser posts the result
    /// to `callback_url`; a mobile application continues when the SDK's `validateTransaction3D` returns, with the
    /// response's `payment_id`. Nothing is charged until [`CompleteThreeDsMasterpassPayment`] is sent.
    POST "/payment/v2/masterpass-payments/3ds-init" => InitThreeDsMasterpassPaymentResponse;

    pub struct InitThreeDsMasterpassPayment {
        required {
            /// The payment's reference, from [`MasterpassPaymentToken::reference_id`].
            reference_id: MasterpassReferenceId,
            /// The merchant's URL that receives the result, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsMasterpassPayment {
    fn check(&self, validator: &mut Validator) {
        validator.callback_url(&self.callback_url);
    }
}

operation! {
    /// Completes a 3D Secure payment after its callback was verified: this charges the customer.
    POST "/payment/v2/masterpass-payments/3ds-complete" => Payment;

    pub struct CompleteThreeDsMasterpassPayment {
        required {
            /// The payment's id, from the verified callback.
            payment_id: PaymentId,
        }
        matches { payment_id == id }
    }
}

variant_operation! {
    /// Retrieves the rewards of a customer's card in Masterpass.
    POST "/payment/v2/masterpass-payments/loyalties/retrieve" => LoyaltyList;

    pub struct RetrieveMasterpassLoyalties {
        required {
            /// The customer's telephone number: digits only, with the country code.
            msisdn: String,
            /// The card's first 6 or 8 digits.
            bin_number: String,
            /// The card's name in Masterpass.
            card_name: String,
        }
        optional {
            /// The version of the merchant's Masterpass integration (default: 1).
            masterpass_integration_version: i32,
        }
    }
}

impl Validate for RetrieveMasterpassLoyalties {
    fn check(&self, validator: &mut Validator) {
        validator.form("binNumber", Some(&self.bin_number), &form::BIN_OF_6_OR_8);
    }
}

impl RetrieveMasterpassLoyalties {
    /// Returns the request for the rewards of a customer's card.
    #[must_use]
    pub fn new(msisdn: impl Into<String>, card: MasterpassCard<'_>) -> Self {
        Self::with_required(msisdn.into(), card.bin_number.to_owned(), card.card_name.to_owned())
    }
}

/// A card in Masterpass. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MasterpassCard<'a> {
    /// The card's first 6 or 8 digits.
    pub bin_number: &'a str,
    /// The card's name in Masterpass.
    pub card_name: &'a str,
}

request_object! {
    /// A payment with a card in Masterpass.
    pub struct MasterpassPayment {
        flatten {
            /// The basket's price and the amount to charge.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The number of installments; 1 for a single payment, which is all that foreign cards and currencies
            /// allow.
            installment: i32,
            /// The basket's items. Their prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The alias of the POS to use, instead of the routing rules.
            pos_alias: String,
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's value, usually the order number, which comes back with the response. It must not begin
            /// with `+` or `-`.
            conversation_id: String,
            /// The merchant's id of the order or basket, which payments can be searched by. It must not begin with `+`
            /// or `-`.
            external_id: String,
            /// The buyer's IPv4 address.
            client_ip: String,
            /// `Auth` to capture the money (the default), `PreAuth` to authorize it only.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel, which payments can be searched by.
            payment_channel: String,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The order number to send to the bank. Craftgate recommends leaving it out, and then generates one.
            bank_order_id: String,
            /// Further parameters.
            additional_params: JsonMap,
        }
    }
}

response_object! {
    /// A customer's account in Masterpass.
    pub struct MasterpassUser {
        optional {
            /// Whether the customer may pay with Masterpass.
            is_eligible_to_use_masterpass: bool,
            /// Whether the merchant's own card programme has a card of the customer.
            is_any_card_saved_in_customer_program: bool,
            /// Whether the customer has an account.
            has_masterpass_account: bool,
            /// Whether the account has a card. (Craftgate spells it `hash…`.)
            has_any_card_saved_in_masterpass_account as "hashAnyCardSavedInMasterpassAccount": bool,
            /// Whether the account is linked with this merchant.
            is_masterpass_account_linked_with_merchant: bool,
            /// Whether the account is locked.
            is_masterpass_account_locked: bool,
            /// Whether the telephone number was changed at another merchant.
            is_phone_number_updated_in_another_merchant: bool,
            /// The account's status, in Masterpass's own code.
            account_status: String,
        }
    }
}

response_object! {
    /// A token that Masterpass's client SDK can start a payment with.
    pub struct MasterpassPaymentToken {
        required {
            /// The payment's reference. Store it with the order.
            reference_id: MasterpassReferenceId,
        }
        optional {
            /// The token for `MFS.purchase`.
            token: Secret,
            /// The order number for `MFS.purchase`: the `bank_order_id`, or a generated one.
            order_no: String,
            /// The terminal group for `MFS.purchase`.
            terminal_group_id: String,
        }
    }
}

response_object! {
    /// A payment whose 3D Secure verification was started.
    pub struct InitThreeDsMasterpassPaymentResponse {
        optional {
            /// The payment's id.
            payment_id: PaymentId,
            /// The URL that the customer returns to after the verification. On the web, send the customer to the SDK's
            /// `url3D` with `&returnUrl=` and this URL appended; a mobile application sets it as `resultUrl3D`.
            return_url: String,
        }
    }
}

open_enum! {
    /// The method by which Masterpass authenticates a customer.
    pub enum MasterpassValidationType {
        /// No authentication.
        None = "NONE",
        /// A one-time password.
        Otp = "OTP",
        /// 3D Secure.
        ThreeDs = "THREE_DS",
    }
}
