//! What the library adds to a program: a payment's request out, its answer in. `pay_by_hand` does the same by hand.
//!
//! Give it an answer: `cargo run --release -p craftgate-benches --example pay_with_the_library < samples/payment.json`

use std::error::Error;
use std::io::{self, Read as _};

use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Body, Credentials, Currency, Environment, Protocol, RandomKey, Response};

fn main() -> Result<(), Box<dyn Error>> {
    let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
    let price = Decimal::new(300, 0);
    let payment =
        CreatePayment::new(Amounts::same(price), Currency::Try, 3, [PaymentItem::new(price).name("Çaydanlık")])
            .card(Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000"))
            .conversation_id("siparis-17");
    let call = protocol.exchange(&payment);
    println!("{:?}", call.request(&RandomKey::new("Xa15Fp11T")?)?);

    let mut answer = Vec::new();
    io::stdin().read_to_end(&mut answer)?;
    let payment = call.parse(Response::new(Body::from(answer)))?;
    println!("payment {}: {}", payment.id, payment.payment_status);
    Ok(())
}
