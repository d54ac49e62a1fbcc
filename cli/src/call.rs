//! `craftgate call`: one call, or all pages of a search.

use std::io::{self, IsTerminal as _, Write as _};
use std::thread;

use craftgate_core::catalog::{AnyOperation, AnyOutput, OutputType, Type, error_report};
use craftgate_core::{Error, RetryPolicy};
use craftgate_ureq::{Client, UreqTransport};

use crate::args::{CallArgs, Format, OperationArgs};
use crate::failure::Failure;
use crate::input;
use crate::output::json::{Members, elements, format, members};
use crate::output::rows::Rows;
use crate::output::{write_bytes, write_line};

pub(crate) fn run(args: &CallArgs) -> Result<(), Failure> {
    let operation = input::operation(&args.operation.name, &args.operation.fields)?;
    let rows = rows(&operation, args)?;
    let client = client(&args.operation, args.retries)?;
    if args.all { all(&client, operation, rows) } else { once(&client, &operation, rows, args) }
}

/// Returns the writer of the results: those on the pages of a search, unless a page is printed as it came.
fn rows<'a>(operation: &AnyOperation, args: &'a CallArgs) -> Result<Option<Rows<'a>>, Failure> {
    let kind = match operation.info().output() {
        OutputType::Json(Type::Page(item)) if args.all || args.output != Format::Pretty => *item,
        OutputType::Json(kind) => kind,
        OutputType::File | OutputType::Empty if args.columns.is_empty() => return Ok(None),
        _ => return Err(Failure::bad_input("--columns: the result has no fields")),
    };
    Rows::new(kind, args).map(Some)
}

/// A client for the keys of the environment.
pub(crate) fn client(args: &OperationArgs, retries: u32) -> Result<Client, Failure> {
    let mut protocol = input::protocol(args)?;
    if let Some(language) = input::language(args)? {
        protocol = protocol.language(language);
    }
    let client = craftgate_ureq::client_with_transport(protocol, UreqTransport::new());
    Ok(client.retry_policy(RetryPolicy::new(retries), thread::sleep))
}

fn once(client: &Client, operation: &AnyOperation, rows: Option<Rows<'_>>, args: &CallArgs) -> Result<(), Failure> {
    let mut call = client.call(operation);
    if let Some(key) = &args.operation.idempotency_key {
        call = call.idempotency_key(key);
    }
    match call.send() {
        Ok(output) => print(operation, &output, rows, args.output),
        Err(error) => Err(failed(&error)),
    }
}

/// Prints the report of a failed call.
fn failed(error: &Error) -> Failure {
    match write_line(format(error_report(error).as_str(), true)) {
        Ok(()) => Failure::call(error),
        Err(failure) => failure,
    }
}

fn print(operation: &AnyOperation, output: &AnyOutput, rows: Option<Rows<'_>>, format: Format) -> Result<(), Failure> {
    let json = match output {
        AnyOutput::File(file) => return write_bytes(file.as_bytes()),
        output => output.as_json(),
    };
    let (Some(json), Some(mut rows)) = (json, rows) else { return Ok(()) };
    match operation.info().output() {
        OutputType::Json(Type::Page(_)) if format != Format::Pretty => {
            items(json).into_iter().try_for_each(|item| rows.write(item))?;
        }
        _ => rows.write(json)?,
    }
    rows.finish()
}

/// The results on a page.
fn items(json: &str) -> Vec<&str> {
    let Some(Members(members)) = members(json) else { return Vec::new() };
    let items = members.into_iter().find(|(name, _)| name == "items").and_then(|(_, items)| elements(items.get()));
    items.unwrap_or_default().into_iter().map(serde_json::value::RawValue::get).collect()
}

fn all(client: &Client, operation: AnyOperation, rows: Option<Rows<'_>>) -> Result<(), Failure> {
    let name = operation.info().name();
    let no_pages = || Failure::bad_input(format_args!("--all: {name} has no pages"));
    let search = operation.into_search().map_err(|_| no_pages())?;
    let mut rows = rows.ok_or_else(no_pages)?;
    let mut progress = Progress::default();
    for page in client.pages(search) {
        match page {
            Ok(page) => {
                page.items.iter().try_for_each(|item| rows.write(item.as_str()))?;
                progress.advance(page.items.len(), page.total_size);
            }
            Err(error) => {
                progress.clear();
                rows.finish()?;
                return Err(Failure::call(&error));
            }
        }
    }
    progress.clear();
    rows.finish()
}

/// A bar on stderr, where that is a terminal and stdout is not.
#[derive(Debug, Default)]
struct Progress {
    seen: usize,
}

impl Progress {
    fn is_shown() -> bool {
        io::stderr().is_terminal() && !io::stdout().is_terminal()
    }

    fn advance(&mut self, results: usize, total: Option<i64>) {
        const WIDTH: usize = 30;
        self.seen += results;
        if !Self::is_shown() {
            return;
        }
        let bar = match total.and_then(|total| usize::try_from(total).ok()).filter(|total| *total > 0) {
            Some(total) => {
                let done = (self.seen.min(total) * WIDTH).checked_div(total).unwrap_or(WIDTH);
                format!("[{}{}] {} of {total}", "#".repeat(done), "-".repeat(WIDTH - done), self.seen)
            }
            None => self.seen.to_string(),
        };
        let _ = write!(io::stderr(), "\r{bar}");
    }

    fn clear(&self) {
        if Self::is_shown() {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(70));
        }
    }
}
