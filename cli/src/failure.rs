//! Failures of the program, and their exit codes.

use std::fmt;
use std::io;
use std::process::ExitCode;

use craftgate_core::{Error, Outcome};

use crate::output;

/// A failure: its exit code, and its message on stderr.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The output could not be written.
    Output,
    /// The arguments, the input or the keys are wrong. Nothing was sent.
    BadInput,
    /// Craftgate rejected the call.
    Rejected,
    /// The call's outcome is unknown.
    UnknownOutcome,
    /// The call did not reach Craftgate.
    NotSent,
    /// A callback or a webhook is not Craftgate's, or is too old.
    NotVerified,
}

impl Kind {
    fn exit_code(self) -> u8 {
        match self {
            Self::Output => 1,
            Self::BadInput => 2,
            Self::Rejected => 3,
            Self::UnknownOutcome => 4,
            Self::NotSent => 5,
            Self::NotVerified => 6,
        }
    }
}

impl Failure {
    pub(crate) fn bad_input(message: impl fmt::Display) -> Self {
        Self { kind: Kind::BadInput, message: message.to_string() }
    }

    pub(crate) fn rejected(message: impl fmt::Display) -> Self {
        Self { kind: Kind::Rejected, message: message.to_string() }
    }

    pub(crate) fn unknown_outcome(message: impl fmt::Display) -> Self {
        Self { kind: Kind::UnknownOutcome, message: message.to_string() }
    }

    pub(crate) fn not_sent(message: impl fmt::Display) -> Self {
        Self { kind: Kind::NotSent, message: message.to_string() }
    }

    pub(crate) fn not_verified(message: impl fmt::Display) -> Self {
        Self { kind: Kind::NotVerified, message: message.to_string() }
    }

    pub(crate) fn output(error: io::Error) -> Self {
        Self { kind: Kind::Output, message: format!("the output could not be written: {error}") }
    }

    /// Returns the failure of a call, whose report is on stdout already.
    pub(crate) fn call(error: &Error) -> Self {
        let kind = match (error, error.outcome()) {
            (Error::Request(_), _) => Kind::BadInput,
            (_, Outcome::Rejected) => Kind::Rejected,
            (_, Outcome::NotSent) => Kind::NotSent,
            (_, Outcome::Unknown) => Kind::UnknownOutcome,
        };
        Self { kind, message: output::message_with_causes(error) }
    }

    /// Writes the message to stderr, and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        output::note(format_args!("craftgate: {}", self.message));
        ExitCode::from(self.kind.exit_code())
    }
}
