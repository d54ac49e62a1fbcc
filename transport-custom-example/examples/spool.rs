//! Payments through files: one process signs and stores requests, another sends them, the first reads the results.
//!
//! Without arguments it runs all roles, each as a separate process, against the emulator:
//!
//! ```text
//! spool merchant submit <folder> <craftgate>   sign and store two payments
//! spool sender <folder>                        send waiting requests over HTTP
//! spool merchant read <folder> <craftgate>     read the results
//! ```

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

use craftgate_core::payment::{Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Credentials, Currency, Environment, Protocol, Transport as _};
use craftgate_custom_transports::random_key;
use craftgate_custom_transports::spool::{PendingCall, Spool, State};
use craftgate_emulator::{API_KEY, Emulator, SECRET_KEY, Server};
use craftgate_ureq::UreqTransport;

type Step<T = ()> = Result<T, Box<dyn Error>>;

const APPROVED_CARD: &str = "5258640000000001";
const DECLINED_CARD: &str = "5100050000006661";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        [] => all_roles(),
        ["merchant", step, folder, craftgate] => merchant(step, folder, craftgate),
        ["sender", folder] => sender(folder, false),
        ["sender", folder, "crash"] => sender(folder, true),
        _ => Err("invalid arguments: see the documentation of this example".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("FAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The merchant's process, which has the keys and no connection.
fn merchant(step: &str, folder: &str, craftgate: &str) -> Step {
    let spool = Spool::open(folder)?;
    let protocol = Protocol::new(Credentials::new(API_KEY, SECRET_KEY)?, Environment::custom(craftgate)?);
    match step {
        "submit" => {
            for (key, card) in [("siparis-17", APPROVED_CARD), ("siparis-18", DECLINED_CARD)] {
                spool.submit(&protocol, &PendingCall::new(payment(key, card)?, key).language("tr"), &random_key()?)?;
            }
        }
        "submit-another" => {
            spool.submit(
                &protocol,
                &PendingCall::new(payment("siparis-19", APPROVED_CARD)?, "siparis-19"),
                &random_key()?,
            )?;
        }
        "retry" => spool.retry::<CreatePayment>(&protocol, "siparis-19", &random_key()?)?,
        "read" => {
            for key in spool.keys()? {
                let state = spool.state::<CreatePayment>(&protocol, &key)?;
                println!("   {key}: {}", describe(&state));
                if matches!(state, State::Completed(_)) {
                    // The result is processed, so the card number is no longer needed.
                    spool.delete(&key)?;
                }
            }
        }
        _ => return Err("the merchant can submit, retry or read".into()),
    }
    Ok(())
}

fn payment(order: &str, card: &str) -> Result<CreatePayment, CardExpiryError> {
    let price = Decimal::new(10010, 2);
    let card = Card::new("Gülşah Işık", CardNumber::new(card), CardExpiry::new(2044, 7)?, "000");
    let items = [PaymentItem::new(price).name("Gümüş tepsi")];
    Ok(CreatePayment::new(Amounts::same(price), Currency::Try, 1, items).card(card).conversation_id(order))
}

fn describe(state: &State<craftgate_core::payment::Payment>) -> String {
    match state {
        State::Completed(Ok(payment)) => {
            format!(
                "payment {} is {}, {} TRY",
                payment.id,
                payment.payment_status,
                payment.paid_price.unwrap_or_default()
            )
        }
        State::Completed(Err(error)) => error.to_string(),
        State::Claimed => "claimed by a sender, without a result: unknown".to_owned(),
        _ => "not sent yet".to_owned(),
    }
}

/// The sender's process, which has a connection and no keys.
fn sender(folder: &str, crashes: bool) -> Step {
    let spool = Spool::open(folder)?;
    let transport = UreqTransport::new();
    while let Some(claim) = spool.claim()? {
        println!("   process {} sends {} {}", process::id(), claim.request().method(), claim.request().uri().path());
        if crashes {
            transport.send(claim.request().clone())?;
            println!("   … and crashes before it stores the response");
            #[expect(clippy::exit, reason = "simulates a crash")]
            process::exit(1);
        }
        claim.send(&transport)?;
    }
    Ok(())
}

/// Runs all roles, one after the other.
fn all_roles() -> Step {
    let server = Server::start(Emulator::new())?;
    let folder = Folder(env::temp_dir().join(format!("craftgate-spool-{}", process::id())));
    println!("Craftgate emulator at {}, the spool in {}", server.url(), folder.0.display());
    let run = |role: &[&str]| run_process(role, &folder.0, &server.url());

    println!("\n1. The merchant signs and stores two payments");
    run(&["merchant", "submit"])?;
    println!("\n2. Another process sends them");
    run(&["sender"])?;
    println!("\n3. The merchant restarts and reads the results");
    run(&["merchant", "read"])?;

    println!("\n4. A third payment, and a sender that crashes");
    run(&["merchant", "submit-another"])?;
    ensure(run(&["sender", "crash"]).is_err(), "the sender crashes")?;
    run(&["merchant", "read"])?;

    println!("\n5. A retry with the same idempotency key and a new signature");
    run(&["merchant", "retry"])?;
    run(&["sender"])?;
    run(&["merchant", "read"])?;

    let client = craftgate_ureq::client(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let payments = client.call(&SearchPayments::new().conversation_id("siparis-19")).send()?;
    ensure(payments.items.len() == 1, "two attempts made one payment")?;
    ensure(Spool::open(&folder.0)?.keys()?.is_empty(), "the spool is empty")?;
    println!("\nsiparis-19 has one payment. SUCCESS");
    Ok(())
}

/// Runs a role as a process and waits for it.
fn run_process(role: &[&str], folder: &Path, craftgate: &str) -> Step {
    let mut command = Command::new(env::current_exe()?);
    match role {
        ["merchant", step] => command.args(["merchant", step]).arg(folder).arg(craftgate),
        ["sender", how @ ..] => command.arg("sender").arg(folder).args(how),
        _ => return Err("unknown role".into()),
    };
    ensure(command.status()?.success(), "the process succeeds")
}

fn ensure(holds: bool, what: &str) -> Step {
    if holds { Ok(()) } else { Err(format!("expected: {what}").into()) }
}

/// A folder that is deleted on drop.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}
