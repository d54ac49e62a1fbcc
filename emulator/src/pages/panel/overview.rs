//! The panel's first page: where the emulator is, its keys, and what to try.

use maud::{Markup, html};

use super::shell::{Place, Section};
use crate::domain::context::Context;
use crate::domain::three_ds::{ACCEPTED_CODE, FAILING_CODE};
use crate::pages::payment_page;
use crate::pages::visit::Visit;

pub(super) fn show(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let state = &context.state;
    let counts = [
        (Section::Payments, state.payments.search().all().len()),
        (Section::Refunds, state.refunds.iter().count() + state.transaction_refunds.iter().count()),
        (Section::Members, state.members.iter().count()),
        (Section::Cards, state.cards.search().all().len()),
        (Section::Webhooks, state.events.len()),
    ];
    html! {
        div.tiles {
            @for (section, count) in counts {
                a.tile href=(place.path(section, visit)) { span.amount { (count) } span.soft { (section.name(visit)) } }
            }
        }
        div.columns {
            article.card {
                section {
                    h2 { (visit.pick("Bağlantı", "Connection")) }
                    dl.facts {
                        dt { (visit.pick("Adres", "Base URL")) } dd.mono { (base_url(context)) }
                        dt { (visit.pick("Saat", "Clock")) } dd { (context.now.format("%d.%m.%Y %H:%M:%S")) }
                        dt { (visit.pick("Yarım 3D Secure", "Half 3D Secure")) }
                        dd { @if context.settings.accepts_partial_authentication { (visit.pick("kabul edilir", "accepted")) } @else { (visit.pick("reddedilir", "rejected")) } }
                    }
                }
                section { (keys(context, visit)) }
            }
            article.card {
                section {
                    h2 { (visit.pick("Deneyin", "Try it")) }
                    p.soft {
                        (visit.pick("3D Secure kodu ", "3D Secure code ")) code { (ACCEPTED_CODE) }
                        (visit.pick(" onaylar, ", " approves, ")) code { (FAILING_CODE) } (visit.pick(" reddeder.", " declines."))
                    }
                    (payment_page::card_list(visit))
                }
            }
        }
    }
}

fn keys(context: &Context<'_>, visit: &Visit) -> Markup {
    let keys = context.keys;
    html! {
        details {
            summary { (visit.pick("Anahtarlar", "Keys")) }
            dl.facts {
                dt { "API key" } dd.mono { (keys.api.expose()) }
                dt { "Secret key" } dd.mono { (keys.secret.expose()) }
                dt { (visit.pick("Callback anahtarı", "Callback key")) } dd.mono { (keys.callback.expose()) }
                dt { (visit.pick("Webhook anahtarı", "Webhook key")) } dd.mono { (keys.webhook.expose()) }
            }
        }
    }
}

/// Returns the URL that clients use, without the path of the pages.
fn base_url(context: &Context<'_>) -> String {
    let url = &context.settings.base_url;
    url.split_once("/pages/").map_or(url.as_str(), |(base, _)| base).to_owned()
}
