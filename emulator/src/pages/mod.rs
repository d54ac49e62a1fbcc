//! The pages that a person sees in a browser: the customers' pages, and the panel.
//!
//! A function from a request to a page, without a socket. The server has checked before that the request names the
//! emulator ([`access`](crate::host::access)) and, for the panel, that it comes from this machine.
//!
//! Paths are those of [`host`](crate::host): `/pages/{merchant}/{kind}/{token}` for a customer, `/pages/callback` in place
//! of a shop, `/` and `/panel/…` for whoever runs the emulator. A customer's page is known by its token, which nobody can
//! guess, and so are its forms. What a button does is what a function of `simulate` does.

mod action_form;
mod bkm_express;
mod callback;
mod card_form;
mod card_scheme;
mod card_verify;
mod checkout;
mod code_field;
mod drawn_card;
mod form;
mod language;
mod layout;
mod link;
mod method;
mod method_account;
mod method_name;
mod money;
mod multi_payment;
mod panel;
mod payment_page;
mod provider;
mod reason;
mod response;
mod three_ds;
mod visit;
mod wallet_part;

use craftgate_core::{Request, Response};

use crate::host::Host;
use visit::Visit;

const STYLE: &str = include_str!("style.css");
const ICON: &str = include_str!("icon.svg");

/// Returns the page that a request asks for, or what its form does.
pub(crate) fn respond(host: &Host, request: &Request) -> Response {
    let visit = Visit::new(request);
    let segments: Vec<&str> = visit.path.split('/').skip(1).collect();
    match segments.as_slice() {
        [""] => panel::respond(host, &[], &visit),
        ["panel", rest @ ..] => panel::respond(host, rest, &visit),
        ["pages", "style.css"] => response::css(STYLE),
        ["pages", "callback"] => callback::respond(&visit),
        ["pages", "icon.svg"] => response::svg(ICON.to_owned()),
        ["pages", merchant, kind, token] => {
            let merchant = merchant.parse().ok().and_then(|number| host.merchant(number));
            match (merchant, *kind) {
                (Some(merchant), "bkm-express") => bkm_express::respond(merchant, token, &visit),
                (Some(merchant), "card-verify") => card_verify::respond(merchant, token, &visit),
                (Some(merchant), "checkout") => checkout::respond(merchant, token, &visit),
                (Some(merchant), "link") => link::respond(merchant, token, &visit),
                (Some(merchant), "multi-payment") => multi_payment::respond(merchant, token, &visit),
                (Some(merchant), "provider") => provider::respond(merchant, token, &visit),
                (Some(merchant), "three-ds") => three_ds::respond(merchant, token, &visit),
                _ => layout::not_found(&visit),
            }
        }
        ["pages", merchant, "link", token, "qr.svg"] => {
            match merchant.parse().ok().and_then(|number| host.merchant(number)) {
                Some(merchant) => link::picture(merchant, token, &visit),
                None => layout::not_found(&visit),
            }
        }
        _ => layout::not_found(&visit),
    }
}
