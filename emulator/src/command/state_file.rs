//! The state that is kept between runs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use craftgate_emulator::{Emulator, Seed};

use super::failure::Failure;

/// How long a change may be in memory alone.
const INTERVAL: Duration = Duration::from_secs(1);

/// A file that a thread keeps up to date.
pub(crate) struct StateFile {
    path: PathBuf,
    stop: Sender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl StateFile {
    /// Writes the state, and again whenever it has changed.
    pub(crate) fn keep(path: &Path, emulators: Vec<Emulator>) -> Result<Self, Failure> {
        // Before it is written, so that no change is taken for a written one.
        let mut written = revisions(&emulators);
        write(path, &emulators).map_err(|error| Failure::state(path, error))?;
        let (stop, stopped) = mpsc::channel();
        let file = path.to_owned();
        let keep = move || {
            loop {
                let is_stopped = stopped.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout);
                let current = revisions(&emulators);
                if current != written {
                    let result = write(&file, &emulators);
                    if is_stopped {
                        return result;
                    }
                    // It is tried again with the next change, and the last error ends in an exit code.
                    written = if result.is_ok() { current } else { written };
                }
                if is_stopped {
                    return Ok(());
                }
            }
        };
        let thread = thread::Builder::new().name("craftgate-state".to_owned()).spawn(keep);
        Ok(Self { path: path.to_owned(), stop, thread: thread.map_err(|error| Failure::state(path, error))? })
    }

    /// Writes the last changes.
    pub(crate) fn close(self) -> Result<(), Failure> {
        drop(self.stop);
        let result = self.thread.join().unwrap_or_else(|_| Err(io::Error::other("it could not be written")));
        result.map_err(|error| Failure::state(&self.path, error))
    }
}

fn revisions(emulators: &[Emulator]) -> Vec<u64> {
    emulators.iter().map(Emulator::revision).collect()
}

/// Writes a new file and puts it in the place of the old one, so that there always is a whole one.
fn write(path: &Path, emulators: &[Emulator]) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let result = create(&new).and_then(|mut file| {
        file.write_all(Seed::export(emulators).as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    if result.is_err() {
        let _ = fs::remove_file(&new);
    }
    result
}

/// Creates a file for this user alone: it has the merchants' keys.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
