//! `craftgate`: the Craftgate payment API on the command line.

mod args;
mod call;
mod example;
mod failure;
mod input;
mod keys;
mod operations;
mod output;
mod request;
mod resolve;
mod response;
mod sign;
mod verify;

use std::process::ExitCode;

use args::{Args, Command};
use clap::{CommandFactory as _, Parser as _};
use failure::Failure;

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Operations(args) => operations::run(&args),
        Command::Call(args) => call::run(&args),
        Command::Request(args) => request::run(&args),
        Command::Response(args) => response::run(&args),
        Command::Resolve(args) => resolve::run(&args),
        Command::Sign(args) => sign::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Completions { shell } => completions(shell),
        Command::Man { directory } => clap_mangen::generate_to(Args::command(), directory).map_err(Failure::output),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "craftgate", &mut script);
    output::write_bytes(&script)
}
