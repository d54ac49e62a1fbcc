//! Members with their wallets, links, stored cards, POS and bank transfers.

use craftgate_core::Currency;
use maud::{Markup, html};

use super::csrf;
use super::shell::{Action, MAX_ROWS, Place, Section, or_dash, status, table, time};
use crate::domain::context::Context;
use crate::pages::card_scheme::scheme;
use crate::pages::money::money;
use crate::pages::payment_page::path_of;
use crate::pages::visit::Visit;

pub(super) fn members(context: &Context<'_>, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .members
        .search()
        .all()
        .into_iter()
        .rev()
        .take(MAX_ROWS)
        .map(|member| {
            let wallet = context.state.ledger.find_owned(Some(member.id), &Currency::Try);
            let balance = wallet.and_then(|wallet| wallet.amount);
            html! {
                tr {
                    td { (member.id) }
                    td { (or_dash(member.name.as_deref().or(member.contact_name.as_deref()))) }
                    td { (or_dash(member.member_external_id.as_deref())) }
                    td {
                        @if member.is_buyer == Some(true) { (status(visit.pick("alıcı", "buyer"), "")) " " }
                        @if member.is_sub_merchant == Some(true) { (status(visit.pick("satıcı", "seller"), "")) }
                    }
                    td.number { (balance.map_or_else(|| "–".to_owned(), |balance| money(balance, &Currency::Try, visit.language))) }
                }
            }
        })
        .collect();
    let headings =
        ["ID", visit.pick("Ad", "Name"), "memberExternalId", visit.pick("Rol", "Role"), visit.pick("Cüzdan", "Wallet")];
    table(&headings, &rows, visit)
}

pub(super) fn links(context: &Context<'_>, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .products
        .iter()
        .map(|product| {
            let price = product.price.zip(product.currency.as_ref());
            html! {
                tr {
                    td { @if let Some(url) = &product.url { a href=(path_of(url)) { (or_dash(product.name.as_deref())) } } }
                    td { (status(product.status.as_str(), if product.status.as_str() == "ACTIVE" { "good" } else { "wait" })) }
                    td.number { (price.map(|(price, currency)| money(price, currency, visit.language)).unwrap_or_default()) }
                    td.number { (product.sold_count.unwrap_or_default()) @if let Some(stock) = product.stock { " / " (stock) } }
                    td { @if let Some(url) = &product.qr_code_url { a href=(path_of(url)) { "QR" } } }
                }
            }
        })
        .collect();
    let headings = [
        visit.pick("Ad", "Name"),
        visit.pick("Durum", "Status"),
        visit.pick("Tutar", "Price"),
        visit.pick("Satış", "Sold"),
        "QR",
    ];
    table(&headings, &rows, visit)
}

pub(super) fn cards(context: &Context<'_>, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .cards
        .search()
        .all()
        .into_iter()
        .rev()
        .take(MAX_ROWS)
        .map(|record| {
            let card = &record.stored;
            html! {
                tr {
                    td.mono { (or_dash(card.bin_number.as_deref())) " •••• " (or_dash(card.last_four_digits.as_deref())) }
                    td { (scheme(card.card_association.as_ref())) }
                    td { (or_dash(card.card_bank_name.as_deref())) }
                    td { (or_dash(card.card_alias.as_deref())) }
                    td.mono { (card.card_user_key.expose()) }
                    td { (time(card.created_at)) }
                }
            }
        })
        .collect();
    let headings = [
        visit.pick("Kart", "Card"),
        visit.pick("Şema", "Scheme"),
        visit.pick("Banka", "Bank"),
        visit.pick("Takma ad", "Alias"),
        "cardUserKey",
        visit.pick("Tarih", "Date"),
    ];
    table(&headings, &rows, visit)
}

pub(super) fn pos(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .pos
        .records
        .iter()
        .map(|record| {
            let alias = record.pos.alias.clone().unwrap_or_default();
            let fields = [("alias", alias.clone()), ("on", if record.is_three_ds_pay { "" } else { "on" }.to_owned())];
            let is_up = record.pos.autopilot_state.as_ref().is_none_or(|state| state.is_three_ds_up != Some(false));
            let autopilot_fields = [("alias", alias.clone()), ("on", if is_up { "" } else { "on" }.to_owned())];
            let autopilot = Action {
                section: Section::Pos,
                name: "autopilot",
                fields: &autopilot_fields,
                label: match is_up {
                    true => visit.pick("Otopilot kapatsın", "Let the autopilot close it"),
                    false => visit.pick("Otopilot açsın", "Let the autopilot open it"),
                },
            };
            let label = match record.is_three_ds_pay {
                true => visit.pick("3D Model'e geç", "Use the 3D Model"),
                false => visit.pick("3D Pay'e geç", "Use 3D Pay"),
            };
            let action = Action { section: Section::Pos, name: "three-ds-pay", fields: &fields, label };
            html! {
                tr {
                    td.mono { (alias) }
                    td { (or_dash(record.pos.name.as_deref())) }
                    td { (status(record.pos.status.as_str(), "")) }
                    td { @if record.is_three_ds_pay { "3D Pay" } @else { "3D Model" } }
                    td { (status(if is_up { "UP" } else { "DOWN" }, if is_up { "good" } else { "bad" })) }
                    td { (place.button(&action, visit)) " " (place.button(&autopilot, visit)) }
                }
            }
        })
        .collect();
    let headings = [
        "Alias",
        visit.pick("Ad", "Name"),
        visit.pick("Durum", "Status"),
        "3D Secure",
        visit.pick("Otopilot", "Autopilot"),
        "",
    ];
    table(&headings, &rows, visit)
}

pub(super) fn transfers(context: &Context<'_>, place: Place, visit: &Visit) -> Markup {
    let rows: Vec<Markup> = context
        .state
        .bank_records
        .search()
        .all()
        .into_iter()
        .rev()
        .take(MAX_ROWS)
        .map(|record| {
            let amount = record.amount.zip(record.currency.as_ref());
            html! {
                tr {
                    td { (record.id) }
                    td { (time(record.record_date)) }
                    td { (or_dash(record.sender_name.as_deref())) }
                    td { (or_dash(record.description.as_deref())) }
                    td.number { (amount.map(|(amount, currency)| money(amount, currency, visit.language)).unwrap_or_default()) }
                }
            }
        })
        .collect();
    let headings = [
        "ID",
        visit.pick("Tarih", "Date"),
        visit.pick("Gönderen", "Sender"),
        visit.pick("Açıklama", "Description"),
        visit.pick("Tutar", "Amount"),
    ];
    html! {
        article.card {
            section {
                h2 { (visit.pick("Hesaba para geldi", "Money arrives in the account")) }
                form method="post" action=(place.path(Section::Transfers, visit)) {
                    (csrf::field())
                    div.fields {
                        div.field {
                            label for="amount" { (visit.pick("Tutar", "Amount")) }
                            input #amount type="text" name="amount" inputmode="decimal" required placeholder="250,00";
                        }
                        div.field {
                            label for="currency" { (visit.pick("Para birimi", "Currency")) }
                            select #currency name="currency" {
                                @for currency in ["TRY", "USD", "EUR", "GBP"] { option value=(currency) { (currency) } }
                            }
                        }
                    }
                    div.fields {
                        div.field {
                            label for="sender" { (visit.pick("Gönderen", "Sender")) }
                            input #sender type="text" name="sender" maxlength="100" placeholder="Gülşah Işık";
                        }
                        div.field {
                            label for="description" { (visit.pick("Açıklama", "Description")) }
                            input #description type="text" name="description" maxlength="200";
                        }
                    }
                    button.primary type="submit" name="action" value="transfer" { (visit.pick("Havale gelsin", "Let it arrive")) }
                }
            }
        }
        (table(&headings, &rows, visit))
    }
}
