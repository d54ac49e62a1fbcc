//! The command `craftgate-emulator`, as a process.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use serde_json::Value;

/// Returns the command with these options, without any from the environment.
pub(crate) fn command(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_craftgate-emulator"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CRAFTGATE_EMULATOR_") {
            command.env_remove(name);
        }
    }
    command.args(options).stdin(Stdio::null());
    command
}

/// Returns the output of a command that must end by itself.
pub(crate) fn output(options: &[&str]) -> Output {
    command(options).output().unwrap()
}

/// A running emulator. It is killed when the test ends.
pub(crate) struct Process {
    child: Child,
    /// Kept open, so that it can go on printing.
    output: BufReader<ChildStdout>,
    /// What it printed about itself.
    pub(crate) text: String,
}

impl Process {
    /// Starts it on a free port with these options, and waits until it serves.
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::spawn(command(options))
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        command.arg("--print-json");
        Self::wait_for(command, |_| true)
    }

    /// As [`start`](Self::start), without JSON.
    pub(crate) fn start_for_people(options: &[&str]) -> Self {
        Self::wait_for(command(options), |line| line.contains("baseUrl"))
    }

    /// Starts it and reads to the line that is the last one to wait for.
    fn wait_for(mut command: Command, is_last: impl Fn(&str) -> bool) -> Self {
        command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self { child, output, text: String::new() };
        loop {
            let mut line = String::new();
            assert!(process.output.read_line(&mut line).unwrap() > 0, "it ended after: {}", process.text);
            process.text += &line;
            if is_last(&line) {
                return process;
            }
        }
    }

    /// Returns a string of the JSON that it printed.
    pub(crate) fn field(&self, name: &str) -> String {
        let printed: Value = serde_json::from_str(&self.text).unwrap();
        printed[name].as_str().unwrap().to_owned()
    }

    pub(crate) fn url(&self) -> String {
        self.field("url")
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.url().strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// Ends it and returns what it wrote to the standard error output.
    #[cfg(unix)]
    pub(crate) fn log(mut self) -> String {
        let mut stderr = self.child.stderr.take().unwrap();
        assert_eq!(self.end("TERM").code(), Some(0));
        let mut log = String::new();
        stderr.read_to_string(&mut log).unwrap();
        log
    }

    /// Sends it a signal, such as `INT` for Ctrl-C, and returns how it ended.
    #[cfg(unix)]
    pub(crate) fn end(mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
