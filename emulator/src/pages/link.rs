//! The page of a link, and its QR code.

use craftgate_core::pay_by_link::Product;
use craftgate_core::{Currency, Response, Secret};
use maud::html;
use qrcode::QrCode;
use qrcode::render::svg::Color;

use super::card_form::StoredCards;
use super::layout::{self, Mood};
use super::payment_page::{PaymentPage, formatted};
use super::response;
use super::visit::Visit;
use crate::domain::context::Context;
use crate::domain::installments::total_price;
use crate::domain::link::check_payable;
use crate::emulator::Emulator;

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let page = merchant.with_context(|context| {
        let product = find(context, token)?;
        Some(check_payable(product, context.now).is_ok().then(|| view(product, visit)))
    });
    let token = Secret::from(token);
    match page {
        None => layout::not_found(visit),
        Some(_) if is_return(&token, visit) => thanks(visit),
        Some(None) => closed(visit),
        Some(Some(page)) => page.respond(visit, &|entry, _| merchant.submit_link(&token, entry)),
    }
}

/// Returns true for a customer who comes back after a payment.
fn is_return(token: &Secret, visit: &Visit) -> bool {
    visit.is_post && visit.form.get("token") == token.expose()
}

fn thanks(visit: &Visit) -> Response {
    let title = visit.pick("Teşekkürler", "Thank you");
    let text = visit.pick("Bu pencereyi kapatabilirsiniz.", "You may close this window.");
    layout::end(visit, Mood::Good, title, text, None)
}

fn closed(visit: &Visit) -> Response {
    let title = visit.pick("Bu link artık ödenemez", "This link can no longer be paid");
    let text = visit.pick("Link pasif, süresi dolmuş ya da tükenmiş.", "It is passive, expired or sold out.");
    layout::end(visit, Mood::Waiting, title, text, None)
}

fn find<'a>(context: &'a Context<'_>, token: &str) -> Option<&'a Product> {
    context.state.products.iter().find(|product| product.token.as_deref() == Some(token))
}

fn view(product: &Product, visit: &Visit) -> PaymentPage {
    let price = product.price.unwrap_or_default();
    let mut numbers = product.enabled_installments.clone();
    numbers.insert(0, 1);
    numbers.sort_unstable();
    numbers.dedup();
    let installments = numbers.into_iter().filter_map(|number| total_price(number, price).map(|total| (number, total)));
    let picture = product.qr_code_url.as_deref().map(|url| super::payment_page::continued(url, visit));
    PaymentPage {
        title: product.name.clone().unwrap_or_default(),
        shop: visit.pick("Linkle ödeme", "Pay by link").to_owned(),
        description: Some(html! {
            (formatted(product.description.as_deref().unwrap_or_default()))
            @if let Some(picture) = picture { img.qr src=(picture) alt=(visit.pick("Linkin QR kodu", "The link's QR code")); }
        }),
        items: Vec::new(),
        currency: product.currency.clone().unwrap_or(Currency::Try),
        price,
        installments: installments.collect(),
        stored_cards: StoredCards::default(),
        requires_stored_card: false,
        requires_three_ds: false,
        offers_storing: false,
        expires_at: product.expires_at,
        return_back_url: None,
        split: None,
        way_back: None,
        methods: Vec::new(),
        only_commercial_installments: false,
        wallet_balance: None,
        masterpass_to_link: None,
    }
}

/// Returns the picture of a link's QR code, which holds the link's URL.
pub(super) fn picture(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let url = merchant.with_context(|context| find(context, token).and_then(|product| product.url.clone()));
    match url.map(QrCode::new) {
        Some(Ok(code)) => {
            let mut picture = code.render::<Color<'_>>();
            response::svg(picture.min_dimensions(256, 256).dark_color(Color("#15233b")).build())
        }
        _ => layout::not_found(visit),
    }
}
