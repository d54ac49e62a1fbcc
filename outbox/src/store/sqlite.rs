//! SQLite.

use std::fs::OpenOptions;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql, Transaction, TransactionBehavior};

use super::{Dialect, Row, Statement, Store, Value};
use crate::error::{DatabaseError, DatabaseErrorKind};

/// How long to wait for another connection's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// An outbox in a file, for the processes of one machine; the file can be carried to another one.
#[derive(Debug)]
pub struct Sqlite(Connection);

impl Sqlite {
    /// Opens a file, and creates it if there is none. On Unix a new file is its owner's alone (mode 0600).
    ///
    /// Every commit is on the disk before it is reported (`synchronous=FULL`): a claim that a power failure undid would be
    /// sent a second time. Deleted content is overwritten (`secure_delete`), in the write-ahead log (`-wal`) at the next
    /// [`checkpoint`](Self::checkpoint). To copy the file, make one first: the latest commits are in the log.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`] if it can't be opened, or is no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, DatabaseError> {
        create_private(path.as_ref());
        let connection = Connection::open(path).map_err(database_error)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(database_error)?;
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"] {
            execute_when_free(&connection, &format!("PRAGMA {pragma}")).map_err(database_error)?;
        }
        Ok(Self(connection))
    }

    /// Uses a connection with settings of your own.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self(connection)
    }

    /// Moves all commits from the write-ahead log (`-wal`) into the file, and empties the log. No file has a deleted request
    /// any more then, and the file alone is the whole outbox, until the next call is enqueued or sent.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]: busy, if another connection reads or writes for longer than the timeout.
    pub fn checkpoint(&mut self) -> Result<(), DatabaseError> {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let is_busy: bool = self.0.query_row(checkpoint, [], |row| row.get(0)).map_err(database_error)?;
        if is_busy {
            return Err(DatabaseError::new(DatabaseErrorKind::Busy, "the write-ahead log is in use"));
        }
        Ok(())
    }

    /// The connection, for transactions of your own.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.0
    }
}

/// Executes a statement, again for as long as SQLite's own timeout if it says at once that the database is locked: it does
/// so while another connection changes the journal's mode.
fn execute_when_free(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match connection.execute_batch(sql) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && start.elapsed() < BUSY_TIMEOUT =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

/// Creates the file if there is none. Whatever goes wrong, SQLite reports when it opens the file.
fn create_private(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

impl Store for Sqlite {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        query(&self.0, statement, values)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate).map_err(database_error)?;
        run_all(&transaction, statements)?;
        transaction.commit().map_err(database_error)
    }
}

/// A transaction of yours, which the call is enqueued in.
impl Store for Transaction<'_> {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        query(self, statement, values)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        run_all(self, statements)
    }
}

fn run_all(connection: &Connection, statements: &[Statement]) -> Result<(), DatabaseError> {
    let run = |statement: &Statement| connection.execute_batch(&statement.sql(Dialect::Sqlite));
    statements.iter().try_for_each(run).map_err(database_error)
}

fn query(connection: &Connection, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
    let read = || {
        let mut prepared = connection.prepare_cached(&statement.sql(Dialect::Sqlite))?;
        let width = prepared.column_count();
        let mut rows = prepared.query(rusqlite::params_from_iter(values))?;
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..width).map(|index| row.get_ref(index).map(value));
            read.push(Row::new(values.collect::<Result<_, _>>()?));
        }
        Ok(read)
    };
    read().map_err(database_error)
}

/// What the schema has no column for stays what it is not, and is reported by the column that is read.
fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Integer(value),
        ValueRef::Real(value) => Value::Text(value.to_string()),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::from(text),
            Err(_) => Value::Bytes(bytes.to_vec()),
        },
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn database_error(error: rusqlite::Error) -> DatabaseError {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => DatabaseErrorKind::Unreachable,
        Some(ErrorCode::ReadOnly) => DatabaseErrorKind::ReadOnly,
        Some(ErrorCode::DiskFull) => DatabaseErrorKind::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DatabaseErrorKind::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => DatabaseErrorKind::Damaged,
        _ if error.to_string().contains("no such table") => DatabaseErrorKind::NoTable,
        _ => DatabaseErrorKind::Other,
    };
    DatabaseError::new(kind, error)
}
