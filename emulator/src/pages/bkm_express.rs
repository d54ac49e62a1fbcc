//! The page on which a customer confirms a payment in BKM Express.

use craftgate_core::Response;
use craftgate_core::id::BkmExpressTicketId;
use http::StatusCode;
use maud::html;

use super::layout::{self, Mood};
use super::money::money;
use super::reason::reason;
use super::response::{self, Policy};
use super::visit::Visit;
use crate::domain::flow::Flow;
use crate::emulator::Emulator;

/// What the page shows of a payment.
struct View {
    amount: String,
    is_ended: bool,
}

/// Responds to a visit of the page of this ticket.
pub(super) fn respond(merchant: &Emulator, ticket: &str, visit: &Visit) -> Response {
    let Some(view) = find(merchant, ticket, visit) else { return layout::not_found(visit) };
    match visit.form.get("action") {
        _ if view.is_ended => {
            let title = visit.pick("Bu işlem daha önce tamamlandı", "This was finished before");
            layout::end(visit, Mood::Waiting, title, shop_decides(visit), None)
        }
        "approve" => confirm(merchant, ticket, visit),
        "decline" => {
            let title = visit.pick("Ödemediniz", "You have not paid");
            layout::end(visit, Mood::Bad, title, shop_decides(visit), None)
        }
        _ => show(&view, visit),
    }
}

fn find(merchant: &Emulator, ticket: &str, visit: &Visit) -> Option<View> {
    merchant.with_context(|context| {
        let record = context.state.payments.find_by_reference(ticket, Flow::BkmExpress).ok()?;
        let payment = &record.payment;
        let amount = money(payment.paid_price.or(payment.price)?, payment.currency.as_ref()?, visit.language);
        Some(View { amount, is_ended: record.is_decided() })
    })
}

fn confirm(merchant: &Emulator, ticket: &str, visit: &Visit) -> Response {
    match merchant.confirm_bkm_express(&BkmExpressTicketId::new(ticket)) {
        Ok(_) => {
            let title = visit.pick("Onayladınız", "You have agreed");
            layout::end(visit, Mood::Good, title, shop_decides(visit), None)
        }
        Err(declined) => {
            let title = visit.pick("Ödeme yapılamadı", "The payment was not made");
            layout::end(visit, Mood::Bad, title, &reason(&declined, visit), None)
        }
    }
}

fn shop_decides(visit: &Visit) -> &'static str {
    visit.pick(
        "Ödemeyi mağazanın sunucusu sonuçlandırır: bu pencereyi kapatabilirsiniz.",
        "The shop's server completes the payment: you may close this window.",
    )
}

fn show(view: &View, visit: &Visit) -> Response {
    let title = visit.pick("Ödemenizi onaylayın", "Confirm your payment");
    let content = html! {
        article.card {
            header { span.bank { "BKM Express" } span.badge { (visit.pick("Ödeme", "Payment")) } }
            section {
                h1 { (title) }
                div.amount { (view.amount) }
            }
            section {
                form method="post" action=(visit.here()) {
                    div.buttons.stack {
                        button.primary type="submit" name="action" value="approve" { (visit.pick("Onayla", "Confirm")) }
                        button type="submit" name="action" value="decline" { (visit.pick("Vazgeç", "Cancel")) }
                    }
                }
            }
        }
    };
    let page = layout::customer(visit, title, false, &content);
    response::html(StatusCode::OK, Policy::Customer, page.into_string())
}
