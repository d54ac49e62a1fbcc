//! An operation without its macro: what [`PostAuthPayment`](crate::payment::PostAuthPayment) would be if it were written
//! with serde alone. The tests hold the two equal.

use std::fmt;

use http::Method;
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::id::PaymentId;
use crate::payment::Payment;
use crate::protocol::target::segment;
use crate::{Body, Operation, RequestError, money};

/// Takes the money that a pre-authorization holds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub(crate) struct PostAuthPayment {
    /// Craftgate's id of the payment whose money is held.
    pub(crate) payment_id: PaymentId,
    /// What to take, in the payment's currency.
    pub(crate) paid_price: Option<Decimal>,
}

impl PostAuthPayment {
    pub(crate) fn new(payment_id: PaymentId) -> Self {
        Self { payment_id, paid_price: None }
    }

    pub(crate) fn paid_price(mut self, paid_price: Decimal) -> Self {
        self.paid_price = Some(paid_price);
        self
    }
}

impl Operation for PostAuthPayment {
    type Output = Payment;
    const METHOD: Method = Method::POST;

    fn path(&self) -> Result<String, RequestError> {
        Ok(format!("/payment/v1/card-payments/{}/post-auth", segment("payment_id", &self.payment_id)?))
    }

    fn body(&self) -> Result<Option<Body>, RequestError> {
        /// The fields that aren't in the path.
        struct Content<'a>(&'a PostAuthPayment);

        impl Serialize for Content<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                if let Some(paid_price) = self.0.paid_price {
                    map.serialize_entry("paidPrice", &Amount(paid_price))?;
                }
                map.end()
            }
        }

        Body::json(&Content(self)).map(Some).map_err(RequestError::Body)
    }
}

/// As it waits in a queue: with the fields of the path.
impl Serialize for PostAuthPayment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("paymentId", &self.payment_id)?;
        if let Some(paid_price) = self.paid_price {
            map.serialize_entry("paidPrice", &Amount(paid_price))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for PostAuthPayment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PostAuthPaymentVisitor)
    }
}

struct PostAuthPaymentVisitor;

impl<'de> Visitor<'de> for PostAuthPaymentVisitor {
    type Value = PostAuthPayment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PostAuthPayment, A::Error> {
        let mut payment_id: Option<PaymentId> = None;
        let mut paid_price: Option<Option<Amount>> = None;
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "paymentId" => set("paymentId", &mut payment_id, &mut map)?,
                "paidPrice" => set("paidPrice", &mut paid_price, &mut map)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(PostAuthPayment {
            payment_id: payment_id.ok_or_else(|| A::Error::missing_field("paymentId"))?,
            paid_price: paid_price.flatten().map(|Amount(amount)| amount),
        })
    }

    /// serde would quote the value.
    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom("not an object"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom("not an object"))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom("not an object"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom("not an object"))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom("not an object"))
    }
}

/// Reads a field once, and names it in the error.
fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    name: &str,
    field: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::custom(format_args!("{name}: duplicate field")));
    }
    *field = Some(map.next_value().map_err(|error| A::Error::custom(format_args!("{name}: {error}")))?);
    Ok(())
}

/// An amount, exact in both directions.
struct Amount(Decimal);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        money::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        money::deserialize(deserializer).map(Self)
    }
}

mod tests {
    use super::*;
    use crate::payment::PostAuthPayment as Declared;
    use crate::{Credentials, Environment, Protocol, RandomKey, Response};

    fn both() -> [(PostAuthPayment, Declared); 3] {
        let (id, amount) = (PaymentId::new(7), Decimal::new(10_010, 2));
        let long = "12345678901234567890.12345678".parse().unwrap();
        [
            (PostAuthPayment::new(id), Declared::new(id)),
            (PostAuthPayment::new(id).paid_price(amount), Declared::new(id).paid_price(amount)),
            (PostAuthPayment::new(id).paid_price(long), Declared::new(id).paid_price(long)),
        ]
    }

    fn protocol() -> Protocol {
        Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
    }

    /// The request line, the headers and the body.
    fn request<O: Operation>(operation: &O) -> (String, Vec<u8>) {
        let request = protocol().exchange(operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        (format!("{request:?}"), request.body().as_bytes().to_vec())
    }

    #[test]
    fn both_send_the_same_bytes() {
        for (handwritten, declared) in both() {
            assert_eq!(request(&handwritten), request(&declared));
        }
    }

    #[test]
    fn both_are_the_same_in_a_queue_and_in_debug() {
        for (handwritten, declared) in both() {
            let json = serde_json::to_string(&handwritten).unwrap();
            assert_eq!(json, serde_json::to_string(&declared).unwrap());
            assert_eq!(serde_json::from_str::<PostAuthPayment>(&json).unwrap(), handwritten);
            assert_eq!(serde_json::from_str::<Declared>(&json).unwrap(), declared);
            assert_eq!(format!("{handwritten:?} {handwritten:#?}"), format!("{declared:?} {declared:#?}"));
        }
    }

    #[test]
    fn both_accept_and_reject_the_same_json_with_the_same_errors() {
        for json in [
            r#"{"paidPrice":1.50,"paymentId":"7","new":{"a":[1]}}"#,
            r#"{"paymentId":7,"paidPrice":null}"#,
            r#"{"paymentId":null}"#,
            "{}",
            r#"{"paidPrice":1}"#,
            r#"{"paymentId":1.5}"#,
            r#"{"paymentId":7,"paidPrice":"5258640000000001x"}"#,
            r#"{"paymentId":7,"paymentId":7}"#,
            r#"{"paymentId":7,"paidPrice":null,"paidPrice":1}"#,
            "[]",
            "7",
            "-7",
            "0.5",
            "true",
            "null",
            "\"5258640000000001\"",
            r#"{"paymentId":7"#,
        ] {
            let handwritten = serde_json::from_str::<PostAuthPayment>(json);
            let declared = serde_json::from_str::<Declared>(json);
            let handwritten = handwritten.map(|it| format!("{it:?}")).map_err(|error| error.to_string());
            assert_eq!(handwritten, declared.map(|it| format!("{it:?}")).map_err(|error| error.to_string()), "{json}");
        }
    }

    #[test]
    fn both_read_the_same_responses() {
        let operations = (PostAuthPayment::new(PaymentId::new(7)), Declared::new(PaymentId::new(7)));
        for body in [
            r#"{"data":{"id":7,"paymentStatus":"SUCCESS"}}"#,
            r#"{"data":{"id":7}}"#,
            r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#,
            "<html>",
            "",
        ] {
            let (protocol, response) = (protocol(), || Response::new(Body::from(body)));
            let handwritten = protocol.exchange(&operations.0).parse(response());
            let declared = protocol.exchange(&operations.1).parse(response());
            assert_eq!(format!("{handwritten:?}"), format!("{declared:?}"), "{body}");
        }
    }
}
