//! Calls of the emulator: results, pages, errors and exit codes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

use craftgate_emulator::Server;
use serde_json::Value;

use crate::command::{Done, craftgate, server};

const PAYMENT: &str = r#"{"price":100.00,"paidPrice":100.00,"currency":"TRY","installment":1,"conversationId":"sipariş-17",
    "items":[{"price":100.00,"name":"Çaydanlık"}],
    "card":{"cardHolderName":"Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07","cvc":"000"}}"#;

fn pay(server: &Server) -> Done {
    craftgate("call payment::CreatePayment -").to(server).stdin(PAYMENT).run()
}

fn declined(server: &Server) -> Done {
    let card = PAYMENT.replace("5258640000000001", "5100050000006661");
    craftgate("call payment::CreatePayment - --language tr").to(server).stdin(card).run()
}

#[test]
fn a_payment_is_made_and_retrieved() {
    let server = server();
    let payment = pay(&server).json(0);
    assert_eq!(payment["paymentStatus"], "SUCCESS");
    let retrieved = craftgate("call payment::RetrievePayment").arg(&format!("id={}", payment["id"])).to(&server).run();
    assert_eq!(retrieved.json(0)["conversationId"], "sipariş-17");
    assert!(retrieved.stdout.contains("\n  \"price\": 100.00"), "{}", retrieved.stdout);
    assert_eq!(retrieved.stderr, "");
}

#[test]
fn a_call_under_an_idempotency_key_is_done_once() {
    let server = server();
    let pay = || {
        let call = craftgate("call payment::CreatePayment - --idempotency-key siparis-17-1").to(&server);
        call.stdin(PAYMENT).run().json(0)["id"].clone()
    };
    assert_eq!(pay(), pay());
}

#[test]
fn a_declined_card_is_code_3_with_the_customer_message() {
    let done = declined(&server());
    let report = done.json(3);
    assert_eq!(report["outcome"], "REJECTED");
    assert_eq!(report["kind"], "API");
    assert_eq!(report["status"], 422);
    assert!(report["customerMessage"]["tr"].is_string());
    assert!(done.stderr.starts_with("craftgate: "), "{}", done.stderr);
    assert!(!done.stderr.contains("5100050000006661") && !done.stdout.contains("5100050000006661"));
}

#[test]
fn what_was_not_sent_is_code_5() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let done =
        craftgate("call payment::RetrievePayment id=1").env("CRAFTGATE_ENVIRONMENT", &format!("http://{closed}"));
    assert_eq!(done.run().json(5)["outcome"], "NOT_SENT");
}

#[test]
fn a_response_that_is_not_craftgates_is_code_4() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while !lines.next().unwrap().unwrap().is_empty() {}
        stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\n\r\n<html>").unwrap();
    });
    let done =
        craftgate("call payment::RetrievePayment id=1").env("CRAFTGATE_ENVIRONMENT", &format!("http://{address}"));
    assert_eq!(done.run().json(4)["outcome"], "UNKNOWN");
    proxy.join().unwrap();
}

#[test]
fn a_call_is_retried_as_often_as_it_is_asked_to() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        for body in ["<html>", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while !lines.next().unwrap().unwrap().is_empty() {}
            let status = if body.starts_with('<') { "503 Service Unavailable" } else { "200 OK" };
            let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all((head + body).as_bytes()).unwrap();
        }
    });
    let call = craftgate("call payment::RetrievePayment id=1 --retries 1");
    let done = call.env("CRAFTGATE_ENVIRONMENT", &format!("http://{address}")).run();
    assert_eq!(done.json(0)["id"], 1);
    server.join().unwrap();
}

fn members(server: &Server, count: usize) {
    for index in 0..count {
        let member = craftgate("call onboarding::CreateMember name=Gülşah isBuyer=true isSubMerchant=false");
        let member = member.arg(&format!("memberExternalId=üye-{index}")).arg("email=gulsah@example.com");
        let member = member.arg("address=Kütahya").arg("phoneNumber=905551111111");
        member.arg("contactName=Gülşah").arg("contactSurname=Işık").to(server).run().ok();
    }
}

#[test]
fn all_pages_come_as_lines_csv_or_a_table() {
    let server = server();
    members(&server, 5);
    let search = |output: &str| {
        let search = craftgate("call onboarding::SearchMembers size=2 --all --output").arg(output).to(&server);
        search.run().ok()
    };
    let lines = search("lines");
    let ids: Vec<Value> = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    assert_eq!(ids.len(), 5);
    assert!(ids.iter().all(|member| member["name"] == "Gülşah"));

    let csv = search("csv");
    let mut rows = csv.lines();
    let header: Vec<&str> = rows.next().unwrap().split(',').collect();
    let name = header.iter().position(|column| *column == "name").unwrap();
    assert_eq!(rows.clone().count(), 5);
    assert!(rows.all(|row| row.split(',').nth(name) == Some("Gülşah")));

    let table = search("table");
    assert_eq!(table.lines().count(), 6);
    assert!(table.lines().next().unwrap().contains("memberExternalId"), "{table}");
    let nothing = craftgate("call onboarding::SearchMembers name=yok --all --output csv").to(&server).run().ok();
    assert_eq!(nothing.lines().count(), 1, "the header alone");
}

#[test]
fn a_table_and_csv_have_the_columns_that_are_asked_for() {
    let server = server();
    members(&server, 2);
    let search =
        |options: &str| craftgate(&format!("call onboarding::SearchMembers --all {options}")).to(&server).run();
    let csv = search("--output csv --columns contactSurname,name,memberExternalId").ok();
    assert_eq!(csv, "contactSurname,name,memberExternalId\nIşık,Gülşah,üye-0\nIşık,Gülşah,üye-1\n");
    assert_eq!(search("--output table --columns name").ok(), "name\nGülşah\nGülşah\n");
}

#[test]
fn columns_that_cannot_be_are_an_error_before_anything_is_sent() {
    for (options, reason) in [
        ("onboarding::SearchMembers --output csv --columns name,isim", "the result has no field isim"),
        ("onboarding::SearchMembers --columns name", "only a table and CSV have columns"),
        ("fraud::DeleteValueList listName=siyah --output csv --columns id", "the result has no fields"),
    ] {
        let done = craftgate(&format!("call {options}")).env("CRAFTGATE_ENVIRONMENT", "http://127.0.0.1:9").run();
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{options}: {}", done.stderr);
        assert!(done.stderr.contains(&format!("--columns: {reason}")), "{}", done.stderr);
    }
}

/// A reported payment's `paymentTransactions` stand in its own fields and in those of a payment.
#[test]
fn no_column_of_a_report_is_a_duplicate() {
    let report = craftgate("call payment_reporting::SearchPayments --all --output csv").to(&server()).run().ok();
    let mut columns: Vec<&str> = report.trim_end().split(',').collect();
    assert!(columns.contains(&"paymentTransactions"), "{report}");
    columns.sort_unstable();
    assert!(columns.windows(2).all(|pair| pair[0] != pair[1]), "{report}");
}

#[test]
fn one_page_comes_without_all() {
    let server = server();
    members(&server, 3);
    let page = craftgate("call onboarding::SearchMembers size=2").to(&server).run().json(0);
    assert_eq!((page["items"].as_array().unwrap().len(), &page["totalSize"]), (2, &Value::from(3)));
    let lines = craftgate("call onboarding::SearchMembers size=2 --output lines").to(&server).run().ok();
    assert_eq!(lines.lines().count(), 2);
    let no_pages = craftgate("call payment::RetrievePayment id=1 --all").to(&server).run();
    assert_eq!((no_pages.code, &*no_pages.stderr), (2, "craftgate: --all: payment::RetrievePayment has no pages\n"));
}

#[test]
fn secrets_of_a_result_are_hidden_unless_named() {
    let server = server();
    let card =
        r#"{"cardHolderName":"Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07"}"#;
    let store = |args: &str| craftgate("call payment::StoreCard -").arg(args).to(&server).stdin(card).run().json(0);
    let hidden = store("--reveal=cardAlias");
    assert_eq!((&hidden["cardToken"], &hidden["cardUserKey"]), (&Value::from("…"), &Value::from("…")));
    let shown = store("--reveal=cardToken,cardAlias");
    assert_ne!(shown["cardToken"], "…");
    assert_eq!(shown["cardUserKey"], "…");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let server = server();
    members(&server, 3);
    let command = format!(
        "{} call onboarding::SearchMembers size=1 --all --output lines | head -n 1",
        env!("CARGO_BIN_EXE_craftgate")
    );
    let environment =
        [("CRAFTGATE_API_KEY", craftgate_emulator::API_KEY), ("CRAFTGATE_SECRET_KEY", craftgate_emulator::SECRET_KEY)];
    let output = std::process::Command::new("sh")
        .args(["-c", &command])
        .envs(environment)
        .env("CRAFTGATE_ENVIRONMENT", server.url())
        .output()
        .unwrap();
    assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
