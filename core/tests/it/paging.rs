//! A search is walked page by page and item by item, lazily, and an error loses nothing that came before it.

use craftgate_core::id::MemberId;
use std::cell::RefCell;

use crate::common::{RANDOM_KEY, answer, protocol};
use craftgate_core::onboarding::{Member, SearchMembers};
use craftgate_core::transport::from_fn;
use craftgate_core::{Client, Error, Page, Paged, RandomKey, Request, Response, Transport, TransportError};

/// A server with this many members, which notes the pages that it was asked for.
struct Server {
    members: i64,
    gives: i64,
    tells_total: bool,
    fails_at: Option<i64>,
    asked: RefCell<Vec<i64>>,
}

impl Server {
    fn with(members: i64) -> Self {
        Self { members, gives: i64::MAX, tells_total: true, fails_at: None, asked: RefCell::new(Vec::new()) }
    }

    fn client(&self) -> Client<impl Transport + '_> {
        let transport = from_fn(|request: Request| self.answer(&request));
        Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY))
    }

    fn answer(&self, request: &Request) -> Result<Response, TransportError> {
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
        let total = if self.tells_total { format!(r#","totalSize":{}"#, self.members) } else { String::new() };
        Ok(answer(200, format!(r#"{{"data":{{"items":[{}],"page":{page},"size":{asked}{total}}}}}"#, items.join(","))))
    }
}

fn ids(items: impl Iterator<Item = Result<Member, Error>>) -> Vec<i64> {
    items.map(|member| member.unwrap().id.get()).collect()
}

#[test]
fn every_item_comes_once_and_in_order() {
    for tells_total in [true, false] {
        for members in 0..8 {
            let server = Server { tells_total, ..Server::with(members) };
            let expected: Vec<i64> = (1..=members).collect();
            assert_eq!(ids(server.client().items(SearchMembers::new().size(3))), expected, "{members}, {tells_total}");
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
    let server = Server { tells_total: false, ..Server::with(4) };
    assert_eq!(server.client().pages(SearchMembers::new().size(3)).count(), 2);
    assert_eq!(*server.asked.borrow(), [0, 1]);
}

/// One item on the first page and five on the second are six: two are left of eight, whatever a page's size is said to be.
#[test]
fn a_server_that_gives_more_a_page_than_it_says_loses_nothing() {
    let mut second = Page::new((2..=6).map(|id| Member::new(MemberId::new(id))).collect::<Vec<_>>());
    (second.size, second.total_size) = (Some(2), Some(8));
    let search = SearchMembers::new().page(1);
    assert_eq!(search.next_page(&second), Some(search.page(2)));
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

#[test]
fn a_server_that_always_says_it_is_the_first_page_does_not_hold_the_walk() {
    let transport =
        from_fn(|_| Ok(answer(200, r#"{"data":{"items":[{"id":1}],"page":0,"size":1,"totalSize":3}}"#.to_owned())));
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    assert_eq!(client.items(SearchMembers::new().size(1)).count(), 3);
}

#[test]
fn the_last_page_number_there_is_has_no_next() {
    let mut full = Page::new([Member::new(MemberId::new(1))]);
    full.size = Some(1);
    assert_eq!(SearchMembers::new().page(u32::MAX).next_page(&full), None);
}
