//! The bank's 3D Secure page.

use chrono::NaiveDateTime;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{MdStatus, PaymentStatus};
use craftgate_core::{CardAssociation, Currency, Response};
use http::StatusCode;
use maud::{Markup, html};

use super::card_scheme::scheme;
use super::code_field::code_field;
use super::layout::{self, Mood};
use super::money::money;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::domain::card_verification::ThreeDsVerification;
use crate::domain::destination::Destination;
use crate::domain::payment::PaymentRecord;
use crate::domain::three_ds::{ACCEPTED_CODE, FAILING_CODE, ThreeDsOutcome};
use crate::emulator::Emulator;
use crate::protocol::callback_form::CallbackForm;

/// What the page shows of a payment.
struct View {
    id: PaymentId,
    /// Whether the customer pays; otherwise a card is verified.
    is_payment: bool,
    bank: String,
    association: Option<CardAssociation>,
    shop: String,
    amount: Option<String>,
    installment: i32,
    card: String,
    date: String,
    attempts_left: u8,
    is_ended: bool,
}

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let Some(view) = find(merchant, token, visit) else { return layout::not_found(visit) };
    if view.is_ended {
        // The payment is what it is, whatever is asked for now.
        return leave(merchant, &view, ThreeDsOutcome::TimedOut, visit);
    }
    if !visit.is_post {
        return show(&view, visit, None);
    }
    match visit.form.get("action") {
        "cancel" => leave(merchant, &view, ThreeDsOutcome::Cancelled, visit),
        "time-out" => leave(merchant, &view, ThreeDsOutcome::TimedOut, visit),
        "half" => match visit.form.get("mdStatus").parse() {
            Ok(md_status) => leave(merchant, &view, ThreeDsOutcome::Half(MdStatus(md_status)), visit),
            Err(_) => show(&view, visit, None),
        },
        _ => match merchant.enter_three_ds_code(view.id, &visit.form.digits("code")) {
            Ok(Some(form)) => returned(merchant, &view, &form, visit),
            Ok(None) => {
                find(merchant, token, visit).map_or_else(|| layout::not_found(visit), |view| wrong_code(&view, visit))
            }
            Err(_) => layout::not_found(visit),
        },
    }
}

fn find(merchant: &Emulator, token: &str, visit: &Visit) -> Option<View> {
    merchant.with_context(|context| {
        let id = *context.state.three_ds_pages.get(token)?;
        match context.state.three_ds_verifications.get(id) {
            Some(verification) => Some(view_of_verification(verification, visit)),
            None => view(context.state.payments.get(id)?, visit),
        }
    })
}

fn view(record: &PaymentRecord, visit: &Visit) -> Option<View> {
    let payment = &record.payment;
    let authentication = record.authentication.as_ref()?;
    let amount = payment.paid_price.or(payment.price)? - payment.wallet_price.unwrap_or_default();
    let bank = payment.card_issuer_bank_name.clone();
    Some(View {
        id: payment.id,
        is_payment: true,
        bank: bank.unwrap_or_else(|| unnamed_bank(visit)),
        association: payment.card_association.clone(),
        shop: record.destination.as_ref().map(shop).unwrap_or_default(),
        amount: Some(money(amount, payment.currency.as_ref()?, visit.language)),
        installment: payment.installment.unwrap_or(1),
        card: masked(payment.last_four_digits.as_deref().unwrap_or_default()),
        date: date(payment.created_date?),
        attempts_left: authentication.attempts_left(),
        is_ended: payment.payment_status != PaymentStatus::InitThreeDs,
    })
}

fn view_of_verification(verification: &ThreeDsVerification, visit: &Visit) -> View {
    let card = verification.card.card;
    let currency = verification.currency.as_ref().unwrap_or(&Currency::Try);
    View {
        id: verification.id,
        is_payment: false,
        bank: card.bank.map_or_else(|| unnamed_bank(visit), |bank| bank.name.to_owned()),
        association: card.association.clone(),
        shop: layout::host_of(&verification.callback_url),
        amount: verification.price.map(|price| money(price, currency, visit.language)),
        installment: 1,
        card: masked(card.last_four()),
        date: date(verification.created_date),
        attempts_left: verification.authentication.attempts_left(),
        is_ended: verification.md_status.is_some(),
    }
}

fn unnamed_bank(visit: &Visit) -> String {
    visit.pick("Kartı veren banka", "The card's bank").to_owned()
}

fn date(date: NaiveDateTime) -> String {
    date.format("%d.%m.%Y %H:%M").to_string()
}

/// Returns the merchant's name, which is that of the server that the customer returns to.
fn shop(destination: &Destination) -> String {
    layout::host_of(destination.callback_url())
}

fn masked(last_four: &str) -> String {
    format!("•••• {last_four}")
}

fn wrong_code(view: &View, visit: &Visit) -> Response {
    let attempts = view.attempts_left;
    let message = visit.pick(
        format!("Kod yanlış. {attempts} deneme hakkınız kaldı."),
        format!("The code is wrong. You may try {attempts} more time(s)."),
    );
    show(view, visit, Some(&message))
}

fn show(view: &View, visit: &Visit, error: Option<&str>) -> Response {
    let title = "3D Secure";
    let content = html! {
        article.card {
            header { span.bank { (view.bank) } span.badge { (title) } }
            section { (facts(view, visit)) }
            section { (code_form(visit, error)) }
            section.tools { (tools(visit)) }
        }
    };
    let page = layout::customer(visit, title, false, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}

fn facts(view: &View, visit: &Visit) -> Markup {
    html! {
        h1 {
            @if view.is_payment { (visit.pick("Ödemenizi onaylayın", "Confirm your payment")) }
            @else { (visit.pick("Kartınızı doğrulayın", "Verify your card")) }
        }
        @if let Some(amount) = &view.amount { div.amount { (amount) } }
        @if !view.is_payment {
            p.hint { (visit.pick("Tutar hemen iade edilir.", "The amount is refunded at once.")) }
        }
        dl.facts {
            dt { (visit.pick("İşyeri", "Merchant")) } dd { (view.shop) }
            dt { (visit.pick("Kart", "Card")) }
            dd { (scheme(view.association.as_ref())) " " span.mono { (view.card) } }
            @if view.installment > 1 { dt { (visit.pick("Taksit", "Installments")) } dd { (view.installment) } }
            dt { (visit.pick("Tarih", "Date")) } dd { (view.date) }
        }
    }
}

fn code_form(visit: &Visit, error: Option<&str>) -> Markup {
    let hint = html! {
        (visit.pick("Emülatörde ", "In the emulator ")) code { (ACCEPTED_CODE) }
        (visit.pick(" onaylar, ", " approves, ")) code { (FAILING_CODE) }
        (visit.pick(" reddeder; başka her kod yanlıştır.", " declines; any other code is wrong."))
    };
    html! {
        @if let Some(error) = error { p.note.bad role="alert" { (error) } }
        form method="post" action=(visit.here()) {
            (code_field(visit, &hint))
            div.buttons {
                button.primary type="submit" name="action" value="approve" { (visit.pick("Onayla", "Confirm")) }
                button type="submit" name="action" value="cancel" formnovalidate { (visit.pick("Vazgeç", "Cancel")) }
            }
        }
    }
}

/// Returns what else a bank can do, which no customer's page offers.
fn tools(visit: &Visit) -> Markup {
    html! {
        details {
            summary { (visit.pick("Başka neler olabilir?", "What else can happen?")) }
            form method="post" action=(visit.here()) {
                div.field {
                    label for="md-status" { (visit.pick("Yarım doğrulama", "Half authentication")) }
                    select #md-status name="mdStatus" {
                        @for (status, meaning) in half_statuses(visit) { option value=(status) { (status) ": " (meaning) } }
                    }
                }
                div.buttons {
                    button.small type="submit" name="action" value="half" {
                        (visit.pick("Yarım doğrula", "Authenticate half"))
                    }
                    button.small type="submit" name="action" value="time-out" {
                        (visit.pick("Süreyi doldur", "Let it time out"))
                    }
                }
            }
        }
    }
}

fn half_statuses(visit: &Visit) -> [(i32, &'static str); 3] {
    [
        (2, visit.pick("kart sahibi ya da bankası kayıtlı değil", "the cardholder or the bank is not enrolled")),
        (3, visit.pick("banka kayıtlı değil", "the bank is not enrolled")),
        (4, visit.pick("doğrulama denendi", "authentication was attempted")),
    ]
}

fn leave(merchant: &Emulator, view: &View, outcome: ThreeDsOutcome, visit: &Visit) -> Response {
    match merchant.authenticate(view.id, outcome) {
        Ok(form) => returned(merchant, view, &form, visit),
        // A status that is none of a partial authentication.
        Err(_) => show(view, visit, None),
    }
}

/// Returns the page that leads back to the merchant.
fn returned(merchant: &Emulator, view: &View, form: &CallbackForm, visit: &Visit) -> Response {
    let (mood, title) = match is_authenticated(merchant, view.id) {
        _ if view.is_ended => (Mood::Waiting, visit.pick("Bu işlem daha önce tamamlandı", "This was finished before")),
        false => (Mood::Bad, visit.pick("Doğrulama başarısız", "The authentication failed")),
        true => (Mood::Good, visit.pick("Doğrulama tamamlandı", "The authentication is complete")),
    };
    let text = visit.pick(
        "Ödemenin sonucunu mağaza söyler. Düğmeye basmadan pencereyi kapatmak, dönmeyen müşteri demektir.",
        "The shop tells how the payment ends. Closing this window instead is a customer who never returns.",
    );
    layout::end(visit, mood, title, text, Some(form))
}

/// Returns true unless the authentication, or what the bank did after it, has failed.
fn is_authenticated(merchant: &Emulator, id: PaymentId) -> bool {
    merchant.with_context(|context| match context.state.three_ds_verifications.get(id) {
        Some(verification) => verification.is_verified,
        None => {
            let record = context.state.payments.get(id);
            record.is_some_and(|record| record.payment.payment_status != PaymentStatus::Failure)
        }
    })
}
