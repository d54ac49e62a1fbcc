//! Error responses: Craftgate's are distinguished from all others, and every field of theirs is kept.

use craftgate_core::http::StatusCode;
use craftgate_core::{ApiError, Body, Error, Outcome, Response};

use crate::input::first_line;
use crate::operations::{OutputKind, operation};
use crate::reference::json::Tree;
use crate::responses::assert_keeps_response;

/// One operation for each kind of output.
const OPERATIONS: [&str; 4] = [
    "payment::CreatePayment",
    "payment::SearchStoredCards",
    "payment::DeleteStoredCard",
    "file_reporting::RetrieveDailyPaymentReport",
];

/// The input: a line with the status, then the body. It is parsed for each kind of output.
pub fn error_envelopes(data: &[u8]) {
    let (head, body) = first_line(data);
    let status = head.trim().parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    for name in OPERATIONS {
        let operation = operation(name);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let result = (operation.parse)(response);
        if let Err(error) = &result {
            assert_keeps_response(error, status, body);
            assert_outcome(error, status);
        }
        let json = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
        match Tree::parse(json) {
            Some(envelope) => assert_matches(&result, status, &envelope, (operation.kind)()),
            None => assert!(!matches!(result, Err(Error::Api(_))) || is_unsupported(json), "an API error without JSON"),
        }
    }
}

/// Returns true if the reference implementation may fail where the client does not: nested too deeply, or with invalid
/// UTF-8 or a lone surrogate in a field that the client skips.
fn is_unsupported(json: &[u8]) -> bool {
    let has_surrogate = json.windows(3).any(|window| window.eq_ignore_ascii_case(br"\ud"));
    json.iter().filter(|byte| b"[{".contains(byte)).count() > 100 || std::str::from_utf8(json).is_err() || has_surrogate
}

/// The groups of errors after which the bank may have done what was asked for.
const MAY_HAVE_SUCCEEDED: [&str; 6] = [
    "APPROVED_COMPLETED",
    "COMMUNICATION_OR_SYSTEM_ERROR",
    "MAY_HAVE_ALREADY_REFUNDED",
    "NO_RESPONSE",
    "ORDER_ID_ALREADY_USED",
    "REQUEST_TIMEOUT",
];

/// Panics unless the outcome is rejected for a client error with an error code and a group that excludes success, and
/// unknown for every other error.
fn assert_outcome(error: &Error, status: StatusCode) {
    let is_final = (400..500).contains(&status.as_u16()) && ![408, 409, 425].contains(&status.as_u16());
    let code = error.as_api_error().and_then(|error| error.code());
    let has_code = code.and_then(|code| code.as_str().parse::<u32>().ok()).is_some_and(|code| code > 0);
    let group = error.as_api_error().and_then(|error| error.group()).map_or("", |group| group.as_str());
    let expected =
        if is_final && has_code && !MAY_HAVE_SUCCEEDED.contains(&group) { Outcome::Rejected } else { Outcome::Unknown };
    assert_eq!(error.outcome(), expected);
}

/// Panics unless the result is the one that the envelope's fields require.
fn assert_matches(result: &Result<Option<String>, Error>, status: StatusCode, envelope: &Tree, kind: OutputKind) {
    let can_be_error = status.is_success() || status.as_u16() >= 400;
    let errors: Vec<&Tree> = envelope.all("errors").collect();
    // With data, an error contradicts itself.
    let has_data = envelope.all("data").any(|data| *data != Tree::Null);
    match (result, errors.as_slice()) {
        (Err(Error::Api(error)), [details]) => {
            assert!(can_be_error && !has_data && matches!(details, Tree::Object(_)));
            assert_details(error, status, details);
        }
        (Err(Error::Api(_)), _) => panic!("an API error from {} `errors` fields", errors.len()),
        (_, [details]) if can_be_error && !has_data && envelope.all("data").count() <= 1 => {
            assert!(!is_documented_error(details), "an API error was ignored: {result:?}");
        }
        (Ok(_), _) => assert!(status.is_success()),
        (Err(_), _) => {}
    }
    if result.is_ok() && kind == OutputKind::Data {
        assert!(errors.iter().all(|details| **details == Tree::Null), "a success with errors");
    }
}

/// The fields of an error that are strings.
const STRING_FIELDS: [&str; 3] = ["errorCode", "errorDescription", "errorGroup"];

/// Returns true if the details have only documented fields, each a string.
fn is_documented_error(details: &Tree) -> bool {
    let Tree::Object(fields) = details else { return false };
    fields.iter().all(|(name, value)| STRING_FIELDS.contains(&&**name) && matches!(value, Tree::String(_)))
        && STRING_FIELDS.iter().all(|name| details.all(name).count() <= 1)
}

/// Panics unless the error has the details' values.
fn assert_details(error: &ApiError, status: StatusCode, details: &Tree) {
    let field = |name: &str| details.get(name).and_then(Tree::as_str);
    assert!(STRING_FIELDS.iter().all(|name| details.all(name).count() <= 1), "a duplicate field was accepted");
    assert_eq!(error.code().map(|code| code.as_str()), field("errorCode"));
    assert_eq!(error.description(), field("errorDescription"));
    assert_eq!(error.group().map(|group| group.as_str()), field("errorGroup"));
    let number = field("errorCode").and_then(|code| code.parse::<u32>().ok());
    assert_eq!(error.is_payment_error(), number.is_some_and(|number| number > 10_000));
    let is_about_the_request = status != StatusCode::TOO_MANY_REQUESTS && number.is_some_and(|number| number <= 10_000);
    assert_eq!(error.is_validation_error(), is_about_the_request);
    let provider = details.get("providerError").filter(|provider| **provider != Tree::Null);
    assert_eq!(error.provider_error().is_some(), provider.is_some());
    if let (Some(provider), Some(expected)) = (error.provider_error(), provider) {
        let field = |name: &str| expected.get(name).and_then(Tree::as_str);
        assert_eq!(provider.error_code.as_ref().map(|code| code.as_str()), field("errorCode"));
        assert_eq!(provider.error_message.as_deref(), field("errorMessage"));
    }
}
