//! The built command, with an environment of its own.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use craftgate_emulator::{API_KEY, Emulator, SECRET_KEY, Server};

/// The command with these arguments.
pub(crate) struct Craftgate {
    command: Command,
    stdin: Vec<u8>,
}

/// What the command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The command with arguments separated by spaces, and with the emulator's keys.
pub(crate) fn craftgate(args: &str) -> Craftgate {
    let mut command = Command::new(env!("CARGO_BIN_EXE_craftgate"));
    command.args(args.split(' ').filter(|arg| !arg.is_empty()));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CRAFTGATE_")) {
        command.env_remove(name);
    }
    command.env("CRAFTGATE_API_KEY", API_KEY).env("CRAFTGATE_SECRET_KEY", SECRET_KEY);
    Craftgate { command, stdin: Vec::new() }
}

impl Craftgate {
    /// One more argument, whatever is in it.
    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Calls go to this server.
    pub(crate) fn to(self, server: &Server) -> Self {
        let url = server.url();
        self.env("CRAFTGATE_ENVIRONMENT", &url)
    }

    pub(crate) fn run(mut self) -> Done {
        let command = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that ends without reading closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Done { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Done {
    /// What stood on stdout, of a command that succeeded.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// What stood on stdout as JSON, of a command that ended with this code.
    #[track_caller]
    pub(crate) fn json(&self, code: i32) -> serde_json::Value {
        assert_eq!(self.code, code, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap()
    }
}

pub(crate) fn server() -> Server {
    Server::start(Emulator::new()).unwrap()
}
