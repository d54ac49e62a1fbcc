//! Any forms on the emulator's pages: every response is a page of the emulator's own tags, no page is paid more often than
//! it may be, and the amounts add up.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};

use craftgate_core::id::{MemberId, ProductId};
use craftgate_core::pay_by_link::{CreateProduct, ProductText, RetrieveProduct};
use craftgate_core::payment::{
    Amounts, ApmType, CardVerificationAuthType, InitApmPayment, InitCheckoutCardVerify, InitCheckoutPayment,
    InitMultiPayment, InitThreeDsPayment, PaymentItem, PaymentSource, PaymentStatus, RetrieveMultiPayment,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::{CreateWallet, SendRemittance};
use craftgate_core::{Currency, Secret};
use craftgate_emulator::Server;
use craftgate_test_support::http::receive;
use craftgate_test_support::{APPROVED_CARD, card, member, payment};

use crate::ledger::{Account, assert_balanced};
use crate::reference::html::assert_own_tags;
use crate::seed_files::assert_restored;

const CALLBACK_URL: &str = "https://shop.example.com/paid";
/// What each page asks to be paid.
const PRICE: Decimal = Decimal::ONE_HUNDRED;
/// The number of times that the link can be paid.
const STOCK: i32 = 2;

/// The input: lines of a page's name, what follows in its address (a query, or a path below it), and a form's body. `next`
/// is the page that the last redirect led to. A line without a body is a GET.
pub fn page_forms(data: &[u8]) {
    let shop = clicked(data);
    shop.assert_paid_once();
    assert_balanced(&shop.account);
    assert_restored(std::slice::from_ref(&shop.account.emulator));
}

/// Returns a shop whose pages got these forms.
fn clicked(data: &[u8]) -> Shop {
    let shop = Shop::open();
    let lines = String::from_utf8_lossy(data);
    let mut next = "/".to_owned();
    for line in lines.lines().take(20) {
        let mut parts = line.splitn(3, ' ');
        let (name, tail) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if tail.bytes().all(|byte| byte.is_ascii_graphic()) {
            let path = if name == "next" { &next } else { shop.pages.path(name) };
            let path = format!("{path}{tail}");
            // Any other path is the API's.
            let is_page = ["/pages/", "/panel/", "/?"].iter().any(|prefix| path.starts_with(prefix)) || path == "/";
            if is_page {
                next = shop.visit(&path, parts.next()).location.unwrap_or(next);
            }
        }
    }
    shop
}

/// A merchant with an open page of each kind.
struct Shop {
    account: Account,
    server: Server,
    pages: Pages,
    /// The secret of the panel's forms.
    csrf: String,
}

/// The addresses of the open pages by their names, and what two of them are about.
struct Pages {
    paths: Vec<(&'static str, String)>,
    link: ProductId,
    parts: Secret,
}

impl Pages {
    fn open(account: &Account, server: &Server) -> Self {
        let items = || [PaymentItem::new(PRICE).name("İpek <şal>")];
        let amounts = || Amounts::same(PRICE);
        let checkout = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
        let checkout = checkout.buyer_member_id(open_wallet(account)).masterpass_gsm_number("905551112233");
        let text = ProductText { name: "El yapımı <çaydanlık>", description: "Bakır **kalaylı**" };
        let link = account.send(&CreateProduct::new(text, PRICE, Currency::Try, [1, 3]).stock(STOCK)).expect("a link");
        let parts = InitMultiPayment::new(PRICE, Currency::Try, CALLBACK_URL).items(items());
        let parts = account.send(&parts).expect("a page");
        let verify = InitCheckoutCardVerify::new(CardVerificationAuthType::ThreeDs, CALLBACK_URL);
        let bank = InitThreeDsPayment::new(payment(PRICE, card(APPROVED_CARD)), CALLBACK_URL);
        let papara = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL);
        let secret = |url: Option<Secret>| url.map(|url| url.expose().to_owned());
        let urls = [
            ("checkout", account.send(&checkout).and_then(|page| secret(page.page_url))),
            ("link", link.url.clone()),
            ("qr", link.qr_code_url.clone()),
            ("parts", secret(parts.page_url.clone())),
            ("verify", account.send(&verify).and_then(|page| secret(page.page_url))),
            ("bank", account.send(&bank).and_then(|start| start.redirect_url)),
            ("provider", account.send(&papara).and_then(|start| start.redirect_url)),
        ];
        let path = |url: String| url.strip_prefix(&server.url()).expect("the server's own URL").to_owned();
        let paths = urls.map(|(name, url)| (name, path(url.expect("an open page"))));
        Self { paths: paths.into(), link: link.id, parts: parts.token }
    }

    /// Returns the address of a page by its name; the panel's for any other name.
    fn path(&self, name: &str) -> &str {
        self.paths.iter().find(|(known, _)| *known == name).map_or("/panel/1", |(_, path)| path)
    }
}

/// Returns a buyer whose wallet has the price of a page.
fn open_wallet(account: &Account) -> MemberId {
    let buyer = member("alıcı-1").is_buyer(true).name("Gülşah Işık");
    let buyer = account.send(&buyer).expect("a member").id;
    account.send(&CreateWallet::new(buyer)).expect("a wallet");
    account.send(&SendRemittance::new(buyer, "Hediye", PRICE, Currency::Try)).expect("a remittance");
    buyer
}

/// A response to a browser.
struct Page {
    location: Option<String>,
    body: String,
}

impl Shop {
    fn open() -> Self {
        let account = Account::open();
        let server = Server::start(account.emulator.clone()).expect("a free port");
        let pages = Pages::open(&account, &server);
        let shop = Self { account, server, pages, csrf: String::new() };
        let transfers = shop.visit("/panel/1/transfers", None).body;
        let (_, csrf) = transfers.split_once("name=\"csrf\" value=\"").expect("a form");
        let csrf = csrf.split('"').next().unwrap_or_default().to_owned();
        Self { csrf, ..shop }
    }

    /// Requests a page, or posts a form to it. Panics unless the response is one of the emulator's.
    fn visit(&self, path: &str, form: Option<&str>) -> Page {
        let is_panel = path.starts_with("/panel");
        let form = form.map(|form| if is_panel { format!("csrf={}&{form}", self.csrf) } else { form.to_owned() });
        let (status, content_type, page) = request(self.server.address(), path, form.as_deref());
        match (status, content_type.as_str()) {
            (200 | 403 | 404, "text/html; charset=utf-8" | "image/svg+xml") => assert_own_tags(&page.body),
            (200, "text/css; charset=utf-8") => {}
            (303, _) => assert!(page.location.as_ref().is_some_and(|location| location.starts_with('/')), "{path}"),
            // The path is no target of HTTP.
            (400, _) => assert!(page.body.is_empty(), "{path}"),
            (status, content_type) => panic!("{status} {content_type} for {path}: {}", page.body),
        }
        page
    }

    /// Panics unless each page is paid as often as it may be.
    fn assert_paid_once(&self) {
        let paid = |source: PaymentSource| {
            self.account.payments().filter(move |payment| {
                payment.payment_source == Some(source.clone()) && payment.payment_status == PaymentStatus::Success
            })
        };
        // The payments of the checkout page and of the parts have the same source.
        let on_pages: Decimal = paid(PaymentSource::CheckoutForm).filter_map(|payment| payment.price).sum();
        let parts = self.account.send(&RetrieveMultiPayment::new(self.pages.parts.clone())).expect("a page");
        let in_parts = PRICE - parts.remaining_amount.expect("an amount");
        assert!(in_parts <= PRICE && on_pages - in_parts <= PRICE, "{on_pages} was paid, {in_parts} of it in parts");
        let sold = self.account.send(&RetrieveProduct::new(self.pages.link)).expect("a link").sold_count;
        let by_link = paid(PaymentSource::PayByLink).count();
        let sold = sold.unwrap_or_default();
        assert!(sold <= STOCK && usize::try_from(sold) == Ok(by_link), "{by_link} payments, {sold} sold");
    }
}

/// Sends a request as a browser does, and returns the status, the type and the page.
fn request(address: SocketAddr, path: &str, form: Option<&str>) -> (u16, String, Page) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let (method, body) = form.map_or(("GET", ""), |form| ("POST", form));
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
        content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).expect("the server reads");
    let response = receive(&mut stream).expect("a response");
    let status = response.head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let content_type = response.header("content-type").unwrap_or_default().to_owned();
    let location = response.header("location").map(str::to_owned);
    (status, content_type, Page { location, body: String::from_utf8(response.body).expect("UTF-8") })
}

#[cfg(test)]
mod tests {
    use super::clicked;
    use crate::seeds;
    use craftgate_core::payment::PaymentStatus;
    use craftgate_core::payment_reporting::SearchPayments;

    #[test]
    fn the_corpus_pays_on_every_page() {
        let corpus = seeds("page_forms").unwrap();
        for (name, count) in [
            ("checkout-with-three-ds", 1),
            ("checkout-from-the-wallet", 1),
            ("methods-with-codes", 1),
            ("parts-and-links", 4),
        ] {
            let seed = corpus.iter().find(|seed| seed.name == name).unwrap();
            let payments = clicked(&seed.data).account.send(&SearchPayments::new()).unwrap().items;
            let paid = payments.iter().filter(|report| report.payment.payment_status == PaymentStatus::Success);
            assert_eq!(paid.count(), count, "{name}: {payments:#?}");
        }
    }
}
