//! A shop on axum: a payment with 3D Secure, its callback, and a webhook; over the async client and over the blocking one.
//!
//! The emulator is Craftgate and the bank, and this program is the customer's browser as well.

mod gateway;
mod shop;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use craftgate_async::ReqwestTransport;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::SIGNATURE_HEADER;
use craftgate_core::{Environment, Protocol, RetryPolicy};
use craftgate_emulator::{Emulator, Server, ThreeDsOutcome};
use tokio::net::TcpListener;
use tokio::time::interval;

use gateway::{Async, Blocking, Gateway};
use shop::Shop;

const CARD: &str = "holder=G%C3%BCl%C5%9Fah+I%C5%9F%C4%B1k&number=5258640000000001&expiry=07%2F44&cvc=000";

/// The most payments in flight. A bank takes a second or two for each.
const MAX_IN_FLIGHT: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let craftgate = Server::start(Emulator::new())?;
    let protocol = Protocol::new(craftgate.emulator().credentials()?, Environment::custom(&craftgate.url())?);

    let client = craftgate_async::client_with_transport(protocol.clone(), ReqwestTransport::new()?)
        .retry_policy(RetryPolicy::new(3), tokio::time::sleep);
    println!("over the async client");
    buy("siparis-17", craftgate.emulator(), Async::new(client, MAX_IN_FLIGHT)).await?;

    let client = craftgate_ureq::client_with_transport(protocol, craftgate_ureq::UreqTransport::new())
        .retry_policy(RetryPolicy::new(3), std::thread::sleep);
    println!("over the blocking client");
    buy("siparis-18", craftgate.emulator(), Blocking::new(client, MAX_IN_FLIGHT)).await
}

/// Serves a shop over this gateway, and is the customer who pays an order there.
async fn buy<G: Gateway>(order: &str, emulator: &Emulator, gateway: G) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let shop = Arc::new(Shop::new(gateway, emulator.callback_key()?, emulator.webhook_key()?, url.clone()));
    let seen = emulator.events().len();
    shop.add_order(order, Decimal::new(89_90, 2));
    tokio::spawn(axum::serve(listener, shop::router(Arc::clone(&shop))).into_future());
    tokio::spawn(settle_every_minute(Arc::clone(&shop)));

    let browser = reqwest::Client::builder().no_proxy().build()?;
    let pay =
        browser.post(format!("{url}/orders/{order}/pay")).header("content-type", "application/x-www-form-urlencoded");
    let page = pay.body(CARD).send().await?.text().await?;
    println!("  the bank's page has {} bytes", page.len());

    let started = shop.started(order).ok_or("the payment was not started")?;
    let form = emulator.authenticate(started.payment_id, ThreeDsOutcome::Approved)?.form_body();
    let callback = browser.post(format!("{url}/3ds/{order}")).body(form);
    println!("  after the callback: {}", callback.send().await?.text().await?);

    for event in emulator.events_after(seen) {
        let webhook = emulator.webhook(&event, &format!("{url}/webhook"))?;
        let post =
            browser.post(format!("{url}/webhook")).header(SIGNATURE_HEADER, &webhook.headers()[SIGNATURE_HEADER]);
        let response = post.body(webhook.into_body().into_bytes()).send().await?;
        println!("  webhook {} of payment {}: {}", event.event_type, event.payload_id, response.status());
    }
    println!("  {} webhooks in the inbox, order: {:?}", shop.webhooks(), shop.status(order));
    Ok(())
}

async fn settle_every_minute<G: Gateway>(shop: Arc<Shop<G>>) {
    let mut minutes = interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        shop.settle().await;
    }
}
