//! A database for one test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use craftgate_outbox::{DatabaseError, Row, Sqlite, Statement, Value};

/// A connection of either engine.
pub(crate) type Store = Box<dyn craftgate_outbox::Store + Send>;

/// Tests each of these functions on each engine.
macro_rules! each_engine {
    ($($test:ident)*) => {
        mod on_sqlite {
            $(#[test]
            fn $test() {
                super::$test(&crate::support::Database::sqlite());
            })*
        }

        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[test]
            fn $test() {
                super::$test(&crate::support::Database::postgres());
            })*
        }
    };
}

pub(crate) use each_engine;

/// An empty database, which is deleted on drop.
pub(crate) enum Database {
    Sqlite(Folder),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(Folder::new())
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn postgres() -> Self {
        Self::Postgres(super::postgres_server::PostgresServer::shared().create_database())
    }

    /// What another process needs to connect: a path, or parameters.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("outbox.db").to_str().unwrap().to_owned(),
            #[cfg(feature = "postgres")]
            Self::Postgres(parameters) => parameters.clone(),
        }
    }

    /// The database's own files, where they can be looked at.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Sqlite(folder) => std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path()).collect(),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Vec::new(),
        }
    }

    /// A new connection.
    pub(crate) fn store(&self) -> Store {
        connect(&self.address())
    }

    /// Runs SQL of the test's own.
    pub(crate) fn execute(&self, sql: &str) {
        match self {
            Self::Sqlite(_) => rusqlite(&self.address()).execute_batch(sql).unwrap(),
            #[cfg(feature = "postgres")]
            Self::Postgres(parameters) => {
                let mut client = craftgate_outbox::Postgres::connect(parameters).unwrap();
                client.client().unwrap().batch_execute(sql).unwrap();
            }
        }
    }
}

impl Database {
    /// Runs a query of the test's own, which gives one whole number or `NULL`.
    pub(crate) fn query_integer(&self, sql: &str) -> Option<i64> {
        match self {
            Self::Sqlite(_) => rusqlite(&self.address()).query_row(sql, [], |row| row.get(0)).unwrap(),
            #[cfg(feature = "postgres")]
            Self::Postgres(parameters) => {
                let mut store = craftgate_outbox::Postgres::connect(parameters).unwrap();
                store.client().unwrap().query_one(sql, &[]).unwrap().get(0)
            }
        }
    }
}

fn rusqlite(path: &str) -> craftgate_outbox::rusqlite::Connection {
    craftgate_outbox::rusqlite::Connection::open(path).unwrap()
}

/// A new connection to the database at an address.
pub(crate) fn connect(address: &str) -> Store {
    #[cfg(feature = "postgres")]
    if address.contains("host=") {
        return Box::new(craftgate_outbox::Postgres::connect(address).unwrap());
    }
    Box::new(Sqlite::open(address).unwrap())
}

/// A folder that is deleted on drop.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("craftgate-outbox-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum StoreFault {
    None,
    /// The connection is lost before it.
    LostBefore,
    /// The connection is lost after it took effect.
    LostAfter,
}

/// A store with faults.
pub(crate) struct FaultyStore<S> {
    pub(crate) inner: S,
    pub(crate) faults: Box<dyn FnMut() -> StoreFault + Send>,
}

impl<S: craftgate_outbox::Store> craftgate_outbox::Store for FaultyStore<S> {
    fn query(&mut self, statement: Statement, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        let lost = || DatabaseError::new(craftgate_outbox::DatabaseErrorKind::Unreachable, "connection lost");
        match (self.faults)() {
            StoreFault::None => self.inner.query(statement, values),
            StoreFault::LostBefore => Err(lost()),
            StoreFault::LostAfter => self.inner.query(statement, values).and(Err(lost())),
        }
    }

    fn install(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        self.inner.install(statements)
    }
}
