//! The outbox's errors.

use std::error::Error as StdError;
use std::fmt;

/// The error of an outbox. Its messages and its `Debug` contain no card, token or key.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The database failed. Nothing was changed, or it is not known whether it was: doing the same again is safe.
    Database(DatabaseError),
    /// The database has no tables of the outbox's, or those of another version. Nothing was read or written.
    Schema(SchemaError),
    /// A row can't be read. It stays as it is, and the others go on.
    Row {
        /// The row's id, in the table of calls or of webhooks.
        id: i64,
        /// The reason.
        error: RowError,
    },
    /// The operation carries a secret, and there is no key to encrypt it with. Nothing was stored.
    Secret {
        /// The field's path, such as `card.cardNumber`.
        field: String,
    },
    /// The idempotency key can't be sent, or is longer than 255 characters. Nothing was stored.
    IdempotencyKey,
    /// The idempotency key belongs to another operation, or to the same one with other fields. Nothing was stored.
    ///
    /// Of a decided call with a secret, all other fields are compared, and the last four digits of the card's number.
    KeyReused {
        /// The row's id.
        id: i64,
    },
    /// The webhook can't be stored: the field has a NUL character, which no identifier of Craftgate's has.
    Webhook {
        /// The field, such as `payloadId`.
        field: &'static str,
    },
    /// The operation has no form in JSON. Nothing was stored.
    Operation(serde_json::Error),
    /// The operating system gave no random bytes. Nothing was stored.
    RandomBytes(getrandom::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Schema(error) => error.fmt(f),
            Self::Row { id, error } => write!(f, "row {id}: {error}"),
            Self::Secret { field } => write!(f, "{field}: a secret, and there is no encryption key"),
            Self::IdempotencyKey => f.write_str("idempotency key: not 1 to 255 printable ASCII characters"),
            Self::KeyReused { id } => write!(f, "idempotency key: belongs to another call, in row {id}"),
            Self::Webhook { field } => write!(f, "webhook `{field}`: contains a NUL character"),
            Self::Operation(_) => f.write_str("the operation can't be serialized"),
            Self::RandomBytes(_) => f.write_str("the operating system provided no random bytes"),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Database(error) => error.source(),
            Self::Operation(error) => Some(error),
            Self::RandomBytes(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match error.kind {
            DatabaseErrorKind::NoTable => Self::Schema(SchemaError::Missing),
            _ => Self::Database(error),
        }
    }
}

/// A database's own error.
#[derive(Debug)]
pub struct DatabaseError {
    kind: DatabaseErrorKind,
    cause: Box<dyn StdError + Send + Sync>,
}

impl DatabaseError {
    /// Returns an error of this kind, for a [`Store`](crate::Store) of your own.
    pub fn new(kind: DatabaseErrorKind, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, cause: cause.into() }
    }

    /// Returns the kind, which says what to do.
    #[must_use]
    pub fn kind(&self) -> DatabaseErrorKind {
        self.kind
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            DatabaseErrorKind::Unreachable => "the database is unreachable",
            DatabaseErrorKind::ReadOnly => "the database is read-only",
            DatabaseErrorKind::Full => "the database is full",
            DatabaseErrorKind::Busy => "the database is locked",
            DatabaseErrorKind::Damaged => "the database is damaged, or not a database",
            DatabaseErrorKind::NoTable => "the database has no such table",
            DatabaseErrorKind::Other => "the database failed",
        })
    }
}

impl StdError for DatabaseError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.cause)
    }
}

/// The kind of a [`DatabaseError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatabaseErrorKind {
    /// The database can't be connected to or opened, the connection was lost, or the database did not respond in time. The
    /// next use connects again.
    Unreachable,
    /// The database is read-only: a file without permission, or a standby server.
    ReadOnly,
    /// The disk, or the size that the database may have, is used up.
    Full,
    /// Another connection holds a lock for longer than the timeout, or was in conflict.
    Busy,
    /// The file is malformed.
    Damaged,
    /// A table is missing.
    NoTable,
    /// Another error: see the [source](StdError::source).
    Other,
}

/// The error of tables that this release can't use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaError {
    /// The tables are missing: [`Outbox::install`](crate::Outbox::install) creates them.
    Missing,
    /// The tables are those of an older release.
    Older {
        /// The version of the tables.
        found: i64,
        /// The version that this release uses.
        expected: i64,
    },
    /// The tables are those of a newer release.
    Newer {
        /// The version of the tables.
        found: i64,
        /// The version that this release uses.
        expected: i64,
    },
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("schema: the outbox's tables are missing"),
            Self::Older { found, expected } => write!(f, "schema: version {found} is older than {expected}"),
            Self::Newer { found, expected } => write!(f, "schema: version {found} is newer than {expected}"),
        }
    }
}

impl StdError for SchemaError {}

impl From<SchemaError> for Error {
    fn from(error: SchemaError) -> Self {
        Self::Schema(error)
    }
}

/// The error of a row that can't be read. It quotes none of the row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowError {
    /// A column has a value that the outbox does not write.
    Column {
        /// The column's name.
        name: &'static str,
    },
    /// The operation is unknown to this release, or a field is missing, unknown or can't be read.
    Operation {
        /// The reason, which names the field and quotes no value.
        reason: String,
    },
    /// A column is not encrypted, and there are encryption keys: see
    /// [`EncryptionKeys::allow_unencrypted`](crate::EncryptionKeys::allow_unencrypted).
    NotEncrypted {
        /// The column's name.
        name: &'static str,
    },
    /// The row is encrypted with a key that was not given.
    MissingKey {
        /// The key's id.
        key_id: String,
    },
    /// The row can't be decrypted: another key has its key's id, or the row was changed.
    WrongKey {
        /// The key's id.
        key_id: String,
    },
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column { name } => write!(f, "column `{name}`: invalid value"),
            Self::Operation { reason } => write!(f, "operation: {reason}"),
            Self::NotEncrypted { name } => write!(f, "column `{name}`: not encrypted"),
            Self::MissingKey { key_id } => write!(f, "encryption key {key_id:?}: not given"),
            Self::WrongKey { key_id } => write!(f, "encryption key {key_id:?}: does not decrypt the row"),
        }
    }
}

impl StdError for RowError {}
