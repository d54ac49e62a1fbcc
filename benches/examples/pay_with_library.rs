//! A program that builds a payment's request and parses its response, to compare its size with `pay_baseline`'s.
//!
//! It reads the response from standard input:
//! `cargo run --release -p craftgate-benches --example pay_with_library < benches/samples/payment.json`

use std::error::Error;
use std::io::{self, Read as _};

use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Body, Credentials, Currency, Environment, Protocol, RandomKey, Response};

fn main() -> Result<(), Box<dyn Error>> {
    let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
    let price = Decimal::new(300, 0);
    let payment =
        CreatePayment::new(Amounts::same(price), Currency::Try, 3, [PaymentItem::new(price).name("Çaydanlık")])
            .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7)?, "000"))
            .conversation_id("siparis-17");
    let exchange = protocol.exchange(&payment);
    println!("{:?}", exchange.request(&RandomKey::new("Xa15Fp11T")?)?);

    let mut body = Vec::new();
    io::stdin().read_to_end(&mut body)?;
    let payment = exchange.parse(Response::new(Body::from(body)))?;
    println!("payment {}: {}", payment.id, payment.payment_status);
    Ok(())
}
