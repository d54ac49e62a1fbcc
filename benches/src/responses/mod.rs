//! Parsing responses.

#[cfg_attr(not(test), allow(dead_code, reason = "only tests read the parsed fields"))]
mod baseline;

use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Body, Credentials, Environment, Operation, Protocol};

use crate::case::{Case, Work};

/// A payment of three lines with every field.
pub(crate) const PAYMENT: &str = include_str!("../../samples/payment.json");
/// The error of a declined card.
const ERROR: &str = include_str!("../../samples/error.json");

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "parse a payment (48 fields, 3 lines, 3.4 KB)",
            1.1,
            library(RetrievePayment::new(PaymentId::new(90_817)), 200, PAYMENT.to_owned()),
            baseline::<baseline::Payment>(200, PAYMENT.to_owned()),
        ),
        Case::new(
            "parse an error",
            1.1,
            library(RetrievePayment::new(PaymentId::new(90_817)), 422, ERROR.to_owned()),
            baseline::<baseline::Payment>(422, ERROR.to_owned()),
        ),
        Case::new(
            "parse a page of 100 payments (340 KB)",
            1.1,
            library(SearchPayments::new(), 200, page_of(100)),
            baseline::<baseline::Page>(200, page_of(100)),
        ),
    ]
}

/// Returns the response to a search for payments: the sample payment `count` times.
#[must_use]
pub fn page_of(count: usize) -> String {
    let payment = PAYMENT.strip_prefix(r#"{"data":"#).and_then(|rest| rest.strip_suffix('}')).unwrap();
    let items = vec![payment; count].join(",");
    format!(r#"{{"data":{{"items":[{items}],"page":0,"size":{count},"totalSize":{count}}}}}"#)
}

fn library<O: Operation + 'static>(operation: O, status: u16, body: String) -> Work {
    let credentials = Credentials::new("api-key", "secret-key").unwrap();
    let protocol = Protocol::new(credentials, Environment::Sandbox);
    Work::new(
        move || response(status, Body::from(body.as_str())),
        move |response| protocol.exchange(&operation).parse(response),
    )
}

fn baseline<T: serde::de::DeserializeOwned + 'static>(status: u16, body: String) -> Work {
    Work::new(move || response(status, body.clone().into_bytes()), baseline::parse::<T>)
}

/// Parses a payment by the baseline.
pub(crate) fn parse_baseline(response: http::Response<Vec<u8>>) -> impl Sized {
    baseline::parse::<baseline::Payment>(response).ok().unwrap()
}

fn response<B>(status: u16, body: B) -> http::Response<B> {
    http::Response::builder().status(status).body(body).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use craftgate_core::Error;
    use serde_json::Value;

    /// Returns a value as JSON without null fields.
    fn normalized(value: &impl serde::Serialize) -> Value {
        let mut json = serde_json::to_value(value).unwrap();
        drop_nulls(&mut json);
        json
    }

    fn drop_nulls(json: &mut Value) {
        match json {
            Value::Object(fields) => {
                fields.retain(|_, value| !value.is_null());
                fields.values_mut().for_each(drop_nulls);
            }
            Value::Array(items) => items.iter_mut().for_each(drop_nulls),
            _ => {}
        }
    }

    fn parse<O: Operation>(operation: &O, status: u16, body: &str) -> Result<O::Output, Error> {
        let credentials = Credentials::new("api-key", "secret-key").unwrap();
        Protocol::new(credentials, Environment::Sandbox).exchange(operation).parse(response(status, Body::from(body)))
    }

    #[test]
    fn library_and_baseline_parse_every_field_of_a_payment() {
        let library = parse(&RetrievePayment::new(PaymentId::new(90_817)), 200, PAYMENT).unwrap();
        let baseline = baseline::parse::<baseline::Payment>(response(200, PAYMENT.into())).ok().unwrap();
        let sample: Value = serde_json::from_str(PAYMENT).unwrap();
        assert_eq!(normalized(&library), normalized(&baseline));
        assert_eq!(normalized(&library), sample["data"]);
    }

    #[test]
    fn library_and_baseline_parse_the_same_error() {
        let Err(Error::Api(library)) = parse(&RetrievePayment::new(PaymentId::new(90_817)), 422, ERROR) else {
            panic!()
        };
        let baseline = baseline::parse::<baseline::Payment>(response(422, ERROR.into())).err().unwrap();
        let baseline::Error::Api(error, response) = *baseline else { panic!() };
        assert_eq!(library.code().unwrap().as_str(), error.error_code.as_deref().unwrap());
        assert_eq!(library.group().unwrap().as_str(), error.error_group.as_deref().unwrap());
        assert_eq!(library.description(), error.error_description.as_deref());
        assert_eq!(normalized(library.provider_error().unwrap()), normalized(&error.provider_error));
        assert_eq!(library.body().as_bytes(), response.body());
    }

    #[test]
    fn library_and_baseline_parse_the_same_page() {
        let library = parse(&SearchPayments::new(), 200, &page_of(3)).unwrap();
        let baseline = baseline::parse::<baseline::Page>(response(200, page_of(3).into())).ok().unwrap();
        assert_eq!(library.items.len(), 3);
        assert_eq!(normalized(&library), normalized(&baseline));
    }
}
