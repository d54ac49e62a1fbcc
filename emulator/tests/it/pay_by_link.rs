//! Links to pay by.

use craftgate_core::Currency;
use craftgate_core::id::ProductId;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{
    CreateProduct, DeleteProduct, ProductText, RetrieveProduct, SearchProducts, UpdateProduct,
};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{Shop, noon};

fn link(name: &str, price: Decimal) -> CreateProduct {
    CreateProduct::new(ProductText { name, description: "El yapımı" }, price, Currency::Try, [1, 2, 3])
}

#[test]
fn each_link_has_its_own_url() {
    let shop = Shop::open();
    let created = shop.send(&link("Çini tabak", dec!(750.50)).stock(5).external_id("ürün-7").expires_at(noon()));
    let other = shop.send(&link("Çini tabak", dec!(750.50)));
    assert_eq!((created.status.clone(), created.sold_count, created.stock), (Status::Active, Some(0), Some(5)));
    assert_eq!(
        (created.price, created.multi_payment, created.expires_at),
        (Some(dec!(750.50)), Some(false), Some(noon()))
    );
    assert_eq!(created.enabled_installments, [1, 2, 3]);
    assert!(created.url.as_ref().unwrap().ends_with(created.token.as_ref().unwrap()));
    assert_ne!((&created.url, &created.qr_code_url), (&other.url, &other.qr_code_url));
    assert_eq!(shop.send(&RetrieveProduct::new(created.id)), created);
}

#[test]
fn an_update_replaces_the_link() {
    let shop = Shop::open();
    let created = shop.send(&link("Çini tabak", dec!(750)).stock(5).channel("mağaza"));
    let update = UpdateProduct::new(link("Çini kase", dec!(500)).channel("mağaza"), created.id, Status::Passive);
    let updated = shop.send(&update);
    assert_eq!((updated.name.as_deref(), updated.price), (Some("Çini kase"), Some(dec!(500))));
    assert_eq!(
        (updated.status.clone(), updated.stock, updated.channel.clone()),
        (Status::Passive, None, Some("mağaza".to_owned()))
    );
    assert_eq!((&updated.token, &updated.url), (&created.token, &created.url));
    assert_eq!(shop.send(&RetrieveProduct::new(created.id)), updated);
    assert_eq!(
        shop.rejection(&UpdateProduct::new(link("?", dec!(1)).channel("mağaza"), ProductId::new(7), Status::Active))
            .status,
        404
    );
    assert_eq!(
        shop.rejection(&UpdateProduct::new(link("?", dec!(1)).channel("mağaza"), created.id, "SOLD")).status,
        422
    );
}

#[test]
fn links_are_found_until_they_are_deleted() {
    let shop = Shop::open();
    shop.send(&link("Çini tabak", dec!(750)).channel("mağaza"));
    shop.send(&link("Çini kase", dec!(500)).order_id("sipariş-1").stock(1));
    let found = |search: SearchProducts| -> Vec<i64> {
        shop.send(&search).items.iter().map(|product| product.id.get()).collect()
    };
    assert_eq!(found(SearchProducts::new()), [1, 2]);
    assert_eq!(found(SearchProducts::new().name("Çini kase")), [2]);
    assert_eq!(found(SearchProducts::new().channel("mağaza")), [1]);
    assert_eq!(found(SearchProducts::new().order_id("sipariş-1")), [2]);
    assert_eq!(found(SearchProducts::new().min_price(dec!(500)).max_price(dec!(500))), [2]);
    assert_eq!(found(SearchProducts::new().currency(Currency::Eur)), [] as [i64; 0]);
    assert_eq!(shop.send(&SearchProducts::new()).size, Some(25));

    shop.send(&DeleteProduct::new(ProductId::new(1)));
    assert_eq!(found(SearchProducts::new()), [2]);
    assert_eq!(shop.rejection(&RetrieveProduct::new(ProductId::new(1))).status, 404);
    assert_eq!(shop.rejection(&DeleteProduct::new(ProductId::new(1))).status, 404);
    assert_eq!(shop.send(&link("Vazo", dec!(1))).id, ProductId::new(3));
}

#[test]
fn invalid_links_are_rejected() {
    let shop = Shop::open();
    let bad = [
        link("Tabak", dec!(0)),
        link("", dec!(1)),
        link("Tabak", dec!(1)).stock(-1),
        link("Tabak", dec!(1)).order_id("sipariş-1"),
        link("Tabak", dec!(1)).order_id("sipariş-1").stock(2),
        CreateProduct::new(ProductText { name: "Tabak", description: "El yapımı" }, dec!(1), Currency::Try, []),
        CreateProduct::new(ProductText { name: "Tabak", description: "El yapımı" }, dec!(1), Currency::Try, [0]),
    ];
    for link in bad {
        assert_eq!(shop.rejection(&link).status, 422, "{link:?}");
    }
}
