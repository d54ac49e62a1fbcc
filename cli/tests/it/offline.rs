//! What needs no network: operations, requests, responses, completions and man pages.

use crate::command::craftgate;

#[test]
fn the_table_of_operations_is_narrowed_by_a_part_of_the_name() {
    let all = craftgate("operations").run().ok();
    assert_eq!(all.lines().count(), craftgate_core::catalog::operations().len());
    let some = craftgate("operations retrievepayment").run().ok();
    assert!(some.lines().all(|line| line.to_lowercase().contains("retrievepayment")), "{some}");
    assert!(
        some.lines()
            .next()
            .unwrap()
            .ends_with("Retrieves a payment by Craftgate's id, whether it succeeded or failed.")
    );
    assert_eq!(craftgate("operations yok").run().code, 2);
}

#[test]
fn every_operation_is_described_with_an_example_that_makes_a_request() {
    let text = craftgate("operations payment::CreatePayment").run().ok();
    for part in [
        "POST /payment/v1/card-payments",
        "Idempotency key: honoured",
        "items.0.price",
        "secret string",
        "One of TRY, ",
        "Result: Payment",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (_, example) = text.split_once("Example\n\n").unwrap();
    let request = craftgate("request payment::CreatePayment -").stdin(example).run();
    assert!(request.stdout.starts_with("POST /payment/v1/card-payments HTTP/1.1\r\n"), "{request:?}");
}

#[test]
fn a_request_is_printed_as_http_json_or_curl() {
    let request = |output: &str| {
        let args = format!(
            "request onboarding::RetrieveMember id=1 --random-key Xa15Fp11T --environment production --output {output}"
        );
        craftgate(&args).env("CRAFTGATE_API_KEY", "key-1").env("CRAFTGATE_SECRET_KEY", "FooBar123!").run().ok()
    };
    let signature = "y1TtnjNCJEvlkP5ufCkK3H0i2guMB/bKL4Ayw3VlKWA=";
    let http = request("http");
    assert!(http.starts_with("GET /onboarding/v1/members/1 HTTP/1.1\r\nhost: api.craftgate.io\r\n"), "{http}");
    assert!(http.contains(&format!("x-signature: {signature}\r\n")), "{http}");
    let json: serde_json::Value = serde_json::from_str(&request("json")).unwrap();
    assert_eq!(json["url"], "https://api.craftgate.io/onboarding/v1/members/1");
    assert_eq!(json["headers"]["x-signature"], signature);
    let curl = request("curl");
    assert!(curl.starts_with("curl --request GET 'https://api.craftgate.io/onboarding/v1/members/1' \\\n"), "{curl}");
    assert!(curl.contains(&format!("--header 'x-signature: {signature}'")), "{curl}");
}

#[test]
fn a_requests_secrets_are_hidden_unless_named() {
    let card = r#"{"cardHolderName":"O'Brien","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07"}"#;
    let hidden = craftgate("request payment::StoreCard - --output curl").stdin(card).run();
    assert!(!hidden.stdout.contains("5258640000000001") && hidden.stdout.contains(r"O'\''Brien"), "{hidden:?}");
    assert!(hidden.stderr.contains("secrets are hidden"));
    let shown = craftgate("request payment::StoreCard - --reveal cardNumber").stdin(card).run();
    assert!(shown.stdout.contains("5258640000000001") && shown.stderr.is_empty(), "{shown:?}");
}

#[test]
fn a_response_is_read_as_its_operation_reads_it() {
    let read =
        |args: &str, body: &str| craftgate(&format!("response payment::RetrievePayment {args}")).stdin(body).run();
    let done = read("", r#"{"data":{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}}"#);
    assert_eq!(done.json(0)["outcome"], "DONE");
    assert!(done.stdout.contains("\"paidPrice\": 1.500"), "{}", done.stdout);
    let rejected = read("--status 422", r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#);
    assert_eq!(
        (&rejected.json(3)["code"], &rejected.json(3)["group"]),
        (&"10051".into(), &"NOT_SUFFICIENT_FUNDS".into())
    );
    assert_eq!(read("--status 502", "<html>").json(4)["kind"], "RESPONSE");
    let another = read("id=18", r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#);
    assert_eq!(another.json(4)["outcome"], "UNKNOWN");
    assert_eq!(read("--status 17", "").code, 2);
}

#[test]
fn completions_and_man_pages_are_made() {
    let script = craftgate("completions bash").run().ok();
    assert!(script.contains("craftgate") && script.contains("--idempotency-key"));
    let folder = std::env::temp_dir().join(format!("craftgate-man-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    craftgate("man").arg(folder.to_str().unwrap()).run().ok();
    for page in ["craftgate.1", "craftgate-call.1", "craftgate-verify-webhook.1"] {
        assert!(folder.join(page).exists(), "{page}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn help_and_versions_are_plain_in_a_pipe() {
    let help = craftgate("--help").run().ok();
    assert!(help.contains("Exit codes: 0 done") && !help.contains('\u{1b}'), "{help}");
    assert!(craftgate("--version").run().ok().starts_with("craftgate "));
    assert_eq!(craftgate("call").run().code, 2);
}
