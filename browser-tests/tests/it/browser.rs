//! A browser that a test clicks in.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use thirtyfour::extensions::query::ElementQueryable as _;
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

/// A browser with a driver and a profile of its own, until [`close`](Self::close).
pub(crate) struct Browser {
    pub(crate) tab: WebDriver,
    driver: Driver,
}

struct Driver {
    process: Child,
    profile: PathBuf,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

impl Browser {
    /// Starts a browser in this language.
    pub(crate) async fn open(language: &str) -> Self {
        let mut process =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect("chromedriver");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port =
            lines.find_map(|line| Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned()));
        let driver = Driver { process, profile: new_profile() };
        let url = format!("http://127.0.0.1:{}", port.expect("a port"));
        let tab = WebDriver::new(url, capabilities(language, &driver.profile)).await.expect("a session");
        Self { tab, driver }
    }

    pub(crate) async fn goto(&self, url: &str) {
        self.tab.goto(url).await.unwrap();
    }

    /// Types into a field, in place of what it has.
    pub(crate) async fn enter(&self, field: &str, value: &str) {
        let field = self.find(&format!("[name='{field}']:not([type=radio])")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Presses Enter in the first element that a CSS selector matches, once it is there.
    pub(crate) async fn press_enter(&self, selector: &str) {
        self.find(selector).await.send_keys(Key::Enter + "").await.unwrap();
    }

    /// Clicks the first element that a CSS selector matches, once it is there.
    pub(crate) async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    pub(crate) async fn click_link(&self, text: &str) {
        self.tab.query(By::LinkText(text)).first().await.unwrap().click().await.unwrap();
    }

    /// Returns what a page shows of an element, once it is there.
    pub(crate) async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.unwrap()
    }

    async fn find(&self, selector: &str) -> WebElement {
        match self.tab.query(By::Css(selector)).first().await {
            Ok(element) => element,
            Err(error) => panic!("no {selector} ({error}) in {}", self.tab.source().await.unwrap()),
        }
    }

    /// Waits until the page shows these words.
    pub(crate) async fn wait_for(&self, words: &str) {
        let path = format!("//body[contains(., \"{words}\")]");
        if let Err(error) = self.tab.query(By::XPath(path)).first().await {
            panic!("no \"{words}\" ({error}) in {}", self.tab.source().await.unwrap());
        }
    }

    /// Waits until the page no longer shows these words.
    pub(crate) async fn wait_until_gone(&self, words: &str) {
        let path = format!("//body[not(contains(., \"{words}\"))]");
        assert!(self.tab.query(By::XPath(path)).first().await.is_ok(), "\"{words}\" is still there");
    }

    /// Returns the value of a script, which no page of the emulator could run by itself.
    pub(crate) async fn evaluate(&self, script: &str) -> Value {
        self.tab.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Keeps a picture of the page.
    pub(crate) async fn keep_picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.png")), self.tab.screenshot_as_png().await.unwrap()).unwrap();
    }

    pub(crate) async fn close(self) {
        self.tab.quit().await.unwrap();
        drop(self.driver);
    }
}

fn new_profile() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let profile = std::env::temp_dir().join(format!("craftgate-browser-{}-{number}", std::process::id()));
    fs::create_dir_all(&profile).unwrap();
    profile
}

fn capabilities(language: &str, profile: &Path) -> Capabilities {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=1100,1000",
        &format!("--accept-lang={language}"),
        &format!("--user-data-dir={}", profile.display()),
    ]
    .map(str::to_owned);
    let options = json!({"args": arguments, "prefs": {"intl.accept_languages": language}});
    let mut capabilities = Capabilities::new();
    capabilities.set("goog:chromeOptions", options).unwrap();
    capabilities
}
