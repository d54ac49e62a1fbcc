//! Fields from arguments, files and standard input, and what is wrong with them.

use crate::command::{Done, craftgate};

fn body(done: Done) -> String {
    let json: serde_json::Value = serde_json::from_str(&done.ok()).unwrap();
    json["body"].as_str().unwrap().to_owned()
}

fn request(args: &[&str]) -> Done {
    let command = craftgate("request payment::CreatePayment --output json");
    args.iter().fold(command, |command, arg| command.arg(arg)).run()
}

#[test]
fn fields_are_written_by_their_paths_and_types() {
    let args = [
        "price=10.50",
        "paidPrice=10.50",
        "currency=TRY",
        "installment=1",
        "conversationId=17",
        "items.0.price=4.50",
        "items.0.name=Çay, demli",
        "items.1.price=6",
        "routingOptions.posAliases=garanti,ykb",
        "additionalParams={\"İç\":[1.50]}",
        "card.cardHolderName=Gülşah=Işık",
    ];
    let expected = r#"{"price":10.50,"paidPrice":10.50,"currency":"TRY","installment":1,"items":[{"price":4.50,"name":"Çay, demli"},{"price":6}],"conversationId":"17","card":{"cardHolderName":"Gülşah=Işık"},"routingOptions":{"posAliases":["garanti","ykb"]},"additionalParams":{"İç":[1.50]}}"#;
    let (body, expected): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(&body(request(&args))).unwrap(), serde_json::from_str(expected).unwrap());
    assert_eq!(body, expected);
}

#[test]
fn json_and_fields_come_together() {
    let json = r#"{"price":10.50,"currency":"TRY","installment":1,"items":[{"price":10.50}]}"#;
    let command = craftgate("request payment::CreatePayment --output json - paidPrice=12345678901234567890.10");
    let body = body(command.stdin(json).run());
    assert!(body.contains(r#""paidPrice":12345678901234567890.10"#), "{body}");
    assert!(body.contains(r#""price":10.50"#), "{body}");
}

#[test]
fn what_is_wrong_is_code_2_and_names_the_field() {
    for (args, message) in [
        (&["prise=1"][..], "prise: unknown field"),
        (&["items.x.price=1"], "items.x.price: unknown field"),
        (&["price=1", "price=2"], "price: duplicate field"),
        (&["items.1.price=1"], "items.1.price: conflicts with an earlier field, or list items are out of order"),
        (&["price"], "a field must be `name=value`, `-` or `@FILE`"),
        (&["card.cvc=123"], "card.cvc: a secret can't stand on the command line; give it as `@FILE` or in JSON"),
        (&["@yok.json"], "@yok.json: No such file or directory (os error 2)"),
        (&["price=çok"], "price: not a decimal number at line 1 column 16"),
        (&["price=1"], "missing field `paidPrice`"),
    ] {
        let done = request(args);
        assert_eq!((done.code, &*done.stdout), (2, ""), "{args:?}");
        assert!(done.stderr.starts_with(&format!("craftgate: {message}")), "{args:?}: {}", done.stderr);
        assert!(!done.stderr.contains("123"), "{}", done.stderr);
    }
    let done = craftgate("request payment::Create id=1").run();
    assert_eq!((done.code, &*done.stderr), (2, "craftgate: operation: unknown operation `payment::Create`\n"));
}

#[test]
fn a_secret_comes_from_a_file() {
    let file = std::env::temp_dir().join(format!("craftgate-token-{}", std::process::id()));
    std::fs::write(&file, "belirteç-1\n").unwrap();
    let token = format!("token=@{}", file.display());
    let hidden = craftgate("request payment::RetrieveCheckoutPayment").arg(&token).run();
    assert!(hidden.stdout.contains("/checkout-payments/…") && hidden.stderr.contains("--reveal"), "{hidden:?}");
    let shown = craftgate("request payment::RetrieveCheckoutPayment --reveal token").arg(&token).run();
    assert!(shown.stdout.contains("/checkout-payments/belirte%C3%A7-1"), "{shown:?}");
    assert_eq!(shown.stderr, "");
    std::fs::remove_file(file).unwrap();
}
