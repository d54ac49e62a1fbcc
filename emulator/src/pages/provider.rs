//! The page of a payment provider: of an alternative method, a bank's wallet, or a shopping loan.

use craftgate_core::Response;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::PaymentMethod;
use http::StatusCode;
use maud::{Markup, html};

use super::code_field::code_field;
use super::layout::{self, Mood};
use super::method_name::name;
use super::money::money;
use super::reason::reason;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::domain::apm::{LATE_CODE, WRONG_CODE};
use crate::domain::digits::is_number;
use crate::domain::flow::Flow;
use crate::domain::page_method;
use crate::emulator::Emulator;
use crate::protocol::callback_form::CallbackForm;
use crate::simulate::ProviderOutcome;

/// What the page shows of a payment.
struct View {
    id: PaymentId,
    provider: String,
    is_loan: bool,
    shop: Option<String>,
    amount: String,
    is_ended: bool,
    asks_for_code: bool,
}

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let Some(view) = find(merchant, token, visit) else { return layout::not_found(visit) };
    match visit.form.get("action") {
        _ if view.is_ended => leave(merchant, &view, ProviderOutcome::Later, visit),
        "code" if view.asks_for_code => enter_code(merchant, &view, visit),
        "approve" if !view.asks_for_code => leave(merchant, &view, ProviderOutcome::Approved, visit),
        "decline" => leave(merchant, &view, ProviderOutcome::Declined, visit),
        "later" => leave(merchant, &view, ProviderOutcome::Later, visit),
        _ => show(&view, visit, None),
    }
}

fn find(merchant: &Emulator, token: &str, visit: &Visit) -> Option<View> {
    merchant.with_context(|context| {
        let id = *context.state.provider_pages.get(token)?;
        let record = context.state.payments.get(id)?;
        let payment = &record.payment;
        Some(View {
            id,
            provider: name(&PaymentMethod::from(payment.payment_provider.as_ref()?.as_str()), visit),
            is_loan: record.flow == Flow::Bnpl,
            shop: record.destination.as_ref().map(|destination| layout::host_of(destination.callback_url())),
            amount: money(payment.paid_price.or(payment.price)?, payment.currency.as_ref()?, visit.language),
            is_ended: record.is_decided(),
            asks_for_code: page_method::asks_for_code(record),
        })
    })
}

fn show(view: &View, visit: &Visit, error: Option<&str>) -> Response {
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
            section {
                @if let Some(error) = error { p.note.bad role="alert" { (error) } }
                @if view.asks_for_code { (code_form(visit)) } @else { (buttons(view, visit)) }
            }
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

fn code_form(visit: &Visit) -> Markup {
    let hint = html! {
        (visit.pick("Emülatörde ", "In the emulator ")) code { (WRONG_CODE) }
        (visit.pick(" yanlıştır, ", " is wrong, ")) code { (LATE_CODE) }
        (visit.pick(" gecikmiştir; başka her kod öder.", " is too late; any other code pays."))
    };
    html! {
        form method="post" action=(visit.here()) {
            (code_field(visit, &hint))
            div.buttons {
                button.primary type="submit" name="action" value="code" { (visit.pick("Öde", "Pay")) }
                button type="submit" name="action" value="decline" formnovalidate { (visit.pick("Vazgeç", "Cancel")) }
            }
        }
    }
}

fn enter_code(merchant: &Emulator, view: &View, visit: &Visit) -> Response {
    let code = visit.form.digits("code");
    if !is_number(&code, &[6]) {
        return show(view, visit, Some(visit.pick("Kod 6 haneli olmalı.", "The code must have 6 digits.")));
    }
    match merchant.enter_provider_code(view.id, &code) {
        Ok(form) => returned(view, ProviderOutcome::Approved, Some(&form), visit),
        Err(declined) => show(view, visit, Some(&reason(&declined, visit))),
    }
}

fn leave(merchant: &Emulator, view: &View, outcome: ProviderOutcome, visit: &Visit) -> Response {
    let form = match merchant.visit_provider(view.id, outcome) {
        Ok(form) => form,
        Err(declined) => {
            let title = visit.pick("Ödeme yapılamadı", "The payment was not made");
            return layout::end(visit, Mood::Bad, title, &reason(&declined, visit), None);
        }
    };
    returned(view, outcome, form.as_ref(), visit)
}

/// Returns the page that leads back to the merchant.
fn returned(view: &View, outcome: ProviderOutcome, form: Option<&CallbackForm>, visit: &Visit) -> Response {
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
    layout::end(visit, mood, title, text, form)
}
