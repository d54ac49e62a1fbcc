//! Payouts to bank accounts.

use craftgate_core::settlement_reporting::BounceStatus;
use maud::{Markup, html};

use super::shell::{Action, MAX_ROWS, Place, Section, or_dash, status, table, time};
use crate::domain::context::Context;
use crate::domain::payout::PayoutRecord;
use crate::pages::money::money;
use crate::pages::visit::Visit;

pub(super) fn list(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let payouts = context.state.payouts.search().all();
    let rows: Vec<Markup> = payouts.into_iter().rev().take(MAX_ROWS).map(|payout| row(payout, place, visit)).collect();
    let headings = [
        "ID",
        visit.pick("Tarih", "Date"),
        visit.pick("Alıcı", "Payee"),
        "IBAN",
        visit.pick("Durum", "Status"),
        visit.pick("Tutar", "Amount"),
        "",
    ];
    let run = Action {
        section: Section::Payouts,
        name: "payouts",
        fields: &[],
        label: visit.pick("Para gönderimlerini çalıştır", "Run the payouts"),
    };
    html! {
        p.soft { (visit.pick(
            "Satıcıların onaylanmış kazançları ve üyelerin çekimleri banka hesaplarına gönderilir.",
            "What sellers have earned and members have withdrawn is sent to their bank accounts.",
        )) }
        p { (place.button(&run, visit)) }
        (table(&headings, &rows, visit))
    }
}

fn row(payout: &PayoutRecord, place: Place, visit: &Visit) -> Markup {
    let detail = &payout.detail;
    let amount = detail.payout_amount.zip(detail.currency.as_ref());
    let fields = [("payout", payout.id.to_string())];
    let bounce = Action {
        section: Section::Payouts,
        name: "bounce",
        fields: &fields,
        label: visit.pick("Bankadan dönsün", "Let the bank send it back"),
    };
    html! {
        tr {
            td { (payout.id) }
            td { (time(Some(payout.created_date))) }
            td { (or_dash(detail.name.as_deref())) }
            td.mono { (or_dash(detail.iban.as_deref())) }
            td { @if let Some(bounce_status) = &detail.bounce_status { (bounce_badge(bounce_status)) } }
            td.number { (amount.map(|(amount, currency)| money(amount, currency, visit.language)).unwrap_or_default()) }
            td { @if payout.can_bounce() { (place.button(&bounce, visit)) } }
        }
    }
}

fn bounce_badge(bounce_status: &BounceStatus) -> Markup {
    let mood = match bounce_status {
        BounceStatus::NotBounced | BounceStatus::PayoutCompleted => "good",
        BounceStatus::Bounced => "bad",
        _ => "wait",
    };
    status(bounce_status.as_str(), mood)
}
