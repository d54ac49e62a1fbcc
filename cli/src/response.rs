//! `craftgate response`: a response's result or error as JSON.

use craftgate_core::catalog::{AnyOutput, OutputType, Type, error_report};
use craftgate_core::http::StatusCode;
use craftgate_core::{Body, Protocol, Response};

use crate::args::ResponseArgs;
use crate::failure::Failure;
use crate::input;
use crate::keys;
use crate::output::json::format;
use crate::output::redact::redact;
use crate::output::write_line;

pub(crate) fn run(args: &ResponseArgs) -> Result<(), Failure> {
    let info = input::info(&args.name)?;
    let status = StatusCode::from_u16(args.status).map_err(|_| Failure::bad_input("--status: not an HTTP status"))?;
    let mut response = Response::new(Body::from(input::read_stdin_bytes()?));
    *response.status_mut() = status;
    let result = if args.fields.is_empty() {
        info.parse(response).map(|response| response.output)
    } else {
        let operation = input::operation(&args.name, &args.fields)?;
        let protocol = Protocol::new(keys::no_credentials()?, keys::environment(Some("sandbox"))?);
        protocol.exchange(&operation).parse(response)
    };
    match result {
        Ok(output) => write_line(format(&done_report(&output, info.output(), &args.reveal), true)),
        Err(error) => {
            write_line(format(error_report(&error).as_str(), true))?;
            Err(Failure::call(&error))
        }
    }
}

fn done_report(output: &AnyOutput, kind: OutputType, reveal: &[String]) -> String {
    let kind = match kind {
        OutputType::Json(kind) => kind,
        _ => Type::Json,
    };
    let json = match output {
        AnyOutput::File(file) => format!("{{\"bytes\":{}}}", file.as_bytes().len()),
        output => redact(output.as_json().unwrap_or("null"), kind, reveal),
    };
    format!("{{\"outcome\":\"DONE\",\"result\":{json}}}")
}
