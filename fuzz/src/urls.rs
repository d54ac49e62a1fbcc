//! What a text becomes in a URL is that text again to whoever decodes it, and never anything else.

use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{RetrieveCheckoutPayment, RetrievePayment, SearchStoredCards};
use craftgate_core::{
    BaseUrl, BaseUrlError, Credentials, Environment, Operation, Protocol, RandomKey, Request, RequestError,
    percent_encode,
};

use crate::reference::encoding::{form, unescaped};
use crate::signed::{self, assert_signed};
use crate::texts::Texts;

/// The input: a base URL, and three texts for paths and queries.
pub fn urls(data: &[u8]) {
    let mut texts = Texts::of(data);
    let [base, first, second, third] = std::array::from_fn(|_| texts.text());
    a_base_url(&base);
    for text in [&first, &second, &third] {
        an_encoded_text(text);
    }
    a_path(&first, &second);
    a_query(&first, &second, &third);
}

fn an_encoded_text(text: &str) {
    let encoded = percent_encode(text);
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    assert!(encoded.bytes().all(is_unreserved));
    assert_eq!(unescaped(&encoded), text.as_bytes());
    assert_eq!(percent_encode(text).to_ascii_uppercase().matches('%').count(), encoded.matches('%').count());
    let as_form = form(format!("a={encoded}").as_bytes()).expect("text");
    assert_eq!(as_form, [("a".to_owned(), text.to_owned())]);
}

fn request<O: Operation>(operation: &O) -> Result<Request, RequestError> {
    let request = signed::protocol().exchange(operation).request(&RandomKey::new(signed::RANDOM_KEY)?)?;
    assert_signed(&request, signed::SECRET_KEY);
    Ok(request)
}

/// Whether a text would name another path.
fn is_dots(text: &str) -> bool {
    ["", ".", ".."].contains(&text)
}

/// Whether the URL is longer than a request line may be.
fn is_too_long(error: &RequestError, length: usize) -> bool {
    matches!(error, RequestError::Url(_)) && length > 10_000
}

fn a_path(list: &str, value: &str) {
    let bad = is_dots(list) || is_dots(value);
    match request(&RemoveValueFromValueList::new(list, value)) {
        Err(RequestError::PathParameter { .. }) => assert!(bad),
        Err(error) => assert!(is_too_long(&error, list.len() + value.len()), "{error}"),
        Ok(request) => {
            let segments: Vec<Vec<u8>> = request.uri().path().split('/').map(unescaped).collect();
            let expected =
                ["", "fraud", "v1", "value-lists", list, "values", value].map(|text| text.as_bytes().to_vec());
            assert!(!bad && segments == expected && request.uri().query().is_none());
        }
    }
    if let Ok(request) = request(&RetrieveCheckoutPayment::new(value)) {
        let token = request.uri().path().strip_prefix("/payment/v1/checkout-payments/").expect("its own path");
        assert_eq!(unescaped(token), value.as_bytes());
    }
}

fn a_query(first: &str, second: &str, third: &str) {
    let members = SearchMembers::new().name(first).member_external_id(second);
    assert_asks(&members, &[("name", first), ("memberExternalId", second)]);
    let cards = SearchStoredCards::new().card_alias(first).card_user_key(second).card_token(third);
    assert_asks(&cards, &[("cardAlias", first), ("cardUserKey", second), ("cardToken", third)]);
}

/// The query has these parameters and no other, whichever way it is decoded.
fn assert_asks<O: Operation>(operation: &O, expected: &[(&str, &str)]) {
    let request = match request(operation) {
        Ok(request) => request,
        Err(error) => {
            return assert!(is_too_long(&error, expected.iter().map(|(_, value)| value.len()).sum()), "{error}");
        }
    };
    let query = request.uri().query().unwrap_or_default();
    assert!(!query.contains('+'));
    let asked = form(query.as_bytes()).expect("text");
    let asked: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(asked, expected);
}

fn a_base_url(text: &str) {
    let (base, relaxed) = (BaseUrl::new(text), BaseUrl::allow_insecure_http(text));
    if base != Err(BaseUrlError::InsecureHttp) {
        assert_eq!(base, relaxed);
    }
    let Ok(relaxed) = relaxed else { return };
    let taken = relaxed.as_str();
    assert!(taken.eq_ignore_ascii_case(text.trim_end_matches('/')));
    assert_eq!(BaseUrl::allow_insecure_http(taken).as_ref(), Ok(&relaxed));
    let (scheme, rest) = taken.split_once("://").expect("absolute");
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    assert!(text.ends_with(path) || text.trim_end_matches('/').ends_with(path), "the path keeps its letters");
    assert_host(authority);
    assert!(taken.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#+\\\"<>^`{|}".contains(&byte)));
    assert!(String::from_utf8(unescaped(taken)).is_ok());
    assert!(path.split('/').all(|segment| ![&b"."[..], b".."].contains(&&*unescaped(segment))));
    match scheme {
        "https" => assert!(base.is_ok()),
        "http" => assert_eq!(base.is_ok(), is_this_machine(authority)),
        _ => panic!("{scheme}"),
    }
    assert_is_called(&relaxed, authority);
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

/// By the letters of the host: `localhost`, `127.` and three more numbers, or the one IPv6 address.
fn is_this_machine(authority: &str) -> bool {
    if let Some((address, _)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let groups: Vec<&str> = address.split(':').collect();
        let (last, before) = groups.split_last().expect("a group");
        let last = if *last == "0.0.0.1" { "1" } else { last };
        let is_zero = |group: &&str| group.bytes().all(|byte| byte == b'0');
        return last.trim_start_matches('0') == "1" && before.iter().all(is_zero);
    }
    let host = authority.split(':').next().unwrap_or_default();
    let numbers: Vec<&str> = host.split('.').collect();
    let is_byte = |text: &&str| text.parse::<u8>().is_ok_and(|byte| byte.to_string() == **text);
    host == "localhost" || (numbers.len() == 4 && numbers[0] == "127" && numbers.iter().all(is_byte))
}

/// A call under the base goes to its host, below its path.
fn assert_is_called(base: &BaseUrl, authority: &str) {
    let credentials = Credentials::new(signed::API_KEY, signed::SECRET_KEY).expect("two good keys");
    let protocol = Protocol::new(credentials, Environment::Custom(base.clone()));
    let operation = RetrievePayment::new(1);
    let called = protocol.exchange(&operation).request(&RandomKey::new(signed::RANDOM_KEY).expect("a good key"));
    match called {
        Ok(request) => {
            assert_eq!(request.uri().to_string(), format!("{base}/payment/v1/card-payments/1"));
            assert_eq!(request.uri().authority().map(|authority| authority.as_str()), Some(authority));
            assert_signed(&request, signed::SECRET_KEY);
        }
        Err(error) => assert!(is_too_long(&error, base.as_str().len()), "{error}"),
    }
}
