//! Craftgate's checkout page.

use craftgate_core::payment::{CardToken, CardUserKey, PaymentMethod, PaymentStatus};
use craftgate_core::{Response, Secret};

use super::card_form::{DELETE_ACTION, StoredCards};
use super::layout::{self, MerchantLink, Mood};
use super::payment_page::{self, PaymentPage};
use super::reason::reason;
use super::visit::Visit;
use super::{method, method_name, response};
use crate::domain::checkout::Checkout;
use crate::domain::context::Context;
use crate::domain::vault::CardKey;
use crate::emulator::Emulator;

/// The page, or why nobody can pay on it any more.
enum View {
    Open(Box<PaymentPage>),
    Closed { is_paid: bool, return_back: Option<MerchantLink> },
}

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let token = Secret::from(token);
    if visit.form.get("action") == DELETE_ACTION {
        merchant.with_context(|context| delete_card(context, &token, visit));
        return response::redirect(&visit.here());
    }
    let way_back = merchant.checkout_form(&token);
    match merchant.with_context(|context| view(context, &token, visit)) {
        None => layout::not_found(visit),
        Some(View::Closed { is_paid, return_back }) => {
            payment_page::closed(visit, is_paid, return_back.as_ref(), way_back.as_ref())
        }
        Some(View::Open(mut page)) => {
            page.way_back = way_back;
            if page.methods.is_empty() {
                return layout::end(visit, Mood::Waiting, &page.title, no_method(visit), None);
            }
            let method = match visit.query.get("method") {
                "" => page.methods.first().cloned().unwrap_or(PaymentMethod::Card),
                chosen => PaymentMethod::from(chosen),
            };
            if method != PaymentMethod::Card {
                return method::respond(merchant, &token, &page, &method, visit);
            }
            if page.wallet_part().is_some_and(|part| part.pays_all(visit)) {
                return pay_from_wallet(merchant, &token, &page, visit);
            }
            page.respond(visit, &|entry, _| merchant.submit_checkout(&token, entry))
        }
    }
}

fn no_method(visit: &Visit) -> &'static str {
    visit.pick(
        "Bu sayfada kullanabileceğiniz bir ödeme yöntemi yok.",
        "This page has no payment method that you can use.",
    )
}

fn pay_from_wallet(merchant: &Emulator, token: &Secret, page: &PaymentPage, visit: &Visit) -> Response {
    match (merchant.pay_checkout_from_wallet(token), &page.way_back) {
        (Ok(_), Some(form)) => payment_page::paid(visit, form),
        (Ok(_), None) => layout::not_found(visit),
        (Err(declined), _) => page.show(visit, Some(&reason(&declined, visit)), false),
    }
}

fn view(context: &Context<'_>, token: &Secret, visit: &Visit) -> Option<View> {
    let checkout = context.state.checkouts.get(token.expose())?;
    if checkout.check_open(&context.state.payments, context.now).is_err() {
        let last = checkout.payment_id.and_then(|id| context.state.payments.get(id));
        let is_paid = last.is_some_and(|record| record.payment.payment_status == PaymentStatus::Success);
        return Some(View::Closed { is_paid, return_back: return_back(checkout) });
    }
    Some(View::Open(Box::new(open(context, checkout, visit))))
}

fn return_back(checkout: &Checkout) -> Option<MerchantLink> {
    let url = checkout.return_back_url.clone()?;
    Some(MerchantLink { url, replaces_window: checkout.rules.replaces_window })
}

fn open(context: &Context<'_>, checkout: &Checkout, visit: &Visit) -> PaymentPage {
    let (payment, rules) = (&checkout.payment, &checkout.rules);
    let title = match rules.is_deposit {
        true => visit.pick("Cüzdana para yükleme", "Wallet top-up"),
        false => visit.pick("Ödeme", "Checkout"),
    };
    let linked = &context.state.linked_masterpass_accounts;
    let masterpass = rules.masterpass.as_ref().filter(|account| account.needs_consent(linked));
    let unnamed = visit.pick("Ürün", "Item");
    let items = payment.items.iter().map(|item| (item.name.clone().unwrap_or_else(|| unnamed.to_owned()), item.price));
    PaymentPage {
        title: title.to_owned(),
        shop: layout::host_of(&checkout.callback_url),
        description: None,
        items: items.collect(),
        currency: payment.currency.clone(),
        price: checkout.single_price(),
        installments: checkout.installments(),
        stored_cards: StoredCards {
            allows_deleting: rules.allows_deleting_cards,
            ..stored_cards(context, rules.card_user_key.as_ref())
        },
        requires_stored_card: rules.requires_stored_card,
        requires_three_ds: rules.requires_three_ds,
        offers_storing: !rules.stores_cards && !rules.requires_stored_card,
        expires_at: Some(checkout.expires_at),
        return_back: return_back(checkout),
        split: None,
        way_back: None,
        methods: method_name::OFFERED.iter().filter(|method| rules.offers(method)).cloned().collect(),
        only_commercial_installments: rules.only_commercial_installments,
        wallet_balance: checkout.wallet_balance(&context.state.ledger),
        masterpass_to_link: masterpass.map(|account| account.gsm_number.clone()),
    }
}

/// Deletes a stored card, if the page offers that.
fn delete_card(context: &mut Context<'_>, token: &Secret, visit: &Visit) {
    let Some(checkout) = context.state.checkouts.get(token.expose()) else { return };
    let user_key = checkout.rules.card_user_key.as_ref().filter(|_| checkout.rules.allows_deleting_cards);
    if let Some(user_key) = user_key {
        // A card that is not there is as good as deleted.
        let _ = context.state.cards.remove(user_key, &CardToken::new(visit.form.get("card")));
    }
}

/// Returns the stored cards of a person.
fn stored_cards(context: &Context<'_>, user_key: Option<&CardUserKey>) -> StoredCards {
    let Some(user_key) = user_key else { return StoredCards::default() };
    let search = context.state.cards.search().key(Some(CardKey::user(user_key)));
    let cards = search.all().into_iter().map(|record| record.at(context.now));
    StoredCards { user_key: Some(user_key.clone()), cards: cards.collect(), allows_deleting: false }
}
