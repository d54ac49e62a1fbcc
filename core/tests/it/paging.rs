//! A search is walked page by page and item by item, lazily, and an error loses nothing that came before it.

use std::cell::RefCell;

use craftgate_core::error::ResponseErrorKind;
use craftgate_core::id::MemberId;
use craftgate_core::onboarding::{Member, SearchMembers};
use craftgate_core::transport::from_fn;
use craftgate_core::{Client, Error, Page, PageError, Paged, RandomKey, Request, Response, Transport, TransportError};

use crate::common::{RANDOM_KEY, http_response, protocol, text};

/// A server with this many members, which notes the pages that it was asked for.
struct Server {
    members: i64,
    gives: i64,
    returns_total: bool,
    fails_at: Option<i64>,
    asked: RefCell<Vec<i64>>,
}

impl Server {
    fn with(members: i64) -> Self {
        Self { members, gives: i64::MAX, returns_total: true, fails_at: None, asked: RefCell::new(Vec::new()) }
    }

    fn client(&self) -> Client<impl Transport + '_> {
        let transport = from_fn(|request: Request| self.respond(&request));
        Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY))
    }

    fn respond(&self, request: &Request) -> Result<Response, TransportError> {
        let query = request.uri().query().unwrap_or_default();
        let number = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            pair.map_or(0, |value| value.parse::<i64>().unwrap())
        };
        let (page, size) = (number("page"), number("size").min(self.gives));
        let asked = number("size");
        self.asked.borrow_mut().push(page);
        if self.fails_at == Some(page) {
            return Err(TransportError::maybe_sent("the connection broke"));
        }
        let ids = (page * size + 1)..=((page + 1) * size).min(self.members);
        let items: Vec<String> = ids.map(|id| format!(r#"{{"id":{id}}}"#)).collect();
        let total = if self.returns_total { format!(r#","totalSize":{}"#, self.members) } else { String::new() };
        Ok(http_response(
            200,
            format!(r#"{{"data":{{"items":[{}],"page":{page},"size":{asked}{total}}}}}"#, items.join(",")),
        ))
    }
}

fn ids(items: impl Iterator<Item = Result<Member, Error>>) -> Vec<i64> {
    items.map(|member| member.unwrap().id.get()).collect()
}

#[test]
fn every_item_comes_once_and_in_order() {
    for returns_total in [true, false] {
        for members in 0..8 {
            let server = Server { returns_total, ..Server::with(members) };
            let expected: Vec<i64> = (1..=members).collect();
            assert_eq!(
                ids(server.client().items(SearchMembers::new().size(3))),
                expected,
                "{members}, {returns_total}"
            );
        }
    }
}

#[test]
fn no_page_is_asked_for_beyond_the_last() {
    for members in [4, 5, 6] {
        let server = Server::with(members);
        assert_eq!(server.client().pages(SearchMembers::new().size(3)).count(), 2);
        assert_eq!(*server.asked.borrow(), [0, 1]);
    }
    let server = Server { returns_total: false, ..Server::with(4) };
    assert_eq!(server.client().pages(SearchMembers::new().size(3)).count(), 2);
    assert_eq!(*server.asked.borrow(), [0, 1]);
}

/// One item on the first page and five on the second are six: two are left of eight, whatever a page's size is said to be.
#[test]
fn a_server_that_gives_more_a_page_than_it_says_loses_nothing() {
    let mut second = Page::new((2..=6).map(|id| Member::new(MemberId::new(id))).collect::<Vec<_>>());
    (second.size, second.total_size) = (Some(2), Some(8));
    let search = SearchMembers::new().page(1);
    assert_eq!(search.next_page(&second), Ok(Some(search.page(2))));
}

#[test]
fn a_server_that_gives_fewer_a_page_than_it_was_asked_for_loses_nothing() {
    let server = Server { gives: 100, ..Server::with(450) };
    assert_eq!(ids(server.client().items(SearchMembers::new().size(1000))), (1..=450).collect::<Vec<_>>());
}

#[test]
fn a_page_is_asked_for_only_when_it_is_needed() {
    let server = Server::with(9);
    let client = server.client();
    let mut items = client.items(SearchMembers::new().size(3));
    assert!(server.asked.borrow().is_empty());
    for _ in 0..3 {
        items.next().unwrap().unwrap();
    }
    assert_eq!(*server.asked.borrow(), [0]);
    items.next().unwrap().unwrap();
    assert_eq!(*server.asked.borrow(), [0, 1]);
}

#[test]
fn the_walk_starts_at_the_page_that_was_asked_for() {
    let server = Server::with(9);
    assert_eq!(ids(server.client().items(SearchMembers::new().size(3).page(2))), [7, 8, 9]);
}

#[test]
fn an_error_comes_after_what_came_before_it_and_ends_the_walk() {
    let server = Server { fails_at: Some(1), ..Server::with(9) };
    let client = server.client();
    let mut items = client.items(SearchMembers::new().size(3));
    let before: Vec<i64> = items.by_ref().take(3).map(|member| member.unwrap().id.get()).collect();
    assert_eq!(before, [1, 2, 3]);
    assert!(matches!(items.next(), Some(Err(Error::Transport(_)))));
    assert!(items.next().is_none());
    assert_eq!(*server.asked.borrow(), [0, 1]);
}

/// Walks a server that responds with these pages one after the other, whatever it is asked for: the ids that come, and
/// what the walk ends with.
fn walk(search: SearchMembers, pages: &[&str]) -> (Vec<i64>, Option<ResponseErrorKind>) {
    let left = RefCell::new(pages.iter());
    let transport = from_fn(|_| {
        let page = left.borrow_mut().next().unwrap_or_else(|| panic!("a page is asked for beyond the last"));
        Ok(http_response(200, format!("{{\"data\":{page}}}")))
    });
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    let (mut ids, mut end) = (Vec::new(), None);
    for member in client.items(search) {
        match member {
            Ok(member) => ids.push(member.id.get()),
            Err(Error::Response(error)) => end = Some(error.kind()),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(left.into_inner().len(), 0, "the walk stops before its end");
    (ids, end)
}

const FIRST: &str = r#"{"items":[{"id":1},{"id":2}],"page":0,"size":2,"totalSize":4}"#;

#[test]
fn a_page_that_does_not_belong_to_the_search_ends_the_walk_with_an_error_after_what_came() {
    for (second, error) in [
        (r#"{"items":[{"id":3},{"id":4}],"page":0,"size":2,"totalSize":4}"#, PageError::Number),
        (r#"{"items":[{"id":3},{"id":4}],"page":2,"size":2,"totalSize":4}"#, PageError::Number),
        (r#"{"items":[{"id":3},{"id":4}],"page":"","size":2,"totalSize":4}"#, PageError::Number),
        (r#"{"items":[{"id":3},{"id":4}],"page":-1,"size":2,"totalSize":4}"#, PageError::Number),
        (r#"{"items":[{"id":3},{"id":4}],"page":1,"size":0,"totalSize":4}"#, PageError::Size),
        (r#"{"items":[{"id":3},{"id":4}],"page":1,"size":-2,"totalSize":4}"#, PageError::Size),
        (r#"{"items":[{"id":3},{"id":4}],"page":1,"size":2,"totalSize":-4}"#, PageError::TotalSize),
        (r#"{"items":[{"id":3},{"id":4}],"page":1,"size":2,"totalSize":"dört"}"#, PageError::TotalSize),
        (r#"{"items":[{"id":1},{"id":2}],"page":1,"size":2,"totalSize":6}"#, PageError::Repeated),
        (r#"{"items":[],"page":1,"size":2,"totalSize":4}"#, PageError::Incomplete),
    ] {
        let walked = walk(SearchMembers::new().size(2), &[FIRST, second]);
        assert_eq!(walked, (vec![1, 2], Some(ResponseErrorKind::Page(error))), "{second}");
    }
    let walked = walk(SearchMembers::new().page(1), &[FIRST]);
    assert_eq!(walked, (vec![], Some(ResponseErrorKind::Page(PageError::Number))));
}

#[test]
fn the_error_keeps_the_response() {
    let body = r#"{"data":{"items":[{"id":1}],"size":0}}"#;
    let transport = from_fn(|_| Ok(http_response(201, body)));
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    let error = client.pages(SearchMembers::new()).next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "unexpected response: a page with an invalid size (status 201, 38 bytes)");
    let Error::Response(error) = error else { panic!("{error:?}") };
    assert_eq!((error.status().as_u16(), text(error.body())), (201, body));
    assert_eq!(error.headers()["x-trace"], "iz-1");
}

#[test]
fn a_repeated_page_is_detected_by_its_items_whatever_else_it_says() {
    let repeated = r#"{"totalSize":5,"page":1,"items":[{"id":1},{"id":2}]}"#;
    let walked = walk(SearchMembers::new(), &[FIRST, repeated]);
    assert_eq!(walked, (vec![1, 2], Some(ResponseErrorKind::Page(PageError::Repeated))));
    let other = r#"{"totalSize":4,"page":1,"items":[{"id":2},{"id":1}]}"#;
    assert_eq!(walk(SearchMembers::new(), &[FIRST, other]), (vec![1, 2, 2, 1], None));
}

#[test]
fn a_server_that_always_says_it_is_the_first_page_does_not_hold_the_walk() {
    let transport = from_fn(|_| {
        Ok(http_response(200, r#"{"data":{"items":[{"id":1}],"page":0,"size":1,"totalSize":3}}"#.to_owned()))
    });
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    let mut items = client.items(SearchMembers::new().size(1));
    assert_eq!(items.next().unwrap().unwrap().id.get(), 1);
    assert!(matches!(items.next(), Some(Err(Error::Response(_)))));
    assert!(items.next().is_none());
}

/// A server that gives at most 50 results a page of 125, and looks for the second page behind the first 125.
#[test]
fn a_size_that_is_capped_without_a_word_is_an_error_where_results_are_missing() {
    let items: Vec<String> = (1..=50).map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    let first = format!(r#"{{"items":[{}],"page":0,"size":125,"totalSize":125}}"#, items.join(","));
    let second = r#"{"items":[],"page":1,"size":125,"totalSize":125}"#;
    let (ids, end) = walk(SearchMembers::new().size(125), &[&first, second]);
    assert_eq!((ids.len(), end), (50, Some(ResponseErrorKind::Page(PageError::Incomplete))));
}

#[test]
fn results_that_vanish_during_the_walk_are_not_missing() {
    let second = r#"{"items":[{"id":3}],"page":1,"size":2,"totalSize":3}"#;
    assert_eq!(walk(SearchMembers::new().size(2), &[FIRST, second]), (vec![1, 2, 3], None));
    let second = r#"{"items":[],"page":1,"size":2,"totalSize":2}"#;
    assert_eq!(walk(SearchMembers::new().size(2), &[FIRST, second]), (vec![1, 2], None));
}

#[test]
fn a_search_without_results_has_one_page() {
    for page in [r#"{"items":[],"page":0,"size":10,"totalSize":0}"#, r#"{"items":[]}"#] {
        assert_eq!(walk(SearchMembers::new(), &[page]), (vec![], None));
    }
}

#[test]
fn without_a_client_a_page_of_another_search_is_an_error_too() {
    let mut page = Page::new([Member::new(MemberId::new(1))]);
    (page.page, page.size, page.total_size) = (Some(1), Some(1), Some(2));
    assert_eq!(SearchMembers::new().next_page(&page), Err(PageError::Number));
    assert_eq!(SearchMembers::new().page(1).next_page(&page), Ok(None));
    page.size = Some(0);
    assert_eq!(SearchMembers::new().page(1).next_page(&page), Err(PageError::Size));
    (page.size, page.total_size) = (None, Some(-1));
    assert_eq!(SearchMembers::new().page(1).next_page(&page), Err(PageError::TotalSize));
    (page.items, page.page, page.total_size) = (Vec::new(), None, Some(2));
    assert_eq!(SearchMembers::new().next_page(&page), Err(PageError::Incomplete));
}

#[test]
fn a_page_is_walked_by_value_and_by_reference() {
    let page = Page::new([Member::new(MemberId::new(1)), Member::new(MemberId::new(2))]);
    let mut ids = Vec::new();
    for member in &page {
        ids.push(member.id.get());
    }
    for member in page {
        ids.push(member.id.get());
    }
    assert_eq!(ids, [1, 2, 1, 2]);
}

#[test]
fn the_last_page_number_there_is_has_no_next() {
    let mut full = Page::new([Member::new(MemberId::new(1))]);
    full.size = Some(1);
    assert_eq!(SearchMembers::new().page(u32::MAX).next_page(&full), Ok(None));
}
