//! Links to pay by are made, changed, found and deleted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, noon};
use craftgate_core::Currency;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{CreateProduct, DeleteProduct, RetrieveProduct, SearchProducts, UpdateProduct};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

fn link(name: &str, price: Decimal) -> CreateProduct {
    CreateProduct::new(name, price, Currency::Try, "El yapımı", [1, 2, 3])
}

#[test]
fn a_link_has_an_address_of_its_own() {
    let shop = Shop::open();
    let made = shop.get(&link("Çini tabak", dec!(750.50)).stock(5).external_id("ürün-7").expires_at(noon()));
    let other = shop.get(&link("Çini tabak", dec!(750.50)));
    assert_eq!((made.status.clone(), made.sold_count, made.stock), (Status::Active, Some(0), Some(5)));
    assert_eq!((made.price, made.multi_payment, made.expires_at), (Some(dec!(750.50)), Some(false), Some(noon())));
    assert_eq!(made.enabled_installments, [1, 2, 3]);
    assert!(made.url.as_ref().unwrap().ends_with(made.token.as_ref().unwrap()));
    assert_ne!((&made.url, &made.qr_code_url), (&other.url, &other.qr_code_url));
    assert_eq!(shop.get(&RetrieveProduct::new(made.id)), made);
}

#[test]
fn a_changed_link_is_said_anew() {
    let shop = Shop::open();
    let made = shop.get(&link("Çini tabak", dec!(750)).stock(5).channel("mağaza"));
    let update = UpdateProduct::new(link("Çini kase", dec!(500)), made.id, Status::Passive);
    let updated = shop.get(&update);
    assert_eq!((updated.name.as_deref(), updated.price), (Some("Çini kase"), Some(dec!(500))));
    assert_eq!((updated.status.clone(), updated.stock, updated.channel.clone()), (Status::Passive, None, None));
    assert_eq!((&updated.token, &updated.url), (&made.token, &made.url));
    assert_eq!(shop.get(&RetrieveProduct::new(made.id)), updated);
    assert_eq!(shop.refused(&UpdateProduct::new(link("?", dec!(1)), 7_i64, Status::Active)).status, 404);
    assert_eq!(shop.refused(&UpdateProduct::new(link("?", dec!(1)), made.id, "SOLD")).status, 422);
}

#[test]
fn links_are_found_until_they_are_deleted() {
    let shop = Shop::open();
    shop.get(&link("Çini tabak", dec!(750)).channel("mağaza"));
    shop.get(&link("Çini kase", dec!(500)).order_id("sipariş-1").stock(1));
    let found =
        |search: SearchProducts| -> Vec<i64> { shop.get(&search).items.iter().map(|product| product.id).collect() };
    assert_eq!(found(SearchProducts::new()), [1, 2]);
    assert_eq!(found(SearchProducts::new().name("Çini kase")), [2]);
    assert_eq!(found(SearchProducts::new().channel("mağaza")), [1]);
    assert_eq!(found(SearchProducts::new().order_id("sipariş-1")), [2]);
    assert_eq!(found(SearchProducts::new().min_price(dec!(500)).max_price(dec!(500))), [2]);
    assert_eq!(found(SearchProducts::new().currency(Currency::Eur)), [] as [i64; 0]);
    assert_eq!(shop.get(&SearchProducts::new()).size, Some(25));

    shop.get(&DeleteProduct::new(1_i64));
    assert_eq!(found(SearchProducts::new()), [2]);
    assert_eq!(shop.refused(&RetrieveProduct::new(1_i64)).status, 404);
    assert_eq!(shop.refused(&DeleteProduct::new(1_i64)).status, 404);
    assert_eq!(shop.get(&link("Vazo", dec!(1))).id, 3);
}

#[test]
fn a_link_has_to_make_sense() {
    let shop = Shop::open();
    let bad = [
        link("Tabak", dec!(0)),
        link("", dec!(1)),
        link("Tabak", dec!(1)).stock(-1),
        link("Tabak", dec!(1)).order_id("sipariş-1"),
        link("Tabak", dec!(1)).order_id("sipariş-1").stock(2),
        CreateProduct::new("Tabak", dec!(1), Currency::Try, "El yapımı", []),
        CreateProduct::new("Tabak", dec!(1), Currency::Try, "El yapımı", [0]),
    ];
    for link in bad {
        assert_eq!(shop.refused(&link).status, 422, "{link:?}");
    }
}
