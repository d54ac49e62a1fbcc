//! The command line.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// The Craftgate payment API on the command line.
///
/// Keys come from the environment, from a file, or from a command that prints them, and never from the command line:
/// CRAFTGATE_API_KEY, CRAFTGATE_API_KEY_FILE or CRAFTGATE_API_KEY_COMMAND, and the same for CRAFTGATE_SECRET_KEY,
/// CRAFTGATE_CALLBACK_KEY and CRAFTGATE_WEBHOOK_KEY. Calls go to Craftgate's sandbox unless --environment or
/// CRAFTGATE_ENVIRONMENT says otherwise.
///
/// Exit codes: 0 done, 1 the output could not be written, 2 bad input, 3 rejected, 4 unknown outcome, 5 not sent, 6 not
/// verified.
#[derive(Debug, Parser)]
#[command(name = "craftgate", version, about, long_about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lists the operations, or describes one with an example.
    Operations(OperationsArgs),
    /// Calls an operation.
    Call(CallArgs),
    /// Finds out what became of a call whose outcome is unknown.
    Resolve(ResolveArgs),
    /// Prints the signed request of an operation, and sends nothing.
    Request(RequestArgs),
    /// Reads a response from standard input, and prints its result or its error as JSON.
    Response(ResponseArgs),
    /// Prints the signature of a request.
    Sign(SignArgs),
    /// Verifies what was posted to the merchant, read from standard input.
    Verify(VerifyArgs),
    /// Prints a script of completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Writes the man pages into a directory.
    Man {
        /// The directory, which must exist.
        directory: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct OperationsArgs {
    /// The operation's name, such as payment::RetrievePayment, or a part of names.
    pub(crate) name: Option<String>,
}

/// An operation and its fields.
#[derive(Debug, ClapArgs)]
pub(crate) struct OperationArgs {
    /// The operation's name, such as payment::RetrievePayment.
    pub(crate) name: String,
    /// `-` or `@FILE` for the fields as JSON; `name=value` for one of them, as in `card.cardHolderName=Ayşe` or
    /// `items.0.price=10.50`; `name=@FILE` for a value in a file, as secrets need.
    pub(crate) fields: Vec<String>,
    /// Makes repeating the call safe: Craftgate does it once.
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
    /// The language of error descriptions, such as tr or en.
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// The environment: sandbox, production, or a base URL.
    #[arg(long, value_name = "WHERE")]
    pub(crate) environment: Option<String>,
    /// Shows these secret fields, such as cardToken, separated by commas.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) reveal: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CallArgs {
    #[command(flatten)]
    pub(crate) operation: OperationArgs,
    /// The format of the result.
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    pub(crate) output: Format,
    /// The columns of a table or of CSV, in this order, separated by commas: names of the result's fields.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Walks all pages of a search.
    #[arg(long)]
    pub(crate) all: bool,
    /// The maximum number of retries: of calls that were not sent, that only read, or that have an idempotency key.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) retries: u32,
}

/// The format of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// JSON with a field a line.
    Pretty,
    /// JSON with a result a line.
    Lines,
    /// A table.
    Table,
    /// Comma-separated values with a header.
    Csv,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ResolveArgs {
    /// The operation as it was called, with its idempotency key if it had one.
    #[command(flatten)]
    pub(crate) operation: OperationArgs,
    /// The maximum wait for a result, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) max_wait: u64,
    /// The time since the last attempt ended, in seconds. A call that may still arrive is not reported as not done.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) elapsed: u64,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RequestArgs {
    #[command(flatten)]
    pub(crate) operation: OperationArgs,
    /// The format of the request.
    #[arg(long, value_enum, default_value_t = RequestFormat::Http)]
    pub(crate) output: RequestFormat,
    /// The random key to sign with, instead of one of the operating system's.
    #[arg(long, value_name = "KEY")]
    pub(crate) random_key: Option<String>,
}

/// The format of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RequestFormat {
    /// The HTTP/1.1 message.
    Http,
    /// Method, URL, headers and body as JSON.
    Json,
    /// A command of curl's.
    Curl,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ResponseArgs {
    /// The operation that it responds to.
    pub(crate) name: String,
    /// The operation's fields, as for `call`, if they are known: a result about another id is then an error.
    pub(crate) fields: Vec<String>,
    /// The HTTP status.
    #[arg(long, default_value_t = 200)]
    pub(crate) status: u16,
    /// Shows these secret fields, such as cardToken, separated by commas.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) reveal: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SignArgs {
    /// The whole URL, percent-encoded as it is sent.
    pub(crate) url: String,
    /// The request's random key (x-rnd-key).
    #[arg(long, value_name = "KEY")]
    pub(crate) random_key: String,
    /// The body: `-` for standard input, or a file. None if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) body: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    #[command(subcommand)]
    pub(crate) what: Verify,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verify {
    /// A webhook's body, by CRAFTGATE_WEBHOOK_KEY.
    Webhook {
        /// The value of the header x-cg-signature-v1.
        #[arg(long, value_name = "SIGNATURE")]
        signature: String,
        /// The oldest that it may be, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
        max_age: u64,
        /// Verifies it however old it is.
        #[arg(long, conflicts_with = "max_age")]
        ignore_age: bool,
    },
    /// The form that the browser posts after 3D Secure, by CRAFTGATE_CALLBACK_KEY.
    Callback(StartedArgs),
    /// The form that the browser posts after a shopping loan's application, by CRAFTGATE_CALLBACK_KEY.
    BnplCallback(StartedArgs),
}

/// The payment that was started, kept with the order.
#[derive(Debug, ClapArgs)]
pub(crate) struct StartedArgs {
    /// The id of the payment that was started: prints the next step too.
    #[arg(long, value_name = "ID")]
    pub(crate) payment_id: Option<i64>,
    /// The conversation id that it was started with, if any.
    #[arg(long, value_name = "ID", requires = "payment_id")]
    pub(crate) conversation_id: Option<String>,
}
