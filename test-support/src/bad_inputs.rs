//! Bad input, and the words for it, which are the same in Rust, in C and on the command line.

/// An operation's name and JSON that is not its own, and the error.
pub const BAD_FIELDS: &[(&str, &str, &str)] = &[
    (RETRIEVE, "{}", "missing field `id` at line 1 column 2"),
    (RETRIEVE, r#"{"id":1,"di":2}"#, "di: unknown field at line 1 column 12"),
    (RETRIEVE, r#"{"id":"5258640000000001x"}"#, "id: not a whole number at line 1 column 26"),
    (RETRIEVE, r#"{"id":null}"#, "id: not a whole number at line 1 column 11"),
    (RETRIEVE, r#"{"id":1,"id":1}"#, "id: duplicate field at line 1 column 12"),
    (RETRIEVE, r#"{"id":"#, "id: EOF while parsing a value at line 1 column 6"),
    (RETRIEVE, "{\n  \"id\": 1\n} x", "trailing characters at line 3 column 3"),
    (RETRIEVE, "", "EOF while parsing a value at line 1 column 0"),
    (RETRIEVE, "[17]", "invalid type: sequence, expected an object at line 1 column 1"),
    (CREATE, r#"{"price":"çok"}"#, "price: not a decimal number at line 1 column 16"),
    (CREATE, r#"{"card":{"cardNumer":"5258640000000001"}}"#, "card: cardNumer: unknown field at line 1 column 20"),
    (CREATE, r#"{"items":[{"price":1,"naem":"Çay"}]}"#, "items: naem: unknown field at line 1 column 27"),
    (CREATE, r#"{"items":[{"name":"Çay"}]}"#, "items: missing field `price` at line 1 column 25"),
    (CREATE, r#"{"items":{}}"#, "items: invalid type: map, expected a list at line 1 column 11"),
    (
        SEARCH,
        r#"{"minCreatedDate":"dün"}"#,
        "minCreatedDate: not a local time such as 2026-03-25T16:51:34 at line 1 column 24",
    ),
    ("payment::RetrieveCheckoutPayment", r#"{"token":".."}"#, "path parameter `token`: must not be empty, `.` or `..`"),
    ("payment::Retrieve", "{}", "operation: unknown operation `payment::Retrieve`"),
    ("5258640000000001", "{}", "operation: not the name of an operation"),
];

const RETRIEVE: &str = "payment::RetrievePayment";
const CREATE: &str = "payment::CreatePayment";
const SEARCH: &str = "payment_reporting::SearchPayments";

/// An API key and a secret key of which one is bad, and the error.
pub const BAD_KEYS: &[(&str, &str, &str)] = &[
    (
        "anahtar-ş",
        "gizli",
        "the API key has characters other than printable ASCII, such as a Turkish letter or a line break",
    ),
    ("anahtar ", "gizli", "the API key starts or ends with a space"),
    ("anahtar", "gizli ", "the secret key starts or ends with white space"),
    ("anahtar", "giz\u{200B}li", "the secret key has a control or invisible character"),
];
