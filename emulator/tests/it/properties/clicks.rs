//! A browser in which somebody clicks at random.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;

use craftgate_core::encoding::percent_encode;
use proptest::prelude::*;

use super::html::{Field, Form, forms_and_links};
use crate::common::http::connect;

/// The most redirects that a click follows.
const MAX_REDIRECTS: usize = 5;

/// Which of a page's buttons is clicked, with what is entered before, or which of its links. Numbers are modulo what
/// there is.
#[derive(Debug, Clone)]
pub(super) enum Click {
    Button { nth: usize, entries: Vec<usize> },
    Link { nth: usize },
}

/// Returns fewer clicks than `count`.
pub(super) fn clicks(count: usize) -> impl Strategy<Value = Vec<Click>> {
    let entries = prop::collection::vec(0_usize..60, 1..8);
    // The first button is what most customers click.
    let nth = prop_oneof![2 => Just(0), 1 => 0_usize..12];
    let button = (nth, entries).prop_map(|(nth, entries)| Click::Button { nth, entries });
    let link = (0_usize..12).prop_map(|nth| Click::Link { nth });
    prop::collection::vec(prop_oneof![5 => button, 1 => link], 1..count)
}

/// What people enter into a field: mostly what it asks for.
fn entered(field: &str, choice: usize) -> &'static str {
    let values: &[&str] = match field {
        "number" => &[
            "5258640000000001",
            "5258 6400 0000 0001",
            "4043080000000003",
            "4796810000000002",
            "378282246310005",
            "5258640000000001",
            "5100050000006661",
            "5192610000006661",
            "4111111111111111",
        ],
        "holder" => &["Gülşah Işık", "<script>alert(1)</script>", "\"'&<>", "Haluk Demir", "Çağrı Öz", ""],
        "expiry" => &["07/44", "07/44", "07/2044", "12/39", "0744", "01/20", "13/44"],
        "cvc" => &["000", "000", "123", "1234", "x"],
        "code" => &["123456", "123456", "000000", "111111"],
        "account" => &["6036819041742253", "0001", "0003", "5551112233"],
        "price" | "amount" | "walletPrice" => {
            &["10", "40", "60,5", "0,01", "100", "-1", "1e5", "79228162514264337593543950335", "çok"]
        }
        _ => &["Haluk Demir", "<b>\"'", "0", "", "5555555555"],
    };
    values[choice % values.len()]
}

/// A response to a browser.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

/// Sends a request on a connection of its own. `None` if the connection is closed instead of a whole response.
pub(super) fn exchange(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Option<Response> {
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}");
    let mut stream = connect(address);
    stream.write_all(format!("{head}content-length: {length}\r\n\r\n{body}").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    // A connection that is reset ends as well as one that is closed.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: HashMap<_, _> = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let is_whole = headers.get("content-length").is_none_or(|length| length.parse() == Ok(body.len()));
    is_whole.then(|| Response { status, headers, body: body.to_owned() })
}

/// Checks what every page promises to a browser.
fn check(path: &str, response: &Response) -> Result<(), TestCaseError> {
    let Response { status, headers, body } = response;
    prop_assert!([200, 303, 404].contains(status), "{path}: {response:?}");
    prop_assert!(!body.contains("<script") && !body.contains("<b>\""), "{path}: {body}");
    let is_page = headers.get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let policy = headers.get("content-security-policy").map_or("", String::as_str);
    prop_assert!(!is_page || policy.contains("default-src 'none'"), "{path}: {response:?}");
    Ok(())
}

/// What a browser posted to the merchant.
#[derive(Debug)]
pub(super) struct Returned {
    pub(super) url: String,
    pub(super) body: String,
}

/// What came of a visit.
#[derive(Debug, Default)]
pub(super) struct Visit {
    /// The paths of the bank's and providers' pages that the customer was led to, and may come back to.
    pub(super) led_to: Vec<String>,
    /// What the browser posted to the merchant at the end.
    pub(super) returned: Option<Returned>,
}

/// Opens a page and clicks on it and on those that follow, until they lead away from the emulator.
pub(super) fn visit(address: SocketAddr, path: &str, clicks: &[Click]) -> Result<Visit, TestCaseError> {
    let mut visit = Visit::default();
    let mut page = submit(address, path, None, &mut visit)?;
    for click in clicks {
        let (forms, links) = forms_and_links(&page.body);
        let links: Vec<String> = links.into_iter().filter(|link| link.starts_with('/')).collect();
        let buttons: Vec<(&Form, &(String, String))> =
            forms.iter().flat_map(|form| form.buttons.iter().map(move |button| (form, button))).collect();
        let next = match click {
            Click::Button { nth, entries } => {
                let Some(place) = nth.checked_rem(buttons.len()) else { continue };
                let (form, button) = buttons[place];
                let body = fill(form, button, entries);
                let Some(path) = own_path(address, &form.action) else {
                    visit.returned = Some(Returned { url: form.action.clone(), body });
                    return Ok(visit);
                };
                (path.to_owned(), form.is_post.then_some(body))
            }
            Click::Link { nth } => {
                let Some(place) = nth.checked_rem(links.len()) else { continue };
                (links[place].clone(), None)
            }
        };
        page = submit(address, &next.0, next.1.as_deref(), &mut visit)?;
    }
    Ok(visit)
}

/// Posts a form to a page as if it had been filled in there.
pub(super) fn post(address: SocketAddr, path: &str, body: &str) -> Result<Visit, TestCaseError> {
    let mut visit = Visit::default();
    submit(address, path, Some(body), &mut visit)?;
    Ok(visit)
}

/// Returns the path of one of the emulator's own addresses.
fn own_path(address: SocketAddr, url: &str) -> Option<&str> {
    url.strip_prefix(&format!("http://{address}")).or(Some(url)).filter(|path| path.starts_with('/'))
}

/// Opens a page, or posts a form, and follows where it leads.
fn submit(address: SocketAddr, path: &str, form: Option<&str>, visit: &mut Visit) -> Result<Response, TestCaseError> {
    let mut response = match form {
        Some(body) => exchange(address, "POST", path, "content-type: application/x-www-form-urlencoded\r\n", body),
        None => exchange(address, "GET", path, "", ""),
    };
    let mut path = path.to_owned();
    for _ in 0..MAX_REDIRECTS {
        let page = whole(response, &path)?;
        check(&path, &page)?;
        let Some(location) = page.headers.get("location").cloned() else { return Ok(page) };
        if location.contains("/three-ds/") || location.contains("/provider/") {
            visit.led_to.push(location.clone());
        }
        response = exchange(address, "GET", &location, "", "");
        path = location;
    }
    Err(TestCaseError::fail(format!("{path} leads on and on")))
}

fn whole(response: Option<Response>, path: &str) -> Result<Response, TestCaseError> {
    response.ok_or_else(|| TestCaseError::fail(format!("{path}: no response")))
}

/// Returns the body of a form that is filled in and sent by a button.
fn fill(form: &Form, (button, value): &(String, String), entries: &[usize]) -> String {
    let mut pairs = Vec::new();
    for (field, choice) in form.fields.iter().zip(entries.iter().cycle()) {
        match field {
            Field::Hidden { name, value } => pairs.push((name, value.as_str())),
            Field::Text { name } => pairs.push((name, entered(name, *choice))),
            Field::Checkbox { name, value } if choice % 2 == 0 => pairs.push((name, value)),
            Field::Checkbox { .. } => {}
            Field::Choice { name, values } => {
                if let Some(place) = choice.checked_rem(values.len()) {
                    pairs.push((name, &values[place]));
                }
            }
        }
    }
    if !button.is_empty() {
        pairs.push((button, value));
    }
    let pairs = pairs.into_iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}
