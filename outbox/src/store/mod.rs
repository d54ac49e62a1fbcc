//! Databases: one schema, one trait.

#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod row;
pub(crate) mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "postgres")]
mod time_limit;

#[cfg(feature = "postgres")]
pub use self::postgres::Postgres;
#[cfg(feature = "sqlite")]
pub use self::sqlite::Sqlite;
pub use row::Row;

use crate::error::DatabaseError;

/// A database that holds an outbox.
///
/// [`Sqlite`](crate::Sqlite) and `Postgres` are such, and so are transactions of `rusqlite` and
/// `postgres`: [`Outbox::enqueue_in`](crate::Outbox::enqueue_in).
pub trait Store {
    /// Runs one statement, atomically, and returns its rows.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`], if it had no effect, or if it is not known whether it had one.
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError>;

    /// Runs statements without values, all or none of them, and none at the same time as another connection.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query).
    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError>;
}

impl<S: Store + ?Sized> Store for &mut S {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        (**self).query(statement, values)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        (**self).install(statements)
    }
}

impl<S: Store + ?Sized> Store for Box<S> {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        (**self).query(statement, values)
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        (**self).install(statements)
    }
}

/// A value in a row, or of a statement's parameter.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the schema has no other types")]
pub enum Value {
    /// `NULL`.
    Null,
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Shows the type alone: the value may be a secret.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Integer(_) => "Integer(…)",
            Self::Text(_) => "Text(…)",
            Self::Bytes(_) => "Bytes(…)",
        })
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A statement of the outbox's, in the SQL that both dialects share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Statement(&'static str);

/// The SQL dialect of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite, from 3.42.
    Sqlite,
    /// PostgreSQL, from 12.
    Postgres,
}

impl Statement {
    pub(crate) const fn new(sql: &'static str) -> Self {
        Self(sql)
    }

    /// The SQL in a dialect, with its parameters numbered from `$1`, or `?1` in SQLite. The first one is the time in
    /// milliseconds since 1970 UTC, or `NULL` for the database's own clock, wherever there is one.
    #[must_use]
    pub fn sql(self, dialect: Dialect) -> String {
        let words = match dialect {
            Dialect::Sqlite => [
                ("{now}", "coalesce($1, cast(unixepoch('subsec') * 1000 AS INTEGER))"),
                ("{locked}", ""),
                ("{id}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                ("{int}", "INTEGER"),
                ("{bytes}", "BLOB"),
                ("{strict}", "STRICT"),
                ("$", "?"),
            ],
            Dialect::Postgres => [
                ("{now}", "coalesce($1::BIGINT, (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT)"),
                ("{locked}", "FOR UPDATE SKIP LOCKED"),
                ("{id}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
                ("{int}", "BIGINT"),
                ("{bytes}", "BYTEA"),
                ("{strict}", ""),
                ("$", "$"),
            ],
        };
        words.iter().fold(self.0.to_owned(), |sql, (word, meaning)| sql.replace(word, meaning))
    }
}
