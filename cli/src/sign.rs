//! `craftgate sign`: the signature of a request of somebody else's making.

use std::fs;

use craftgate_core::{RandomKey, signature};

use crate::args::SignArgs;
use crate::failure::Failure;
use crate::input;
use crate::keys;
use crate::output::write_line;

pub(crate) fn run(args: &SignArgs) -> Result<(), Failure> {
    let random_key = RandomKey::new(&args.random_key).map_err(Failure::bad_input)?;
    let body = match args.body.as_deref() {
        None => Vec::new(),
        Some("-") => input::read_stdin_bytes()?,
        Some(path) => fs::read(path).map_err(|error| Failure::bad_input(format_args!("--body: {error}")))?,
    };
    write_line(signature::sign(&args.url, &keys::credentials()?, &random_key, &body))
}
