//! The fields that each provider of shopping loans requires.

use rust_decimal::Decimal;

use super::{ApmType, BnplCartItem, InitBnplPayment, RetrieveBnplPaymentOffers};
use crate::api::currency::Currency;
use crate::protocol::validation::{Form, Validate, ValidationError, Validator, form, param};
use crate::wire::json::JsonMap;

const BIRTHDATE: &str = "additionalParams.buyerBirthdate";
const PHONE: &str = "additionalParams.buyerPhoneNumber";
const IDENTITY: &str = "additionalParams.buyerIdentityNumber";
const HOSTED_PAGE: &str = "additionalParams.fingate.isHostedPage";
const PRE_APPROVED: &str = "additionalParams.fingate.isPreApproved";
const PRE_APPROVED_ID: &str = "additionalParams.fingate.preApprovedApplicationId";
const TERM: &str = "additionalParams.fingate.totalTerm";
const CAMPAIGN: &str = "additionalParams.campaignNumber";

/// The required fields to apply to each provider, with their formats. (Source: Craftgate's pages on these providers.)
static NEEDS: &[(ApmType, &str, Form)] = &[
    (ApmType::Haso, PHONE, form::TURKISH_PHONE),
    (ApmType::Haso, BIRTHDATE, form::DATE),
    (ApmType::Haso, IDENTITY, form::ANY),
    (ApmType::Paycell, PHONE, form::TURKISH_PHONE),
    (ApmType::Paycell, BIRTHDATE, form::DATE),
    (ApmType::Paycell, IDENTITY, form::ANY),
    (ApmType::Paycell, "additionalParams.term", form::WHOLE_NUMBER),
    (ApmType::TomFinance, PHONE, form::TURKISH_PHONE),
    (ApmType::TomFinance, "additionalParams.buyerName", form::ANY),
    (ApmType::Zip, "additionalParams.buyerEmail", form::ANY),
    (ApmType::Zip, PHONE, form::ANY),
];

/// The buyer, as FinGate needs them.
const FINGATE_BUYER: [(&str, Form); 3] = [(BIRTHDATE, form::DATE), (PHONE, form::TURKISH_PHONE), (IDENTITY, form::ANY)];

/// The wire names of a cart.
struct CartFields {
    items: &'static str,
    unit_price: &'static str,
    quantity: &'static str,
}

impl Validate for InitBnplPayment {
    fn check(&self, validator: &mut Validator) {
        let Self { payment, cart_items, .. } = self;
        let fields =
            CartFields { items: "cartItems", unit_price: "cartItems.unitPrice", quantity: "cartItems.quantity" };
        validator
            .basket(&payment.amounts, &payment.items, &payment.currency)
            .disputed_callback_url(payment.callback_url.as_ref())
            .lookup_ids(payment.conversation_id.as_ref(), payment.external_id.as_ref())
            .client_ip(payment.client_ip.as_ref())
            .allow("apmType", is_loan(&payment.apm_type), "a provider of shopping loans")
            .allow("currency", [Currency::Try, Currency::Kzt].contains(&payment.currency), "TRY or KZT")
            .require("paymentGroup", payment.payment_group.is_some())
            .cart(&fields, cart_items, payment.amounts.price, &payment.currency)
            .application(self);
    }
}

impl Validate for RetrieveBnplPaymentOffers {
    fn check(&self, validator: &mut Validator) {
        let has_offers = is_loan(&self.apm_type)
            && ![ApmType::Alfabank, ApmType::Haso, ApmType::TomFinance].contains(&self.apm_type);
        let fields = CartFields { items: "items", unit_price: "items.unitPrice", quantity: "items.quantity" };
        let params = self.additional_params.as_ref();
        validator
            .amount("price", self.price, self.currency.decimals())
            .allow("apmType", has_offers, "a provider of shopping loans that has offers")
            .allow("currency", self.currency == Currency::Try, "TRY")
            .cart(&fields, &self.items, self.price, &self.currency);
        if param(params, PRE_APPROVED).is_some_and(|value| value.expose() == "true") {
            for (field, form) in &FINGATE_BUYER {
                validator.require_param(params, field, form);
            }
        }
    }
}

impl Validator {
    /// A cart that adds up to the price of the loan. Some of the official clients' samples add up only if each line is
    /// counted once, whatever its quantity.
    fn cart(&mut self, fields: &CartFields, items: &[BnplCartItem], price: Decimal, currency: &Currency) -> &mut Self {
        let is_sum_of_unit_prices = !items.is_empty()
            && items.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.unit_price)) == Some(price);
        let lines = items.iter().map(|item| item.unit_price.checked_mul(Decimal::from(item.quantity)));
        if is_sum_of_unit_prices {
            self.disputed(|validator| {
                validator.item_total(fields.items, lines, price);
            });
        } else {
            self.item_total(fields.items, lines, price);
        }
        let (unit_price, quantity) = (fields.unit_price, fields.quantity);
        let are_priced = items.iter().all(|item| item.unit_price > Decimal::ZERO);
        self.check(are_priced, ValidationError::NotPositive { field: unit_price })
            .decimals(unit_price, items.iter().map(|item| item.unit_price), currency.decimals())
            .check(items.iter().all(|item| item.quantity > 0), ValidationError::NotPositive { field: quantity })
    }

    /// Checks the fields that a provider requires to decide on a loan.
    fn application(&mut self, loan: &InitBnplPayment) -> &mut Self {
        let (apm_type, params) = (&loan.payment.apm_type, loan.payment.additional_params.as_ref());
        for (_, field, form) in NEEDS.iter().filter(|(provider, ..)| provider == apm_type) {
            self.require_param(params, field, form);
        }
        match apm_type {
            ApmType::Maslak => self.fingate(loan, params),
            ApmType::Haso | ApmType::Paycell => self.product_codes(&loan.cart_items),
            // The official clients' samples do without.
            ApmType::TomFinance => self.product_codes(&loan.cart_items).disputed(|validator| {
                validator.require_param(params, "additionalParams.channelId", &form::WHOLE_NUMBER);
            }),
            _ => self,
        }
    }

    /// The codes of the product and its category, in the fields of its id and its brand.
    fn product_codes(&mut self, items: &[BnplCartItem]) -> &mut Self {
        let are_filled = |value: fn(&BnplCartItem) -> Option<&String>| {
            items.iter().all(|item| value(item).is_some_and(|value| form::is_filled(value)))
        };
        self.require("cartItems.id", are_filled(|item| item.id.as_ref()))
            .require("cartItems.brandName", are_filled(|item| item.brand_name.as_ref()))
    }

    /// Checks the fields for FinGate: none with its own page, the buyer's in an application, none about a company.
    fn fingate(&mut self, loan: &InitBnplPayment, params: Option<&JsonMap>) -> &mut Self {
        let has = |field| param(params, field).is_some();
        let is_hosted = param(params, HOSTED_PAGE).is_some_and(|value| value.expose() == "true");
        let channel = param(params, "additionalParams.channel");
        let is_channel = channel.is_none_or(|channel| ["WEB", "MOBILE"].contains(&channel.expose()));
        self.allow("additionalParams.channel", is_channel, "WEB or MOBILE")
            .exclude(HOSTED_PAGE, is_hosted && has(CAMPAIGN), CAMPAIGN)
            .exclude("bankCode", is_hosted && loan.bank_code.is_some(), HOSTED_PAGE)
            .exclude(TERM, is_hosted && has(TERM), HOSTED_PAGE)
            .exclude(PRE_APPROVED_ID, is_hosted && has(PRE_APPROVED_ID), HOSTED_PAGE)
            .require_if("bankCode", !is_hosted, loan.bank_code.as_deref());
        for (field, form) in &FINGATE_BUYER {
            self.exclude(field, is_hosted && has(field), HOSTED_PAGE)
                .exclude(field, has(CAMPAIGN) && has(field), CAMPAIGN)
                .param(params, field, form);
        }
        if !is_hosted && !has(CAMPAIGN) {
            self.direct_application(params);
        }
        self.param(params, TERM, &form::WHOLE_NUMBER)
    }

    /// The official clients' samples do without, and a loan for a company has no mark of its own.
    fn direct_application(&mut self, params: Option<&JsonMap>) -> &mut Self {
        self.disputed(|validator| {
            for field in [TERM, BIRTHDATE, PHONE, IDENTITY] {
                validator.require_param(params, field, &form::ANY);
            }
        })
    }
}

/// Returns true for the providers of Craftgate's "Kredi Başvurusu Başlatma" and the further ones of the official
/// clients.
fn is_loan(apm_type: &ApmType) -> bool {
    matches!(
        apm_type,
        ApmType::Alfabank
            | ApmType::Haso
            | ApmType::HepsipayFinance
            | ApmType::HepsipayShoppingLoan
            | ApmType::KaracaFinans
            | ApmType::Maslak
            | ApmType::Paycell
            | ApmType::TomFinance
            | ApmType::Unrecognized(_)
            | ApmType::Zip
    )
}
