//! A value in a URL is decoded as that value and nothing else.

use craftgate_core::encoding::percent_encode;
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::id::{FraudValueId, PaymentId};
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{CardToken, CardUserKey, RetrieveCheckoutPayment, RetrievePayment, SearchStoredCards};
use craftgate_core::{
    BaseUrl, BaseUrlError, Credentials, Environment, Operation, Protocol, RandomKey, Request, RequestError,
};

use crate::input::Fields;
use crate::reference::encoding::{parse_form, percent_decode};
use crate::signature::{self, assert_signed};

/// The input: a base URL, and three values for paths and queries.
pub fn urls(data: &[u8]) {
    let mut fields = Fields::of(data);
    let [base, first, second, third] = std::array::from_fn(|_| fields.string());
    check_base_url(&base);
    for value in [&first, &second, &third] {
        check_percent_encoding(value);
    }
    check_path(&first, &second);
    check_query(&first, &second, &third);
}

fn check_percent_encoding(value: &str) {
    let encoded = percent_encode(value);
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    assert!(encoded.bytes().all(is_unreserved));
    assert_eq!(percent_decode(&encoded), value.as_bytes());
    assert_eq!(percent_encode(value).to_ascii_uppercase().matches('%').count(), encoded.matches('%').count());
    let fields = parse_form(format!("a={encoded}").as_bytes()).expect("UTF-8");
    assert_eq!(fields, [("a".to_owned(), value.to_owned())]);
}

/// Builds a request. Panics unless its signature is valid.
fn request<O: Operation>(operation: &O) -> Result<Request, RequestError> {
    let request = signature::protocol().exchange(operation).request(&RandomKey::new(signature::RANDOM_KEY)?)?;
    assert_signed(&request, signature::SECRET_KEY);
    Ok(request)
}

/// Returns true if a path segment would be removed from the path.
fn is_dot_segment(segment: &str) -> bool {
    ["", ".", ".."].contains(&segment)
}

/// Returns true if the error is a URL that is too long for a request line.
fn is_too_long(error: &RequestError, length: usize) -> bool {
    matches!(error, RequestError::Url(_)) && length > 10_000
}

fn check_path(list: &str, value: &str) {
    let is_invalid = is_dot_segment(list) || is_dot_segment(value);
    match request(&RemoveValueFromValueList::new(list, FraudValueId::new(value))) {
        Err(RequestError::PathParameter { .. }) => assert!(is_invalid),
        Err(error) => assert!(is_too_long(&error, list.len() + value.len()), "{error}"),
        Ok(request) => {
            let segments: Vec<Vec<u8>> = request.uri().path().split('/').map(percent_decode).collect();
            let expected =
                ["", "fraud", "v1", "value-lists", list, "values", value].map(|segment| segment.as_bytes().to_vec());
            assert!(!is_invalid && segments == expected && request.uri().query().is_none());
        }
    }
    if let Ok(request) = request(&RetrieveCheckoutPayment::new(value)) {
        let token = request.uri().path().strip_prefix("/payment/v1/checkout-payments/").expect("its own path");
        assert_eq!(percent_decode(token), value.as_bytes());
    }
}

fn check_query(first: &str, second: &str, third: &str) {
    let members = SearchMembers::new().name(first).member_external_id(second);
    assert_parameters(&members, &[("name", first), ("memberExternalId", second)]);
    let cards = SearchStoredCards::new()
        .card_alias(first)
        .card_user_key(CardUserKey::new(second))
        .card_token(CardToken::new(third));
    assert_parameters(&cards, &[("cardAlias", first), ("cardUserKey", second), ("cardToken", third)]);
}

/// Panics unless the query has exactly these parameters, percent-decoded or form-decoded.
fn assert_parameters<O: Operation>(operation: &O, expected: &[(&str, &str)]) {
    let request = match request(operation) {
        Ok(request) => request,
        Err(error) => {
            return assert!(is_too_long(&error, expected.iter().map(|(_, value)| value.len()).sum()), "{error}");
        }
    };
    let query = request.uri().query().unwrap_or_default();
    assert!(!query.contains('+'));
    let parameters = parse_form(query.as_bytes()).expect("UTF-8");
    let parameters: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(parameters, expected);
}

fn check_base_url(url: &str) {
    let (base, relaxed) = (BaseUrl::new(url), BaseUrl::allow_insecure_http(url));
    if base != Err(BaseUrlError::InsecureHttp) {
        assert_eq!(base, relaxed);
    }
    let Ok(relaxed) = relaxed else { return };
    let accepted = relaxed.as_str();
    assert!(accepted.eq_ignore_ascii_case(url.trim_end_matches('/')));
    assert_eq!(BaseUrl::allow_insecure_http(accepted).as_ref(), Ok(&relaxed));
    let (scheme, rest) = accepted.split_once("://").expect("absolute");
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    assert!(url.ends_with(path) || url.trim_end_matches('/').ends_with(path), "the path was changed");
    assert_host(authority);
    assert!(accepted.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#+\\\"<>^`{|}".contains(&byte)));
    assert!(String::from_utf8(percent_decode(accepted)).is_ok());
    assert!(path.split('/').all(|segment| ![&b"."[..], b".."].contains(&&*percent_decode(segment))));
    match scheme {
        "https" => assert!(base.is_ok()),
        "http" => assert_eq!(base.is_ok(), is_loopback(authority)),
        _ => panic!("{scheme}"),
    }
    assert_request_url(&relaxed, authority);
}

fn assert_host(authority: &str) {
    let port = authority.rsplit_once(':').filter(|(_, port)| !port.contains(']'));
    let host = port.map_or(authority, |(host, _)| host);
    assert!(!host.is_empty());
    let inner = host.trim_start_matches('[').trim_end_matches(']');
    assert!(inner.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:".contains(&byte)));
    if let Some((_, port)) = port {
        assert!(port.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(port.parse::<u32>().is_ok_and(|port| (1..65_536).contains(&port)), "{authority}");
    }
}

/// Returns true if the host is `localhost`, `127.` and three more numbers, or the IPv6 loopback address.
fn is_loopback(authority: &str) -> bool {
    if let Some((address, _)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let groups: Vec<&str> = address.split(':').collect();
        let (last, before) = groups.split_last().expect("a group");
        let last = if *last == "0.0.0.1" { "1" } else { last };
        let is_zero = |group: &&str| group.bytes().all(|byte| byte == b'0');
        return last.trim_start_matches('0') == "1" && before.iter().all(is_zero);
    }
    let host = authority.split(':').next().unwrap_or_default();
    let numbers: Vec<&str> = host.split('.').collect();
    let is_byte = |number: &&str| number.parse::<u8>().is_ok_and(|byte| byte.to_string() == **number);
    host == "localhost" || (numbers.len() == 4 && numbers[0] == "127" && numbers.iter().all(is_byte))
}

/// Panics unless a request goes to the base URL's host, below its path.
fn assert_request_url(base: &BaseUrl, authority: &str) {
    let credentials = Credentials::new(signature::API_KEY, signature::SECRET_KEY).expect("valid keys");
    let protocol = Protocol::new(credentials, Environment::Custom(base.clone()));
    let operation = RetrievePayment::new(PaymentId::new(1));
    let result = protocol.exchange(&operation).request(&RandomKey::new(signature::RANDOM_KEY).expect("a valid key"));
    match result {
        Ok(request) => {
            assert_eq!(request.uri().to_string(), format!("{base}/payment/v1/card-payments/1"));
            assert_eq!(request.uri().authority().map(|authority| authority.as_str()), Some(authority));
            assert_signed(&request, signature::SECRET_KEY);
        }
        Err(error) => assert!(is_too_long(&error, base.as_str().len()), "{error}"),
    }
}
