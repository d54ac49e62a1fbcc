//! Payments on Craftgate's own checkout page.
//!
//! Three steps: open a page and send the customer to it; when the callback posts the token, retrieve the payment;
//! check it against the order with [`ExpectedPayment`](super::ExpectedPayment).
//!
//! ```
//! use craftgate_core::payment::{Amounts, InitCheckoutPayment, PaymentItem, PaymentMethod};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let checkout = InitCheckoutPayment::new(Amounts::same(price), Currency::Try, "https://example.com/callback")
//!     .items([PaymentItem::new(price).name("Gümüş küpe")])
//!     .enabled_payment_methods([PaymentMethod::Card, PaymentMethod::Papara])
//!     .enabled_installments([1, 2, 3])
//!     .conversation_id("sipariş-17");
//!
//! assert_eq!(checkout.validate(), Ok(vec![]));
//! assert_eq!(checkout.path().unwrap(), "/payment/v1/checkout-payments/init");
//! ```

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    Amounts, CardUserKey, FraudCheckParameters, Payment, PaymentGroup, PaymentItem, PaymentMethod, PaymentPhase,
    RoutingOptions,
};
use crate::api::currency::Currency;
use crate::api::id::MemberId;
use crate::macros::object::{request_object, response_object};
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationError, Validator, form};
use crate::wire::json::JsonMap;

operation! {
    /// Opens a checkout page, on which Craftgate takes the payment from the customer.
    ///
    /// Send the customer to the response's `page_url`. The customer chooses there how to pay, so take the
    /// installments, the paid price and the wallet's part from the retrieved payment, not from this request.
    POST "/payment/v1/checkout-payments/init" => CheckoutPage;

    pub struct InitCheckoutPayment {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The merchant's URL that the token is posted to, reachable from the customer's browser and read by
            /// [`CheckoutCallback`](crate::callback::CheckoutCallback).
            callback_url: String,
        }
        optional {
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's own value, returned with the payment; usually the order number. Set it or `external_id`,
            /// to distinguish this order's payment from another's.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The order number to show to the bank.
            order_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The phase: `Auth` captures the money (the default), `PreAuth` only authorizes it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The customer's telephone number at Masterpass, beginning with 90. Needed for the page's Masterpass tab.
            masterpass_gsm_number: String,
            /// The customer's id at Masterpass.
            masterpass_user_id: String,
            /// The customer's unique id at the merchant. Needed for the page's Payoneer tab. (Source: Craftgate's
            /// "Payoneer"; the official clients lack it.)
            apm_user_identity: Secret,
            /// The person's key, to offer them their stored cards.
            card_user_key: CardUserKey,
            /// Craftgate's id of the buyer, to offer them their wallet.
            buyer_member_id: MemberId,
            /// Whether to store every card without asking the customer. Not with `allow_only_stored_cards`.
            always_store_card_after_payment: bool,
            /// Whether to accept stored cards only. Needs `card_user_key`.
            allow_only_stored_cards: bool,
            /// Whether to accept credit cards only.
            allow_only_credit_card: bool,
            /// Whether installments are for companies' cards only.
            allow_installment_only_commercial_cards: bool,
            /// Whether every card needs 3D Secure.
            force_three_ds as "forceThreeDS": bool,
            /// Whether cards other than credit cards are charged at once even in a pre-authorization.
            force_auth_for_non_credit_cards: bool,
            /// Whether the money goes into the buyer's wallet. Needs `buyer_member_id`, and no items.
            deposit_payment: bool,
            /// The same as `deposit_payment`, under the name that Craftgate's Node client has for it.
            deposit_payments: bool,
            /// Whether the customer pays as a guest.
            guest_checkout: bool,
            /// Whether the customer may delete stored cards on the page (Craftgate's default: yes).
            allow_delete_stored_card: bool,
            /// Whether a page in a frame redirects the whole window instead of the frame.
            use_top_redirection: bool,
            /// The URL for a customer who leaves the page without paying.
            return_back_url: String,
            /// The merchant's URL that Craftgate's server posts the token to, as the JSON object `{"token": …}`, even
            /// if the customer closes their browser. Read by
            /// [`CheckoutCallback::parse_json`](crate::callback::CheckoutCallback::parse_json). (Source: Craftgate's
            /// "Ortak Ödeme Sayfası ile Ödeme Alma"; the official clients lack it.)
            merchant_webhook_url: String,
            /// The page's time to live, in minutes.
            ttl: i64,
            /// The rules to choose the POS by.
            routing_options: RoutingOptions,
            /// The values for the fraud rules.
            fraud_params: FraudCheckParameters,
            /// Further parameters, such as those of
            /// [`klarna_checkout`](super::apm_params::klarna_checkout).
            additional_params: JsonMap,
            /// The total price for each number of installments, by card family, such as `Bonus`.
            card_brand_installments: BTreeMap<String, Vec<CustomInstallment>>,
            /// Whether Craftgate tries another POS after some failures.
            retry: bool,
        }
        repeated {
            /// The methods to offer (Craftgate's default: all of the merchant's).
            enabled_payment_methods: PaymentMethod,
            /// The numbers of installments to offer (Craftgate's default: all); a single payment is always offered.
            enabled_installments: i32,
            /// The total price for each number of installments, instead of the merchant's commissions.
            custom_installments: CustomInstallment,
            /// The items in the basket, whose prices add up to `amounts.price`. Needed unless the payment is a deposit.
            items: PaymentItem,
        }
    }
}

impl Validate for InitCheckoutPayment {
    fn check(&self, validator: &mut Validator) {
        let has_seller = self.items.iter().any(PaymentItem::has_seller);
        if self.deposit_payment == Some(true) || self.deposit_payments == Some(true) {
            validator.deposit_page(self);
        } else {
            validator.basket(&self.amounts, &self.items, &self.currency);
        }
        validator
            .exclude(
                "items.subMerchantMemberId",
                has_seller && self.currency != Currency::Try,
                "another currency than TRY",
            )
            .callback_url(&self.callback_url)
            .phase(self.payment_phase.as_ref(), self.payment_group.as_ref())
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref())
            .page_cards(
                self.allow_only_stored_cards == Some(true),
                self.always_store_card_after_payment == Some(true),
                self.card_user_key.is_some(),
            )
            .form("masterpassGsmNumber", self.masterpass_gsm_number.as_deref(), &form::MASTERPASS_PHONE)
            .page_installments(self)
            .page_methods(self);
    }
}

impl Validator {
    /// Checks a deposit page, which needs no basket. The official clients' samples omit the buyer.
    fn deposit_page(&mut self, page: &InitCheckoutPayment) -> &mut Self {
        let (Amounts { price, paid_price }, decimals) = (&page.amounts, page.currency.decimals());
        self.amount("price", *price, decimals).amount("paidPrice", *paid_price, decimals).disputed(|validator| {
            validator.require("buyerMemberId", page.buyer_member_id.is_some());
        })
    }

    /// Checks which cards a page accepts and stores. (Source: Craftgate's "Ortak Ödeme Sayfası ile Ödeme Alma".)
    pub(super) fn page_cards(&mut self, only_stored: bool, always_stores: bool, has_key: bool) -> &mut Self {
        self.require("cardUserKey", !only_stored || has_key).exclude(
            "alwaysStoreCardAfterPayment",
            only_stored && always_stores,
            "allowOnlyStoredCards",
        )
    }

    fn page_installments(&mut self, page: &InitCheckoutPayment) -> &mut Self {
        let decimals = page.currency.decimals();
        let by_brand: Vec<CustomInstallment> =
            page.card_brand_installments.iter().flat_map(|brands| brands.values().flatten()).cloned().collect();
        self.installments("enabledInstallments", page.enabled_installments.iter().copied())
            .custom_installments(
                ["customInstallments.number", "customInstallments.totalPrice"],
                &page.custom_installments,
                decimals,
            )
            .custom_installments(
                ["cardBrandInstallments.number", "cardBrandInstallments.totalPrice"],
                &by_brand,
                decimals,
            )
    }

    /// Checks the total price of each number of installments.
    pub(super) fn custom_installments(
        &mut self,
        [number_field, price_field]: [&'static str; 2],
        installments: &[CustomInstallment],
        decimals: Option<u32>,
    ) -> &mut Self {
        let prices = || installments.iter().map(|installment| installment.total_price);
        self.installments(number_field, installments.iter().map(|installment| installment.number))
            .check(prices().all(|price| price > Decimal::ZERO), ValidationError::NotPositive { field: price_field })
            .decimals(price_field, prices(), decimals)
    }

    /// Checks the fields that a page's named methods require. (Source: Craftgate's "Payoneer" and "Klarna".)
    fn page_methods(&mut self, page: &InitCheckoutPayment) -> &mut Self {
        let offers = |method| page.enabled_payment_methods.contains(&method);
        let identity = page.apm_user_identity.as_ref().map(Secret::expose);
        self.require_if("apmUserIdentity", offers(PaymentMethod::Payoneer), identity);
        if offers(PaymentMethod::Klarna) {
            let fields = ["additionalParams.klarna.country", "additionalParams.klarna.locale"];
            self.klarna(page.additional_params.as_ref(), fields, &page.currency);
        }
        self
    }
}

operation! {
    /// Retrieves the payment that was made on a checkout page.
    ///
    /// The callback of a checkout page proves nothing but that somebody knows a token. Retrieve the
    /// payment, then check it against the order with [`ExpectedPayment::check`](super::ExpectedPayment::check).
    GET "/payment/v1/checkout-payments/{token}" => Payment;

    pub struct RetrieveCheckoutPayment {
        path {
            /// The checkout page's token.
            token: Secret
        }
    }
}

operation! {
    /// Expires a checkout page: nobody can pay on it any more.
    ///
    /// For an order that was cancelled, or whose price has changed.
    DELETE "/payment/v1/checkout-payments/{token}" => ();

    pub struct ExpireCheckoutPayment {
        path {
            /// The checkout page's token.
            token: Secret
        }
    }
}

request_object! {
    /// The total price for a number of installments.
    pub struct CustomInstallment {
        required {
            /// The number of installments; 1 for a single payment.
            number: i32,
            /// The price of all of them, in the payment's currency.
            total_price: Decimal,
        }
    }
}

response_object! {
    /// A page of Craftgate's that is open for the customer.
    pub struct CheckoutPage {
        required {
            /// The page's token, by which the result is retrieved. Hidden from `Debug`.
            token: Secret,
        }
        optional {
            /// The page's URL, to send the customer to. It may hold the token, so it is hidden from `Debug`. Add
            /// `iframe=true` to its query for a page in a frame, and `animatedCard=true` for a card that is drawn as
            /// they type.
            page_url: Secret,
            /// The time at which the page expires, local to Turkey.
            token_expire_date: NaiveDateTime,
        }
    }
}
