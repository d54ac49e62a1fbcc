//! The baseline of requests: derived JSON, one hash, one `http::Request`.

use std::fmt::{Display, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::rust_decimal::Decimal;
use http::{HeaderValue, Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serializer;
use serde::ser::{Error as _, Serialize as _};
use serde_derive::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{amount, time};

const BASE_URL: &str = "https://sandbox-api.craftgate.io";
const CLIENT: &str = "craftgate-rust-client:0.1.0";
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) struct Merchant {
    api_key: HeaderValue,
    secret_key: String,
}

impl Merchant {
    pub(crate) fn new(api_key: &str, secret_key: &str) -> Self {
        Self { api_key: HeaderValue::from_str(api_key).unwrap(), secret_key: secret_key.to_owned() }
    }

    fn sign(&self, method: Method, url: &str, random_key: &str, body: Vec<u8>) -> Request<Vec<u8>> {
        let hash = Sha256::new()
            .chain_update(percent_decode_str(url).decode_utf8().unwrap().as_bytes())
            .chain_update(&self.api_key)
            .chain_update(&self.secret_key)
            .chain_update(random_key)
            .chain_update(&body)
            .finalize();
        let mut signature = HeaderValue::try_from(STANDARD.encode(hash)).unwrap();
        signature.set_sensitive(true);
        let mut request = Request::builder()
            .method(method)
            .uri(url)
            .header("x-api-key", self.api_key.clone())
            .header("x-rnd-key", random_key)
            .header("x-auth-version", HeaderValue::from_static("V1"))
            .header("x-signature", signature)
            .header("x-client-version", HeaderValue::from_static(CLIENT))
            .header("accept", HeaderValue::from_static("application/json"));
        if !body.is_empty() {
            request = request.header("content-type", HeaderValue::from_static("application/json"));
        }
        request.body(body).unwrap()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatePayment {
    #[serde(serialize_with = "money")]
    price: Decimal,
    #[serde(serialize_with = "money")]
    paid_price: Decimal,
    currency: &'static str,
    installment: i32,
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Card>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(serialize_with = "money")]
    price: Decimal,
    name: String,
    external_id: String,
    sub_merchant_member_id: i64,
    #[serde(serialize_with = "money")]
    sub_merchant_member_price: Decimal,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    card_holder_name: String,
    card_number: String,
    expire_year: String,
    expire_month: String,
    cvc: String,
}

/// Serializes an amount as a JSON number with its own digits.
fn money<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(value.to_string()).map_err(S::Error::custom)?.serialize(serializer)
}

pub(crate) fn payment() -> CreatePayment {
    let item = |name: &str, id: &str, price, seller, share| Item {
        price: amount(price),
        name: name.to_owned(),
        external_id: id.to_owned(),
        sub_merchant_member_id: seller,
        sub_merchant_member_price: amount(share),
    };
    CreatePayment {
        price: amount("300.00"),
        paid_price: amount("318.45"),
        currency: "TRY",
        installment: 3,
        items: vec![
            item("Çaydanlık", "satir-1", "90.00", 116_300, "81.00"),
            item("Gümüş tepsi", "satir-2", "150.00", 116_301, "135.00"),
            item("İnce belli bardak", "satir-3", "60.00", 116_302, "54.00"),
        ],
        conversation_id: Some("siparis-2026-000017".to_owned()),
        card: Some(Card {
            card_holder_name: "Gülşah Işık".to_owned(),
            card_number: "5258640000000001".to_owned(),
            expire_year: "2044".to_owned(),
            expire_month: "07".to_owned(),
            cvc: "000".to_owned(),
        }),
    }
}

pub(crate) fn build_payment(merchant: &Merchant, payment: &CreatePayment, random_key: &str) -> Request<Vec<u8>> {
    build_payment_to(BASE_URL, merchant, payment, random_key)
}

pub(crate) fn build_payment_to(
    base_url: &str,
    merchant: &Merchant,
    payment: &CreatePayment,
    random_key: &str,
) -> Request<Vec<u8>> {
    let url = format!("{base_url}/payment/v1/card-payments");
    merchant.sign(Method::POST, &url, random_key, serde_json::to_vec(payment).unwrap())
}

pub(crate) struct SearchPayments {
    page: Option<i32>,
    size: Option<i32>,
    payment_id: Option<i64>,
    payment_transaction_id: Option<i64>,
    buyer_member_id: Option<i64>,
    sub_merchant_member_id: Option<i64>,
    conversation_id: Option<String>,
    external_id: Option<String>,
    order_id: Option<String>,
    payment_type: Option<&'static str>,
    payment_provider: Option<&'static str>,
    payment_status: Option<&'static str>,
    payment_source: Option<&'static str>,
    payment_channel: Option<String>,
    bin_number: Option<String>,
    last_four_digits: Option<String>,
    currency: Option<&'static str>,
    min_paid_price: Option<Decimal>,
    max_paid_price: Option<Decimal>,
    installment: Option<i32>,
    is_three_ds: Option<bool>,
    min_created_date: Option<NaiveDateTime>,
    max_created_date: Option<NaiveDateTime>,
}

pub(crate) fn search() -> SearchPayments {
    SearchPayments {
        page: Some(0),
        size: Some(25),
        payment_id: Some(90_817),
        payment_transaction_id: Some(170_431),
        buyer_member_id: Some(116_212),
        sub_merchant_member_id: Some(116_300),
        conversation_id: Some("siparis-2026-000017".to_owned()),
        external_id: Some("a9f1c7e2-4c0e-4b5f-8f37-5f0b8f6d2c11".to_owned()),
        order_id: Some("240325165134218A90817".to_owned()),
        payment_type: Some("CARD_PAYMENT"),
        payment_provider: Some("BANK"),
        payment_status: Some("SUCCESS"),
        payment_source: Some("API"),
        payment_channel: Some("Mağaza içi".to_owned()),
        bin_number: Some("52586400".to_owned()),
        last_four_digits: Some("0001".to_owned()),
        currency: Some("TRY"),
        min_paid_price: Some(amount("10.00")),
        max_paid_price: Some(amount("1000.00")),
        installment: Some(3),
        is_three_ds: Some(true),
        min_created_date: Some(time("2026-03-01T00:00:00")),
        max_created_date: Some(time("2026-03-31T23:59:59")),
    }
}

pub(crate) fn build_search(merchant: &Merchant, search: &SearchPayments, random_key: &str) -> Request<Vec<u8>> {
    let mut url = Url { url: format!("{BASE_URL}/payment-reporting/v1/payments"), separator: '?' };
    url.plain("page", search.page.as_ref());
    url.plain("size", search.size.as_ref());
    url.plain("paymentId", search.payment_id.as_ref());
    url.plain("paymentTransactionId", search.payment_transaction_id.as_ref());
    url.plain("buyerMemberId", search.buyer_member_id.as_ref());
    url.plain("subMerchantMemberId", search.sub_merchant_member_id.as_ref());
    url.string("conversationId", search.conversation_id.as_deref());
    url.string("externalId", search.external_id.as_deref());
    url.string("orderId", search.order_id.as_deref());
    url.string("paymentType", search.payment_type);
    url.string("paymentProvider", search.payment_provider);
    url.string("paymentStatus", search.payment_status);
    url.string("paymentSource", search.payment_source);
    url.string("paymentChannel", search.payment_channel.as_deref());
    url.string("binNumber", search.bin_number.as_deref());
    url.string("lastFourDigits", search.last_four_digits.as_deref());
    url.string("currency", search.currency);
    url.plain("minPaidPrice", search.min_paid_price.as_ref());
    url.plain("maxPaidPrice", search.max_paid_price.as_ref());
    url.plain("installment", search.installment.as_ref());
    url.plain("isThreeDS", search.is_three_ds.as_ref());
    url.time("minCreatedDate", search.min_created_date.as_ref());
    url.time("maxCreatedDate", search.max_created_date.as_ref());
    merchant.sign(Method::GET, &url.url, random_key, Vec::new())
}

struct Url {
    url: String,
    separator: char,
}

impl Url {
    fn push_name(&mut self, name: &str) {
        self.url.push(self.separator);
        self.separator = '&';
        self.url.push_str(name);
        self.url.push('=');
    }

    fn string(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.push_name(name);
            self.url.extend(utf8_percent_encode(value, RESERVED));
        }
    }

    /// Appends a value that needs no encoding.
    fn plain(&mut self, name: &str, value: Option<&impl Display>) {
        if let Some(value) = value {
            self.push_name(name);
            write!(self.url, "{value}").unwrap();
        }
    }

    fn time(&mut self, name: &str, value: Option<&NaiveDateTime>) {
        if let Some(value) = value {
            self.string(name, Some(&value.format("%Y-%m-%dT%H:%M:%S").to_string()));
        }
    }
}
