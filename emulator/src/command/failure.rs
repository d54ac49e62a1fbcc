//! Why the emulator does not run, with the exit code.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// A failure to start. clap reports wrong options by itself, with exit code 2.
pub(crate) enum Failure {
    /// The operating system does not let the process listen for signals.
    Signals(io::Error),
    /// A key that nothing can be signed with.
    Key(String),
    /// The address can't be listened on.
    Listen { address: String, error: io::Error },
}

impl Failure {
    pub(crate) fn listen(address: &str, error: io::Error) -> Self {
        Self::Listen { address: address.to_owned(), error }
    }

    /// Writes the failure to the standard error output and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let _ = writeln!(io::stderr(), "error: {self}");
        ExitCode::from(match self {
            Self::Signals(_) => 1,
            Self::Key(_) => 2,
            Self::Listen { .. } => 3,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signals(error) => write!(f, "can't listen for Ctrl-C: {error}"),
            Self::Key(reason) => f.write_str(reason),
            Self::Listen { address, error } if error.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "the address {address} is in use; choose another one with --listen, or a free port with :0")
            }
            Self::Listen { address, error } => write!(f, "can't listen on {address}: {error}"),
        }
    }
}
