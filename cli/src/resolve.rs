//! `craftgate resolve`: what became of a call whose outcome is unknown.

use std::thread;
use std::time::Duration;

use craftgate_core::catalog::{AnyOperation, Type, error_report};
use craftgate_core::resolution::{NotDone, Resolution, Resolvable, UnknownOutcome};
use craftgate_core::{bkm_express, juzdan, masterpass, payment};
use craftgate_ureq::Client;
use serde::Serialize;

use crate::args::ResolveArgs;
use crate::call;
use crate::failure::Failure;
use crate::input;
use crate::output::json::format;
use crate::output::redact::redact;
use crate::output::write_line;

pub(crate) fn run(args: &ResolveArgs) -> Result<(), Failure> {
    let operation = input::operation(&args.operation.name, &args.operation.fields)?;
    let client = call::client(&args.operation, 0)?;
    resolve_any(&client, &operation, args)
}

/// Resolves the operation if it is one of these.
macro_rules! resolve_one_of {
    ($client:ident, $operation:ident, $args:ident: $($area:ident::$name:ident,)*) => {
        $(if let Some(operation) = $operation.downcast_ref::<$area::$name>() {
            return resolve($client, operation, $args);
        })*
    };
}

fn resolve_any(client: &Client, operation: &AnyOperation, args: &ResolveArgs) -> Result<(), Failure> {
    resolve_one_of! { client, operation, args:
        bkm_express::RetrieveBkmExpressPayment,
        juzdan::RetrieveJuzdanPayment,
        masterpass::CompleteThreeDsMasterpassPayment,
        payment::ApproveBnplPayment,
        payment::CompletePosApmPayment,
        payment::CompleteThreeDsPayment,
        payment::CreateApmPayment,
        payment::CreatePayment,
        payment::DeleteStoredCard,
        payment::PostAuthPayment,
        payment::RefundPayment,
        payment::RefundPaymentTransaction,
        payment::RetrieveCheckoutPayment,
        payment::RetrievePayment,
        payment::RetrievePaymentRefund,
        payment::RetrievePaymentTransactionRefund,
        payment::StoreCard,
    }
    let name = operation.info().name();
    Err(Failure::bad_input(format_args!("{name}: look its effect up by yourself; `resolve` has no rule for it")))
}

fn resolve<O: Resolvable>(client: &Client, operation: &O, args: &ResolveArgs) -> Result<(), Failure>
where
    O::Record: Serialize,
{
    let mut unknown = UnknownOutcome::new(operation).elapsed(Duration::from_secs(args.elapsed));
    if let Some(key) = &args.operation.idempotency_key {
        unknown = unknown.idempotency_key(key);
    }
    let reveal = &args.operation.reveal;
    match client.resolve(&mut unknown, Duration::from_secs(args.patience), thread::sleep) {
        Resolution::Done(record) => report("DONE", "record", &json(&record, reveal)),
        Resolution::NotDone(NotDone::Rejected(error)) => {
            write_line(format(error_report(&error).as_str(), true))?;
            Err(Failure::call(&error))
        }
        Resolution::NotDone(NotDone::Failed(record)) => {
            report("REJECTED", "record", &json(&record, reveal))?;
            Err(Failure::rejected("it was not done: the record is of a failure"))
        }
        Resolution::NotDone(_) => {
            report("NOT_SENT", "reason", "\"NEVER_ARRIVED\"")?;
            Err(Failure::not_sent("it was not done, and will not be"))
        }
        Resolution::Open { after: Duration::MAX, .. } => {
            report("UNKNOWN", "retryAfterSeconds", "null")?;
            Err(Failure::unknown_outcome("no call is safe: it has no id to look it up by; see Craftgate's panel"))
        }
        Resolution::Open { after, .. } => {
            report("UNKNOWN", "retryAfterSeconds", &after.as_secs().to_string())?;
            Err(Failure::unknown_outcome("it is not known yet: ask again later"))
        }
    }
}

fn json(record: &impl Serialize, reveal: &[String]) -> String {
    redact(&serde_json::to_string(record).unwrap_or_else(|_| "null".to_owned()), Type::Json, reveal)
}

fn report(outcome: &str, name: &str, json: &str) -> Result<(), Failure> {
    write_line(format(&format!("{{\"outcome\":\"{outcome}\",\"{name}\":{json}}}"), true))
}
