//! Keys come from the environment, a file or a command.

use crate::command::craftgate;

const SIGN: &str = "sign https://api.craftgate.io/onboarding/v1/members/1 --random-key Xa15Fp11T";
const SIGNATURE: &str = "y1TtnjNCJEvlkP5ufCkK3H0i2guMB/bKL4Ayw3VlKWA=\n";

#[test]
fn a_key_comes_from_a_variable_a_file_or_a_command() {
    let sign = || craftgate(SIGN).env("CRAFTGATE_API_KEY", "key-1").without("CRAFTGATE_SECRET_KEY");
    let file = std::env::temp_dir().join(format!("craftgate-key-{}", std::process::id()));
    std::fs::write(&file, "FooBar123!\n").unwrap();
    assert_eq!(sign().env("CRAFTGATE_SECRET_KEY", "FooBar123!").run().ok(), SIGNATURE);
    assert_eq!(sign().env("CRAFTGATE_SECRET_KEY_FILE", file.to_str().unwrap()).run().ok(), SIGNATURE);
    assert_eq!(sign().env("CRAFTGATE_SECRET_KEY_COMMAND", "printf 'FooBar123!\\r\\n'").run().ok(), SIGNATURE);
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_missing_or_malformed_key_is_code_2_and_is_not_shown() {
    let sign = || craftgate(SIGN).without("CRAFTGATE_SECRET_KEY");
    for (command, message) in [
        (sign(), "set CRAFTGATE_SECRET_KEY, CRAFTGATE_SECRET_KEY_FILE or CRAFTGATE_SECRET_KEY_COMMAND"),
        (
            sign().env("CRAFTGATE_SECRET_KEY", "gizli-1").env("CRAFTGATE_SECRET_KEY_FILE", "gizli-2"),
            "set only one of CRAFTGATE_SECRET_KEY, CRAFTGATE_SECRET_KEY_FILE and CRAFTGATE_SECRET_KEY_COMMAND",
        ),
        (
            sign().env("CRAFTGATE_SECRET_KEY_FILE", "/yok"),
            "CRAFTGATE_SECRET_KEY_FILE: No such file or directory (os error 2)",
        ),
        (
            sign().env("CRAFTGATE_SECRET_KEY_COMMAND", "exit 7"),
            "CRAFTGATE_SECRET_KEY_COMMAND: the command failed: exit status: 7",
        ),
        (sign().env("CRAFTGATE_SECRET_KEY", " gizli-1"), ""),
    ] {
        let done = command.run();
        assert_eq!((done.code, &*done.stdout), (2, ""), "{message}");
        assert!(done.stderr.contains(message) && !done.stderr.contains("gizli"), "{message}: {}", done.stderr);
    }
}

#[test]
fn the_environment_is_the_sandbox_by_default() {
    let host = |command: crate::command::Craftgate| command.run().ok().lines().nth(1).unwrap().to_owned();
    let request = || craftgate("request payment::RetrievePayment id=1");
    assert_eq!(host(request()), "host: sandbox-api.craftgate.io\r".trim_end());
    assert_eq!(host(request().env("CRAFTGATE_ENVIRONMENT", "production")), "host: api.craftgate.io");
    assert_eq!(host(request().arg("--environment=https://vekil.example.com/cg")), "host: vekil.example.com");
    assert_eq!(request().arg("--environment=http://example.com").run().code, 2);
}
