//! The page of a payment provider: of an alternative method, a bank's wallet, or a shopping loan.

use craftgate_core::Response;
use craftgate_core::id::PaymentId;
use http::StatusCode;
use maud::{Markup, html};

use super::layout::{self, Mood};
use super::method_name::capitalized;
use super::money::money;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::domain::flow::Flow;
use crate::emulator::Emulator;
use crate::simulate::ProviderOutcome;

/// What the page shows of a payment.
struct View {
    id: PaymentId,
    provider: String,
    is_loan: bool,
    shop: Option<String>,
    amount: String,
    is_ended: bool,
}

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let Some(view) = find(merchant, token, visit) else { return layout::not_found(visit) };
    match visit.form.get("action") {
        _ if view.is_ended => leave(merchant, &view, ProviderOutcome::Later, visit),
        "approve" => leave(merchant, &view, ProviderOutcome::Approved, visit),
        "decline" => leave(merchant, &view, ProviderOutcome::Declined, visit),
        "later" => leave(merchant, &view, ProviderOutcome::Later, visit),
        _ => show(&view, visit),
    }
}

fn find(merchant: &Emulator, token: &str, visit: &Visit) -> Option<View> {
    merchant.with_context(|context| {
        let id = *context.state.provider_pages.get(token)?;
        let record = context.state.payments.get(id)?;
        let payment = &record.payment;
        Some(View {
            id,
            provider: capitalized(payment.payment_provider.as_ref()?.as_str()),
            is_loan: record.flow == Flow::Bnpl,
            shop: record.destination.as_ref().map(|destination| layout::host_of(destination.callback_url())),
            amount: money(payment.paid_price.or(payment.price)?, payment.currency.as_ref()?, visit.language),
            is_ended: !record.is_pending(),
        })
    })
}

fn show(view: &View, visit: &Visit) -> Response {
    let title = match view.is_loan {
        true => visit.pick("Alışveriş kredinizi onaylayın", "Confirm your shopping loan"),
        false => visit.pick("Ödemenizi onaylayın", "Confirm your payment"),
    };
    let content = html! {
        article.card {
            header {
                span.bank { (view.provider) }
                span.badge { @if view.is_loan { (visit.pick("Kredi", "Loan")) } @else { (visit.pick("Ödeme", "Payment")) } }
            }
            section {
                h1 { (title) }
                div.amount { (view.amount) }
                @if let Some(shop) = &view.shop {
                    dl.facts { dt { (visit.pick("İşyeri", "Merchant")) } dd { (shop) } }
                }
            }
            section { (buttons(view, visit)) }
        }
    };
    let page = layout::customer(visit, title, false, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}

fn buttons(view: &View, visit: &Visit) -> Markup {
    html! {
        form method="post" action=(visit.here()) {
            div.buttons.stack {
                button.primary type="submit" name="action" value="approve" {
                    @if view.is_loan { (visit.pick("Krediyi kullan", "Take the loan")) } @else { (visit.pick("Öde", "Pay")) }
                }
                button type="submit" name="action" value="later" { (visit.pick("Sonuç sonra belli olsun", "Let it be decided later")) }
                button type="submit" name="action" value="decline" { (visit.pick("Reddet", "Decline")) }
            }
        }
        p.hint {
            (visit.pick(
                "Sonra belli olan ödeme bekler; panelden sonuçlandırılır.",
                "A payment that is decided later stays pending; the panel decides it.",
            ))
        }
    }
}

fn leave(merchant: &Emulator, view: &View, outcome: ProviderOutcome, visit: &Visit) -> Response {
    let form = match merchant.visit_provider(view.id, outcome) {
        Ok(form) => form,
        Err(declined) => {
            let title = visit.pick("Ödeme yapılamadı", "The payment was not made");
            return layout::end(visit, Mood::Bad, title, &declined.to_string(), None);
        }
    };
    let (mood, title) = match outcome {
        _ if view.is_ended => (Mood::Waiting, visit.pick("Bu işlem daha önce tamamlandı", "This was finished before")),
        ProviderOutcome::Approved => (Mood::Good, visit.pick("Onayladınız", "You have agreed")),
        ProviderOutcome::Declined => (Mood::Bad, visit.pick("Ödemediniz", "You have not paid")),
        ProviderOutcome::Later => (Mood::Waiting, visit.pick("Ödemeniz bekliyor", "Your payment is pending")),
    };
    let text = match form {
        Some(_) => visit.pick("Sonucu mağaza söyler.", "The shop tells how it ends."),
        None => visit.pick(
            "Mağaza bir dönüş adresi vermemiş: bu pencereyi kapatabilirsiniz.",
            "The shop gave no address to return to: you may close this window.",
        ),
    };
    layout::end(visit, mood, title, text, form.as_ref())
}
