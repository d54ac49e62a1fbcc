//! Keys, from the environment, a file or a command; never from the command line, where every user of the machine sees
//! them.

use std::env;
use std::fs;
use std::process::{Command, Stdio};

use craftgate_core::callback::CallbackKey;
use craftgate_core::webhook::WebhookKey;
use craftgate_core::{Credentials, Environment, Secret};
use zeroize::Zeroizing;

use crate::failure::Failure;

pub(crate) fn credentials() -> Result<Credentials, Failure> {
    let (api_key, secret_key) = (key("CRAFTGATE_API_KEY")?, key("CRAFTGATE_SECRET_KEY")?);
    Credentials::new(api_key.expose(), secret_key).map_err(Failure::bad_input)
}

/// The credentials for what signs nothing.
pub(crate) fn no_credentials() -> Result<Credentials, Failure> {
    Credentials::new("none", "none").map_err(Failure::bad_input)
}

pub(crate) fn callback_key() -> Result<CallbackKey, Failure> {
    let key = CallbackKey::new(key("CRAFTGATE_CALLBACK_KEY")?);
    key.map_err(|error| Failure::bad_input(format_args!("callback_key: {error}")))
}

pub(crate) fn webhook_key() -> Result<WebhookKey, Failure> {
    let key = WebhookKey::new(key("CRAFTGATE_WEBHOOK_KEY")?);
    key.map_err(|error| Failure::bad_input(format_args!("webhook_key: {error}")))
}

/// The environment of this name, or of `CRAFTGATE_ENVIRONMENT`; the sandbox if neither is given.
pub(crate) fn environment(name: Option<&str>) -> Result<Environment, Failure> {
    let variable = env::var("CRAFTGATE_ENVIRONMENT").ok();
    match name.or(variable.as_deref()) {
        None | Some("sandbox") => Ok(Environment::Sandbox),
        Some("production") => Ok(Environment::Production),
        Some(url) => Environment::custom(url).map_err(|error| Failure::bad_input(format_args!("environment: {error}"))),
    }
}

/// The key in the variable, or in the file or of the command that `…_FILE` or `…_COMMAND` names.
fn key(name: &str) -> Result<Secret, Failure> {
    let (file, command) = (format!("{name}_FILE"), format!("{name}_COMMAND"));
    let sources = [name, &file, &command].map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let bytes = match sources {
        [Some(key), None, None] => return Ok(Secret::from(key)),
        [None, Some(path), None] => {
            fs::read(path).map_err(|error| Failure::bad_input(format_args!("{file}: {error}")))?
        }
        [None, None, Some(line)] => output_of(&line, &command)?,
        [None, None, None] => {
            return Err(Failure::bad_input(format_args!("set {name}, {file} or {command}")));
        }
        _ => return Err(Failure::bad_input(format_args!("set only one of {name}, {file} and {command}"))),
    };
    let bytes = Zeroizing::new(bytes);
    let key = std::str::from_utf8(&bytes).map_err(|_| Failure::bad_input(format_args!("{name}: not UTF-8")))?;
    Ok(Secret::from(key.trim_end_matches(['\r', '\n'])))
}

/// Returns the output of a command of the system's shell.
fn output_of(line: &str, variable: &str) -> Result<Vec<u8>, Failure> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let output = Command::new(shell).args([flag, line]).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(Failure::bad_input(format_args!("{variable}: the command failed: {}", output.status))),
        Err(error) => Err(Failure::bad_input(format_args!("{variable}: {error}"))),
    }
}
