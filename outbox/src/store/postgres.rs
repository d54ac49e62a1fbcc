//! PostgreSQL.

use std::collections::HashMap;
use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Config, GenericClient, NoTls, Transaction};

use super::time_limit::TimeLimit;
use super::{Dialect, Row, Statement, Store, Value};
use crate::error::{DatabaseError, DatabaseErrorKind};

/// Keeps two processes from creating the tables at the same moment. The number is this crate's own.
const INSTALL_LOCK: &str = "SELECT pg_advisory_xact_lock(4895148921735)";

/// How long to wait for a TCP connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection is silent before it is probed, and how long what was sent may stay unacknowledged.
const TCP_TIMEOUT: Duration = Duration::from_secs(30);

/// How long to wait for a connection that can be used, and for the response to a statement.
const TIME_LIMIT: Duration = Duration::from_secs(60);

type Connect = dyn Fn() -> Result<Client, postgres::Error> + Send + Sync;

/// An outbox in PostgreSQL, for workers on any number of machines. A lost connection is made again at the next use, and so is
/// one whose server does not respond within the time limit.
pub struct Postgres {
    connect: Arc<Connect>,
    connection: Option<Connection>,
    time_limit: TimeLimit,
}

struct Connection {
    client: Client,
    prepared: HashMap<Statement, postgres::Statement>,
}

impl Postgres {
    /// Connects without TLS: over a Unix socket, or within a machine. `parameters` are as `psql` takes them, such as
    /// `host=/run/postgresql user=shop dbname=shop`. Unless they say otherwise, connecting takes 10 seconds at most
    /// (`connect_timeout`), and a machine that is gone is noticed within a minute (`tcp_user_timeout`, `keepalives_idle`). So is
    /// a server that accepts connections, or statements, and does not respond.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`] if they can't be read, or the server can't be reached.
    pub fn connect(parameters: &str) -> Result<Self, DatabaseError> {
        let config = with_timeouts(parameters.parse().map_err(database_error)?);
        Self::connect_with(move || config.connect(NoTls))
    }

    /// Connects by `connect`, with TLS and timeouts of your own, within 60 seconds. It is called again when a connection was
    /// lost.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`] if the server can't be reached, or does not respond.
    pub fn connect_with(
        connect: impl Fn() -> Result<Client, postgres::Error> + Send + Sync + 'static,
    ) -> Result<Self, DatabaseError> {
        Self::connect_within(TIME_LIMIT, connect)
    }

    /// Connects as [`connect_with`](Self::connect_with) does, with another time limit. It also holds for each statement of the
    /// outbox's: a worker that waits for a lock waits no longer.
    ///
    /// # Errors
    ///
    /// As [`connect_with`](Self::connect_with).
    pub fn connect_within(
        time_limit: Duration,
        connect: impl Fn() -> Result<Client, postgres::Error> + Send + Sync + 'static,
    ) -> Result<Self, DatabaseError> {
        let mut store = Self { connect: Arc::new(connect), connection: None, time_limit: TimeLimit::new(time_limit) };
        store.client()?;
        Ok(store)
    }

    /// The connection, for transactions of your own, which have no time limit.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`] if it was lost and can't be made again.
    pub fn client(&mut self) -> Result<&mut Client, DatabaseError> {
        let connection = self.take_connection()?;
        Ok(&mut self.connection.insert(connection).client)
    }

    fn take_connection(&mut self) -> Result<Connection, DatabaseError> {
        if let Some(connection) = self.connection.take().filter(|connection| !connection.client.is_closed()) {
            return Ok(connection);
        }
        let connect = Arc::clone(&self.connect);
        let client = self.time_limit.run(move || connect()).map_err(unreachable)?.map_err(database_error)?;
        Ok(Connection { client, prepared: HashMap::new() })
    }

    /// Uses the connection, and drops it if it turns out to be lost.
    fn run<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, postgres::Error> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        let mut connection = self.take_connection()?;
        let work = move || (work(&mut connection).map_err(database_error), connection);
        let (result, connection) = self.time_limit.run(work).map_err(unreachable)?;
        if !matches!(&result, Err(error) if error.kind() == DatabaseErrorKind::Unreachable) {
            self.connection = Some(connection);
        }
        result
    }
}

/// Sets the timeouts that are not set, since there are none by default.
fn with_timeouts(mut config: Config) -> Config {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(TCP_TIMEOUT);
    }
    if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
        config.keepalives_idle(TCP_TIMEOUT);
    }
    config
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("is_connected", &self.connection.is_some()).finish_non_exhaustive()
    }
}

impl Store for Postgres {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        let values = values.to_vec();
        self.run(move |Connection { client, prepared }| {
            let known = match prepared.get(&statement) {
                Some(known) => known.clone(),
                None => client.prepare(&statement.sql(Dialect::Postgres))?,
            };
            let rows = query(client, &known, &values)?;
            prepared.insert(statement, known);
            Ok(rows)
        })
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        let statements = statements.to_vec();
        self.run(move |Connection { client, .. }| {
            let mut transaction = client.transaction()?;
            run_all(&mut transaction, &statements)?;
            transaction.commit()
        })
    }
}

/// A transaction of yours, which the call is enqueued in.
impl Store for Transaction<'_> {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        let prepared = self.prepare(&statement.sql(Dialect::Postgres)).map_err(database_error)?;
        query(self, &prepared, values).map_err(database_error)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        run_all(self, statements).map_err(database_error)
    }
}

fn run_all(transaction: &mut Transaction<'_>, statements: &[Statement]) -> Result<(), postgres::Error> {
    transaction.batch_execute(INSTALL_LOCK)?;
    statements.iter().try_for_each(|statement| transaction.batch_execute(&statement.sql(Dialect::Postgres)))
}

fn query(
    client: &mut impl GenericClient,
    statement: &postgres::Statement,
    values: &[Value],
) -> Result<Vec<Row>, postgres::Error> {
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
    let rows = client.query(statement, &values)?;
    Ok(rows.iter().map(row).collect())
}

fn row(row: &postgres::Row) -> Row {
    Row::new((0..row.len()).map(|index| value(row, index)).collect())
}

/// What the schema has no column for is `NULL`, and is reported by the column that is read.
fn value(row: &postgres::Row, index: usize) -> Value {
    let Some(column) = row.columns().get(index) else { return Value::Null };
    match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).ok().flatten().into(),
        Type::TEXT => row.try_get::<_, Option<&str>>(index).ok().flatten().into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).ok().flatten().into(),
        _ => Value::Null,
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Bytes(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn database_error(error: postgres::Error) -> DatabaseError {
    let kind = match error.code().map(postgres::error::SqlState::code) {
        Some("25006") => DatabaseErrorKind::ReadOnly,
        Some("53100") => DatabaseErrorKind::Full,
        Some("40001" | "40P01" | "55P03" | "57014") => DatabaseErrorKind::Busy,
        Some("42P01") => DatabaseErrorKind::NoTable,
        Some("XX001" | "XX002") => DatabaseErrorKind::Damaged,
        Some("3D000" | "53300") => DatabaseErrorKind::Unreachable,
        Some(code) if ["08", "28", "57P"].iter().any(|class| code.starts_with(class)) => DatabaseErrorKind::Unreachable,
        Some(_) => DatabaseErrorKind::Other,
        None if error.is_closed() || is_io(&error) => DatabaseErrorKind::Unreachable,
        None => DatabaseErrorKind::Other,
    };
    DatabaseError::new(kind, error)
}

fn unreachable(error: io::Error) -> DatabaseError {
    DatabaseError::new(DatabaseErrorKind::Unreachable, error)
}

fn is_io(error: &postgres::Error) -> bool {
    error.source().is_some_and(|source| source.is::<io::Error>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeouts(parameters: &str) -> [u64; 3] {
        let config = with_timeouts(parameters.parse().unwrap());
        let [connect, tcp] =
            [config.get_connect_timeout(), config.get_tcp_user_timeout()].map(|it| it.unwrap().as_secs());
        [connect, tcp, config.get_keepalives_idle().as_secs()]
    }

    #[test]
    fn timeouts_are_set_unless_the_parameters_set_them() {
        assert_eq!(timeouts("host=db.internal"), [10, 30, 30]);
        assert_eq!(timeouts("host=db.internal connect_timeout=5 tcp_user_timeout=7 keepalives_idle=9"), [5, 7, 9]);
    }
}
