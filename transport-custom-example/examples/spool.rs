//! Payments through files: one process signs and writes down, another one sends, the first reads the answers.
//!
//! Run without arguments it plays all parts, each as a process of its own, with the emulator for Craftgate:
//!
//! ```text
//! spool merchant submit <folder> <craftgate>   sign two payments and write them down
//! spool sender <folder>                        send what is waiting, over HTTP
//! spool merchant read <folder> <craftgate>     read what became of the payments
//! ```

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Credentials, Currency, Environment, Protocol, Transport as _};
use craftgate_custom_transports::random_key;
use craftgate_custom_transports::spool::{Intent, Spool, State};
use craftgate_emulator::{API_KEY, Emulator, SECRET_KEY, Server};
use craftgate_ureq::UreqTransport;

type Step<T = ()> = Result<T, Box<dyn Error>>;

const GOOD_CARD: &str = "5258640000000001";
const POOR_CARD: &str = "5100050000006661";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => all_parts(),
        ["merchant", step, folder, craftgate] => merchant(step, folder, craftgate),
        ["sender", folder] => sender(folder, false),
        ["sender", folder, "dies"] => sender(folder, true),
        _ => Err("see the first lines of this example for its arguments".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("FAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The merchant's process: it has the keys, and no connection.
fn merchant(step: &str, folder: &str, craftgate: &str) -> Step {
    let spool = Spool::open(folder)?;
    let protocol = Protocol::new(Credentials::new(API_KEY, SECRET_KEY)?, Environment::custom(craftgate)?);
    match step {
        "submit" => {
            for (key, card) in [("siparis-17", GOOD_CARD), ("siparis-18", POOR_CARD)] {
                spool.submit(&protocol, &Intent::new(payment(key, card), key).language("tr"), &random_key()?)?;
            }
        }
        "submit-another" => {
            spool.submit(&protocol, &Intent::new(payment("siparis-19", GOOD_CARD), "siparis-19"), &random_key()?)?;
        }
        "repeat" => spool.repeat::<CreatePayment>(&protocol, "siparis-19", &random_key()?)?,
        "read" => {
            for key in spool.keys()? {
                let state = spool.state::<CreatePayment>(&protocol, &key)?;
                println!("   {key}: {}", in_words(&state));
                if matches!(state, State::Answered(_)) {
                    // It is in the books now, and the card's number has no business on the disk any more.
                    spool.forget(&key)?;
                }
            }
        }
        _ => return Err("the merchant submits, repeats or reads".into()),
    }
    Ok(())
}

fn payment(order: &str, card: &str) -> CreatePayment {
    let price = Decimal::new(10010, 2);
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
        .card(Card::new("Gülşah Işık", card, "2044", "07", "000"))
        .conversation_id(order)
}

fn in_words(state: &State<craftgate_core::payment::Payment>) -> String {
    match state {
        State::Answered(Ok(payment)) => {
            format!(
                "payment {} is {}, {} TRY",
                payment.id,
                payment.payment_status,
                payment.paid_price.unwrap_or_default()
            )
        }
        State::Answered(Err(error)) => error.to_string(),
        State::Claimed => "a sender took it and has not answered: unknown".to_owned(),
        _ => "not sent yet".to_owned(),
    }
}

/// The sender's process: it has a connection, and no keys.
fn sender(folder: &str, dies: bool) -> Step {
    let spool = Spool::open(folder)?;
    let transport = UreqTransport::new();
    while let Some(claim) = spool.claim()? {
        println!("   process {} sends {} {}", process::id(), claim.request().method(), claim.request().uri().path());
        if dies {
            transport.send(claim.request().clone())?;
            println!("   … and is gone before it can write the answer down");
            #[expect(clippy::exit, reason = "a crash ends a process where it stands")]
            process::exit(1);
        }
        claim.send(&transport)?;
    }
    Ok(())
}

/// Everybody, one after the other.
fn all_parts() -> Step {
    let server = Server::start(Emulator::new())?;
    let folder = Folder(env::temp_dir().join(format!("craftgate-spool-{}", process::id())));
    println!("Craftgate's emulator at {}, the spool in {}", server.url(), folder.0.display());
    let run = |part: &[&str]| part_of_its_own(part, &folder.0, &server.url());

    println!("\n1. The merchant signs two payments and writes them down");
    run(&["merchant", "submit"])?;
    println!("\n2. Another process sends them");
    run(&["sender"])?;
    println!("\n3. The merchant starts again and reads the answers");
    run(&["merchant", "read"])?;

    println!("\n4. A third payment, and a sender that dies with it");
    run(&["merchant", "submit-another"])?;
    ensure(run(&["sender", "dies"]).is_err(), "the sender dies")?;
    run(&["merchant", "read"])?;

    println!("\n5. The same once more: the same idempotency key, a signature of its own");
    run(&["merchant", "repeat"])?;
    run(&["sender"])?;
    run(&["merchant", "read"])?;

    let client = craftgate_ureq::client(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let payments = client.call(&SearchPayments::new().conversation_id("siparis-19")).send()?;
    ensure(payments.items.len() == 1, "two attempts made one payment")?;
    ensure(Spool::open(&folder.0)?.keys()?.is_empty(), "nothing is left in the spool")?;
    println!("\nOf siparis-19 there is one payment. SUCCESS");
    Ok(())
}

/// Runs a part of this example as a process, and waits for it.
fn part_of_its_own(part: &[&str], folder: &Path, craftgate: &str) -> Step {
    let mut command = Command::new(env::current_exe()?);
    match part {
        ["merchant", step] => command.args(["merchant", step]).arg(folder).arg(craftgate),
        ["sender", how @ ..] => command.arg("sender").arg(folder).args(how),
        _ => return Err("no such part".into()),
    };
    ensure(command.status()?.success(), "the process ends well")
}

fn ensure(holds: bool, what: &str) -> Step {
    if holds { Ok(()) } else { Err(format!("expected: {what}").into()) }
}

/// A folder that goes when the example ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}
