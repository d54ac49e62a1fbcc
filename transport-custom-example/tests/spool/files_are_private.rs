//! The files hold card data: they are their owner's alone, they go when they are told to, and nothing quotes them.

use std::fs;

use craftgate_core::payment::CreatePayment;
use craftgate_custom_transports::spool::{Spool, SpoolError};

use crate::common::{GOOD_CARD, Shop, lira, payment};

fn files(shop: &Shop) -> Vec<String> {
    let folders = ["calls", "outbox", "claimed", "answers"].map(|folder| shop.file(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    files.map(|file| file.unwrap().path().to_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_them() {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    shop.send_all();
    assert_eq!(files(&shop).len(), 3);
    for file in files(&shop) {
        assert_eq!(mode(&file), 0o600, "{file}");
    }
    for folder in [".", "calls", "outbox", "claimed", "answers"] {
        assert_eq!(mode(shop.file(folder).to_str().unwrap()), 0o700, "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_look_into_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let shop = Shop::open();
    fs::set_permissions(&shop.folder, fs::Permissions::from_mode(0o750)).unwrap();
    match Spool::open(&shop.folder) {
        Err(SpoolError::Exposed { path, mode: 0o750 }) => assert_eq!(path, shop.folder),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_forgotten_call_leaves_no_file() {
    let shop = Shop::open();
    for key in ["a", "a.1", "a.json", "a.json.1"] {
        shop.submit(payment(lira(100), GOOD_CARD), key).unwrap();
        drop(shop.spool.claim().unwrap());
        shop.repeat::<CreatePayment>(key).unwrap();
        shop.send_all();
    }
    // What a writer leaves that dies.
    fs::write(shop.file("outbox/a.1.json.4711-0"), "{").unwrap();
    let others = files(&shop).len() - 5;
    shop.spool.forget("a").unwrap();
    assert_eq!(files(&shop).len(), others);
    for key in ["a.1", "a.json", "a.json.1"] {
        shop.result::<CreatePayment>(key).unwrap();
        shop.spool.forget(key).unwrap();
    }
    assert!(files(&shop).is_empty());
    shop.spool.forget("a").unwrap();
}

#[test]
fn neither_claims_nor_requests_show_what_they_hold() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    let signature = claim.request().headers()["x-signature"].to_str().unwrap();
    let shown = format!("{claim:?} {:?}", claim.request());
    assert!(!shown.contains(GOOD_CARD) && !shown.contains(signature), "{shown}");
}
