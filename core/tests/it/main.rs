//! The integration tests of craftgate-core, one module a subject.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

mod beyond_the_catalog;
#[cfg(feature = "catalog")]
mod by_name;
mod callbacks;
mod catalog;
mod constructors;
mod customer_messages;
mod documented_facts;
mod errors;
mod exact_money;
mod expected_payment;
mod free_form_json;
mod generated;
mod id_mismatch;
mod ids;
mod layers;
mod malformed_responses;
mod observers;
mod open_enums;
mod paging;
mod queues;
mod requests;
mod resolution;
mod responses;
mod retries;
mod secrecy;
mod secrecy_of_every_type;
mod serde_roundtrip;
mod signature_coverage;
mod signature_vectors;
mod status_predicates;
mod string_conversions;
mod tolerant_responses;
mod urls;
mod validation;
mod webhooks;
