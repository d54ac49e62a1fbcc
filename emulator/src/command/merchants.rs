//! The merchants: from the command line, and from a seed or the state of the last run.

use std::fs;
use std::io;
use std::path::Path;

use craftgate_emulator::{Builder, Emulator, Seed};

use super::arguments::{Arguments, KeyArguments, ThreeDs};
use super::failure::Failure;

/// Returns the merchants' emulators.
pub(crate) fn load(arguments: &Arguments) -> Result<Vec<Emulator>, Failure> {
    let state = match &arguments.state {
        Some(path) => read_if_exists(path)?.map(|seed| (path, seed)),
        None => None,
    };
    let source = match (state, &arguments.seed) {
        (Some(state), _) => Some(state),
        (None, Some(path)) => Some((path, read(path)?)),
        (None, None) => None,
    };
    let emulators = match source {
        Some((path, seed)) => {
            let emulators = seed.into_emulators(|| builder(arguments));
            check_options(&arguments.keys, &emulators).map_err(|reason| Failure::seed(path, reason))?;
            emulators
        }
        None => vec![builder(arguments).build()],
    };
    for emulator in &emulators {
        check_keys(emulator)?;
        if let Some(time) = arguments.clock {
            emulator.set_clock(time);
        }
    }
    Ok(emulators)
}

fn builder(arguments: &Arguments) -> Builder {
    let KeyArguments { api_key, secret_key, callback_key, webhook_key } = &arguments.keys;
    let mut builder = Emulator::builder()
        .accept_partial_authentication(matches!(arguments.three_ds, ThreeDs::Half))
        .lenient(arguments.lenient);
    if let Some(key) = api_key {
        builder = builder.api_key(key.as_str());
    }
    if let Some(key) = secret_key {
        builder = builder.secret_key(key.as_str());
    }
    if let Some(key) = callback_key {
        builder = builder.callback_key(key.as_str());
    }
    if let Some(key) = webhook_key {
        builder = builder.webhook_key(key.as_str());
    }
    builder
}

fn read(path: &Path) -> Result<Seed, Failure> {
    let json = fs::read_to_string(path).map_err(|error| Failure::seed(path, error))?;
    parse(path, &json)
}

fn read_if_exists(path: &Path) -> Result<Option<Seed>, Failure> {
    match fs::read_to_string(path) {
        Ok(json) => parse(path, &json).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::seed(path, error)),
    }
}

fn parse(path: &Path, json: &str) -> Result<Seed, Failure> {
    Seed::parse(json).map_err(|error| Failure::seed(path, error))
}

/// Checks that the keys on the command line are those of the file's first merchant.
fn check_options(options: &KeyArguments, emulators: &[Emulator]) -> Result<(), String> {
    let Some(keys) = emulators.first().map(Emulator::keys) else { return Ok(()) };
    let options = [
        ("api", &options.api_key, &keys.api),
        ("secret", &options.secret_key, &keys.secret),
        ("callback", &options.callback_key, &keys.callback),
        ("webhook", &options.webhook_key, &keys.webhook),
    ];
    for (name, option, key) in options {
        if option.as_deref().is_some_and(|option| option != key.expose()) {
            return Err(format!("merchants[0].{name}Key: differs from --{name}-key"));
        }
    }
    Ok(())
}

fn check_keys(emulator: &Emulator) -> Result<(), Failure> {
    emulator.credentials().map_err(|error| Failure::Key(error.to_string()))?;
    emulator.callback_key().map_err(|error| Failure::Key(format!("the callback key: {error}")))?;
    emulator.webhook_key().map_err(|error| Failure::Key(format!("the webhook key: {error}")))?;
    Ok(())
}
