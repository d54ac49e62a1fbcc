//! The last requests, with the string that each one signed.

use maud::{Markup, html};

use super::shell::{Place, status, table, time};
use crate::emulator::Emulator;
use crate::host::Host;
use crate::pages::visit::Visit;

pub(super) fn list(host: &Host, merchant: &Emulator, place: Place, visit: &Visit) -> Markup {
    let rows = host.journal.map(place.merchant.saturating_sub(1), |entry| {
        let mood = if entry.status < 400 { "good" } else { "bad" };
        html! {
            tr {
                td { (time(Some(entry.time))) }
                td.mono { (entry.target()) }
                td { (status(&entry.status.to_string(), mood)) }
                td {
                    details {
                        summary { (visit.pick("göster", "show")) }
                        pre { (entry.signed_string(merchant)) }
                    }
                }
            }
        }
    });
    let headings = [
        visit.pick("Tarih", "Date"),
        visit.pick("İstek", "Request"),
        visit.pick("Yanıt", "Response"),
        visit.pick("İmzalanan dize", "Signed string"),
    ];
    html! {
        p.soft { (visit.pick(
            "İmza, bu dizenin SHA-256 özetinin base64 halidir; *** yerinde gizli anahtar vardır.",
            "The signature is the base64 of the SHA-256 of this string, where *** stands for the secret key.",
        )) }
        (table(&headings, &rows, visit))
    }
}
