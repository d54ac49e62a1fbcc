//! A date or a time is parsed as the reference implementation parses it, or rejected, and has one form on the wire.

use craftgate_core::chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use craftgate_core::file_reporting::RetrieveDailyPaymentReport;
use craftgate_core::payment::SearchStoredCards;
use craftgate_core::{Operation, RandomKey};
use serde_json::json;

use crate::reference::encoding::parse_form;
use crate::reference::local_time::{Date, LocalTime};
use crate::signature;

/// The input: a string, whose first 12 bytes are also the numbers of a day, a second and a nanosecond.
pub fn date_times(data: &[u8]) {
    if let Ok(string) = std::str::from_utf8(data) {
        check_date_time(string);
        check_date(string);
    }
    if let Some(bytes) = data.first_chunk::<12>() {
        let quad = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let [second, nano] = [4, 8].map(|at| u32::from_le_bytes(quad(at)));
        let date = NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(quad(0)) / 4);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(second % 86_400, nano % 2_000_000_000);
        if let (Some(date), Some(time)) = (date, time) {
            check_value(date.and_time(time));
        }
    }
}

fn check_date_time(string: &str) {
    let json = json!({ "minCreatedDate": string }).to_string();
    let search: Option<SearchStoredCards> = serde_json::from_str(&json).ok();
    let parsed = search.as_ref().and_then(|search| search.min_created_date);
    let expected = LocalTime::parse(string);
    assert_eq!(parsed.is_some(), expected.is_some(), "{string:?}");
    if let (Some(parsed), Some(expected), Some(search)) = (parsed, expected, search) {
        let wire = expected.to_string();
        assert_eq!(parsed, wire.parse::<NaiveDateTime>().expect("chrono parses it"), "{string:?}");
        assert_eq!(
            serde_json::to_string(&search).expect("serializable"),
            json!({ "minCreatedDate": wire }).to_string()
        );
        assert_eq!(query(&search), Some(vec![("minCreatedDate".to_owned(), wire)]));
    }
}

fn check_date(string: &str) {
    let json = json!({ "reportDate": string, "fileType": "CSV" }).to_string();
    let report: Option<RetrieveDailyPaymentReport> = serde_json::from_str(&json).ok();
    let expected = Date::parse(string);
    assert_eq!(report.is_some(), expected.is_some(), "{string:?}");
    if let (Some(report), Some(expected)) = (report, expected) {
        assert_eq!(Some(report.report_date), string.parse().ok(), "chrono parses it");
        assert_eq!(expected.to_string(), string);
        let first = query(&report).and_then(|query| query.into_iter().next());
        assert_eq!(first, Some(("reportDate".to_owned(), string.to_owned())));
    }
}

/// Panics unless a time is sent as it is, or, if it has no form on the wire, rejected.
fn check_value(time: NaiveDateTime) {
    let search = SearchStoredCards::new().min_created_date(time);
    let json = serde_json::to_string(&search);
    let query = query(&search);
    assert_eq!(json.is_ok(), query.is_some(), "{time}");
    let (Ok(json), Some(query)) = (json, query) else { return };
    let (_, sent) = &query[0];
    let reference = LocalTime::parse(sent).expect("the form on the wire");
    assert_eq!(reference.to_string(), *sent);
    let again: SearchStoredCards = serde_json::from_str(&json).expect("serialized times can be parsed");
    let again = again.min_created_date.expect("the time");
    let expected = NaiveDateTime::new(time.date(), without_leap(time.time()));
    assert_eq!(again, expected);
    assert_eq!(again.to_string().replace(' ', "T").trim_end_matches('0'), sent.as_str().trim_end_matches('0'));
}

/// Returns the time with a leap second, which has no form on the wire, replaced by the second before.
fn without_leap(time: NaiveTime) -> NaiveTime {
    use craftgate_core::chrono::Timelike as _;
    time.with_nanosecond(time.nanosecond() % 1_000_000_000).expect("a nanosecond")
}

/// Returns the parameters of an operation's query, `None` if it has no valid request.
fn query<O: Operation>(operation: &O) -> Option<Vec<(String, String)>> {
    let random_key = RandomKey::new(signature::RANDOM_KEY).expect("a valid key");
    let request = signature::protocol().exchange(operation).request(&random_key).ok()?;
    parse_form(request.uri().query()?.as_bytes())
}
