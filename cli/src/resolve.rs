//! `craftgate resolve`: what became of a call whose outcome is unknown.

use std::thread;
use std::time::Duration;

use craftgate_core::catalog::{NamedOperation, ResolvableVisitor, Type, error_report};
use craftgate_core::resolution::{NotDone, Resolution, Resolvable, UnknownOutcome};
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
    operation.visit_resolvable(Resolve { client: &client, args }).unwrap_or_else(|| {
        let name = operation.info().name();
        Err(Failure::bad_input(format_args!("{name}: `resolve` has no rule for it; look up its effect yourself")))
    })
}

/// Resolves an operation that there is a rule for.
struct Resolve<'a> {
    client: &'a Client,
    args: &'a ResolveArgs,
}

impl ResolvableVisitor for Resolve<'_> {
    type Output = Result<(), Failure>;

    fn visit<O>(self, operation: &O) -> Result<(), Failure>
    where
        O: NamedOperation + Resolvable<Record: Serialize>,
    {
        resolve(self.client, operation, self.args)
    }
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
    match client.resolve(&mut unknown, Duration::from_secs(args.max_wait), thread::sleep) {
        Resolution::Done(record) => report("DONE", "record", &json(&record, reveal)),
        Resolution::NotDone(NotDone::Rejected(error)) => {
            write_line(format(error_report(&error).as_str(), true))?;
            Err(Failure::call(&error))
        }
        Resolution::NotDone(NotDone::Failed(record)) => {
            report("REJECTED", "record", &json(&record, reveal))?;
            Err(Failure::rejected("the call was not executed: its record is a failure"))
        }
        Resolution::NotDone(_) => {
            report("NOT_SENT", "reason", "\"NEVER_ARRIVED\"")?;
            Err(Failure::not_sent("the call was not executed, and will not be"))
        }
        Resolution::Open { after: Duration::MAX, .. } => {
            report("UNKNOWN", "retryAfterSeconds", "null")?;
            Err(Failure::unknown_outcome("no call is safe: there is no id to look it up by; see Craftgate's panel"))
        }
        Resolution::Open { after, .. } => {
            report("UNKNOWN", "retryAfterSeconds", &after.as_secs().to_string())?;
            Err(Failure::unknown_outcome("the outcome is not known yet: try again later"))
        }
    }
}

fn json(record: &impl Serialize, reveal: &[String]) -> String {
    redact(&serde_json::to_string(record).unwrap_or_else(|_| "null".to_owned()), Type::Json, reveal)
}

fn report(outcome: &str, name: &str, json: &str) -> Result<(), Failure> {
    write_line(format(&format!("{{\"outcome\":\"{outcome}\",\"{name}\":{json}}}"), true))
}
