//! The page on which a payment is made in parts.

use craftgate_core::{Response, Secret};

use super::card_form::StoredCards;
use super::layout;
use super::payment_page::{self, PaymentPage, Split};
use super::visit::Visit;
use crate::domain::multi_payment::MultiPaymentState;
use crate::domain::page_installments::PageInstallments;
use crate::emulator::Emulator;

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let page = merchant.with_context(|context| {
        let state = context.state.multi_payments.get(token)?;
        Some((state.is_open(context.now).then(|| view(state, visit)), state.remaining_amount().is_zero()))
    });
    let token = Secret::from(token);
    match page {
        None => layout::not_found(visit),
        Some((None, is_paid)) => payment_page::closed(visit, is_paid, None, None),
        Some((Some(page), _)) => page.respond(visit, &|entry, price| merchant.submit_split(&token, entry, price)),
    }
}

fn view(state: &MultiPaymentState, visit: &Visit) -> PaymentPage {
    let unnamed = visit.pick("Ürün", "Item");
    let items = state.payment.items.iter();
    let remaining = state.remaining_amount();
    PaymentPage {
        title: visit.pick("Parçalı ödeme", "Payment in parts").to_owned(),
        shop: layout::host_of(&state.callback_url),
        description: None,
        items: items.map(|item| (item.name.clone().unwrap_or_else(|| unnamed.to_owned()), item.price)).collect(),
        currency: state.payment.currency.clone(),
        price: remaining,
        installments: PageInstallments::single(remaining),
        stored_cards: StoredCards::default(),
        requires_stored_card: false,
        requires_three_ds: false,
        offers_storing: false,
        expires_at: Some(state.expires_at),
        return_back: None,
        split: Some(Split { paid: state.paid_price(), is_last: state.is_last_split() }),
        way_back: None,
        methods: Vec::new(),
        only_commercial_installments: false,
        wallet_balance: None,
        masterpass_to_link: None,
    }
}
