//! Building and signing requests.

mod baseline;

use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem, PaymentProvider, PaymentSource, PaymentStatus,
    PaymentType,
};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Credentials, Currency, Environment, Operation, Protocol, RandomKey};

use crate::case::{Case, Work};

pub(crate) const API_KEY: &str = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";
pub(crate) const SECRET_KEY: &str = "x9KYJ6SqqTq5Vd8nBAQbqVRbd5xNgqW4";
const RANDOM_KEY: &str = "d4f7c1a9b35e4e0c8f2d6a1b7c9e0f35";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "build and sign a payment",
            1.0,
            library(payment()),
            baseline(baseline::payment(), baseline::build_payment),
        ),
        Case::new(
            "build and sign a search with every parameter",
            1.1,
            library(search()),
            baseline(baseline::search(), baseline::build_search),
        ),
    ]
}

fn library<O: Operation + 'static>(operation: O) -> Work {
    let credentials = Credentials::new(API_KEY, SECRET_KEY).unwrap();
    let protocol = Protocol::new(credentials, Environment::Sandbox);
    let random_key = RandomKey::new(RANDOM_KEY).unwrap();
    Work::new(|| (), move |()| protocol.exchange(&operation).request(&random_key).unwrap())
}

fn baseline<O: 'static>(operation: O, build: fn(&baseline::Merchant, &O, &str) -> http::Request<Vec<u8>>) -> Work {
    let merchant = baseline::Merchant::new(API_KEY, SECRET_KEY);
    Work::new(|| (), move |()| build(&merchant, &operation, RANDOM_KEY))
}

/// Returns a function that builds and signs a payment to a server by the baseline, with a new random key each time.
pub(crate) fn payments_baseline(base_url: &str) -> impl Fn() -> http::Request<Vec<u8>> + 'static {
    let (base_url, payment) = (base_url.to_owned(), baseline::payment());
    let merchant = baseline::Merchant::new(API_KEY, SECRET_KEY);
    move || {
        let mut random = [0; 16];
        getrandom::fill(&mut random).unwrap();
        let random_key = format!("{:032x}", u128::from_ne_bytes(random));
        baseline::build_payment_to(&base_url, &merchant, &payment, &random_key)
    }
}

fn amount(digits: &str) -> Decimal {
    digits.parse().unwrap()
}

fn time(iso: &str) -> NaiveDateTime {
    iso.parse().unwrap()
}

pub(crate) fn payment() -> CreatePayment {
    let item = |name: &str, id: &str, price, seller: i64, share| {
        PaymentItem::new(amount(price))
            .name(name)
            .external_id(id)
            .sub_merchant_member_id(MemberId::new(seller))
            .sub_merchant_member_price(amount(share))
    };
    let items = [
        item("Çaydanlık", "satir-1", "90.00", 116_300, "81.00"),
        item("Gümüş tepsi", "satir-2", "150.00", 116_301, "135.00"),
        item("İnce belli bardak", "satir-3", "60.00", 116_302, "54.00"),
    ];
    let amounts = Amounts { price: amount("300.00"), paid_price: amount("318.45") };
    CreatePayment::new(amounts, Currency::Try, 3, items)
        .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7).unwrap(), "000"))
        .conversation_id("siparis-2026-000017")
}

fn search() -> SearchPayments {
    SearchPayments::new()
        .page(0)
        .size(25)
        .payment_id(PaymentId::new(90_817))
        .payment_transaction_id(PaymentTransactionId::new(170_431))
        .buyer_member_id(MemberId::new(116_212))
        .sub_merchant_member_id(MemberId::new(116_300))
        .conversation_id("siparis-2026-000017")
        .external_id("a9f1c7e2-4c0e-4b5f-8f37-5f0b8f6d2c11")
        .order_id("240325165134218A90817")
        .payment_type(PaymentType::CardPayment)
        .payment_provider(PaymentProvider::Bank)
        .payment_status(PaymentStatus::Success)
        .payment_source(PaymentSource::Api)
        .payment_channel("Mağaza içi")
        .bin_number("52586400")
        .last_four_digits("0001")
        .currency(Currency::Try)
        .min_paid_price(amount("10.00"))
        .max_paid_price(amount("1000.00"))
        .installment(3)
        .is_three_ds(true)
        .min_created_date(time("2026-03-01T00:00:00"))
        .max_created_date(time("2026-03-31T23:59:59"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn headers<B>(request: &http::Request<B>) -> BTreeMap<&str, &[u8]> {
        request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
    }

    fn library(operation: &impl Operation) -> craftgate_core::Request {
        let protocol = Protocol::new(Credentials::new(API_KEY, SECRET_KEY).unwrap(), Environment::Sandbox);
        protocol.exchange(operation).request(&RandomKey::new(RANDOM_KEY).unwrap()).unwrap()
    }

    fn assert_same(library: &craftgate_core::Request, baseline: &http::Request<Vec<u8>>) {
        assert_eq!((library.method(), library.uri()), (baseline.method(), baseline.uri()));
        assert_eq!(headers(library), headers(baseline));
    }

    #[test]
    fn library_and_baseline_sign_the_same_payment() {
        let baseline =
            baseline::build_payment(&baseline::Merchant::new(API_KEY, SECRET_KEY), &baseline::payment(), RANDOM_KEY);
        let body = serde_json::from_slice::<serde_json::Value>(baseline.body()).unwrap();
        let library = library(&payment());
        assert_eq!(serde_json::from_slice::<serde_json::Value>(library.body().as_bytes()).unwrap(), body);
        assert_same(&library, &baseline);
    }

    #[test]
    fn library_and_baseline_sign_the_same_search() {
        let merchant = baseline::Merchant::new(API_KEY, SECRET_KEY);
        assert_same(&library(&search()), &baseline::build_search(&merchant, &baseline::search(), RANDOM_KEY));
    }
}
