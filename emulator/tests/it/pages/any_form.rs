//! Whatever a browser sends, the pages respond, and the emulator stays usable.

use craftgate_core::payment::InitThreeDsPayment;
use proptest::prelude::*;
use rust_decimal_macros::dec;

use super::browser::Site;
use crate::common::{CALLBACK_URL, payment};

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["action", "code", "mdStatus", "lang"]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ]
}

fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["approve", "cancel", "half", "time-out", "123456", "000000", "4", "-1", "en"])
            .prop_map(str::to_owned),
        2 => "\\PC{0,12}",
        1 => "[%+&=;0-9a-fA-F]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_form_gets_a_page(
        fields in prop::collection::vec((names(), values()), 0..6),
        raw in "[ -~]{0,40}",
        is_raw in any::<bool>(),
        method in prop::sample::select(vec!["GET", "POST", "PUT", "HEAD"]),
        tail in "[a-zA-Z0-9/?&=%._-]{0,20}",
    ) {
        let site = Site::open();
        let start = site.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL));
        let html = start.html_content.unwrap().decode().unwrap();
        let url = html.split_once("<form action=\"").unwrap().1.split_once('"').unwrap().0;
        let path = site.path(url);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pages = [
            if is_raw { site.request(method, &path, &[], &raw) } else { site.post(&path, &fields) },
            site.get(&format!("{path}?{}", tail.replace('?', ""))),
            site.get(&format!("/pages/{tail}")),
        ];
        for page in pages {
            prop_assert!([200, 303, 404].contains(&page.status), "{page:?}");
            prop_assert!(!page.says("<script"));
        }
    }
}
