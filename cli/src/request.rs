//! `craftgate request`: what would be sent.

use craftgate_core::catalog::{AnyOperation, Type};
use craftgate_core::encoding::percent_encode;
use craftgate_core::{RandomKey, Request};

use crate::args::{RequestArgs, RequestFormat};
use crate::failure::Failure;
use crate::input::{self, quoted};
use crate::output::redact::secrets;
use crate::output::{note, write_line};

pub(crate) fn run(args: &RequestArgs) -> Result<(), Failure> {
    let operation = input::operation(&args.operation.name, &args.operation.fields)?;
    let random_key = match &args.random_key {
        Some(key) => RandomKey::new(key).map_err(Failure::bad_input)?,
        None => craftgate_ureq::random_key().map_err(Failure::bad_input)?,
    };
    let protocol = input::protocol(&args.operation)?;
    let exchange = input::exchange(&protocol, &operation, &args.operation)?;
    let request = exchange.request(&random_key).map_err(Failure::bad_input)?;
    let shown = Shown::new(&request, &hidden(&operation, args)?)?;
    if shown.hides {
        note(format_args!("craftgate: secrets are hidden; --reveal names the fields to print"));
    }
    write_line(match args.output {
        RequestFormat::Http => shown.http(),
        RequestFormat::Json => shown.json(),
        RequestFormat::Curl => shown.curl(),
    })
}

/// The values of the operation's secrets that are not to be revealed.
fn hidden(operation: &AnyOperation, args: &RequestArgs) -> Result<Vec<String>, Failure> {
    let json = operation.to_json().map_err(Failure::bad_input)?;
    let json = std::str::from_utf8(json.as_bytes()).map_err(Failure::bad_input)?;
    let fields = operation.info().input();
    Ok(secrets(json, Type::Object(fields), &args.operation.reveal))
}

/// A request as it is printed.
struct Shown {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    hides: bool,
}

impl Shown {
    fn new(request: &Request, secrets: &[String]) -> Result<Self, Failure> {
        let body = std::str::from_utf8(request.body().as_bytes()).map_err(Failure::bad_input)?;
        let (mut url, mut shown) = (request.uri().to_string(), body.to_owned());
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            url = url.replace(&percent_encode(secret), "…");
            shown = shown.replace(&quoted(secret), "\"…\"");
        }
        let headers = request.headers().iter().map(|(name, value)| {
            value.to_str().map(|value| (name.as_str().to_owned(), value.to_owned())).map_err(Failure::bad_input)
        });
        Ok(Self {
            hides: url != request.uri().to_string() || shown != body,
            method: request.method().to_string(),
            url,
            headers: headers.collect::<Result<_, _>>()?,
            body: shown,
        })
    }

    fn http(&self) -> String {
        let after_scheme = self.url.split_once("://").map_or(&*self.url, |(_, rest)| rest);
        let (host, target) = match after_scheme.find('/') {
            Some(index) => after_scheme.split_at(index),
            None => (after_scheme, "/"),
        };
        let mut lines = vec![format!("{} {target} HTTP/1.1", self.method), format!("host: {host}")];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if !self.body.is_empty() {
            lines.push(format!("content-length: {}", self.body.len()));
        }
        format!("{}\r\n\r\n{}", lines.join("\r\n"), self.body)
    }

    fn json(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{}:{}", quoted(name), quoted(value)));
        let headers = headers.collect::<Vec<_>>().join(",");
        let (method, url, body) = (quoted(&self.method), quoted(&self.url), quoted(&self.body));
        format!("{{\"method\":{method},\"url\":{url},\"headers\":{{{headers}}},\"body\":{body}}}")
    }

    fn curl(&self) -> String {
        let mut words = vec![format!("curl --request {} {}", self.method, in_quotes(&self.url))];
        words.extend(
            self.headers
                .iter()
                .map(|(name, value)| in_quotes(&format!("{name}: {value}")))
                .map(|header| format!("--header {header}")),
        );
        if !self.body.is_empty() {
            words.push(format!("--data-raw {}", in_quotes(&self.body)));
        }
        words.join(" \\\n  ")
    }
}

/// A word for a POSIX shell.
fn in_quotes(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
