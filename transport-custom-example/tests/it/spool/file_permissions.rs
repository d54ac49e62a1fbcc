//! Files with card data are restricted to their owner, are deleted completely, and are not shown in `Debug`.

use std::fs;

use craftgate_core::payment::CreatePayment;
use craftgate_custom_transports::spool::{Spool, SpoolError};

use super::support::{APPROVED_CARD, Shop, lira, payment};

fn files(shop: &Shop) -> Vec<String> {
    let folders = ["calls", "outbox", "claimed", "results"].map(|folder| shop.file(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    files.map(|file| file.unwrap().path().to_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn files_are_restricted_to_their_owner() {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    shop.send_all();
    assert_eq!(files(&shop).len(), 3);
    for file in files(&shop) {
        assert_eq!(mode(&file), 0o600, "{file}");
    }
    for folder in [".", "calls", "outbox", "claimed", "results"] {
        assert_eq!(mode(shop.file(folder).to_str().unwrap()), 0o700, "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_access_is_rejected() {
    use std::os::unix::fs::PermissionsExt as _;

    let shop = Shop::open();
    fs::set_permissions(&shop.folder, fs::Permissions::from_mode(0o750)).unwrap();
    match Spool::open(&shop.folder) {
        Err(SpoolError::Exposed { path, mode: 0o750 }) => assert_eq!(path, shop.folder),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_deleted_call_leaves_no_file() {
    let shop = Shop::open();
    for key in ["a", "a.1", "a.json", "a.json.1"] {
        shop.submit(payment(lira(100), APPROVED_CARD), key).unwrap();
        drop(shop.spool.claim().unwrap());
        shop.retry::<CreatePayment>(key).unwrap();
        shop.send_all();
    }
    // The draft of a crashed process.
    fs::write(shop.file("outbox/a.1.json.4711-0"), "{").unwrap();
    let others = files(&shop).len() - 5;
    shop.spool.delete("a").unwrap();
    assert_eq!(files(&shop).len(), others);
    for key in ["a.1", "a.json", "a.json.1"] {
        shop.result::<CreatePayment>(key).unwrap();
        shop.spool.delete(key).unwrap();
    }
    assert!(files(&shop).is_empty());
    shop.spool.delete("a").unwrap();
}

#[test]
fn claims_and_requests_show_no_secrets() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    let signature = claim.request().headers()["x-signature"].to_str().unwrap();
    let shown = format!("{claim:?} {:?}", claim.request());
    assert!(!shown.contains(APPROVED_CARD) && !shown.contains(signature), "{shown}");
}
