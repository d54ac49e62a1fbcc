//! Cards are encrypted at rest with a key of the caller's, or not stored at all.

use craftgate_core::catalog::AnyOperation;
use craftgate_core::payment::{Card, CreatePayment, Payment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_outbox::{EncryptionKeys, Error, NewCall, Outbox, RowError, State, Worker};
use craftgate_test_support::shown;

use crate::support::{APPROVED_CARD, Database, Shop, call, client, each_engine, keys};

each_engine! {
    without_a_key_a_card_is_not_stored
    without_a_key_a_token_is_stored
    nothing_of_a_card_is_in_the_database
    a_decided_call_keeps_no_card
    older_keys_read_older_rows
    a_row_without_its_key_waits_and_the_others_go_on
    what_is_encrypted_is_bound_to_its_row
    with_a_key_what_is_not_encrypted_is_not_read
    rows_from_before_there_was_a_key_are_read_if_allowed
    what_is_too_deep_to_search_is_not_stored_without_a_key
    nothing_shows_a_secret
}

fn without_a_key_a_card_is_not_stored(database: &Database) {
    let mut outbox = Outbox::install(database.store()).unwrap();
    let error = outbox.enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap_err();
    assert_eq!(error.to_string(), "card.cardNumber: a secret, and there is no encryption key");
    assert!(matches!(error, Error::Secret { field } if field == "card.cardNumber"));
    assert!(outbox.counts().unwrap().is_empty());
}

fn stored_card(key: &str) -> CreatePayment {
    let card: Card = serde_json::from_str(r#"{"cardUserKey":"belirteç-u","cardToken":"belirteç-k"}"#).unwrap();
    craftgate_test_support::payment(Decimal::ONE_HUNDRED, card).conversation_id(key)
}

fn without_a_key_a_token_is_stored(database: &Database) {
    let mut outbox = Outbox::install(database.store()).unwrap();
    outbox.enqueue(&NewCall::new("siparis-17-1", stored_card("siparis-17-1"))).unwrap();
    let shop = Shop::new(database);
    let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
    worker.drain().unwrap();
    let stored = worker.outbox().find("siparis-17-1").unwrap().unwrap();
    assert_eq!(stored.state, State::Rejected, "there is no such card");
}

/// Every value of every row, as the engine itself stores it.
fn rows(database: &Database) -> Vec<Vec<u8>> {
    let sql = "SELECT request, response FROM craftgate_call";
    match database {
        Database::Sqlite(_) => {
            let connection = craftgate_outbox::rusqlite::Connection::open(database.address()).unwrap();
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?])).unwrap();
            rows.flat_map(|row: Result<[Option<Vec<u8>>; 2], _>| row.unwrap().into_iter().flatten()).collect()
        }
        #[cfg(feature = "postgres")]
        Database::Postgres(parameters) => {
            let mut store = craftgate_outbox::Postgres::connect(parameters).unwrap();
            let rows = store.client().unwrap().query(sql, &[]).unwrap();
            rows.iter().flat_map(|row| [row.get::<_, Option<Vec<u8>>>(0), row.get(1)].into_iter().flatten()).collect()
        }
    }
}

fn contains(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

fn nothing_of_a_card_is_in_the_database(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let stored = rows(database);
    assert_eq!(stored.len(), 1);
    assert!(!contains(&stored[0], APPROVED_CARD) && !contains(&stored[0], "card"));
    for file in database.files() {
        let bytes = std::fs::read(file).unwrap();
        assert!(!contains(&bytes, APPROVED_CARD) && !contains(&bytes, "Gülşah"));
    }
}

fn a_decided_call_keeps_no_card(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.worker("w").drain().unwrap();
    let stored = rows(database);
    assert_eq!(stored.len(), 1, "the response alone");
    assert!(!contains(&stored[0], "paymentStatus"), "it is encrypted too");
    assert!(shop.find("siparis-17-1").output::<Payment>().is_ok());
}

fn older_keys_read_older_rows(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let rotated = || EncryptionKeys::new("2026-09", [18; 32]).older("2026-03", [17; 32]);
    let mut worker =
        Worker::new(shop.outbox().encryption_keys(rotated()), client(&shop.emulator, shop.network.clone()));
    worker.drain().unwrap();
    assert!(worker.outbox().find("siparis-17-1").unwrap().unwrap().output::<Payment>().is_ok());
    let error = shop.outbox().find("siparis-17-1").unwrap_err();
    let Error::Row { error, .. } = error else { panic!("{error:?}") };
    assert_eq!(error, RowError::MissingKey { key_id: "2026-09".to_owned() }, "it was written under the new key");
}

fn a_row_without_its_key_waits_and_the_others_go_on(database: &Database) {
    let shop = Shop::new(database);
    for (other, reason) in [
        (EncryptionKeys::new("2026-09", [18; 32]), RowError::MissingKey { key_id: "2026-03".to_owned() }),
        (EncryptionKeys::new("2026-03", [18; 32]), RowError::WrongKey { key_id: "2026-03".to_owned() }),
    ] {
        let key = shop.clock.now().to_string();
        let id = shop.outbox().enqueue(&call(&key, APPROVED_CARD)).unwrap().id;
        let outbox = shop.outbox().encryption_keys(other);
        let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
        worker.outbox().enqueue(&NewCall::new(format!("{key}-b"), stored_card("b"))).unwrap();
        let Error::Row { id: found, error } = worker.step().unwrap_err() else { panic!("another error") };
        assert_eq!((found, error), (id, reason));
        assert_eq!(worker.drain().unwrap(), 1, "the other one");
        assert_eq!(shop.payments(&key).len(), 0);
        let stored = shop.find(&key);
        assert_eq!(stored.state, State::Pending, "it was not sent, and is not lost");
        assert!(stored.error.unwrap().as_str().contains("2026-03"), "the row says why");
        shop.clock.advance(60);
        shop.worker("with the key").drain().unwrap();
        assert_eq!(shop.find(&key).state, State::Done);
    }
}

fn what_is_encrypted_is_bound_to_its_row(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.enqueue("siparis-18-1", APPROVED_CARD);
    database.execute(
        "UPDATE craftgate_call SET request = (SELECT request FROM craftgate_call WHERE idempotency_key = 'siparis-17-1')
         WHERE idempotency_key = 'siparis-18-1'",
    );
    let mut worker = shop.worker("w");
    worker.step().unwrap();
    let Error::Row { error, .. } = worker.step().unwrap_err() else { panic!("another error") };
    assert_eq!(error, RowError::WrongKey { key_id: "2026-03".to_owned() });
    assert_eq!((shop.payments("siparis-17-1").len(), shop.payments("siparis-18-1").len()), (1, 0));
}

/// Whoever can write to the database replaces a request by one of their own.
fn with_a_key_what_is_not_encrypted_is_not_read(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let json = serde_json::to_string(&crate::support::payment("siparis-17-1", APPROVED_CARD)).unwrap();
    let bytes = match database {
        Database::Sqlite(_) => format!("CAST('{json}' AS BLOB)"),
        #[cfg(feature = "postgres")]
        Database::Postgres(_) => format!("convert_to('{json}', 'UTF8')"),
    };
    database.execute(&format!("UPDATE craftgate_call SET request = {bytes}, request_key = NULL, has_secret = 0"));
    let error = shop.worker("w").step().unwrap_err();
    let Error::Row { error, .. } = error else { panic!("{error:?}") };
    assert_eq!(error, RowError::NotEncrypted { name: "request" });
    assert!(shop.network.requests().is_empty());
    database.execute(&format!("UPDATE craftgate_call SET response = {bytes}"));
    let error = shop.outbox().find("siparis-17-1").unwrap_err();
    let Error::Row { error, .. } = error else { panic!("{error:?}") };
    assert_eq!(error, RowError::NotEncrypted { name: "response" });
}

fn rows_from_before_there_was_a_key_are_read_if_allowed(database: &Database) {
    let shop = Shop::new(database);
    let clock = shop.clock.clone();
    let mut without_key = Outbox::install(database.store()).unwrap().clock(move || clock.now());
    for key in ["siparis-17-1", "siparis-18-1"] {
        without_key.enqueue(&NewCall::new(key, stored_card(key))).unwrap();
        let outbox = shop.outbox().encryption_keys(keys().allow_unencrypted());
        let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
        worker.drain().unwrap();
        assert_eq!(worker.outbox().find(key).unwrap().unwrap().state, State::Rejected, "there is no such card");
        assert!(!worker.outbox().enqueue(&NewCall::new(key, stored_card(key))).unwrap().is_new);
    }
}

fn what_is_too_deep_to_search_is_not_stored_without_a_key(database: &Database) {
    let deep = format!("{}1{}", "[".repeat(126), "]".repeat(126));
    let json = format!(r#"{{"paymentId":1,"additionalParams":{{"a":{deep},"cardNumber":"{APPROVED_CARD}"}}}}"#);
    let operation = AnyOperation::from_json("payment::CompleteApmPayment", &json).unwrap();
    let mut outbox = Outbox::install(database.store()).unwrap();
    let error = outbox.enqueue(&NewCall::new("siparis-17-1", operation)).unwrap_err();
    assert!(matches!(&error, Error::Secret { field } if field.starts_with("additionalParams.a[0]")), "{error:?}");
    assert!(outbox.counts().unwrap().is_empty());
}

/// The connections stay open: SQLite empties its log by itself when the last one is closed.
#[test]
fn after_a_checkpoint_no_file_has_a_decided_request() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let request = rows(&database).remove(0);
    let files_with_it = || {
        let has_it = |bytes: Vec<u8>| bytes.windows(64).any(|window| window == &request[..64]);
        database.files().into_iter().filter(|file| has_it(std::fs::read(file).unwrap())).count()
    };
    let mut outbox = Outbox::open(craftgate_outbox::Sqlite::open(database.address()).unwrap()).unwrap();
    let mut worker = shop.worker("w");
    worker.drain().unwrap();
    assert_ne!(files_with_it(), 0, "it is in the log");
    outbox.store().checkpoint().unwrap();
    assert_eq!(files_with_it(), 0);
}

fn nothing_shows_a_secret(database: &Database) {
    let shop = Shop::new(database);
    let call = call("siparis-17-1", APPROVED_CARD);
    let mut seen = format!("{call:?} {:?} {:#?}", keys(), shop.outbox().encryption_keys(keys()));
    shop.outbox().enqueue(&call).unwrap();
    shop.worker("w").drain().unwrap();
    seen += &format!("{:#?} {:?}", shop.find("siparis-17-1"), shop.worker("w"));
    let wrong = EncryptionKeys::new("2026-03", [18; 32]);
    seen += &shown(&shop.outbox().encryption_keys(wrong).find("siparis-17-1").unwrap_err());
    for secret in [APPROVED_CARD, "\"000\"", "17, 17", "emulator-secret-key", "paymentStatus"] {
        assert!(!seen.contains(secret), "{secret}: {seen}");
    }
}
