//! Starting and ending the emulator from a shell.

mod arguments;
mod banner;
mod failure;
mod merchants;
mod shutdown;
mod state_file;

use std::io::{self, Write as _};
use std::process::ExitCode;

use craftgate_emulator::{Server, ServerBuilder, WebhookSchedule};

use arguments::{Arguments, Schedule};
use banner::Banner;
use failure::Failure;
use shutdown::Shutdown;
use state_file::StateFile;

/// Serves until the process is told to end.
pub(crate) fn run() -> ExitCode {
    match serve(&Arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn serve(arguments: &Arguments) -> Result<(), Failure> {
    // Before the first line is printed, so that whoever waits for it can end the process cleanly.
    let shutdown = Shutdown::listen().map_err(Failure::Signals)?;
    let emulators = merchants::load(arguments)?;
    let (first, others) = emulators.split_first().ok_or(Failure::NoMerchant)?;
    let server = Server::builder(first.clone()).allow_remote(arguments.allow_remote);
    let server = others.iter().cloned().fold(server, ServerBuilder::merchant);
    let server = with_options(server, arguments)
        .bind(&arguments.listen)
        .map_err(|error| Failure::listen(&arguments.listen, error))?;
    let state = arguments.state.as_ref().map(|path| StateFile::keep(path, emulators.clone())).transpose()?;

    let banner = Banner::new(server.url(), &emulators);
    let text = if arguments.print_json { banner.json() } else { banner.to_string() };
    // Whoever closed the output doesn't want to read it, and may still want the emulator.
    let _ = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
    shutdown.wait();
    drop(server);
    state.map_or(Ok(()), StateFile::close)
}

fn with_options(mut server: ServerBuilder, arguments: &Arguments) -> ServerBuilder {
    server = server.webhook_schedule(match arguments.webhook_schedule {
        Schedule::Real => WebhookSchedule::Real,
        Schedule::Fast => WebhookSchedule::Fast,
    });
    if let Some(url) = &arguments.webhook_url {
        server = server.webhook_url(url);
    }
    if let Some(url) = &arguments.public_url {
        server = server.public_url(url);
    }
    if !arguments.quiet {
        // Nobody reads the log if it can't be written.
        server = server.log(|entry| drop(writeln!(io::stderr(), "{entry}")));
    }
    server
}
