//! A callback's fields can be reached only when its hash is Craftgate's, and only those that the hash covers.

mod bnpl;
mod checkout;
mod forging;
mod forms;
mod hash;
mod juzdan;
mod keys;
mod next_step;
mod started;
mod tampering;
mod version_1;
mod version_2;

use craftgate_core::Operation as _;
use craftgate_core::callback::{
    self, CallbackError, CallbackKey, CallbackVersion, CheckoutCallback, CompleteStatus, NextStep, StartedPayment,
    ThreeDsCallback, verify, verify_fields,
};
use craftgate_core::encoding::percent_encode;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CompleteThreeDsPayment, PaymentStatus, RetrievePayment};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

const KEY: &str = "merchantThreeDsCallbackKeySndbox";
const V1: [&str; 6] = ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];

type Fields = Vec<(String, String)>;

fn key() -> CallbackKey {
    CallbackKey::new(KEY).unwrap()
}

/// The hash of the key and the values, joined as version 1 (`###`) or version 2 (nothing) does.
fn hash(values: &[&str], joint: &str) -> String {
    let text = [&[KEY], values].concat().join(joint);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
}

/// The fields with a version 1 hash.
fn signed_v1(mut fields: Fields) -> Fields {
    let hash = hash(&V1.map(|name| value(&fields, name)), "###");
    fields.push(("hash".to_owned(), hash));
    fields
}

/// The fields with a version 2 hash over `names`, listed with `separator`.
fn signed_v2(mut fields: Fields, names: &[&str], separator: &str) -> Fields {
    let values: Vec<&str> = names.iter().map(|name| value(&fields, name)).collect();
    let hash = hash(&values, "");
    fields.push(("hash".to_owned(), hash));
    fields.push(("hashParams".to_owned(), names.join(separator)));
    fields
}

fn form(fields: &Fields) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn success() -> Fields {
    fields(&[
        ("status", "SUCCESS"),
        ("completeStatus", "WAITING"),
        ("paymentId", "5"),
        ("conversationData", "sepet ğüşıöç İ"),
        ("conversationId", "sipariş-17"),
        ("callbackStatus", "SUCCESS"),
    ])
}

/// The payment of [`success`], as it was kept with its order.
fn started() -> StartedPayment {
    StartedPayment::new(PaymentId::new(5), "sipariş-17")
}

/// The step that looks that payment up.
fn look_up() -> NextStep {
    NextStep::Retrieve(RetrievePayment::new(PaymentId::new(5)))
}

/// The fields with one of them changed.
fn with(mut fields: Fields, name: &str, value: &str) -> Fields {
    fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.to_owned();
    fields
}

fn content(callback: &ThreeDsCallback) -> Vec<(String, Option<String>)> {
    let names = [&V1[..], &["mdStatus", "hash", "hashParams", "x"]].concat();
    names.iter().map(|name| ((*name).to_owned(), callback.field(name).map(str::to_owned))).collect()
}
