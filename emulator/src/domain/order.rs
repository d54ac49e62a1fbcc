//! Payment requests that passed validation.

use craftgate_core::payment::{CreatePayment, PaymentProvider, PaymentType};

use super::card::PresentedCard;
use super::flow::Flow;
use super::settings::Settings;
use super::test_cards::TestCard;
use super::vault::{NewCard, Vault};

/// A valid payment request.
pub(crate) struct Order {
    pub(crate) request: CreatePayment,
    pub(crate) payment_type: PaymentType,
    pub(crate) provider: PaymentProvider,
    pub(crate) flow: Flow,
    /// The card; `None` if the customer pays elsewhere.
    pub(crate) presented: Option<PresentedCard>,
    /// The card of the customer's account elsewhere, if it is known.
    pub(crate) account_card: Option<AccountCard>,
    /// The card to store once the payment succeeds.
    pub(crate) card_to_store: Option<NewCard>,
}

impl Order {
    /// Returns an order without a card.
    pub(crate) fn new(
        request: CreatePayment,
        payment_type: PaymentType,
        provider: PaymentProvider,
        flow: Flow,
    ) -> Self {
        Self { request, payment_type, provider, flow, presented: None, account_card: None, card_to_store: None }
    }
}

/// A card of a customer's account elsewhere.
pub(crate) struct AccountCard {
    pub(crate) card: &'static TestCard,
    /// The first digits, as responses show them.
    pub(crate) bin: String,
}

impl AccountCard {
    pub(crate) fn new(card: &'static TestCard, vault: &Vault, settings: &Settings) -> Self {
        Self { card, bin: vault.bin_of(card, settings).to_owned() }
    }
}

/// Returns a [`CreatePayment`] with the amounts, the currency, the items and the named fields of another request. The
/// first three are those of `basket`, if the request has them there.
macro_rules! as_payment {
    ($request:ident { $($fields:tt)* }) => { as_payment!($request, basket: $request, { $($fields)* }) };
    ($request:ident, basket: $basket:expr, { $($field:ident),* $(,)? }) => {{
        let mut payment =
            ::craftgate_core::payment::CreatePayment::new($basket.amounts, $basket.currency, 1, $basket.items);
        $(payment.$field = $request.$field;)*
        payment
    }};
}
pub(crate) use as_payment;
