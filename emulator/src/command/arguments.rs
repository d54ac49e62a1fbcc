//! The command line. Each option can also be an environment variable.

use clap::{Args, Parser};
use craftgate_emulator::{API_KEY, CALLBACK_KEY, SECRET_KEY, WEBHOOK_KEY};

/// A local Craftgate: the payment API with test cards, 3D Secure pages and webhooks, for development and tests
#[derive(Parser)]
#[command(name = "craftgate-emulator", version)]
pub(crate) struct Arguments {
    /// The address to listen on; port 0 for a free one
    #[arg(long, env = "CRAFTGATE_EMULATOR_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    pub(crate) listen: String,

    #[command(flatten)]
    pub(crate) keys: KeyArguments,

    /// The URL by which customers reach the emulator, if it is not its address
    #[arg(long, env = "CRAFTGATE_EMULATOR_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// Let other machines use the panel and the control API too
    #[arg(long, env = "CRAFTGATE_EMULATOR_ALLOW_REMOTE")]
    pub(crate) allow_remote: bool,

    /// Print the URL and the keys as one line of JSON
    #[arg(long, env = "CRAFTGATE_EMULATOR_PRINT_JSON")]
    pub(crate) print_json: bool,
}

/// The merchant's keys.
#[derive(Args)]
pub(crate) struct KeyArguments {
    /// The API key that requests are signed with
    #[arg(long, env = "CRAFTGATE_EMULATOR_API_KEY", value_name = "KEY", default_value = API_KEY)]
    pub(crate) api_key: String,

    /// The secret key that requests are signed with
    #[arg(long, env = "CRAFTGATE_EMULATOR_SECRET_KEY", value_name = "KEY", default_value = SECRET_KEY, hide_env_values = true)]
    pub(crate) secret_key: String,

    /// The merchant callback key, which 3D Secure callbacks are hashed with
    #[arg(long, env = "CRAFTGATE_EMULATOR_CALLBACK_KEY", value_name = "KEY", default_value = CALLBACK_KEY, hide_env_values = true)]
    pub(crate) callback_key: String,

    /// The merchant hook key, which webhooks are signed with
    #[arg(long, env = "CRAFTGATE_EMULATOR_WEBHOOK_KEY", value_name = "KEY", default_value = WEBHOOK_KEY, hide_env_values = true)]
    pub(crate) webhook_key: String,
}
