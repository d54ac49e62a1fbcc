//! A database that can't be used gives an error that says why, and nothing is lost.

use std::error::Error as _;

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{PaymentItem, RetrievePayment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_outbox::{
    DatabaseError, DatabaseErrorKind, Error, NewCall, Outbox, Row, RowError, SchemaError, Sqlite, State, Statement,
    Step, Value, Worker,
};

use crate::support::{APPROVED_CARD, Database, Shop, call, client, each_engine, keys};

each_engine! {
    without_tables_nothing_is_opened
    tables_of_another_version_are_left_alone
    tables_are_installed_once_by_many_at_a_time
    a_row_that_cannot_be_read_is_named_and_the_others_go_on
    a_row_with_an_unknown_state_is_named
}

#[track_caller]
fn kind(error: &Error) -> DatabaseErrorKind {
    let Error::Database(error) = error else { panic!("{error:?}") };
    assert!(error.source().is_some());
    error.kind()
}

fn without_tables_nothing_is_opened(database: &Database) {
    let error = Outbox::open(database.store()).unwrap_err();
    assert!(matches!(error, Error::Schema(SchemaError::Missing)), "{error:?}");
    let mut outbox = Outbox::install(database.store()).unwrap();
    assert!(Outbox::open(database.store()).is_ok());
    database.execute("DROP TABLE craftgate_call");
    let error = outbox.find("siparis-17-1").unwrap_err();
    assert!(matches!(error, Error::Schema(SchemaError::Missing)), "{error:?}");
}

fn tables_of_another_version_are_left_alone(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    for (found, expected) in
        [(1, SchemaError::Older { found: 1, expected: 2 }), (3, SchemaError::Newer { found: 3, expected: 2 })]
    {
        database.execute(&format!("UPDATE craftgate_schema SET version = {found}"));
        for outbox in [Outbox::open(database.store()), Outbox::install(database.store())] {
            let error = outbox.unwrap_err();
            assert!(matches!(&error, Error::Schema(error) if *error == expected), "{error:?}");
            assert!(error.to_string().contains(&format!("version {found}")), "{error}");
        }
    }
    database.execute("UPDATE craftgate_schema SET version = 2");
    assert_eq!(shop.find("siparis-17-1").state, State::Pending);
}

fn tables_are_installed_once_by_many_at_a_time(database: &Database) {
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| Outbox::install(database.store()).unwrap().counts().unwrap());
        }
    });
    assert!(Outbox::open(database.store()).is_ok());
}

fn a_row_that_cannot_be_read_is_named_and_the_others_go_on(database: &Database) {
    let shop = Shop::new(database);
    let mut outbox = Outbox::install(database.store()).unwrap();
    let mut ids = Vec::new();
    for number in 1..=4 {
        let call = NewCall::new(format!("sorgu-{number}"), RetrievePayment::new(PaymentId::new(number)));
        ids.push(outbox.enqueue(&call).unwrap().id);
    }
    let bytes = |text: &str| match database {
        Database::Sqlite(_) => format!("CAST('{text}' AS BLOB)"),
        #[cfg(feature = "postgres")]
        Database::Postgres(_) => format!("convert_to('{text}', 'UTF8')"),
    };
    for (key, change) in [
        ("sorgu-1", "operation = 'payment::PayNothing'".to_owned()),
        ("sorgu-2", format!("request = {}", bytes(r#"{"id":"5258640000000001x"}"#))),
        ("sorgu-3", "request = NULL".to_owned()),
    ] {
        database.execute(&format!("UPDATE craftgate_call SET {change} WHERE idempotency_key = '{key}'"));
    }
    let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
    for (id, part) in [(ids[0], "unknown operation `payment::PayNothing`"), (ids[1], "id:"), (ids[2], "`request`")] {
        let error = worker.step().unwrap_err();
        assert!(matches!(&error, Error::Row { id: found, .. } if *found == id), "{error:?}");
        assert!(error.to_string().contains(part), "{error}");
        assert!(!error.to_string().contains("5258640000000001"), "{error}");
    }
    let step = worker.step().unwrap();
    assert!(matches!(&step, Step::Saved { id, .. } if *id == ids[3]), "{step:?}");
    assert_eq!(worker.step().unwrap(), Step::Idle);
    assert_eq!(shop.network.requests().len(), 1);
    let waiting = worker.outbox().list(State::Pending, 0, 10).unwrap();
    assert_eq!(waiting.len(), 3);
    for stored in waiting {
        let stored = stored.unwrap();
        assert!(stored.error.is_some() && stored.lease_owner.is_none(), "{stored:?}");
    }
}

fn a_row_with_an_unknown_state_is_named(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    database.execute("UPDATE craftgate_call SET state = 'PAID'");
    let error = shop.outbox().find("siparis-17-1").unwrap_err();
    let Error::Row { id, error: RowError::Column { name: "state" } } = error else { panic!("{error:?}") };
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
    shop.enqueue("siparis-18-1", APPROVED_CARD);
    let counts = shop.outbox().counts().unwrap();
    let [Err(error), Ok(pending)] = &counts[..] else { panic!("{counts:?}") };
    assert!(matches!(error, Error::Row { id: found, error: RowError::Column { name: "state" } } if *found == id));
    assert_eq!((pending.state, pending.calls), (State::Pending, 1));
}

/// An outbox over a connection of the test's, and a worker's on the same database.
fn sqlite(shop: &Shop<'_>) -> Outbox<Sqlite> {
    let clock = shop.clock.clone();
    let outbox = Outbox::install(Sqlite::open(shop.database.address()).unwrap()).unwrap();
    outbox.encryption_keys(keys()).clock(move || clock.now())
}

fn pragma(outbox: &mut Outbox<Sqlite>, pragma: &str) {
    outbox.store().connection().execute_batch(&format!("PRAGMA {pragma}")).unwrap();
}

#[test]
fn a_file_that_cannot_be_opened_is_unreachable() {
    let database = Database::sqlite();
    let error = Sqlite::open(format!("{}/missing/outbox.db", database.address())).unwrap_err();
    assert_eq!(error.kind(), DatabaseErrorKind::Unreachable);
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let database = Database::sqlite();
    std::fs::write(database.address(), "sipariş ".repeat(1000)).unwrap();
    let error = Sqlite::open(database.address()).map(|_| ()).unwrap_err();
    assert_eq!(error.kind(), DatabaseErrorKind::Damaged);
    assert_eq!(std::fs::read(database.address()).unwrap(), "sipariş ".repeat(1000).as_bytes());
}

#[test]
fn after_a_checkpoint_the_file_alone_is_the_whole_outbox() {
    let (database, copy) = (Database::sqlite(), Database::sqlite());
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut worker = shop.worker("w");
    worker.drain().unwrap();
    // A process that is killed closes no connection: this one stays open.
    sqlite(&shop).store().checkpoint().unwrap();
    std::fs::copy(database.address(), copy.address()).unwrap();
    assert_eq!(Shop::new(&copy).find("siparis-17-1").state, State::Done);
    drop(worker);
}

#[test]
fn a_checkpoint_waits_for_readers_and_then_is_busy() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let reader = craftgate_outbox::rusqlite::Connection::open(database.address()).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM craftgate_call").unwrap();
    shop.enqueue("siparis-18-1", APPROVED_CARD);
    let mut outbox = sqlite(&shop);
    pragma(&mut outbox, "busy_timeout = 0");
    assert_eq!(outbox.store().checkpoint().unwrap_err().kind(), DatabaseErrorKind::Busy);
    reader.execute_batch("COMMIT").unwrap();
    outbox.store().checkpoint().unwrap();
}

#[cfg(unix)]
#[test]
fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    for file in database.files() {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_read_only_database_takes_nothing_and_loses_nothing() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut outbox = sqlite(&shop);
    pragma(&mut outbox, "query_only = ON");
    assert_eq!(kind(&outbox.enqueue(&call("siparis-18-1", APPROVED_CARD)).unwrap_err()), DatabaseErrorKind::ReadOnly);
    assert_eq!(outbox.find("siparis-17-1").unwrap().unwrap().state, State::Pending);
    let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
    assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::ReadOnly);
    assert!(shop.network.requests().is_empty(), "what can't be claimed is not sent");
    pragma(worker.outbox(), "query_only = OFF");
    assert_eq!(worker.drain().unwrap(), 1);
    assert_eq!(shop.payments("siparis-17-1").len(), 1);
}

#[test]
fn a_locked_database_is_busy_and_loses_nothing() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut outbox = sqlite(&shop);
    pragma(&mut outbox, "busy_timeout = 0");
    let holder = craftgate_outbox::rusqlite::Connection::open(database.address()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(kind(&outbox.enqueue(&call("siparis-18-1", APPROVED_CARD)).unwrap_err()), DatabaseErrorKind::Busy);
    let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
    assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::Busy);
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(worker.outbox().enqueue(&call("siparis-18-1", APPROVED_CARD)).unwrap().is_new);
    assert_eq!(worker.drain().unwrap(), 2);
}

/// A store that is full from the given statement on.
struct FullFrom {
    inner: Sqlite,
    statement: u32,
    full_from: u32,
}

impl craftgate_outbox::Store for FullFrom {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        self.statement += 1;
        if self.statement == self.full_from {
            set_max_pages(self.inner.connection(), 0);
        }
        self.inner.query(statement, values)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        self.inner.install(statements)
    }
}

/// Lets the database grow by this number of pages.
fn set_max_pages(connection: &craftgate_outbox::rusqlite::Connection, more: i64) {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    connection.execute_batch(&format!("PRAGMA max_page_count = {}", pages + more)).unwrap();
}

#[test]
fn a_full_database_takes_no_call_and_loses_none() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    let mut outbox = sqlite(&shop);
    set_max_pages(outbox.store().connection(), 0);
    let mut stored = 0;
    let error = loop {
        match outbox.enqueue(&call(&format!("siparis-{stored}"), APPROVED_CARD)) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(kind(&error), DatabaseErrorKind::Full);
    assert!(stored > 0);
    assert_eq!(shop.outbox().counts().unwrap()[0].as_ref().unwrap().calls, stored);
    set_max_pages(outbox.store().connection(), 1000);
    assert!(outbox.enqueue(&call(&format!("siparis-{stored}"), APPROVED_CARD)).unwrap().is_new);
}

#[test]
fn a_success_that_a_full_database_cannot_take_is_not_lost() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    // A response with many items takes pages that the erased request does not free.
    let mut payment = crate::support::payment("siparis-0", APPROVED_CARD);
    payment.items = vec![PaymentItem::new(Decimal::new(770, 2)); 13];
    shop.outbox().enqueue(&NewCall::new("siparis-0", payment)).unwrap();
    let clock = shop.clock.clone();
    // Of the version, the claim and the result, the last one does not fit.
    let store = FullFrom { inner: Sqlite::open(database.address()).unwrap(), statement: 0, full_from: 3 };
    let outbox = Outbox::open(store).unwrap().encryption_keys(keys()).clock(move || clock.now());
    let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
    assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::Full);
    assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::Full, "nothing else is sent");
    assert_eq!(shop.network.requests().len(), 1);
    assert_eq!(shop.payments("siparis-0").len(), 1);
    set_max_pages(worker.outbox().store().inner.connection(), 1000);
    let step = worker.step().unwrap();
    assert!(matches!(&step, Step::Saved { idempotency_key, .. } if idempotency_key == "siparis-0"), "{step:?}");
    assert_eq!(shop.find("siparis-0").state, State::Done);
    assert_eq!(shop.network.requests().len(), 1);
}

#[test]
fn a_call_is_enqueued_with_the_order_or_not_at_all() {
    let database = Database::sqlite();
    let shop = Shop::new(&database);
    let outbox = shop.outbox();
    let mut orders = craftgate_outbox::rusqlite::Connection::open(database.address()).unwrap();
    orders.execute_batch("CREATE TABLE siparis (no INTEGER PRIMARY KEY)").unwrap();
    for (number, is_committed) in [(17, false), (18, true)] {
        let mut transaction = orders.transaction().unwrap();
        transaction.execute("INSERT INTO siparis VALUES (?1)", [number]).unwrap();
        outbox.enqueue_in(&mut transaction, &call(&format!("siparis-{number}"), APPROVED_CARD)).unwrap();
        if is_committed {
            transaction.commit().unwrap();
        }
    }
    assert!(shop.outbox().find("siparis-17").unwrap().is_none());
    assert_eq!(shop.find("siparis-18").state, State::Pending);
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::net::TcpListener;
    use std::time::Duration;

    use craftgate_outbox::Postgres;
    use craftgate_outbox::postgres::{Config, NoTls};

    use super::*;

    fn outbox(shop: &Shop<'_>) -> Outbox<Postgres> {
        let clock = shop.clock.clone();
        let outbox = Outbox::install(Postgres::connect(&shop.database.address()).unwrap()).unwrap();
        outbox.encryption_keys(keys()).clock(move || clock.now())
    }

    fn sql(outbox: &mut Outbox<Postgres>, sql: &str) {
        outbox.store().client().unwrap().batch_execute(sql).unwrap();
    }

    #[test]
    fn a_server_that_is_not_there_is_unreachable() {
        for parameters in ["host=127.0.0.1 port=1 user=outbox", "host=/nowhere user=outbox"] {
            let error = Postgres::connect(parameters).unwrap_err();
            assert_eq!(error.kind(), DatabaseErrorKind::Unreachable, "{error:?}");
        }
        let database = Database::postgres();
        let missing = database.address().replace("test_", "missing_");
        assert_eq!(Postgres::connect(&missing).unwrap_err().kind(), DatabaseErrorKind::Unreachable);
        assert_eq!(Postgres::connect("host").unwrap_err().kind(), DatabaseErrorKind::Other);
    }

    fn connect_within(time_limit: Duration, parameters: &str) -> Result<Postgres, DatabaseError> {
        let config: Config = parameters.parse().unwrap();
        Postgres::connect_within(time_limit, move || config.connect(NoTls))
    }

    #[test]
    fn a_server_that_accepts_connections_and_stays_silent_is_unreachable() {
        // The system accepts connections on the listener's behalf.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let parameters = format!("host=127.0.0.1 port={} user=outbox", silent.local_addr().unwrap().port());
        let error = connect_within(Duration::from_millis(200), &parameters).unwrap_err();
        assert_eq!(error.kind(), DatabaseErrorKind::Unreachable);
        assert_eq!(error.source().unwrap().to_string(), "no response within 200ms");
        assert!(silent.accept().is_ok(), "it was connected to");
    }

    #[test]
    fn a_statement_without_a_response_is_an_error_and_loses_nothing() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        shop.enqueue("siparis-17-1", APPROVED_CARD);
        let clock = shop.clock.clone();
        // A busy machine may take longer.
        let outbox = loop {
            let store = connect_within(Duration::from_secs(1), &database.address());
            if let Some(Ok(outbox)) = store.ok().map(Outbox::open) {
                break outbox.encryption_keys(keys()).clock(move || clock.now());
            }
        };
        let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
        let mut holder = Postgres::connect(&database.address()).unwrap();
        let mut lock = holder.client().unwrap().transaction().unwrap();
        lock.batch_execute("LOCK TABLE craftgate_call").unwrap();
        let error = worker.step().unwrap_err();
        assert_eq!(kind(&error), DatabaseErrorKind::Unreachable);
        assert_eq!(error.source().unwrap().to_string(), "no response within 1s");
        assert!(shop.network.requests().is_empty());
        drop(lock);
        // The claim may have been done after all: then its lease has to end.
        let is_done = (0..100).any(|_| {
            shop.clock.advance(60);
            worker.drain().ok();
            shop.find("siparis-17-1").state == State::Done
        });
        assert!(is_done);
        assert_eq!(shop.payments("siparis-17-1").len(), 1);
    }

    #[test]
    fn a_lost_connection_is_made_again() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        shop.enqueue("siparis-17-1", APPROVED_CARD);
        let mut worker = Worker::new(outbox(&shop), client(&shop.emulator, shop.network.clone()));
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        let mut errors = Vec::new();
        while !shop.find("siparis-17-1").state.is_decided() {
            errors.extend(worker.step().err().map(|error| kind(&error)));
        }
        assert!(errors.iter().all(|kind| *kind == DatabaseErrorKind::Unreachable), "{errors:?}");
        assert!(errors.len() <= 1, "{errors:?}");
        assert_eq!(shop.payments("siparis-17-1").len(), 1);
    }

    #[test]
    fn a_read_only_server_takes_nothing_and_loses_nothing() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        shop.enqueue("siparis-17-1", APPROVED_CARD);
        let mut outbox = outbox(&shop);
        sql(&mut outbox, "SET default_transaction_read_only = on");
        let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
        assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::ReadOnly);
        assert!(shop.network.requests().is_empty());
        sql(worker.outbox(), "SET default_transaction_read_only = off");
        assert_eq!(worker.drain().unwrap(), 1);
    }

    #[test]
    fn a_success_that_a_full_server_cannot_take_is_not_lost() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        shop.enqueue("siparis-17-1", APPROVED_CARD);
        database.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
             CREATE TRIGGER full_disk BEFORE UPDATE ON craftgate_call FOR EACH ROW
                WHEN (NEW.response IS NOT NULL) EXECUTE FUNCTION full_disk()",
        );
        let mut worker = Worker::new(outbox(&shop), client(&shop.emulator, shop.network.clone()));
        assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::Full);
        database.execute("DROP TRIGGER full_disk ON craftgate_call");
        assert!(matches!(worker.step().unwrap(), Step::Saved { state: State::Done, .. }));
        assert_eq!(shop.network.requests().len(), 1);
    }

    #[test]
    fn a_locked_table_is_busy_and_loses_nothing() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        shop.enqueue("siparis-17-1", APPROVED_CARD);
        let mut holder = Postgres::connect(&database.address()).unwrap();
        let mut lock = holder.client().unwrap().transaction().unwrap();
        lock.batch_execute("LOCK TABLE craftgate_call").unwrap();
        let mut outbox = outbox(&shop);
        sql(&mut outbox, "SET lock_timeout = '10ms'");
        let mut worker = Worker::new(outbox, client(&shop.emulator, shop.network.clone()));
        assert_eq!(kind(&worker.step().unwrap_err()), DatabaseErrorKind::Busy);
        drop(lock);
        assert_eq!(worker.drain().unwrap(), 1);
    }

    #[test]
    fn a_call_is_enqueued_with_the_order_or_not_at_all() {
        let database = Database::postgres();
        let shop = Shop::new(&database);
        let outbox = shop.outbox();
        database.execute("CREATE TABLE siparis (no BIGINT PRIMARY KEY)");
        let mut orders = Postgres::connect(&database.address()).unwrap();
        for (number, is_committed) in [(17_i64, false), (18, true)] {
            let mut transaction = orders.client().unwrap().transaction().unwrap();
            transaction.execute("INSERT INTO siparis VALUES ($1)", &[&number]).unwrap();
            outbox.enqueue_in(&mut transaction, &call(&format!("siparis-{number}"), APPROVED_CARD)).unwrap();
            if is_committed {
                transaction.commit().unwrap();
            }
        }
        assert!(shop.outbox().find("siparis-17").unwrap().is_none());
        assert_eq!(shop.find("siparis-18").state, State::Pending);
    }
}
