//! A date or a time is the one that its text says, or is refused; what is taken goes out in the one form.

use craftgate_core::chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use craftgate_core::file_reporting::RetrieveDailyPaymentReport;
use craftgate_core::payment::SearchStoredCards;
use craftgate_core::{Operation, RandomKey};
use serde_json::json;

use crate::reference::encoding::form;
use crate::reference::local_time::{Date, LocalTime};
use crate::signed;

/// The input: a text, which is also the numbers of a day, a second and a nanosecond.
pub fn date_times(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        a_time(text);
        a_date(text);
    }
    if let Some(bytes) = data.first_chunk::<12>() {
        let [day, second, nano] =
            [0, 4, 8].map(|at| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
        let date = NaiveDate::from_num_days_from_ce_opt(day.cast_signed() / 4);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(second % 86_400, nano % 2_000_000_000);
        if let (Some(date), Some(time)) = (date, time) {
            a_value(date.and_time(time));
        }
    }
}

fn a_time(text: &str) {
    let json = json!({ "minCreatedDate": text }).to_string();
    let search: Option<SearchStoredCards> = serde_json::from_str(&json).ok();
    let read = search.as_ref().and_then(|search| search.min_created_date);
    let said = LocalTime::read(text);
    assert_eq!(read.is_some(), said.is_some(), "{text:?}");
    if let (Some(read), Some(said), Some(search)) = (read, said, search) {
        let wire = said.to_string();
        assert_eq!(read, wire.parse::<NaiveDateTime>().expect("chrono reads it too"), "{text:?}");
        assert_eq!(serde_json::to_string(&search).expect("written"), json!({ "minCreatedDate": wire }).to_string());
        assert_eq!(asked(&search), Some(vec![("minCreatedDate".to_owned(), wire)]));
    }
}

fn a_date(text: &str) {
    let json = json!({ "reportDate": text, "fileType": "CSV" }).to_string();
    let report: Option<RetrieveDailyPaymentReport> = serde_json::from_str(&json).ok();
    let said = Date::read(text);
    assert_eq!(report.is_some(), said.is_some(), "{text:?}");
    if let (Some(report), Some(said)) = (report, said) {
        assert_eq!(Some(report.report_date), text.parse().ok(), "chrono reads it too");
        assert_eq!(said.to_string(), text);
        let first = asked(&report).and_then(|query| query.into_iter().next());
        assert_eq!(first, Some(("reportDate".to_owned(), text.to_owned())));
    }
}

/// Any time that a program can hold: sent as it is, or, where the wire has no form for it, not at all.
fn a_value(time: NaiveDateTime) {
    let search = SearchStoredCards::new().min_created_date(time);
    let json = serde_json::to_string(&search);
    let query = asked(&search);
    assert_eq!(json.is_ok(), query.is_some(), "{time}");
    let (Ok(json), Some(query)) = (json, query) else { return };
    let (_, sent) = &query[0];
    let said = LocalTime::read(sent).expect("the wire's form");
    assert_eq!(said.to_string(), *sent);
    let again: SearchStoredCards = serde_json::from_str(&json).expect("what was written is read");
    let again = again.min_created_date.expect("the time");
    let leap = NaiveDateTime::new(time.date(), without_leap(time.time()));
    assert_eq!(again, leap);
    assert_eq!(again.to_string().replace(' ', "T").trim_end_matches('0'), sent.as_str().trim_end_matches('0'));
}

/// A leap second has no form of its own: it is sent as the second before.
fn without_leap(time: NaiveTime) -> NaiveTime {
    use craftgate_core::chrono::Timelike as _;
    time.with_nanosecond(time.nanosecond() % 1_000_000_000).expect("a nanosecond")
}

fn asked<O: Operation>(operation: &O) -> Option<Vec<(String, String)>> {
    let random_key = RandomKey::new(signed::RANDOM_KEY).expect("a good key");
    let request = signed::protocol().exchange(operation).request(&random_key).ok()?;
    form(request.uri().query()?.as_bytes())
}
