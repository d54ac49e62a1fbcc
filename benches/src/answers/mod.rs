//! From an answer to a result.

#[cfg_attr(not(test), allow(dead_code, reason = "results are made to be measured; tests read them"))]
mod floor;

use craftgate_core::payment::RetrievePayment;
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Body, Credentials, Environment, Operation, Protocol};

use crate::row::{Row, Work};

/// A payment of three lines with all that Craftgate tells of it.
pub(crate) const PAYMENT: &str = include_str!("../../samples/payment.json");
/// A declined card.
const REFUSAL: &str = include_str!("../../samples/refusal.json");

pub(crate) fn rows() -> Vec<Row> {
    vec![
        Row::new(
            "parse a payment (48 fields, 3 lines, 3.4 KB)",
            1.1,
            library(RetrievePayment::new(90_817), 200, PAYMENT.to_owned()),
            floor::<floor::Payment>(200, PAYMENT.to_owned()),
        ),
        Row::new(
            "parse a refusal",
            1.1,
            library(RetrievePayment::new(90_817), 422, REFUSAL.to_owned()),
            floor::<floor::Payment>(422, REFUSAL.to_owned()),
        ),
        Row::new(
            "parse a page of 100 payments (340 KB)",
            1.1,
            library(SearchPayments::new(), 200, page_of(100)),
            floor::<floor::Page>(200, page_of(100)),
        ),
    ]
}

/// The answer to a search for payments: the sample, so many times.
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
        move || answer(status, Body::from(body.as_str())),
        move |answer| protocol.exchange(&operation).parse(answer),
    )
}

fn floor<T: serde::de::DeserializeOwned + 'static>(status: u16, body: String) -> Work {
    Work::new(move || answer(status, body.clone().into_bytes()), floor::read::<T>)
}

/// A payment, read by hand.
pub(crate) fn by_hand(answer: http::Response<Vec<u8>>) -> impl Sized {
    floor::read::<floor::Payment>(answer).ok().unwrap()
}

fn answer<B>(status: u16, body: B) -> http::Response<B> {
    http::Response::builder().status(status).body(body).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use craftgate_core::Error;
    use serde_json::Value;

    /// What a value says, as JSON, without the fields that say nothing.
    fn said(value: &impl serde::Serialize) -> Value {
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

    fn response<O: Operation>(operation: &O, status: u16, body: &str) -> Result<O::Output, Error> {
        let credentials = Credentials::new("api-key", "secret-key").unwrap();
        Protocol::new(credentials, Environment::Sandbox).exchange(operation).parse(answer(status, Body::from(body)))
    }

    #[test]
    fn both_ways_read_all_of_a_payment() {
        let library = response(&RetrievePayment::new(90_817), 200, PAYMENT).unwrap();
        let floor = floor::read::<floor::Payment>(answer(200, PAYMENT.into())).ok().unwrap();
        let sample: Value = serde_json::from_str(PAYMENT).unwrap();
        assert_eq!(said(&library), said(&floor));
        assert_eq!(said(&library), sample["data"]);
    }

    #[test]
    fn both_ways_read_the_same_refusal() {
        let Err(Error::Api(library)) = response(&RetrievePayment::new(90_817), 422, REFUSAL) else { panic!() };
        let floor = floor::read::<floor::Payment>(answer(422, REFUSAL.into())).err().unwrap();
        let floor::Failure::Refused(floor, answer) = *floor else { panic!() };
        assert_eq!(library.code().unwrap().as_str(), floor.error_code.as_deref().unwrap());
        assert_eq!(library.group().unwrap().as_str(), floor.error_group.as_deref().unwrap());
        assert_eq!(library.description(), floor.error_description.as_deref());
        assert_eq!(said(library.provider_error().unwrap()), said(&floor.provider_error));
        assert_eq!(library.body().as_bytes(), answer.body());
    }

    #[test]
    fn both_ways_read_the_same_page() {
        let library = response(&SearchPayments::new(), 200, &page_of(3)).unwrap();
        let floor = floor::read::<floor::Page>(answer(200, page_of(3).into())).ok().unwrap();
        assert_eq!(library.items.len(), 3);
        assert_eq!(said(&library), said(&floor));
    }
}
