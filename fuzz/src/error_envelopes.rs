//! Craftgate's way of saying no, and everybody else's: told apart, and told in full.

use craftgate_core::http::StatusCode;
use craftgate_core::{ApiError, Body, Error, Outcome, OutputKind, Response};

use crate::operations::operation;
use crate::reference::json::Tree;
use crate::responses::assert_kept;
use crate::texts::headed;

/// One operation for each kind of answer.
const DUE: [&str; 4] = [
    "payment::CreatePayment",
    "payment::SearchStoredCards",
    "payment::DeleteStoredCard",
    "file_reporting::RetrieveDailyPaymentReport",
];

/// The input: a line with the status, then the body. Each kind of answer is asked for.
pub fn error_envelopes(data: &[u8]) {
    let (head, body) = headed(data);
    let status = head.trim().parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    for name in DUE {
        let row = operation(name);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let result = (row.answer)(response);
        if let Err(error) = &result {
            assert_kept(error, status, body);
            assert_outcome(error, status);
        }
        let text = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
        match Tree::read(text) {
            Some(envelope) => assert_told(&result, status, &envelope, row.kind),
            None => assert!(!matches!(result, Err(Error::Api(_))) || is_unreadable(text), "Craftgate speaks JSON"),
        }
    }
}

/// Whether the second reading may fail where the first does not: too deep, or bytes or half of a surrogate pair, which
/// are no text, in a field that nobody reads.
fn is_unreadable(text: &[u8]) -> bool {
    let has_surrogate = text.windows(3).any(|window| window.eq_ignore_ascii_case(br"\ud"));
    text.iter().filter(|byte| b"[{".contains(byte)).count() > 100 || str::from_utf8(text).is_err() || has_surrogate
}

/// Rejected is only what a client error's status and a code of Craftgate's say.
fn assert_outcome(error: &Error, status: StatusCode) {
    let is_final = (400..500).contains(&status.as_u16()) && ![408, 409].contains(&status.as_u16());
    let code = error.as_api_error().and_then(|refusal| refusal.code());
    let has_code = code.and_then(|code| code.as_str().parse::<u32>().ok()).is_some_and(|code| code > 0);
    let expected = if is_final && has_code { Outcome::Rejected } else { Outcome::Unknown };
    assert_eq!(error.outcome(), expected);
}

/// The envelope by the second reading, held against what was made of it.
fn assert_told(result: &Result<Option<String>, Error>, status: StatusCode, envelope: &Tree, due: OutputKind) {
    let can_refuse = status.is_success() || status.as_u16() >= 400;
    let refusals: Vec<&Tree> = envelope.all("errors").collect();
    match (result, refusals.as_slice()) {
        (Err(Error::Api(error)), [details]) => {
            assert!(can_refuse && matches!(details, Tree::Object(_)));
            assert_details(error, status, details);
        }
        (Err(Error::Api(_)), _) => panic!("a refusal out of {} errors", refusals.len()),
        (_, [details]) if can_refuse && envelope.all("data").count() <= 1 => {
            assert!(!is_plain_refusal(details), "a refusal was overlooked: {result:?}");
        }
        (Ok(_), _) => assert!(status.is_success()),
        (Err(_), _) => {}
    }
    if result.is_ok() && due == OutputKind::Data {
        assert!(refusals.iter().all(|details| **details == Tree::Null), "a success with errors");
    }
}

const TEXTS: [&str; 3] = ["errorCode", "errorDescription", "errorGroup"];

/// Whether the details are as Craftgate's documentation has them.
fn is_plain_refusal(details: &Tree) -> bool {
    let Tree::Object(fields) = details else { return false };
    fields.iter().all(|(name, value)| TEXTS.contains(&&**name) && matches!(value, Tree::Text(_)))
        && TEXTS.iter().all(|name| details.all(name).count() <= 1)
}

fn assert_details(error: &ApiError, status: StatusCode, details: &Tree) {
    let told = |name: &str| details.get(name).and_then(Tree::as_text);
    assert!(TEXTS.iter().all(|name| details.all(name).count() <= 1), "which of two was told?");
    assert_eq!(error.code().map(|code| code.as_str()), told("errorCode"));
    assert_eq!(error.description(), told("errorDescription"));
    assert_eq!(error.group().map(|group| group.as_str()), told("errorGroup"));
    let number = told("errorCode").and_then(|code| code.parse::<u32>().ok());
    assert_eq!(error.is_payment_error(), number.is_some_and(|number| number > 10_000));
    let is_about_the_request = status != StatusCode::TOO_MANY_REQUESTS && number.is_some_and(|number| number <= 10_000);
    assert_eq!(error.is_validation_error(), is_about_the_request);
    let provider = details.get("providerError").filter(|provider| **provider != Tree::Null);
    assert_eq!(error.provider_error().is_some(), provider.is_some());
    if let (Some(provider), Some(said)) = (error.provider_error(), provider) {
        let told = |name: &str| said.get(name).and_then(Tree::as_text);
        assert_eq!(provider.error_code.as_ref().map(|code| code.as_str()), told("errorCode"));
        assert_eq!(provider.error_message.as_deref(), told("errorMessage"));
    }
}
