//! Payments and refunds.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentStatus, RefundStatus};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::shell::{Action, MAX_ROWS, Place, Section, or_dash, payment_status, status, table, time};
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::payment::PaymentRecord;
use crate::pages::money::money;
use crate::pages::payment_page::path_of;
use crate::pages::visit::Visit;

pub(super) fn list(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let records = context.state.payments.search().all();
    let rows: Vec<Markup> =
        records.into_iter().rev().take(MAX_ROWS).map(|record| row(&record.payment, place, visit)).collect();
    let headings = [
        "ID",
        visit.pick("Tarih", "Date"),
        visit.pick("Durum", "Status"),
        visit.pick("Tutar", "Amount"),
        visit.pick("Yöntem", "Method"),
        "conversationId",
    ];
    table(&headings, &rows, visit)
}

fn row(payment: &Payment, place: Place, visit: &Visit) -> Markup {
    html! {
        tr {
            td { a href=(place.record(Section::Payments, payment.id, visit)) { (payment.id) } }
            td { (time(payment.created_date)) }
            td { (payment_status(&payment.payment_status)) }
            td.number { (amount(payment, payment.paid_price, visit)) }
            td { (method(payment)) }
            td { (or_dash(payment.conversation_id.as_deref())) }
        }
    }
}

fn amount(payment: &Payment, amount: Option<Decimal>, visit: &Visit) -> String {
    match (amount, &payment.currency) {
        (Some(amount), Some(currency)) => money(amount, currency, visit.language),
        _ => "–".to_owned(),
    }
}

fn method(payment: &Payment) -> String {
    let provider = payment.payment_provider.as_ref().map_or("–", |provider| provider.as_str());
    match (&payment.card_association, &payment.last_four_digits) {
        (Some(association), Some(digits)) => format!("{association} •••• {digits}"),
        _ => provider.to_owned(),
    }
}

pub(super) fn detail(context: &Context<'_>, id: PaymentId, place: Place, visit: &Visit) -> Option<Markup> {
    let record = context.state.payments.get(id)?;
    let payment = &record.payment;
    Some(html! {
        article.card {
            header { span.bank { "#" (payment.id) } (payment_status(&payment.payment_status)) }
            section {
                div.amount { (amount(payment, payment.paid_price, visit)) }
                dl.facts {
                    @for (name, value) in facts(payment, visit) { @if let Some(value) = value { dt { (name) } dd { (value) } } }
                }
            }
            @if let Some(error) = &payment.payment_error {
                section { p.note.bad { (or_dash(error.error_code.as_ref().map(|code| code.as_str()))) " · " (or_dash(error.error_description.as_deref())) } }
            }
            section { div.buttons { (actions(context, record, place, visit)) } }
        }
        h2 { (visit.pick("Kırılımlar", "Transactions")) }
        (transactions(payment, visit))
    })
}

fn facts(payment: &Payment, visit: &Visit) -> Vec<(&'static str, Option<String>)> {
    vec![
        (visit.pick("Tarih", "Date"), payment.created_date.map(|date| time(Some(date)))),
        (visit.pick("Sepet tutarı", "Basket price"), Some(amount(payment, payment.price, visit))),
        (visit.pick("Yöntem", "Method"), Some(method(payment))),
        (visit.pick("Kaynak", "Source"), payment.payment_source.as_ref().map(ToString::to_string)),
        (visit.pick("Taksit", "Installments"), payment.installment.map(|number| number.to_string())),
        (visit.pick("Aşama", "Phase"), payment.payment_phase.as_ref().map(ToString::to_string)),
        ("3D Secure mdStatus", payment.md_status.map(|status| status.to_string())),
        ("conversationId", payment.conversation_id.clone()),
        ("externalId", payment.external_id.clone()),
        ("orderId", payment.order_id.clone()),
        ("authCode", payment.auth_code.clone()),
        (visit.pick("Şüpheli işlem", "Fraud check"), payment.fraud_id.map(|id| id.to_string())),
    ]
}

/// Returns what only the customer, the bank or Craftgate can do with the payment.
fn actions(context: &Context<'_>, record: &PaymentRecord, place: Place, visit: &Visit) -> Markup {
    let id = record.payment.id;
    let fields = [("id", id.to_string())];
    let action =
        |name, label| place.button(&Action { section: Section::Payments, name, fields: &fields, label }, visit);
    let is_started = record.payment.payment_status == PaymentStatus::InitThreeDs;
    let bank = context.state.three_ds_pages.find_token(|known| *known == id).filter(|_| is_started);
    let provider = context.state.provider_pages.find_token(|known| *known == id).filter(|_| record.is_pending());
    let page = |kind: &str, token: &str| path_of(&context.settings.page_url(&format!("{kind}/{token}")));
    html! {
        @if let Some(token) = bank {
            a.button.small href=(page("three-ds", token)) { (visit.pick("Bankanın sayfası", "The bank's page")) }
        }
        @if let Some(token) = provider {
            a.button.small href=(page("provider", token)) { (visit.pick("Sağlayıcının sayfası", "The provider's page")) }
        }
        @if record.is_pending() { (decisions(context, record, place, visit)) }
        @if record.payment.fraud_id.is_none() {
            (action("review", visit.pick("Şüpheli işlem yap", "Put under fraud review")))
        }
    }
}

/// Returns how the customer or the bank can decide a pending payment.
fn decisions(context: &Context<'_>, record: &PaymentRecord, place: Place, visit: &Visit) -> Markup {
    let id = record.payment.id;
    let ticket = context.state.payments.reference_of(id).unwrap_or_default();
    let fields = [("id", id.to_string()), ("ticket", ticket.to_owned())];
    let action =
        |name, label| place.button(&Action { section: Section::Payments, name, fields: &fields, label }, visit);
    html! {
        @match record.flow {
            _ if record.is_decided() => {}
            Flow::Bnpl => {
                (action("grant", visit.pick("Banka krediyi verdi", "The bank granted the loan")))
                (action("decline", visit.pick("Banka krediyi vermedi", "The bank declined the loan")))
            }
            Flow::BkmExpress => {
                (action("confirm-bkm-express", visit.pick("Müşteri onayladı", "The customer confirmed")))
            }
            flow if flow.has_provider_page() => {
                (action("confirm", visit.pick("Müşteri ödedi", "The customer paid")))
                (action("decline", visit.pick("Müşteri ödemedi", "The customer did not pay")))
            }
            _ => {}
        }
    }
}

fn transactions(payment: &Payment, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = payment
        .payment_transactions
        .iter()
        .map(|transaction| {
            html! {
                tr {
                    td { (transaction.id) }
                    td { (or_dash(transaction.name.as_deref())) }
                    td { (transaction.transaction_status.as_ref().map(ToString::to_string).unwrap_or_default()) }
                    td.number { (amount(payment, transaction.price, visit)) }
                    td.number { (amount(payment, transaction.paid_price, visit)) }
                }
            }
        })
        .collect();
    let headings = [
        "ID",
        visit.pick("Ad", "Name"),
        visit.pick("Durum", "Status"),
        visit.pick("Tutar", "Price"),
        visit.pick("Ödenen", "Paid"),
    ];
    table(&headings, &rows, visit)
}

pub(super) fn refunds(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let of_payments = context.state.refunds.iter().map(|record| {
        let refund = &record.refund;
        (refund.created_date, visit.pick("Ödeme", "Payment"), refund.payment_id, refund.refund_price, &refund.status)
    });
    let of_transactions = context.state.transaction_refunds.iter().map(|record| {
        let refund = &record.refund;
        (
            refund.created_date,
            visit.pick("Kırılım", "Transaction"),
            refund.payment_id,
            refund.refund_price,
            &refund.status,
        )
    });
    let mut refunds: Vec<_> = of_payments.chain(of_transactions).collect();
    refunds.sort_by_key(|(date, ..)| *date);
    let rows: Vec<Markup> = refunds
        .into_iter()
        .rev()
        .take(MAX_ROWS)
        .map(|(date, kind, payment_id, price, refund_status)| {
            let payment = payment_id.and_then(|id| context.state.payments.get(id)).map(|record| &record.payment);
            html! {
                tr {
                    td { (time(date)) }
                    td { (kind) }
                    td { @if let Some(id) = payment_id { a href=(place.record(Section::Payments, id, visit)) { "#" (id) } } }
                    td { (refund_status_badge(refund_status)) }
                    td.number { @if let Some(payment) = payment { (amount(payment, price, visit)) } }
                }
            }
        })
        .collect();
    let headings = [
        visit.pick("Tarih", "Date"),
        visit.pick("Tür", "Kind"),
        visit.pick("Ödeme", "Payment"),
        visit.pick("Durum", "Status"),
        visit.pick("Tutar", "Amount"),
    ];
    table(&headings, &rows, visit)
}

fn refund_status_badge(refund_status: &RefundStatus) -> Markup {
    let mood = match refund_status {
        RefundStatus::Success => "good",
        RefundStatus::Failure => "bad",
        _ => "wait",
    };
    status(refund_status.as_str(), mood)
}
