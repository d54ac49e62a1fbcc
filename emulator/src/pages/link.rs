//! The page of a link, and its QR code.

use craftgate_core::pay_by_link::Product;
use craftgate_core::{Currency, Response, Secret};
use maud::html;
use qrcode::QrCode;
use qrcode::render::svg::Color;

use super::card_form::StoredCards;
use super::layout::{self, Mood};
use super::payment_page::{PaymentPage, Split, formatted};
use super::response;
use super::visit::Visit;
use crate::domain::context::Context;
use crate::domain::link::{self, check_payable};
use crate::domain::multi_payment::MultiPaymentState;
use crate::domain::page_installments::PageInstallments;
use crate::emulator::Emulator;

/// The page, or why nobody can pay on it.
enum View {
    Open(Box<PaymentPage>),
    Paid,
    Closed,
}

/// Responds to a visit of the page with this token.
pub(super) fn respond(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let page = merchant.with_context(|context| {
        let product = link::find(&context.state.products, token)?;
        Some(match check_payable(product, context.now) {
            _ if is_return(context, token, visit) => View::Paid,
            Ok(()) => View::Open(Box::new(view(context, product, visit))),
            Err(_) => View::Closed,
        })
    });
    let token = Secret::from(token);
    match page {
        None => layout::not_found(visit),
        Some(View::Paid) => thanks(visit),
        Some(View::Closed) => closed(visit),
        Some(View::Open(page)) => page.respond(visit, &|entry, price| merchant.submit_link(&token, entry.price(price))),
    }
}

/// Returns true for a customer who comes back after a payment of which nothing remains.
fn is_return(context: &Context<'_>, token: &str, visit: &Visit) -> bool {
    let posted = visit.form.get("token");
    let in_parts = context.state.multi_payments.get(posted).filter(|state| state.link.as_deref() == Some(token));
    visit.is_post && (posted == token || in_parts.is_some_and(|state| state.remaining_amount().is_zero()))
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

fn view(context: &Context<'_>, product: &Product, visit: &Visit) -> PaymentPage {
    let in_progress = link::in_progress(&context.state.multi_payments, product, context.now).map(|(_, state)| state);
    let remaining = in_progress.map(MultiPaymentState::remaining_amount);
    let paid = in_progress.map(MultiPaymentState::paid_price).unwrap_or_default();
    let price = remaining.or(product.price).unwrap_or_default();
    let split = link::is_paid_in_parts(product).then_some(Split { paid, is_last: false });
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
        installments: if split.is_some() { PageInstallments::single(price) } else { link::installments(product) },
        stored_cards: StoredCards::default(),
        requires_stored_card: false,
        requires_three_ds: false,
        offers_storing: false,
        expires_at: product.expires_at,
        return_back: None,
        split,
        way_back: None,
        methods: Vec::new(),
        only_commercial_installments: false,
        wallet_balance: None,
        masterpass_to_link: None,
    }
}

/// Returns the picture of a link's QR code, which holds the link's URL.
pub(super) fn picture(merchant: &Emulator, token: &str, visit: &Visit) -> Response {
    let url = merchant
        .with_context(|context| link::find(&context.state.products, token).and_then(|product| product.url.clone()));
    match url.map(QrCode::new) {
        Some(Ok(code)) => {
            let mut picture = code.render::<Color<'_>>();
            response::svg(picture.min_dimensions(256, 256).dark_color(Color("#15233b")).build())
        }
        _ => layout::not_found(visit),
    }
}
