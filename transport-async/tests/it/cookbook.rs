//! The code on the cookbook's page about web servers is the example's.

const PAGE: &str = include_str!("../../../transport-ureq/src/cookbook/web_server.md");
const SOURCES: [&str; 2] =
    [include_str!("../../examples/web_server/gateway.rs"), include_str!("../../examples/web_server/shop.rs")];

/// Without indentation, which differs between a method and a quote of it.
fn lines(code: &str) -> String {
    code.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_quote_is_in_the_example() {
    let sources = lines(&SOURCES.join("\n"));
    let quotes: Vec<&str> =
        PAGE.split("```rust,ignore\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(quotes.len() >= 4, "only {} quotes were found", quotes.len());
    for quote in quotes {
        assert!(sources.contains(&lines(quote)), "{quote}");
    }
}
