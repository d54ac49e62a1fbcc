//! The command line. Each option can also be an environment variable.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Arg, Args, CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};
use craftgate_core::chrono::{Datelike as _, NaiveDateTime};
use craftgate_core::http::Uri;

/// A local Craftgate: the payment API with test cards, 3D Secure pages and webhooks, for development and tests
#[derive(Parser)]
#[command(name = "craftgate-emulator", version)]
pub(crate) struct Arguments {
    /// The address to listen on; port 0 for a free one
    #[arg(long, env = "CRAFTGATE_EMULATOR_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:4010",
        value_parser = address)]
    pub(crate) listen: String,

    #[command(flatten)]
    pub(crate) keys: KeyArguments,

    /// A file of merchants and records to start with
    #[arg(long, env = "CRAFTGATE_EMULATOR_SEED", value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,

    /// A file to keep the state in between runs, in the format of the seed; once it exists, it replaces the seed
    #[arg(long, env = "CRAFTGATE_EMULATOR_STATE", value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// The URL to send webhooks to, over plain HTTP
    #[arg(long, env = "CRAFTGATE_EMULATOR_WEBHOOK_URL", value_name = "URL", value_parser = webhook_url)]
    pub(crate) webhook_url: Option<String>,

    /// When webhooks are repeated: after 10 s, 30 s, 3, 10 and 30 min, or in a hundredth of the time
    #[arg(long, env = "CRAFTGATE_EMULATOR_WEBHOOK_SCHEDULE", value_name = "WHICH", value_enum, default_value = "real")]
    pub(crate) webhook_schedule: Schedule,

    /// The time to start at, local to Turkey, such as 2026-11-26T14:30:00
    #[arg(long, env = "CRAFTGATE_EMULATOR_CLOCK", value_name = "TIME", value_parser = time)]
    pub(crate) clock: Option<NaiveDateTime>,

    /// Log no requests
    #[arg(long, short, env = "CRAFTGATE_EMULATOR_QUIET", value_parser = BoolishValueParser::new())]
    pub(crate) quiet: bool,

    /// Which 3D Secure authentications let a payment go on
    #[arg(long, env = "CRAFTGATE_EMULATOR_THREE_DS", value_name = "WHICH", value_enum, default_value = "full")]
    pub(crate) three_ds: ThreeDs,

    /// Accept what Craftgate's documents forbid and its official clients' samples send
    #[arg(long, env = "CRAFTGATE_EMULATOR_LENIENT", value_parser = BoolishValueParser::new())]
    pub(crate) lenient: bool,

    /// The URL by which customers reach the emulator, if it is not its address
    #[arg(long, env = "CRAFTGATE_EMULATOR_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<String>,

    /// Let other machines use the panel and the control API too
    #[arg(long, env = "CRAFTGATE_EMULATOR_ALLOW_REMOTE", value_parser = BoolishValueParser::new())]
    pub(crate) allow_remote: bool,

    /// Print the URL and the keys as one line of JSON
    #[arg(long, env = "CRAFTGATE_EMULATOR_PRINT_JSON", value_parser = BoolishValueParser::new())]
    pub(crate) print_json: bool,
}

impl Arguments {
    /// Reads the command line and the environment, or ends the process with a message.
    pub(crate) fn read() -> Self {
        let command = Self::command().mut_args(without_empty_variable);
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}

/// Takes an empty environment variable for an absent one.
fn without_empty_variable(argument: Arg) -> Arg {
    let value: Option<OsString> = argument.get_env().and_then(env::var_os);
    if value.is_some_and(|value| value.is_empty()) { argument.env(None::<&'static str>) } else { argument }
}

/// The merchant's keys. Without them, those of the seed are taken, or the default ones.
#[derive(Args)]
pub(crate) struct KeyArguments {
    /// The API key that requests are signed with [default: emulator-api-key]
    #[arg(long, env = "CRAFTGATE_EMULATOR_API_KEY", value_name = "KEY")]
    pub(crate) api_key: Option<String>,

    /// The secret key that requests are signed with [default: emulator-secret-key]
    #[arg(long, env = "CRAFTGATE_EMULATOR_SECRET_KEY", value_name = "KEY", hide_env_values = true)]
    pub(crate) secret_key: Option<String>,

    /// The merchant callback key, which 3D Secure callbacks are hashed with [default: emulator-callback-key]
    #[arg(long, env = "CRAFTGATE_EMULATOR_CALLBACK_KEY", value_name = "KEY", hide_env_values = true)]
    pub(crate) callback_key: Option<String>,

    /// The merchant hook key, which webhooks are signed with [default: emulator-webhook-key]
    #[arg(long, env = "CRAFTGATE_EMULATOR_WEBHOOK_KEY", value_name = "KEY", hide_env_values = true)]
    pub(crate) webhook_key: Option<String>,
}

/// How a 3D Secure authentication can end.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ThreeDs {
    /// Only a full authentication (mdStatus 1) lets a payment go on
    Full,
    /// A partial authentication (mdStatus 2 to 4) does too
    Half,
}

/// When webhooks are repeated.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Schedule {
    /// As Craftgate repeats them
    Real,
    /// In a hundredth of the time
    Fast,
}

/// Checks that an address is a host with a port.
fn address(address: &str) -> Result<String, &'static str> {
    match address.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(address.to_owned()),
        _ => Err("not an address with a port, such as 127.0.0.1:4010"),
    }
}

/// Checks a URL that webhooks can be sent to.
fn webhook_url(url: &str) -> Result<String, &'static str> {
    let parsed = url.parse::<Uri>().map_err(|_| "not a URL")?;
    match (parsed.scheme_str(), parsed.host()) {
        (Some("http"), Some(_)) => Ok(url.to_owned()),
        _ => Err("not an http:// URL; webhooks go over plain HTTP, to a server on your machine or network"),
    }
}

/// Checks a URL that the addresses of pages can begin with.
fn public_url(url: &str) -> Result<String, &'static str> {
    let parsed = url.parse::<Uri>().map_err(|_| "not a URL")?;
    match (parsed.scheme_str(), parsed.host(), parsed.query()) {
        (Some("http" | "https"), Some(_), None) if !url.contains('#') => Ok(url.to_owned()),
        _ => Err("not an http:// or https:// URL, or one with a query or a fragment"),
    }
}

/// Parses a time, with or without seconds, in a year that clocks can be set to.
fn time(time: &str) -> Result<NaiveDateTime, &'static str> {
    let parsed = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"].iter();
    let mut parsed = parsed.filter_map(|format| NaiveDateTime::parse_from_str(time, format).ok());
    match parsed.next() {
        Some(time) if (1970..=9999).contains(&time.year()) => Ok(time),
        Some(_) => Err("the year is not between 1970 and 9999"),
        None => Err("not a time such as 2026-11-26T14:30:00"),
    }
}
