//! A client over libcurl: a payment, a decline, and a stopped server.
//!
//! `cargo run -p craftgate-custom-transports --features libcurl --example libcurl`

use std::error::Error;

use craftgate_core::payment::{Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Currency, Environment, Protocol};
use craftgate_custom_transports::libcurl::Libcurl;
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};

fn main() -> Result<(), Box<dyn Error>> {
    println!("libcurl {}", curl::Version::get().version());
    let server = Server::start(Emulator::new())?;
    println!("Craftgate emulator at {}", server.url());
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let client = Client::new(protocol.clone(), Libcurl::new(), random_key);

    let paid = client.call(&payment("4043080000000003")?).idempotency_key("siparis-17-1").send()?;
    println!("payment {} is {}", paid.id, paid.payment_status);

    let declined = client.call(&payment("5100050000006661")?).idempotency_key("siparis-18").send();
    println!("declined card: {}", declined.err().ok_or("a card without funds was accepted")?);

    drop(server);
    let client = Client::new(protocol, Libcurl::new(), random_key);
    let error = client.call(&payment("4043080000000003")?).idempotency_key("siparis-19").send();
    let error = error.err().ok_or("a stopped server responded")?;
    println!("without a server: {error} ({:?})", error.outcome());
    Ok(())
}

fn payment(card_number: &str) -> Result<CreatePayment, CardExpiryError> {
    let price = Decimal::from(100);
    Ok(CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Çaydanlık")])
        .card(Card::new("Gülşah Işık", CardNumber::new(card_number), CardExpiry::new(2044, 7)?, "000")))
}
