//! The page on which a card is verified and stored.

use craftgate_core::{Currency, Response, Secret};
use http::StatusCode;
use maud::html;

use super::card_form::{CardForm, StoredCards};
use super::layout::{self, Mood};
use super::money::money;
use super::payment_page;
use super::reason::reason;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::emulator::Emulator;
use crate::protocol::callback_form::CallbackForm;
use crate::simulate::PageStep;

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let found = merchant.with_context(|context| {
        let page = context.state.card_verification_pages.get(token)?;
        let currency = page.currency.as_ref().unwrap_or(&Currency::Try);
        let amount = page.price.map(|price| money(price, currency, visit.language));
        Some((page.check_open(context.now).is_ok(), page.card.is_some(), page.callback_url.clone(), amount))
    });
    let Some((is_open, is_verified, callback_url, amount)) = found else { return layout::not_found(visit) };
    let form = CallbackForm::of_page(&callback_url, token);
    if !is_open {
        return payment_page::closed(visit, is_verified, None, Some(&form));
    }
    if visit.form.get("action").is_empty() {
        return show(visit, &form, amount.as_deref(), None);
    }
    let card = match CARD_FORM.read(visit) {
        Ok(card) => card,
        Err(message) => return show(visit, &form, amount.as_deref(), Some(message)),
    };
    match merchant.submit_card_verification(&Secret::from(token), card) {
        Ok(PageStep::Paid(form)) => {
            let title = visit.pick("Kartınız doğrulandı", "Your card is verified");
            let text = visit.pick("Kartınız saklandı. Para çekilmedi.", "Your card is stored. No money was taken.");
            layout::end(visit, Mood::Good, title, text, Some(&form))
        }
        Ok(PageStep::ThreeDs { page_url, .. } | PageStep::Provider { page_url, .. }) => {
            response::redirect(&payment_page::continued(&page_url, visit))
        }
        Err(declined) => show(visit, &form, amount.as_deref(), Some(&reason(&declined, visit))),
    }
}

static NO_STORED_CARDS: StoredCards = StoredCards { user_key: None, cards: Vec::new(), allows_deleting: false };
static CARD_FORM: CardForm<'static> =
    CardForm { stored_cards: &NO_STORED_CARDS, accepts_new_cards: true, offers_storing: false };

fn show(visit: &Visit, form: &CallbackForm, amount: Option<&str>, error: Option<&str>) -> Response {
    let title = visit.pick("Kart doğrulama", "Card verification");
    let content = html! {
        article.card {
            header { span.bank { (layout::host_of(form.action())) } span.badge { (title) } }
            section {
                h1 { (visit.pick("Kartınızı doğrulayın", "Verify your card")) }
                p.soft {
                    (visit.pick("Kartınız doğrulanır ve saklanır.", "Your card is verified and stored."))
                    @if let Some(amount) = amount {
                        (visit.pick(" Bunun için ", " For this, ")) (amount)
                        (visit.pick(" çekilir ve hemen iade edilir.", " is taken and refunded at once."))
                    }
                }
                @if let Some(error) = error { p.note.bad role="alert" { (error) } }
                form method="post" action=(visit.here()) {
                    (CARD_FORM.fields(visit))
                    div.buttons { button.primary type="submit" name="action" value="verify" { (visit.pick("Doğrula", "Verify")) } }
                }
            }
            section.tools { (payment_page::test_cards(visit)) }
        }
    };
    let page = layout::customer(visit, title, false, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}
