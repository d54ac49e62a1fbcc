//! URLs, headers and base URLs: encoded without loss, without ambiguity, and without injection.

use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::encoding::percent_encode;
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Method;
use craftgate_core::id::{FraudValueId, MemberId, PaymentId};
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::onboarding::{MemberType, SearchMembers};
use craftgate_core::payment::{RetrieveCheckoutPayment, RetrievePayment, SearchStoredCards};
use craftgate_core::{BaseUrl, BaseUrlError, Currency, Environment, Operation, Protocol, RequestError, UrlError};
use proptest::prelude::*;
use rust_decimal_macros::dec;

use crate::common::fixtures::{date, time};
use crate::common::{percent_decoded, random_key, request};

/// Strings with a meaning in a URL, a form or HTTP, and characters of more than one byte.
const AWKWARD: [&str; 18] = [
    "a/b",
    "a?b",
    "a#b",
    "100%",
    "%2F",
    "%",
    "\\",
    "..\\..",
    "a b",
    "a+b",
    "a&b=c",
    "=",
    "a;b",
    "satır\r\nx: y",
    "\0",
    "ğüşıöç İ",
    "€",
    "💳",
];

fn target<O: Operation>(operation: &O) -> String {
    let request = request(operation);
    request.uri().path_and_query().unwrap().to_string()
}

fn query<O: Operation>(operation: &O) -> Option<String> {
    request(operation).uri().query().map(str::to_owned)
}

fn decoded(text: &str) -> String {
    String::from_utf8(percent_decoded(text)).unwrap()
}

fn is_unreserved_or_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => bytes
            .get(at + 1..at + 3)
            .is_some_and(|digits| digits.iter().all(|digit| digit.is_ascii_digit() || (b'A'..=b'F').contains(digit))),
        _ => byte.is_ascii_alphanumeric() || b"-._~".contains(byte),
    })
}

mod path_segments {
    use super::*;

    proptest! {
        #![proptest_config(crate::common::cases(512))]

        #[test]
        fn any_string_arrives_as_it_was_given(list in any::<String>(), value in any::<String>()) {
            prop_assume!([&list, &value].iter().all(|text| !["", ".", ".."].contains(&text.as_str())));
            let target = target(&RemoveValueFromValueList::new(&*list, FraudValueId::new(&*value)));
            let segments: Vec<&str> = target.split('/').collect();
            prop_assert_eq!(&segments[..4], ["", "fraud", "v1", "value-lists"]);
            prop_assert_eq!(segments[5], "values");
            prop_assert_eq!(segments.len(), 7);
            prop_assert_eq!(decoded(segments[4]), list);
            prop_assert_eq!(decoded(segments[6]), value);
            prop_assert!(is_unreserved_or_escaped(segments[4]) && is_unreserved_or_escaped(segments[6]));
        }

        #[test]
        fn encoding_can_be_undone_and_leaves_only_unreserved_characters(text in any::<String>()) {
            let encoded = percent_encode(&text);
            prop_assert!(is_unreserved_or_escaped(&encoded), "{}", encoded);
            prop_assert_eq!(decoded(&encoded), text);
        }
    }

    #[test]
    fn awkward_strings_stay_one_segment() {
        for text in AWKWARD {
            let target = target(&RetrieveCheckoutPayment::new(text));
            let segment = target.strip_prefix("/payment/v1/checkout-payments/").unwrap();
            assert!(is_unreserved_or_escaped(segment), "{text:?} became {segment}");
            assert_eq!(decoded(segment), text);
        }
    }

    #[test]
    fn a_space_is_percent_20_and_a_plus_percent_2b() {
        assert_eq!(percent_encode("a b+c"), "a%20b%2Bc");
        assert_eq!(target(&RetrieveBinNumber::new("a b+c")), "/installment/v1/bins/a%20b%2Bc");
    }

    #[test]
    fn unreserved_characters_are_left_alone() {
        let unreserved = "ABCXYZabcxyz0189-._~";
        assert_eq!(percent_encode(unreserved), unreserved);
        assert_eq!(target(&RetrieveCheckoutPayment::new("...")), "/payment/v1/checkout-payments/...");
    }

    #[test]
    fn empty_and_dot_segments_are_rejected_by_name() {
        for text in ["", ".", ".."] {
            let error = RetrieveCheckoutPayment::new(text).path().unwrap_err();
            assert!(matches!(error, RequestError::PathParameter { name: "token" }), "{text:?}: {error:?}");
            let error = RemoveValueFromValueList::new("list", FraudValueId::new(text)).path().unwrap_err();
            assert!(matches!(error, RequestError::PathParameter { name: "value_id" }), "{text:?}: {error:?}");
        }
    }

    #[test]
    fn ids_are_plain_digits() {
        assert_eq!(
            target(&RetrievePayment::new(PaymentId::new(i64::MAX))),
            "/payment/v1/card-payments/9223372036854775807"
        );
        assert_eq!(target(&RetrievePayment::new(PaymentId::new(0))), "/payment/v1/card-payments/0");
    }
}

mod queries {
    use super::*;

    proptest! {
        #![proptest_config(crate::common::cases(512))]

        #[test]
        fn any_string_arrives_as_it_was_given(name in any::<String>(), external_id in any::<String>()) {
            let query = query(&SearchMembers::new().name(&*name).member_external_id(&*external_id)).unwrap();
            let pairs: Vec<(&str, &str)> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
            prop_assert_eq!(pairs.len(), 2);
            prop_assert_eq!((pairs[0].0, decoded(pairs[0].1)), ("name", name));
            prop_assert_eq!((pairs[1].0, decoded(pairs[1].1)), ("memberExternalId", external_id));
            prop_assert!(pairs.iter().all(|(_, value)| is_unreserved_or_escaped(value)));
        }
    }

    #[test]
    fn awkward_strings_stay_one_value() {
        for text in AWKWARD {
            let query = query(&SearchMembers::new().name(text).page(1)).unwrap();
            let value = query.strip_prefix("page=1&name=").unwrap();
            assert!(is_unreserved_or_escaped(value), "{text:?} became {value}");
            assert_eq!(decoded(value), text);
        }
    }

    #[test]
    fn a_list_is_one_parameter_with_encoded_commas() {
        assert_eq!(
            query(&SearchMembers::new().member_ids([1, 2, 3].map(MemberId::new))).unwrap(),
            "memberIds=1%2C2%2C3"
        );
        assert_eq!(query(&SearchMembers::new().member_ids([7].map(MemberId::new))).unwrap(), "memberIds=7");
    }

    #[test]
    fn an_empty_list_is_omitted() {
        let nobody = SearchMembers::new().member_ids(Vec::<MemberId>::new());
        assert_eq!(target(&nobody), "/onboarding/v1/members");
        assert_eq!(query(&nobody.name("Işık")).unwrap(), "name=I%C5%9F%C4%B1k");
    }

    #[test]
    fn an_empty_query_has_no_question_mark() {
        assert_eq!(request(&SearchMembers::new()).uri(), "https://api.craftgate.io/onboarding/v1/members");
        assert_eq!(request(&SearchStoredCards::new()).uri(), "https://api.craftgate.io/payment/v1/cards");
    }

    #[test]
    fn absent_values_are_omitted_while_zero_false_and_empty_strings_are_sent() {
        let search = SearchMembers::new().page(0).is_buyer(false).name("");
        assert_eq!(query(&search).unwrap(), "page=0&isBuyer=false&name=");
    }

    #[test]
    fn amounts_keep_their_digits() {
        for (price, text) in [
            (dec!(100.00), "100.00"),
            (dec!(0), "0"),
            (dec!(0.00000001), "0.00000001"),
            (dec!(12345678901234567890.12345678), "12345678901234567890.12345678"),
        ] {
            assert_eq!(query(&SearchInstallments::new(price)).unwrap(), format!("price={text}"));
        }
    }

    #[test]
    fn enums_are_sent_as_their_wire_values_and_unknown_ones_are_encoded() {
        let search = SearchInstallments::new(dec!(1)).currency(Currency::Eur);
        assert_eq!(query(&search).unwrap(), "price=1&currency=EUR");
        let search = SearchMembers::new().member_type(MemberType::from("YENİ&TİP=1"));
        assert_eq!(query(&search).unwrap(), "memberType=YEN%C4%B0%26T%C4%B0P%3D1");
    }

    #[test]
    fn date_times_have_seconds_always_and_a_fraction_only_where_there_is_one() {
        for (text, sent) in [
            ("2026-01-01T00:00:00", "2026-01-01T00%3A00%3A00"),
            ("2026-03-25T16:51:34", "2026-03-25T16%3A51%3A34"),
            ("2026-03-25T16:51:34.500", "2026-03-25T16%3A51%3A34.5"),
            ("2026-03-25T16:51:34.000000001", "2026-03-25T16%3A51%3A34.000000001"),
        ] {
            let search = SearchStoredCards::new().min_created_date(time(text));
            assert_eq!(query(&search).unwrap(), format!("minCreatedDate={sent}"));
        }
    }

    #[test]
    fn dates_have_no_time() {
        let report = RetrieveDailyPaymentReport::new(date("2026-03-05"), ReportFileType::Csv);
        assert_eq!(query(&report).unwrap(), "reportDate=2026-03-05&fileType=CSV");
    }

    #[test]
    fn a_time_that_cannot_be_written_is_an_error_before_it_is_sent() {
        let search = SearchStoredCards::new().min_created_date(NaiveDateTime::MAX);
        let request = crate::common::protocol().exchange(&search).request(&random_key());
        assert!(request.is_err(), "sent {}", request.unwrap().uri());
    }
}

mod headers {
    use craftgate_core::error::{CredentialsError, HeaderValueErrorKind, KeyError};
    use craftgate_core::{Credentials, Language, RandomKey};

    use super::*;

    #[test]
    fn no_string_can_break_out_of_a_header() {
        for text in ["", " ", "a ", " a", "a\r\nx: y", "a\n", "a\0", "\t", "ğüşıöç İ", "\u{7f}"] {
            let protocol = crate::common::protocol();
            let operation = RetrievePayment::new(PaymentId::new(1));
            let error = protocol.exchange(&operation).idempotency_key(text).request(&random_key()).unwrap_err();
            let RequestError::Header(error) = error else { panic!("{text:?}: {error:?}") };
            assert_eq!(error.header(), "x-idempotency-key");
            let error = Credentials::new(text, "secret").unwrap_err();
            assert!(matches!(error, CredentialsError::ApiKey(_)), "{text:?}: {error:?}");
            assert_eq!(RandomKey::new(text).unwrap_err().header(), "x-rnd-key");
            assert_eq!(Language::new(text).unwrap_err().header(), "lang");
        }
    }

    #[test]
    fn the_error_says_what_is_wrong_with_a_header() {
        for (text, wrong) in [
            ("", HeaderValueErrorKind::Empty),
            ("sipariş-17", HeaderValueErrorKind::NotPrintableAscii),
            ("a\n", HeaderValueErrorKind::NotPrintableAscii),
            (" a", HeaderValueErrorKind::SurroundingWhitespace),
        ] {
            assert_eq!(RandomKey::new(text).unwrap_err().kind(), wrong, "{text:?}");
            assert_eq!(Credentials::new(text, "secret").unwrap_err(), CredentialsError::ApiKey(wrong), "{text:?}");
        }
    }

    #[test]
    fn a_secret_key_may_have_any_characters_but_not_be_empty() {
        assert!(Credentials::new("key", "ğüşıöç İ").is_ok());
        assert_eq!(Credentials::new("key", "").unwrap_err(), CredentialsError::SecretKey(KeyError::Empty));
    }

    #[test]
    fn a_secret_key_with_a_piece_of_its_file_is_rejected_and_not_shown() {
        use KeyError::{InvisibleCharacter, SurroundingWhitespace};
        for (key, kind) in [
            (" gizli", SurroundingWhitespace),
            ("gizli ", SurroundingWhitespace),
            ("gizli\n", SurroundingWhitespace),
            ("gizli\r\n", SurroundingWhitespace),
            ("\tgizli", SurroundingWhitespace),
            ("giz\0li", InvisibleCharacter),
            ("giz\nli", InvisibleCharacter),
            ("gizli\u{a0}", SurroundingWhitespace),
            ("\u{feff}gizli", InvisibleCharacter),
            ("giz\u{200b}li", InvisibleCharacter),
            ("giz\u{a0}li", InvisibleCharacter),
            ("giz\u{ad}li", InvisibleCharacter),
            ("gizli\u{202e}", InvisibleCharacter),
            (" ", SurroundingWhitespace),
            ("\n", SurroundingWhitespace),
        ] {
            let error = Credentials::new("key", key).unwrap_err();
            assert_eq!(error, CredentialsError::SecretKey(kind), "{key:?}");
            assert!(!format!("{error} {error:?}").contains("gizli"), "{key:?}");
        }
    }
}

mod custom_operations {
    use super::*;

    struct Own {
        path: &'static str,
        query: &'static str,
    }

    impl Operation for Own {
        type Output = ();
        const METHOD: Method = Method::GET;

        fn path(&self) -> Result<String, RequestError> {
            Ok(self.path.to_owned())
        }

        fn query(&self) -> Result<String, RequestError> {
            Ok(self.query.to_owned())
        }
    }

    fn problem(path: &'static str, query: &'static str) -> UrlError {
        match crate::common::protocol().exchange(&Own { path, query }).request(&random_key()) {
            Err(RequestError::Url(error)) => error,
            other => panic!("{path} {query}: {other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_signed_is_rejected() {
        for path in ["/a b", "/a+b", "/a#b", "/ğ", "/a\nb", "/a\\b", "/a\"b", "/{id}"] {
            assert_eq!(problem(path, ""), UrlError::Character, "{path}");
        }
        assert_eq!(problem("/a", "q=a+b"), UrlError::Character);
        for path in ["/100%", "/%zz", "/%2", "/%FF", "/%C4"] {
            assert_eq!(problem(path, ""), UrlError::Escape, "{path}");
        }
        for path in ["/a/../b", "/.", "/a/..", "/a/%2E%2e/b", "/a/.%2e", "/./a"] {
            assert_eq!(problem(path, ""), UrlError::DotSegment, "{path}");
        }
        for path in ["", "a", "@evil.example.com/a", ".evil.example.com/", ":1/a", "?a"] {
            assert_eq!(problem(path, ""), UrlError::NoLeadingSlash, "{path}");
        }
    }

    #[test]
    fn what_is_allowed_in_a_url_is_sent_as_it_is() {
        let request = request(&Own { path: "/a-._~:@!$&'()*,;=", query: "q=/?-._~:@!$&'()*,;=" });
        assert_eq!(request.uri(), "https://api.craftgate.io/a-._~:@!$&'()*,;=?q=/?-._~:@!$&'()*,;=");
    }

    #[test]
    fn dots_inside_a_segment_or_a_query_are_only_dots() {
        let request = request(&Own { path: "/a/..b/c../...", query: "q=../.." });
        assert_eq!(request.uri(), "https://api.craftgate.io/a/..b/c../...?q=../..");
    }

    #[test]
    fn more_than_a_request_line_holds_is_rejected() {
        let token = "x".repeat(70_000);
        let operation = RetrieveCheckoutPayment::new(token);
        let error = crate::common::protocol().exchange(&operation).request(&random_key()).unwrap_err();
        assert!(matches!(error, RequestError::Url(UrlError::TooLong)), "{error:?}");
    }
}

mod base_urls {
    use super::*;

    fn uri_under(base: &str) -> String {
        let protocol = Protocol::new(crate::common::credentials(), Environment::custom(base).unwrap());
        protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).request(&random_key()).unwrap().uri().to_string()
    }

    #[test]
    fn an_environment_shows_its_url() {
        for (environment, url) in [
            (Environment::Production, "https://api.craftgate.io"),
            (Environment::Sandbox, "https://sandbox-api.craftgate.io"),
            (Environment::custom("http://LOCALHOST:8080/cg/").unwrap(), "http://localhost:8080/cg"),
        ] {
            assert_eq!(environment.to_string(), url);
        }
    }

    #[test]
    fn production_and_sandbox_have_craftgates_urls() {
        for (environment, host) in
            [(Environment::Production, "api.craftgate.io"), (Environment::Sandbox, "sandbox-api.craftgate.io")]
        {
            let protocol = Protocol::new(crate::common::credentials(), environment);
            let request = protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).request(&random_key()).unwrap();
            assert_eq!(request.uri(), &*format!("https://{host}/payment/v1/card-payments/1"));
        }
    }

    #[test]
    fn one_slash_stands_between_base_and_path_and_the_bases_own_path_is_kept() {
        for (base, start) in [
            ("https://proxy.example.com", "https://proxy.example.com"),
            ("https://proxy.example.com/", "https://proxy.example.com"),
            ("https://proxy.example.com///", "https://proxy.example.com"),
            ("https://proxy.example.com/craftgate", "https://proxy.example.com/craftgate"),
            ("https://proxy.example.com/a/b//", "https://proxy.example.com/a/b"),
            ("https://proxy.example.com:8443/%C4%9F", "https://proxy.example.com:8443/%C4%9F"),
            ("HTTPS://Proxy.EXAMPLE.com/Craftgate", "https://proxy.example.com/Craftgate"),
        ] {
            assert_eq!(uri_under(base), format!("{start}/payment/v1/card-payments/1"), "{base}");
            assert_eq!(BaseUrl::new(base).unwrap().as_str(), start);
            assert_eq!(BaseUrl::new(base).unwrap().to_string(), start);
        }
    }

    #[test]
    fn plain_http_goes_to_the_same_machine_only() {
        for base in [
            "http://localhost",
            "http://LOCALHOST:8080/",
            "http://127.0.0.1:8080/craftgate",
            "http://127.8.9.10",
            "http://[::1]:3000",
        ] {
            assert!(BaseUrl::new(base).is_ok(), "{base}");
        }
        for base in [
            "http://api.craftgate.io",
            "HTTP://api.craftgate.io",
            "http://api.craftgate.io:443",
            "http://127.0.0.1.evil.com",
            "http://localhost.evil.com",
            "http://evil-localhost",
            "http://api.localhost",
            "http://127.1",
            "http://2130706433",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "http://[::]",
            "http://[::2]",
            "http://[::ffff:10.0.0.1]",
        ] {
            assert_eq!(BaseUrl::new(base), Err(BaseUrlError::InsecureHttp), "{base}");
        }
    }

    #[test]
    fn plain_http_goes_further_only_where_it_is_allowed() {
        let base = BaseUrl::allow_insecure_http("http://Mesh.internal:8080/cg/").unwrap();
        assert_eq!(base.as_str(), "http://mesh.internal:8080/cg");
        assert_eq!(BaseUrl::allow_insecure_http("ftp://mesh.internal"), Err(BaseUrlError::Scheme));
        assert_eq!(BaseUrl::allow_insecure_http("http://u:p@mesh.internal"), Err(BaseUrlError::UserInfo));
    }

    #[test]
    fn malformed_base_urls_are_rejected_with_the_reason() {
        use BaseUrlError::{Fragment, Host, NotAbsolute, Path, Query, Scheme, UserInfo};
        for (base, error) in [
            ("", NotAbsolute),
            ("/craftgate", NotAbsolute),
            ("api.craftgate.io", NotAbsolute),
            ("api.craftgate.io:443", NotAbsolute),
            ("//api.craftgate.io", NotAbsolute),
            ("/proxy://api.craftgate.io", NotAbsolute),
            ("https://", NotAbsolute),
            ("https:///path", NotAbsolute),
            (" https://example.com", NotAbsolute),
            ("https://example.com ", NotAbsolute),
            ("https://exa mple.com", NotAbsolute),
            ("https://example.com/a b", Path(UrlError::Character)),
            ("https://example.com\n", NotAbsolute),
            ("https://example.com\\@evil.com", NotAbsolute),
            ("ftp://example.com", Scheme),
            ("ws://localhost", Scheme),
            ("https://example.com?a=b", Query),
            ("https://example.com/?", Query),
            ("https://example.com#", Fragment),
            ("https://example.com/a?b#c", Fragment),
            ("https://user:password@example.com", UserInfo),
            ("https://user@example.com", UserInfo),
            ("https://@example.com", UserInfo),
            ("http://127.0.0.1@evil.com", UserInfo),
            ("https://example.com:", Host),
            ("https://example.com:0", Host),
            ("https://example.com:65536", Host),
            ("https://example.com:4x3", Host),
            ("https://example.com:-1", Host),
            ("https://*.example.com", Host),
            ("https://[not-an-address]", Host),
            ("https://example.com/a+b", Path(UrlError::Character)),
            ("https://example.com/ğ", Path(UrlError::Character)),
            ("https://example.com/{tenant}", Path(UrlError::Character)),
            ("https://example.com/100%", Path(UrlError::Escape)),
            ("https://example.com/%FF", Path(UrlError::Escape)),
            ("https://example.com/../a", Path(UrlError::DotSegment)),
            ("https://example.com/a/.", Path(UrlError::DotSegment)),
            ("https://example.com/%2e%2E/a", Path(UrlError::DotSegment)),
        ] {
            assert_eq!(BaseUrl::new(base), Err(error), "{base:?}");
        }
    }

    #[test]
    fn a_port_is_digits_without_a_sign() {
        assert_eq!(BaseUrl::new("https://example.com:+443"), Err(BaseUrlError::Host));
        assert_eq!(BaseUrl::new("http://127.0.0.1:+80"), Err(BaseUrlError::Host));
    }

    #[test]
    fn a_host_outside_ascii_is_an_error_of_the_host() {
        assert_eq!(BaseUrl::new("https://ödeme.example.com"), Err(BaseUrlError::Host));
    }

    proptest! {
        #![proptest_config(crate::common::cases(512))]

        #[test]
        fn every_accepted_base_url_can_be_called(base in "(https?|ftp)://[a-zA-Z0-9.:@\\[\\]-]{1,12}(/[a-z%.+0-9]{0,4}){0,3}") {
            if let Ok(environment) = Environment::custom(&base) {
                let protocol = Protocol::new(crate::common::credentials(), environment);
                let request = protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).request(&random_key()).unwrap();
                let uri = request.uri().to_string();
                prop_assert!(uri.ends_with("/payment/v1/card-payments/1"));
                prop_assert!(!uri.contains('+') && !uri.contains('@'));
            }
        }
    }
}
