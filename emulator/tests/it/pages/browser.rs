//! What the tests need of a browser: it requests pages and posts forms.

use std::collections::HashMap;

use craftgate_core::encoding::percent_encode;
use craftgate_core::{Client, Environment, Operation, Protocol, RandomKey};
use craftgate_emulator::{CallbackForm, Emulator, Server};

use crate::common::http::{connect, exchange, status};
use crate::common::{Rejection, noon};

/// A server, a merchant that uses it in process, and a customer's browser.
pub(super) struct Site {
    pub(super) server: Server,
    pub(super) emulator: Emulator,
    client: Client<Emulator>,
}

impl Site {
    pub(super) fn open() -> Self {
        Self::on(Emulator::builder().clock(noon).build())
    }

    pub(super) fn on(emulator: Emulator) -> Self {
        Self::at(Server::start(emulator.clone()).unwrap(), emulator)
    }

    /// Returns the site of a server, and of its first merchant.
    pub(super) fn at(server: Server, emulator: Emulator) -> Self {
        let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
        let client = Client::new(protocol, emulator.clone(), || RandomKey::new("Xa15Fp11T"));
        Self { server, emulator, client }
    }

    pub(super) fn send<O: Operation>(&self, operation: &O) -> O::Output {
        self.client.call(operation).send().unwrap_or_else(|error| panic!("{error}"))
    }

    pub(super) fn rejection<O: Operation>(&self, operation: &O) -> Rejection {
        let error = self.client.call(operation).send().err().unwrap();
        Rejection::new(error.as_api_error().unwrap_or_else(|| panic!("{error}")))
    }

    /// Returns the path of one of the server's URLs.
    pub(super) fn path(&self, url: &str) -> String {
        url.strip_prefix(&self.server.url()).unwrap_or_else(|| panic!("{url} is elsewhere")).to_owned()
    }

    pub(super) fn get(&self, path: &str) -> Page {
        self.request("GET", path, &[], "")
    }

    pub(super) fn get_in(&self, path: &str, language: &str) -> Page {
        self.request("GET", path, &[("accept-language", language)], "")
    }

    /// Posts a form as a browser does.
    pub(super) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", percent_encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.request("POST", path, &[("content-type", "application/x-www-form-urlencoded")], &body)
    }

    pub(super) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let address = self.server.address();
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            head += &format!("host: {address}\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        Page::read(&exchange(&mut connect(address), format!("{head}\r\n{body}").as_bytes()))
    }
}

/// Asserts that Enter in a field, which submits its form by the form's first button, is the primary button of the page.
fn assert_enter_submits(page: &str) {
    for form in page.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap_or_default()) {
        let is_field = |input: &str| !input.split('>').next().unwrap_or_default().contains("type=\"hidden\"");
        if !form.split("<input ").skip(1).any(is_field) {
            continue;
        }
        let mut buttons = form.split("<button ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
        let first = buttons.find(|button| !button.contains("form=\""));
        assert!(first.is_some_and(|button| button.contains("class=\"primary\"")), "{first:?} in {form}");
    }
}

/// A response.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

impl Page {
    fn read(response: &str) -> Self {
        let (head, body) = response.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {response:?}"));
        assert_enter_submits(body);
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        Self {
            status: status(response).parse().unwrap(),
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: body.to_owned(),
        }
    }

    /// Returns true if the page has these words.
    pub(super) fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    /// Returns the form that leads back to the merchant.
    pub(super) fn callback(&self) -> CallbackForm {
        CallbackForm::parse(&self.body).unwrap_or_else(|| panic!("no form: {}", self.body))
    }
}
