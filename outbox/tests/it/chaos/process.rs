//! A worker as a process of its own: this test program, started with an environment variable.

use std::cell::Cell;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use std::{env, fs, process, thread};

use craftgate_core::{Client, Credentials, Environment, Protocol};
use craftgate_emulator::{API_KEY, SECRET_KEY};
use craftgate_outbox::{Outbox, Step, Worker};
use craftgate_ureq::UreqTransport;

use crate::support::database::{FaultyStore, StoreFault, connect};
use crate::support::{Fault, Network, keys};

const VARIABLE: &str = "CRAFTGATE_OUTBOX_TEST_WORKER";

/// What a worker is to do.
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) database: String,
    pub(crate) craftgate: String,
    pub(crate) folder: PathBuf,
    pub(crate) seed: u64,
}

impl Job {
    /// Starts a process that does it, for as long as this one lives.
    pub(crate) fn start(&self) -> Child {
        let folder = self.folder.to_str().unwrap();
        let job = [&*self.name, &*self.database, &*self.craftgate, folder, &*self.seed.to_string()].join("|");
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "chaos::process::worker_process", "--ignored", "--nocapture"]).env(VARIABLE, job);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn from_env() -> Option<Self> {
        let job = env::var(VARIABLE).ok()?;
        let [name, database, craftgate, folder, seed] = job.split('|').collect::<Vec<_>>()[..] else { return None };
        let [name, database, craftgate] = [name, database, craftgate].map(str::to_owned);
        Some(Self { name, database, craftgate, folder: folder.into(), seed: seed.parse().ok()? })
    }

    /// The time at which it found nothing to do, if it has not found anything since.
    pub(crate) fn idles_at(&self) -> Option<i64> {
        fs::read_to_string(self.idle_file()).ok()?.parse().ok()
    }

    fn idle_file(&self) -> PathBuf {
        self.folder.join(format!("idle-{}", self.name))
    }

    fn worker(&self) -> Worker<FaultyStore<crate::support::Store>, Network<UreqTransport>> {
        let random = Random::new(self.seed);
        let faults = Box::new(move || match random.below(100) {
            0 => StoreFault::LostBefore,
            1 => StoreFault::LostAfter,
            _ => StoreFault::None,
        });
        let database = self.database.replace("user=", "application_name=worker user=");
        let (store, folder) = (FaultyStore { inner: connect(&database), faults }, self.folder.clone());
        let outbox = Outbox::open(store).unwrap().encryption_keys(keys()).clock(move || read_clock(&folder));

        let random = Mutex::new(Random::new(self.seed ^ 1));
        let network = Network::with_faults(UreqTransport::new(), move || {
            let random = random.lock().unwrap();
            match random.below(200) {
                0 => Fault::Killed { after_work: false },
                1 => Fault::Killed { after_work: true },
                2..60 => Fault::ALL[random.index(Fault::ALL.len())],
                _ => Fault::None,
            }
        });
        let credentials = Credentials::new(API_KEY, SECRET_KEY).unwrap();
        let protocol = Protocol::new(credentials, Environment::custom(&self.craftgate).unwrap());
        Worker::new(outbox, Client::new(protocol, network, craftgate_ureq::random_key)).name(&*self.name)
    }

    fn work(&self) -> ! {
        let (mut worker, mut is_idle) = (self.worker(), false);
        loop {
            let time = read_clock(&self.folder);
            let step = worker.step();
            match step {
                Ok(Step::Idle) => {
                    is_idle = true;
                    write(&self.idle_file(), time);
                    thread::sleep(Duration::from_millis(10));
                }
                _ if is_idle => {
                    is_idle = false;
                    fs::remove_file(self.idle_file()).unwrap();
                }
                _ => {}
            }
        }
    }
}

#[test]
#[ignore = "a process of the other tests"]
fn worker_process() {
    let Some(job) = Job::from_env() else { return };
    // Where a fault kills the process, and where the database can't be connected to, nothing is cleaned up.
    std::panic::set_hook(Box::new(|_| process::abort()));
    thread::spawn(|| {
        // Ends with the test that started it.
        std::io::stdin().read_exact(&mut [0]).ok();
        process::abort()
    });
    job.work()
}

fn clock_file(folder: &Path) -> PathBuf {
    folder.join("clock")
}

pub(crate) fn write_clock(folder: &Path, millis: i64) {
    write(&clock_file(folder), millis);
}

fn read_clock(folder: &Path) -> i64 {
    fs::read_to_string(clock_file(folder)).unwrap().parse().unwrap()
}

/// Writes a number, so that nobody reads half of it.
fn write(path: &Path, number: i64) {
    let draft = path.with_extension("draft");
    fs::write(&draft, number.to_string()).unwrap();
    fs::rename(&draft, path).unwrap();
}

/// Reproducible numbers (SplitMix64).
pub(crate) struct Random(Cell<u64>);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    pub(crate) fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(crate) fn index(&self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap()
    }
}
