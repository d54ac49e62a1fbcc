//! Requests of operations, and the results of calls.

use craftgate::craftgate_outcome;
use craftgate::exercise::{Bytes, CallResult, Failure, Request, RequestArguments, RequestParts, Str};
use craftgate_core::catalog::{AnyOperation, AnyOutput, error_report};
use craftgate_core::http::header::RETRY_AFTER;
use craftgate_core::http::{HeaderValue, StatusCode};
use craftgate_core::{
    Body, Error, Exchange, Language, Outcome, Protocol, RandomKey, Response, RetryPolicy, TransportError,
};

use super::arguments::{Keys, bad_input, bytes, optional, required, slice, string};
use super::both;
use crate::input::Fields;
use crate::signature::{RANDOM_KEY, assert_signed};

/// The input: the merchant's keys and environment; the operation, its JSON, the random key, the idempotency key, the
/// language; and responses of three fields, up to one without a status: the status, `retry-after`, the body. For an
/// attempt without a response the status is `not-sent` or `maybe-sent`, and the second field the reason.
pub(super) fn check(input: &mut Fields<'_>) {
    let keys = Keys::of(input);
    let arguments = RequestArguments {
        operation: string(input),
        json: string(input),
        random_key: string(input),
        idempotency_key: string(input),
        language: string(input),
    };
    let Some((merchant, protocol)) = keys.merchant() else { return };
    let through_abi = merchant.request(arguments);
    let parts = through_abi.as_ref().ok().map(|request| request.parts().expect("a request"));
    let random_key = random_key(&arguments, parts.as_ref());
    let Some((request, (call, in_rust))) = both(through_abi, Call::request(&arguments, &protocol, &random_key)) else {
        return;
    };
    assert_eq!(parts, Some(parts_of(&in_rust)));
    assert_signed(&in_rust, keys.strings().1);
    loop {
        let (status, retry_after, body) = (input.string(), string(input), bytes(input));
        if status.is_empty() {
            return;
        }
        check_attempt(&request, &call.exchange(&protocol), &status, retry_after, body);
    }
}

/// The random key of the request, if the caller left it to the library: 32 hexadecimal digits.
fn random_key(arguments: &RequestArguments<'_>, parts: Option<&RequestParts>) -> String {
    let (None, Some(parts)) = (arguments.random_key, parts) else { return RANDOM_KEY.to_owned() };
    let header = parts.headers.iter().find(|(name, _)| name == "x-rnd-key");
    let (_, key) = header.expect("a random key");
    assert!(key.len() == 32 && key.bytes().all(|byte| b"0123456789abcdef".contains(&byte)), "{key}");
    key.clone()
}

/// A call in Rust.
#[derive(Debug)]
struct Call {
    operation: AnyOperation,
    idempotency_key: Option<String>,
    language: Option<Language>,
}

impl Call {
    /// The call and its request, signed with the random key of the arguments, or with the given one where they have none.
    fn request(
        arguments: &RequestArguments<'_>,
        protocol: &Protocol,
        random_key: &str,
    ) -> Result<(Self, craftgate_core::Request), Failure> {
        let name = required("operation", arguments.operation)?;
        let (json, own_key) = (required("json", arguments.json)?, optional("random_key", arguments.random_key)?);
        let idempotency_key = optional("idempotency_key", arguments.idempotency_key)?.map(str::to_owned);
        let language = optional("language", arguments.language)?;

        let operation = AnyOperation::from_json(name, json).map_err(bad_input)?;
        let random_key = RandomKey::new(own_key.unwrap_or(random_key)).map_err(bad_input)?;
        let language = language.map(Language::new).transpose().map_err(bad_input)?;
        let call = Self { operation, idempotency_key, language };
        let request = call.exchange(protocol).request(&random_key).map_err(bad_input)?;
        Ok((call, request))
    }

    fn exchange<'a>(&'a self, protocol: &'a Protocol) -> Exchange<'a, AnyOperation> {
        let mut exchange = protocol.exchange(&self.operation);
        if let Some(key) = &self.idempotency_key {
            exchange = exchange.idempotency_key(key);
        }
        if let Some(language) = &self.language {
            exchange = exchange.language(language.clone());
        }
        exchange
    }
}

fn parts_of(request: &craftgate_core::Request) -> RequestParts {
    let headers = request.headers().iter();
    RequestParts {
        method: request.method().to_string(),
        url: request.uri().to_string(),
        headers: headers.map(|(name, value)| (name.to_string(), value.to_str().expect("ASCII").to_owned())).collect(),
        body: request.body().as_bytes().to_vec(),
    }
}

/// One attempt's result, as of Rust's API.
type Attempt = Result<AnyOutput, Error>;

fn check_attempt(
    request: &Request,
    exchange: &Exchange<'_, AnyOperation>,
    status: &str,
    second: Str<'_>,
    body: Bytes<'_>,
) {
    let (through_abi, in_rust) = match status {
        "not-sent" => (request.missing(0, second), missing(TransportError::not_sent, second)),
        "maybe-sent" => (request.missing(1, second), missing(TransportError::maybe_sent, second)),
        _ => {
            let status = status.parse().unwrap_or_default();
            (request.read(status, second, body), read(exchange, status, second, body))
        }
    };
    if let Some((result, attempt)) = both(through_abi, in_rust) {
        assert_result(&result, &attempt);
        assert_decisions(&result, &attempt, exchange.is_repeatable());
    }
}

fn missing(error: fn(String) -> TransportError, reason: Str<'_>) -> Result<Attempt, Failure> {
    let reason = optional("reason", reason)?.unwrap_or("no reason given");
    Ok(Err(error(reason.to_owned()).into()))
}

fn read(
    exchange: &Exchange<'_, AnyOperation>,
    status: i32,
    retry_after: Str<'_>,
    body: Bytes<'_>,
) -> Result<Attempt, Failure> {
    let mut response = Response::new(Body::from(slice("body", body)?));
    let retry_after = optional("retry_after", retry_after)?;
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    *response.status_mut() = status.ok_or_else(|| bad_input("status: not an HTTP status"))?;
    if let Some(value) = retry_after {
        let value = HeaderValue::from_str(value);
        let value = value.map_err(|_| bad_input("retry_after: not the value of a header"))?;
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    Ok(exchange.parse(response))
}

/// Panics unless the result has the attempt's outcome, JSON and file.
fn assert_result(result: &CallResult, attempt: &Attempt) {
    let (outcome, json) = match attempt {
        Ok(output) => (craftgate_outcome::Done, output.as_json().unwrap_or("null").to_owned()),
        Err(error) => (error.outcome().into(), error_report(error).as_str().to_owned()),
    };
    assert_eq!(result.outcome(), Ok(outcome));
    assert_eq!(result.json(), Ok(json));
    let file = match attempt {
        Ok(AnyOutput::File(file)) => Ok(file.as_bytes().to_vec()),
        _ => Err(bad_input("result: not a file")),
    };
    assert_eq!(result.file(), file);
}

/// Panics unless the result decides as Rust does what is known after several attempts, and whether there is to be another.
fn assert_decisions(result: &CallResult, attempt: &Attempt, is_repeatable: bool) {
    for (earlier, outcome) in [(1, Outcome::Rejected), (2, Outcome::Unknown), (3, Outcome::NotSent)] {
        let expected =
            attempt.as_ref().map_or_else(|error| error.outcome_after(outcome).into(), |_| craftgate_outcome::Done);
        assert_eq!(result.outcome_after(earlier), Ok(expected));
    }
    for earlier in [i32::MIN, -1, 0, 4] {
        let failed = bad_input("earlier: not the outcome of a failed attempt");
        assert_eq!(result.outcome_after(earlier), Err(failed));
    }
    for (attempts, now) in [(0, -1), (1, 0), (3, 1_774_457_494), (4, i64::MAX), (u32::MAX, i64::MIN)] {
        let policy = RetryPolicy::new(3);
        let clock = (now >= 0).then_some(now);
        let wait = attempt.as_ref().err();
        let wait = wait.and_then(|error| policy.backoff_for(attempts, is_repeatable, error, clock));
        let wait = wait.map(|wait| u64::try_from(wait.as_millis()).expect("a short wait"));
        assert_eq!(result.retry_after_ms(attempts, 3, now), Ok(wait));
    }
}
