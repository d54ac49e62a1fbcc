//! Records calls over HTTP, shows the cassette, replays it without a network, and handles a mismatch.

use std::env;
use std::error::Error;
use std::fs;
use std::process;

use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, Payment, PaymentItem, RefundPayment,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Credentials, Currency, Environment, Protocol, Transport};
use craftgate_custom_transports::cassette::{Cassette, Player, Recorder};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};
use craftgate_ureq::UreqTransport;

const CARD: &str = "5258640000000001";

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::temp_dir().join(format!("craftgate-cassette-{}.json", process::id()));

    println!("1. Record a payment and its refund over HTTP\n");
    let server = Server::start(Emulator::new())?;
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let client = Client::new(protocol, Recorder::new(UreqTransport::new()), random_key);
    let recorded = pay_and_refund(&client, lira(100), card()?)?;
    client.transport().cassette().save(&path)?;
    drop(server);

    let cassette = fs::read_to_string(&path)?;
    cassette.lines().take(40).for_each(|line| println!("   {line}"));
    println!("   …\n");
    ensure(!cassette.contains(CARD), "the card number is not in the cassette")?;

    println!("2. Replay it, without a network and with other keys");
    let protocol = Protocol::new(Credentials::new("any", "keys")?, Environment::Sandbox);
    let client = Client::new(protocol.clone(), Player::new(Cassette::load(&path)?), random_key);
    let played = pay_and_refund(&client, lira(100), card()?)?;
    client.transport().finish()?;
    ensure(
        (played.id, played.paid_price) == (recorded.id, recorded.paid_price),
        "the replayed payment equals the recorded one",
    )?;
    println!("   payment {} is {}, {} TRY\n", played.id, played.payment_status, played.paid_price.unwrap_or_default());

    println!("3. Request another price than recorded");
    let client = Client::new(protocol, Player::new(Cassette::load(&path)?), random_key);
    let error = pay_and_refund(&client, lira(101), card()?).err().ok_or("another price must not match")?;
    println!("   {error}: {}", error.source().ok_or("the error has no cause")?);

    fs::remove_file(&path)?;
    println!("\nSUCCESS");
    Ok(())
}

/// The merchant's code, over any transport.
fn pay_and_refund<T: Transport>(
    client: &Client<T>,
    price: Decimal,
    card: Card,
) -> Result<Payment, craftgate_core::Error> {
    let payment =
        CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
            .card(card)
            .conversation_id("siparis-17");
    let payment = client.call(&payment).idempotency_key("siparis-17").send()?;
    client.call(&RefundPayment::new(payment.id)).idempotency_key("siparis-17-iade").send()?;
    Ok(payment)
}

/// Returns a test card.
fn card() -> Result<Card, CardExpiryError> {
    Ok(Card::new("Gülşah Işık", CardNumber::new(CARD), CardExpiry::new(2044, 7)?, "000"))
}

fn lira(amount: i64) -> Decimal {
    Decimal::new(amount * 100, 2)
}

fn ensure(holds: bool, what: &str) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(format!("expected: {what}").into()) }
}
