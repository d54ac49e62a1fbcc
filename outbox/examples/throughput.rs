//! Payments a second through an outbox, beside plain sending, as a table in Markdown.
//!
//! ```text
//! throughput                                      SQLite, in a file of the temporary folder
//! throughput host=/run/postgresql user=shop …     and PostgreSQL, in an empty database
//! ```
//!
//! The emulator works in this process. In the first table it responds at once, which shows what an outbox costs; in the second
//! one it takes as long as a fast bank, which shows how workers share the work.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Currency, Environment, Protocol, Request, Response, Transport, TransportError};
use craftgate_emulator::Emulator;
use craftgate_outbox::{EncryptionKeys, NewCall, Outbox, Sqlite, Store, Worker};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

const WORKERS: [u32; 4] = [1, 2, 4, 8];

/// A fast bank's time.
const BANK: Duration = Duration::from_millis(100);

/// An emulator behind a bank that takes its time.
#[derive(Clone)]
struct Bank {
    emulator: Emulator,
    time: Duration,
}

impl Transport for Bank {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        thread::sleep(self.time);
        self.emulator.send(request)
    }
}

impl Bank {
    fn client(&self) -> Outcome<Client<Self>> {
        let protocol = Protocol::new(self.emulator.credentials()?, Environment::Sandbox);
        Ok(Client::new(protocol, self.clone(), craftgate_ureq::random_key))
    }
}

/// Where calls wait.
enum Queue {
    None,
    Sqlite(PathBuf),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Queue {
    fn name(&self) -> &'static str {
        match self {
            Self::None => "sent at once, without an outbox",
            Self::Sqlite(_) => "SQLite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    fn store(&self) -> Outcome<Option<Box<dyn Store + Send>>> {
        Ok(match self {
            Self::None => None,
            Self::Sqlite(path) => Some(Box::new(Sqlite::open(path)?)),
            #[cfg(feature = "postgres")]
            Self::Postgres(parameters) => Some(Box::new(craftgate_outbox::Postgres::connect(parameters)?)),
        })
    }
}

fn main() -> Outcome {
    let file = env::temp_dir().join(format!("craftgate-throughput-{}.db", process::id()));
    let parameters = env::args().skip(1).collect::<Vec<_>>().join(" ");
    let queues =
        [Queue::None, Queue::Sqlite(file.clone())].into_iter().chain(postgres(parameters)?).collect::<Vec<_>>();
    println!("The bank takes no time:\n");
    table(&queues, Duration::ZERO, 2000)?;
    println!("\nThe bank takes {BANK:?}:\n");
    table(&queues, BANK, 200)?;
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(format!("{}{suffix}", file.display())).ok();
    }
    Ok(())
}

#[cfg(feature = "postgres")]
fn postgres(parameters: String) -> Outcome<Option<Queue>> {
    Ok((!parameters.is_empty()).then_some(Queue::Postgres(parameters)))
}

#[cfg(not(feature = "postgres"))]
fn postgres(parameters: String) -> Outcome<Option<Queue>> {
    if parameters.is_empty() { Ok(None) } else { Err("PostgreSQL needs the feature `postgres`".into()) }
}

fn table(queues: &[Queue], bank: Duration, payments: u32) -> Outcome {
    println!("| payments a second | {} |", WORKERS.map(|it| format!("workers: {it}")).join(" | "));
    println!("|---|{}", "---|".repeat(WORKERS.len()));
    for queue in queues {
        let rates = WORKERS.map(|workers| rate(queue, bank, workers, payments));
        let rates = rates.into_iter().map(|rate| rate.map(|rate| format!("{rate:.0}"))).collect::<Outcome<Vec<_>>>()?;
        println!("| {} | {} |", queue.name(), rates.join(" | "));
    }
    Ok(())
}

/// The payments a second of some workers, all of which are enqueued before.
fn rate(queue: &Queue, time: Duration, workers: u32, payments: u32) -> Outcome<f64> {
    let bank = Bank { emulator: Emulator::new(), time };
    let run = format!("{workers}-{}-{}", time.as_millis(), process::id());
    if let Some(store) = queue.store()? {
        let mut outbox = open(store)?;
        for number in 0..payments {
            let key = format!("siparis-{run}-{number}");
            outbox.enqueue(&NewCall::new(&*key, payment(&key)?))?;
        }
    }
    let start = Instant::now();
    thread::scope(|scope| {
        let share = |first| work(queue, &bank, (first..payments).step_by(workers as usize), &run);
        let threads: Vec<_> = (0..workers).map(|first| scope.spawn(move || share(first))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a worker panicked")?)
    })?;
    Ok(f64::from(payments) / start.elapsed().as_secs_f64())
}

/// Does what is in the outbox; without one, the payments of these numbers.
fn work(queue: &Queue, bank: &Bank, numbers: impl Iterator<Item = u32>, run: &str) -> Outcome {
    let client = bank.client()?;
    match queue.store()? {
        Some(store) => drop(Worker::new(open(store)?, client).drain()?),
        None => {
            for number in numbers {
                let key = format!("siparis-{run}-{number}");
                client.call(&payment(&key)?).idempotency_key(&*key).send().map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

fn open<S: Store>(store: S) -> Outcome<Outbox<S>> {
    Ok(Outbox::install(store)?.encryption_keys(EncryptionKeys::new("2026-03", [17; 32])))
}

fn payment(key: &str) -> Outcome<CreatePayment> {
    let price = Decimal::new(10010, 2);
    let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7)?, "000");
    let items = [PaymentItem::new(price).name("Gümüş tepsi")];
    Ok(CreatePayment::new(Amounts::same(price), Currency::Try, 1, items).card(card).conversation_id(key))
}
