//! Payments through a file that travels: one machine stores them and has neither a connection nor Craftgate's keys, another
//! one sends them, and the first reads the results.
//!
//! Without arguments it runs all roles, each as a process of its own, against the emulator:
//!
//! ```text
//! air_gap shop store <file> <order> <card>    store a payment
//! air_gap sender <file> <craftgate>           send what waits, until all is decided
//! air_gap shop read <file>                    read the results
//! ```

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};
use std::thread;
use std::time::Duration;

use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, Payment, PaymentItem,
};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::from_fn;
use craftgate_core::{Client, Credentials, Currency, Environment, Protocol, Request, Transport};
use craftgate_emulator::{API_KEY, Emulator, SECRET_KEY, Server};
use craftgate_outbox::{EncryptionKeys, NewCall, Outbox, Sqlite, State, Step, StoredCall, Worker};
use craftgate_ureq::UreqTransport;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const APPROVED_CARD: &str = "5258640000000001";
const DECLINED_CARD: &str = "5100050000006661";

/// Short, so that the example is. In production it is longer than any call takes: the default is five minutes.
const LEASE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        [] => all_roles(),
        ["shop", "store", file, order, card] => store(file, order, card),
        ["shop", "read", file] => read(file),
        ["sender", file, craftgate] => send(file, craftgate, UreqTransport::new()),
        ["sender", file, craftgate, "dies"] => {
            let transport = UreqTransport::new();
            send(file, craftgate, from_fn(|request| die_after_sending(&transport, request)))
        }
        _ => Err("invalid arguments: see the documentation of this example".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn outbox(file: &str) -> Outcome<Outbox<Sqlite>> {
    // Both machines have it, and nobody on the way. For real it comes from where secrets are kept.
    let keys = EncryptionKeys::new("2026-03", *b"thirty-two random bytes, please!");
    Ok(Outbox::install(Sqlite::open(file)?)?.encryption_keys(keys))
}

/// The shop's machine.
fn store(file: &str, order: &str, card: &str) -> Outcome {
    outbox(file)?.enqueue(&NewCall::new(order, payment(order, card)?))?;
    println!("   {order} is stored");
    Ok(())
}

fn payment(order: &str, card: &str) -> Result<CreatePayment, CardExpiryError> {
    let price = Decimal::new(10010, 2);
    let card = Card::new("Gülşah Işık", CardNumber::new(card), CardExpiry::new(2044, 7)?, "000");
    let items = [PaymentItem::new(price).name("Gümüş tepsi")];
    Ok(CreatePayment::new(Amounts::same(price), Currency::Try, 1, items).card(card).conversation_id(order))
}

fn read(file: &str) -> Outcome {
    let mut outbox = outbox(file)?;
    for state in [State::Pending, State::Unknown, State::Done, State::Rejected, State::NotSent] {
        for stored in outbox.list(state, 0, 100)? {
            let stored = stored?;
            println!("   {}: {}", stored.idempotency_key, describe(&stored)?);
            if state.is_decided() {
                outbox.delete(&stored.idempotency_key)?;
            }
        }
    }
    Ok(())
}

fn describe(stored: &StoredCall) -> Outcome<String> {
    Ok(match stored.state {
        State::Done => {
            let payment: Payment = stored.output()?;
            format!("payment {} is {}", payment.id, payment.payment_status)
        }
        State::Pending if stored.lease_owner.is_some() => "taken by a worker, which says nothing".to_owned(),
        State::Rejected => {
            let error: serde_json::Value = stored.error.as_ref().ok_or("no error")?.deserialize()?;
            format!("{} ({})", State::Rejected, error.get("group").map(ToString::to_string).unwrap_or_default())
        }
        state => state.to_string(),
    })
}

/// The machine with a connection and Craftgate's keys.
fn send(file: &str, craftgate: &str, transport: impl Transport) -> Outcome {
    let protocol = Protocol::new(Credentials::new(API_KEY, SECRET_KEY)?, Environment::custom(craftgate)?);
    let client = Client::new(protocol, transport, craftgate_ureq::random_key);
    let mut worker = Worker::new(outbox(file)?, client).lease(LEASE);
    while worker.outbox().counts()?.iter().flatten().any(|it| !it.state.is_decided()) {
        match worker.step()? {
            Step::Saved { idempotency_key, state, .. } => {
                println!("   process {}: {idempotency_key} is {state}", process::id());
            }
            _ => thread::sleep(Duration::from_millis(100)),
        }
    }
    Ok(())
}

fn die_after_sending(
    transport: &UreqTransport,
    request: Request,
) -> Result<craftgate_core::Response, craftgate_core::TransportError> {
    transport.send(request)?;
    println!("   process {} has sent a payment, and dies before it has written anything down", process::id());
    process::abort()
}

/// Runs all roles, one after the other.
fn all_roles() -> Outcome {
    let server = Server::start(Emulator::new())?;
    let folder = Folder::new()?;
    let (shop, sender) = (folder.file("shop.db"), folder.file("sender.db"));
    println!("Craftgate emulator at {}", server.url());

    println!("\n1. The shop stores two payments in a file, encrypted");
    run(&["shop", "store", &shop, "siparis-17", APPROVED_CARD])?;
    run(&["shop", "store", &shop, "siparis-18", DECLINED_CARD])?;
    println!("\n2. The file travels, and another machine sends them");
    fs::rename(&shop, &sender)?;
    run(&["sender", &sender, &server.url()])?;
    println!("\n3. The file travels back, and the shop reads the results");
    fs::rename(&sender, &shop)?;
    run(&["shop", "read", &shop])?;

    println!("\n4. A third payment, and a worker that dies");
    run(&["shop", "store", &shop, "siparis-19", APPROVED_CARD])?;
    ensure(run(&["sender", &shop, &server.url(), "dies"]).is_err(), "the sender dies")?;
    run(&["shop", "read", &shop])?;
    println!("\n5. The next worker waits for the lease's end, and finds out what became of it");
    run(&["sender", &shop, &server.url()])?;
    run(&["shop", "read", &shop])?;

    let client = craftgate_ureq::client(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let payments = client.call(&SearchPayments::new().conversation_id("siparis-19")).send()?;
    ensure(payments.items.len() == 1, "siparis-19 is paid once")?;
    println!("\nsiparis-19 has one payment. SUCCESS");
    Ok(())
}

/// Runs a role as a process and waits for it.
fn run(role: &[&str]) -> Outcome {
    ensure(Command::new(env::current_exe()?).args(role).status()?.success(), "the process succeeds")
}

fn ensure(holds: bool, what: &str) -> Outcome {
    if holds { Ok(()) } else { Err(format!("expected: {what}").into()) }
}

/// A folder that is deleted on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Outcome<Self> {
        let path = env::temp_dir().join(format!("craftgate-air-gap-{}", process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    fn file(&self, name: &str) -> String {
        Path::new(&self.0).join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}
