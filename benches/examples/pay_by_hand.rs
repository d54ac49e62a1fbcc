//! The floor of what a client adds to a program: `pay_with_the_library` by hand.
#![allow(clippy::unwrap_used, dead_code, reason = "the floor's own, of which this takes a part")]

use std::error::Error;
use std::io::{self, Read as _};

use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::rust_decimal::Decimal;

#[path = "../src/answers/floor.rs"]
mod answers;
#[path = "../src/requests/floor.rs"]
mod requests;

fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn main() -> Result<(), Box<dyn Error>> {
    let merchant = requests::Merchant::new("api-key", "secret-key");
    println!("{:?}", requests::build_payment(&merchant, &requests::payment(), "Xa15Fp11T"));

    let mut answer = Vec::new();
    io::stdin().read_to_end(&mut answer)?;
    match answers::read::<answers::Payment>(http::Response::new(answer)) {
        Ok(payment) => println!("payment {}: {}", payment.id, payment.payment_status),
        Err(_) => println!("no payment"),
    }
    Ok(())
}
