//! The command `craftgate-emulator`: a local Craftgate until Ctrl-C.
#![forbid(unsafe_code)]

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
