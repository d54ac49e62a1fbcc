//! Starting and ending the emulator from a shell.

mod arguments;
mod banner;
mod failure;
mod shutdown;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use craftgate_emulator::{Emulator, Server};

use arguments::Arguments;
use banner::Banner;
use failure::Failure;
use shutdown::Shutdown;

/// Serves until the process is told to end.
pub(crate) fn run() -> ExitCode {
    match serve(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn serve(arguments: &Arguments) -> Result<(), Failure> {
    // Before the first line is printed, so that whoever waits for it can end the process cleanly.
    let shutdown = Shutdown::listen().map_err(Failure::Signals)?;
    let emulator = emulator(arguments)?;
    let mut server = Server::builder(emulator).allow_remote(arguments.allow_remote);
    if let Some(url) = &arguments.public_url {
        server = server.public_url(url);
    }
    let server = server.bind(&arguments.listen).map_err(|error| Failure::listen(&arguments.listen, error))?;

    let banner = Banner::new(server.url(), &arguments.keys);
    let text = if arguments.print_json { banner.json() } else { banner.to_string() };
    // Whoever closed the output doesn't want to read it, and may still want the emulator.
    let _ = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
    shutdown.wait();
    Ok(())
}

fn emulator(arguments: &Arguments) -> Result<Emulator, Failure> {
    let keys = &arguments.keys;
    let emulator = Emulator::builder()
        .api_key(keys.api_key.as_str())
        .secret_key(keys.secret_key.as_str())
        .callback_key(keys.callback_key.as_str())
        .webhook_key(keys.webhook_key.as_str())
        .build();
    emulator.credentials().map_err(|error| Failure::Key(error.to_string()))?;
    emulator.callback_key().map_err(|error| Failure::Key(format!("the callback key: {error}")))?;
    emulator.webhook_key().map_err(|error| Failure::Key(format!("the webhook key: {error}")))?;
    Ok(emulator)
}
