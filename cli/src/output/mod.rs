//! The output on stdout and stderr.

pub(crate) mod json;
pub(crate) mod redact;
pub(crate) mod rows;

use std::error::Error;
use std::fmt::{self, Write as _};
use std::io::{self, ErrorKind, Write as _};

use crate::failure::Failure;

/// Writes to stdout. A pipe that is closed has had what it wanted.
pub(crate) fn write_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::output(error)),
        _ => Ok(()),
    }
}

/// Writes a line to stdout.
pub(crate) fn write_line(line: impl fmt::Display) -> Result<(), Failure> {
    write_bytes(format!("{line}\n").as_bytes())
}

/// Writes a line to stderr, where nobody may be listening.
pub(crate) fn note(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// An error with its causes, on one line.
pub(crate) fn message_with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a string does not fail.
        let _ = write!(message, ": {error}");
        cause = error.source();
    }
    message
}
