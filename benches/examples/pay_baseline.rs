//! The baseline of a program's size: `pay_with_library` in code written for it alone.
#![allow(clippy::unwrap_used, dead_code, reason = "the example uses a part of the baselines")]

use std::error::Error;
use std::io::{self, Read as _};

use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::rust_decimal::Decimal;

#[path = "../src/requests/baseline.rs"]
mod requests;
#[path = "../src/responses/baseline.rs"]
mod responses;

fn amount(digits: &str) -> Decimal {
    digits.parse().unwrap()
}

fn time(iso: &str) -> NaiveDateTime {
    iso.parse().unwrap()
}

fn main() -> Result<(), Box<dyn Error>> {
    let merchant = requests::Merchant::new("api-key", "secret-key");
    println!("{:?}", requests::build_payment(&merchant, &requests::payment(), "Xa15Fp11T"));

    let mut body = Vec::new();
    io::stdin().read_to_end(&mut body)?;
    match responses::parse::<responses::Payment>(http::Response::new(body)) {
        Ok(payment) => println!("payment {}: {}", payment.id, payment.payment_status),
        Err(_) => println!("no payment"),
    }
    Ok(())
}
