//! An end-to-end flow: look up a BIN, pay with and without 3D Secure, handle a decline, refund, receive webhooks.
//!
//! Runs against the emulator over real HTTP, on a free port of this machine. If the environment has
//! `CRAFTGATE_API_KEY` and `CRAFTGATE_SECRET_KEY`, it calls Craftgate's sandbox (or `CRAFTGATE_BASE_URL`) and skips
//! the steps that need a browser or a public address.

mod merchant;

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use craftgate_core::callback::{self, NextStep};
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, InitThreeDsPayment, MdStatus, Payment,
    PaymentItem, PaymentStatus, RefundPayment, RefundPaymentTransaction, RefundStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::{self, Freshness, SIGNATURE_HEADER};
use craftgate_core::{Credentials, Currency, Environment, ErrorGroup};
use craftgate_emulator::{Emulator, Server, ThreeDsOutcome};
use craftgate_ureq::{Client, client, idempotency_key, ureq};
use merchant::Merchant;

type Step<T = ()> = Result<T, Box<dyn Error>>;

const APPROVED_CARD: &str = "4043080000000003";
const DECLINED_CARD: &str = "5100050000006661";

fn main() -> ExitCode {
    match run() {
        Ok(()) => {
            println!("\nSUCCESS");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut message = error.to_string();
            let mut cause = error.source();
            while let Some(error) = cause {
                message += &format!(": {error}");
                cause = error.source();
            }
            eprintln!("\nFAILED: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Step {
    let (client, local) = connect()?;
    look_up_the_bin(&client)?;
    let payment = pay(&client)?;
    pay_with_three_ds(&client, local.as_ref())?;
    handle_a_declined_card(&client)?;
    refund(&client, &payment)?;
    match &local {
        Some(local) => receive_webhooks(local),
        None => {
            println!("\n6. Receive webhooks\n   (skipped: webhooks need a public address)");
            Ok(())
        }
    }
}

/// The emulator and the merchant's own server, which replace the real ones.
struct Local {
    server: Server,
    merchant: Merchant,
}

fn connect() -> Step<(Client, Option<Local>)> {
    let [api_key, secret_key, base_url] =
        ["CRAFTGATE_API_KEY", "CRAFTGATE_SECRET_KEY", "CRAFTGATE_BASE_URL"].map(|name| env::var(name).ok());
    match (api_key, secret_key, base_url) {
        (Some(api_key), Some(secret_key), base_url) => {
            let environment = base_url.map_or(Ok(Environment::Sandbox), |url| Environment::custom(&url))?;
            println!("Craftgate at {environment}");
            Ok((client(Credentials::new(&api_key, secret_key)?, environment), None))
        }
        (None, None, None) => start_local(),
        _ => Err("set CRAFTGATE_API_KEY and CRAFTGATE_SECRET_KEY, or none of the CRAFTGATE variables".into()),
    }
}

fn start_local() -> Step<(Client, Option<Local>)> {
    let server = Server::start(Emulator::new())?;
    println!("Craftgate emulator at {}", server.url());
    let client = client(server.emulator().credentials()?, Environment::custom(&server.url())?);
    Ok((client, Some(Local { server, merchant: Merchant::start()? })))
}

fn look_up_the_bin(client: &Client) -> Step {
    println!("\n1. Look up the BIN");
    let bin = &APPROVED_CARD[..8];
    let card = client.call(&RetrieveBinNumber::new(bin)).send()?;
    let kind = card.card_type.ok_or("the BIN has no card type")?;
    let scheme = card.card_association.ok_or("the BIN has no scheme")?;
    println!("   {bin}: {kind}, {scheme}, {}", card.bank_name.as_deref().unwrap_or("bank not known"));

    let installments =
        client.call(&SearchInstallments::new(lira(100)).bin_number(bin).currency(Currency::Try)).send()?;
    let prices = installments.items.first().ok_or("no installments")?.installment_prices.iter();
    for price in prices {
        let (Some(count), Some(each), Some(total)) =
            (price.installment_number, price.installment_price, price.total_price)
        else {
            return Err("an installment lacks its price".into());
        };
        println!("   {count} × {each} = {total} TRY");
    }
    Ok(())
}

fn payment() -> Result<CreatePayment, CardExpiryError> {
    let items = [
        PaymentItem::new(lira(30)).name("Çaydanlık").external_id("urun-1"),
        PaymentItem::new(lira(50)).name("Gümüş tepsi").external_id("urun-2"),
        PaymentItem::new(lira(20)).name("İnce belli bardak").external_id("urun-3"),
    ];
    let card = Card::new("Gülşah Işık", CardNumber::new(APPROVED_CARD), CardExpiry::new(2044, 7)?, "000");
    Ok(CreatePayment::new(Amounts::same(lira(100)), Currency::Try, 1, items).card(card).conversation_id("siparis-17"))
}

fn pay(client: &Client) -> Step<Payment> {
    println!("\n2. Pay for three items");
    let payment = client.call(&payment()?).idempotency_key(idempotency_key()?).send()?;
    ensure(payment.payment_status == PaymentStatus::Success, "the payment succeeds")?;
    ensure(payment.paid_price == Some(lira(100)), "the requested amount is paid")?;
    ensure(payment.payment_transactions.len() == 3, "each item has a line")?;
    println!("   payment {}: {}, {} TRY", payment.id, payment.payment_status, lira(100));
    for line in &payment.payment_transactions {
        let name = line.name.as_deref().unwrap_or_default();
        println!("   line {}: {} TRY, {name}", line.id, line.paid_price.unwrap_or_default());
    }
    Ok(payment)
}

fn pay_with_three_ds(client: &Client, local: Option<&Local>) -> Step {
    println!("\n3. Pay with 3D Secure");
    let callback_url =
        local.map_or("https://merchant.example.com/callback".into(), |local| local.merchant.url("/callback"));
    let init = InitThreeDsPayment::new(payment()?, callback_url).callback_v2();
    let response = client.call(&init).send()?;
    let started = init.started(&response).ok_or("the response has no payment id")?;
    let page = response.html_content.ok_or("the response has no page")?.decode()?;
    println!("   payment {} started; the bank's page has {} bytes", started.payment_id, page.len());
    let Some(local) = local else {
        println!("   (not completed: the bank's page needs a browser)");
        return Ok(());
    };

    let form = local.server.emulator().authenticate(started.payment_id, ThreeDsOutcome::Approved)?;
    let post = ureq::post(form.action()).content_type("application/x-www-form-urlencoded");
    post.send(form.form_body())?;
    println!("   the browser posts the result to {}", form.action());

    let post = local.merchant.next_post()?;
    ensure(post.path == "/callback", "the callback is posted to the callback URL")?;
    let callback = callback::verify(&local.server.emulator().callback_key()?, &post.body)?;
    ensure(callback.md_status().is_some_and(MdStatus::is_authenticated), "the customer is fully authenticated")?;
    println!("   callback verified: {}, customer fully authenticated", callback.status());

    let NextStep::Complete(complete) = callback.next_step(&started) else {
        return Err("the payment cannot be completed".into());
    };
    let payment = client.call(&complete).idempotency_key(idempotency_key()?).send()?;
    ensure(payment.payment_status == PaymentStatus::Success, "the completed payment succeeds")?;
    ensure(payment.paid_price == Some(lira(100)), "the requested amount is paid")?;
    println!("   payment {}: {}, {} TRY", payment.id, payment.payment_status, lira(100));
    Ok(())
}

fn handle_a_declined_card(client: &Client) -> Step {
    println!("\n4. Handle a declined card");
    let declined =
        payment()?.card(Card::new("Gülşah Işık", CardNumber::new(DECLINED_CARD), CardExpiry::new(2044, 7)?, "000"));
    let Err(error) = client.call(&declined).send() else {
        return Err("a card without funds was accepted".into());
    };
    let rejection = error.as_api_error().ok_or("not an error of the API")?;
    ensure(rejection.is_payment_error(), "it is a payment error")?;
    ensure(rejection.group() == Some(&ErrorGroup::NotSufficientFunds), "its group is NOT_SUFFICIENT_FUNDS")?;
    println!("   {error}");
    Ok(())
}

fn refund(client: &Client, payment: &Payment) -> Step {
    println!("\n5. Refund");
    let line = payment.payment_transactions.first().ok_or("the payment has no lines")?;
    let part = client.call(&RefundPaymentTransaction::new(line.id)).idempotency_key(idempotency_key()?).send()?;
    ensure(part.status == RefundStatus::Success, "the line's refund succeeds")?;
    ensure(part.refund_price == Some(lira(30)), "the line's price is refunded")?;
    println!("   line {}: {} TRY", line.id, lira(30));

    let rest = client.call(&RefundPayment::new(payment.id)).idempotency_key(idempotency_key()?).send()?;
    ensure(rest.status == RefundStatus::Success, "the rest's refund succeeds")?;
    ensure(rest.refund_price == Some(lira(70)), "the rest is refunded")?;
    println!("   the rest: {} TRY", lira(70));
    Ok(())
}

fn receive_webhooks(local: &Local) -> Step {
    println!("\n6. Receive webhooks");
    let emulator = local.server.emulator();
    for event in emulator.events() {
        let status = emulator.send_webhook(&event, &local.merchant.url("/webhook"))?;
        ensure(status.is_success(), "the merchant accepts the webhook")?;
        let post = local.merchant.next_post()?;
        let signature = post.headers.get(SIGNATURE_HEADER).ok_or("the webhook has no signature")?;
        let webhook = webhook::verify(&emulator.webhook_key()?, signature, &post.body, Freshness::at(unix_time()?))?;
        println!("   webhook verified: {} {}, id {}", webhook.event_type(), webhook.status(), webhook.payload_id());
    }
    Ok(())
}

fn unix_time() -> Step<i64> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?)
}

fn lira(whole: i64) -> Decimal {
    Decimal::new(whole * 100, 2)
}

fn ensure(holds: bool, what: &str) -> Step {
    if holds { Ok(()) } else { Err(format!("expected: {what}").into()) }
}
