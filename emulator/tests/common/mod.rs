//! What the tests have in common: a shop that talks to an emulator without a socket.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]
#![allow(dead_code, reason = "no test uses all of it")]

use craftgate_core::chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use craftgate_core::{ApiError, Client, Currency, Error, Operation, RandomKey, Request, signature};
use craftgate_emulator::Emulator;
use rust_decimal::Decimal;

pub(crate) const GOOD_CARD: &str = "5258640000000001";

/// A shop with an emulator of its own.
pub(crate) struct Shop {
    pub(crate) emulator: Emulator,
    client: Client<Emulator>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        Self::on(Emulator::builder().clock(noon).build())
    }

    pub(crate) fn on(emulator: Emulator) -> Self {
        let client = emulator.client().unwrap();
        Self { emulator, client }
    }

    pub(crate) fn ask<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        self.client.call(operation).send()
    }

    /// The result of a call that has to succeed.
    pub(crate) fn get<O: Operation>(&self, operation: &O) -> O::Output {
        self.ask(operation).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The refusal of a call that has to be refused, as its status and its text.
    pub(crate) fn refused<O: Operation>(&self, operation: &O) -> Refused {
        match self.ask(operation) {
            Ok(_) => panic!("the call was not refused"),
            Err(error) => Refused::of(error.as_api_error().unwrap_or_else(|| panic!("{error}"))),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) group: Option<String>,
    pub(crate) text: String,
}

impl Refused {
    fn of(error: &ApiError) -> Self {
        Self {
            status: error.status().as_u16(),
            code: error.code().unwrap().number().unwrap(),
            group: error.group().map(ToString::to_string),
            text: error.description().unwrap().to_owned(),
        }
    }
}

pub(crate) fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).unwrap().and_hms_opt(12, 0, 0).unwrap()
}

pub(crate) fn card(number: &str) -> Card {
    let cvc = if number.starts_with("37") { "0000" } else { "000" };
    Card::new("Gülşah Işık", number, "2044", "07", cvc)
}

/// A payment of a basket, in lira, by a card that pays.
pub(crate) fn payment(prices: &[Decimal]) -> CreatePayment {
    let items: Vec<PaymentItem> = prices.iter().map(|price| PaymentItem::new(*price).name("Çaydanlık")).collect();
    let price: Decimal = prices.iter().sum();
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, items)
        .card(card(GOOD_CARD))
        .conversation_id("sipariş-17")
}

/// A signed request with any content, as another client could send it.
pub(crate) fn signed(emulator: &Emulator, method: &str, url: &str, body: &str) -> Request {
    let random_key = RandomKey::new("Xa15Fp11T").unwrap();
    let signature = signature::sign(url, &emulator.credentials().unwrap(), &random_key, body.as_bytes());
    let mut request = http::Request::builder()
        .method(method)
        .uri(url)
        .header("x-api-key", craftgate_emulator::API_KEY)
        .header("x-rnd-key", "Xa15Fp11T")
        .header("x-auth-version", "V1")
        .header("x-signature", signature)
        .body(body.into())
        .unwrap();
    if !body.is_empty() {
        request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    }
    request
}

/// The text of an answer's body.
pub(crate) fn text(response: &craftgate_core::Response) -> &str {
    str::from_utf8(response.body().as_bytes()).unwrap()
}
