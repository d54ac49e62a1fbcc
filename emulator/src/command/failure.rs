//! Errors of the command, with their exit code.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A failure to start. clap reports wrong options by itself, with exit code 2.
pub(crate) enum Failure {
    /// The operating system does not let the process listen for signals.
    Signals(io::Error),
    /// A key that nothing can be signed with.
    Key(String),
    /// The seed, or the state of the last run, can't be used.
    Seed { path: PathBuf, reason: String },
    /// The seed has no merchant.
    NoMerchant,
    /// The state can't be written.
    State { path: PathBuf, error: io::Error },
    /// The address can't be listened on.
    Listen { address: String, error: io::Error },
}

impl Failure {
    pub(crate) fn listen(address: &str, error: io::Error) -> Self {
        Self::Listen { address: address.to_owned(), error }
    }

    pub(crate) fn seed(path: &Path, reason: impl ToString) -> Self {
        Self::Seed { path: path.to_owned(), reason: reason.to_string() }
    }

    pub(crate) fn state(path: &Path, error: io::Error) -> Self {
        Self::State { path: path.to_owned(), error }
    }

    /// Writes the failure to the standard error output and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let _ = writeln!(io::stderr(), "error: {self}");
        ExitCode::from(match self {
            Self::Signals(_) => 1,
            Self::Key(_) => 2,
            Self::Listen { .. } => 3,
            Self::Seed { .. } | Self::NoMerchant => 4,
            Self::State { .. } => 5,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signals(error) => write!(f, "can't listen for Ctrl-C: {error}"),
            Self::Key(reason) => f.write_str(reason),
            Self::NoMerchant => f.write_str("merchants: must not be empty"),
            Self::Seed { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::State { path, error } => write!(f, "can't write {}: {error}", path.display()),
            Self::Listen { address, error } if error.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "the address {address} is in use; choose another one with --listen, or a free port with :0")
            }
            Self::Listen { address, error } => write!(f, "can't listen on {address}: {error}"),
        }
    }
}
