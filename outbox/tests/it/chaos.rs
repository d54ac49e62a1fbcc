//! Eight worker processes, killed at any moment, over a real network and a real database that fail: no duplicate
//! payment, none lost, every one decided.
//!
//! Time is a number in a file, which moves on only when every worker has found nothing to do.

mod process;

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use craftgate_core::payment::Payment;
use craftgate_emulator::{Emulator, Server};
use craftgate_outbox::{Outbox, State};

use crate::support::database::Folder;
use crate::support::{APPROVED_CARD, DECLINED_CARD, Database, Store, TestClock, call, keys, payments};
use process::{Job, Random};

const WORKERS: usize = 8;

/// When the test counts as hung. Nothing else depends on real time.
const HUNG: Duration = Duration::from_secs(30 * 60);

#[test]
fn payments_survive_everything_on_sqlite() {
    Chaos::new(Database::sqlite()).run(150);
}

#[cfg(feature = "postgres")]
#[test]
fn ten_thousand_payments_survive_everything_on_postgres() {
    Chaos::new(Database::postgres()).run(10_000);
}

/// Every seventh card is declined.
fn card(number: usize) -> &'static str {
    if number % 7 == 3 { DECLINED_CARD } else { APPROVED_CARD }
}

struct Chaos {
    database: Database,
    server: Server,
    folder: Folder,
    clock: TestClock,
    random: Random,
    workers: Vec<(Job, Child)>,
    started: u64,
}

impl Chaos {
    fn new(database: Database) -> Self {
        let (server, folder) = (Server::start(Emulator::new()).unwrap(), Folder::new());
        let (clock, random) = (TestClock::new(), Random::new(17));
        Self { database, server, folder, clock, random, workers: Vec::new(), started: 0 }
    }

    fn run(mut self, count: usize) {
        process::write_clock(self.folder.path(), self.clock.now());
        let mut outbox = self.outbox();
        for number in 0..count {
            outbox.enqueue(&call(&format!("siparis-{number}"), card(number))).unwrap();
        }
        self.work(&mut outbox, count);
        let deaths = self.started - WORKERS as u64;
        for (_, worker) in &mut self.workers {
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        assert!(deaths >= 3, "only {deaths} workers died");
        self.check(&mut outbox, count);
    }

    fn outbox(&self) -> Outbox<Store> {
        let clock = self.clock.clone();
        Outbox::install(self.database.store()).unwrap().encryption_keys(keys()).clock(move || clock.now())
    }

    /// Lets the workers work, kills one after every fiftieth of the calls, and moves the clock.
    fn work(&mut self, outbox: &mut Outbox<Store>, count: usize) {
        let start = Instant::now();
        let (step, mut next_death) = (count as u64 / 50 + 1, 10);
        loop {
            self.replace_the_dead();
            let counts: Vec<_> = outbox.counts().unwrap().into_iter().map(Result::unwrap).collect();
            let decided: u64 = counts.iter().filter(|it| it.state.is_decided()).map(|it| it.calls).sum();
            if decided == count as u64 {
                return;
            }
            if decided >= next_death {
                next_death = decided + step;
                self.kill_one();
            }
            if self.workers.iter().all(|(job, _)| job.idles_at() == Some(self.clock.now())) {
                self.move_clock();
            }
            assert!(start.elapsed() < HUNG, "{counts:?}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn replace_the_dead(&mut self) {
        self.workers.retain_mut(|(_, worker)| worker.try_wait().unwrap().is_none());
        while self.workers.len() < WORKERS {
            self.started += 1;
            let job = Job {
                name: format!("w{}", self.started),
                database: self.database.address(),
                craftgate: self.server.url(),
                folder: self.folder.path().to_owned(),
                seed: self.random.next(),
            };
            let worker = job.start();
            self.workers.push((job, worker));
        }
    }

    /// `SIGKILL`, or a lost connection to the database.
    fn kill_one(&mut self) {
        let index = self.random.index(WORKERS);
        self.workers[index].1.kill().unwrap();
        self.workers[index].1.wait().unwrap();
        #[cfg(feature = "postgres")]
        if let Database::Postgres(_) = self.database {
            self.database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = 'worker' ORDER BY random() LIMIT 1",
            );
        }
    }

    /// Moves the clock to the next moment at which there is something to do.
    fn move_clock(&mut self) {
        let due = "SELECT min(due_at) FROM craftgate_call WHERE state IN ('PENDING', 'UNKNOWN')";
        if let Some(due) = self.database.query_integer(due) {
            self.clock.advance_to(due);
            process::write_clock(self.folder.path(), self.clock.now());
        }
    }

    fn check(&self, outbox: &mut Outbox<Store>, count: usize) {
        let mut done = 0;
        for number in 0..count {
            let key = format!("siparis-{number}");
            let stored = outbox.find(&key).unwrap().unwrap();
            let payments = payments(self.server.emulator(), &key);
            crate::model::check_call(&stored, &payments, card(number));
            done += usize::from(stored.state == State::Done && stored.output::<Payment>().is_ok());
        }
        assert!(done > count / 2, "{done} of {count}");
    }
}
