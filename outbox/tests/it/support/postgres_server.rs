//! A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, as an ordinary user.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use craftgate_outbox::Postgres;

/// The user and group that the server runs as if the tests run as root, which it rejects: `nobody` and `nogroup`.
const NOBODY: u32 = 65_534;

/// Starts the server, and ends it when the tests' process is gone, however it went: then its standard input ends.
const RUN: &str = r#"
trap '' HUP INT TERM
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c max_connections=100 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"#;

pub(crate) struct PostgresServer {
    folder: PathBuf,
    /// Its standard input is the server's life.
    _process: Child,
}

impl PostgresServer {
    /// The server of all tests of this process.
    pub(crate) fn shared() -> &'static Self {
        static SERVER: OnceLock<PostgresServer> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let binaries =
            binaries().unwrap_or_else(|| panic!("no PostgreSQL server: Debian's package `postgresql` has it"));
        let folder = std::env::temp_dir().join(format!("craftgate-pg-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        if is_root {
            chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let as_user = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(&folder);
            if is_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        let mut initdb = as_user(&binaries.join("initdb"));
        initdb.args(["--username=outbox", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"]);
        let output = initdb.arg(folder.join("data")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        let mut shell = as_user(Path::new("sh"));
        shell.args(["-c", RUN, "sh"]).arg(&binaries).arg(&folder);
        let process = shell.stdin(Stdio::piped()).spawn().unwrap();
        let server = Self { folder, _process: process };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&self) {
        for _ in 0..600 {
            if Postgres::connect(&self.parameters("postgres")).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("{}", std::fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    fn parameters(&self, database: &str) -> String {
        format!("host={} user=outbox dbname={database}", self.folder.display())
    }

    /// Creates a database, and returns the parameters to connect to it.
    pub(crate) fn create_database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let mut store = Postgres::connect(&self.parameters("postgres")).unwrap();
        store.client().unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        self.parameters(&name)
    }
}

/// The folder of the server's programs, of the newest version.
fn binaries() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&on_path).find(|folder| folder.join("initdb").exists());
    let config = Command::new("pg_config").arg("--bindir").output().ok();
    let by_config = config.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let mut versions: Vec<u32> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    let debian = versions.into_iter().rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    on_path.into_iter().chain(debian).chain(by_config).find(|folder| folder.join("postgres").exists())
}
