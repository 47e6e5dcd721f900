//! The real window, driven through WebKitWebDriver.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dictum_tests::{program, project};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};
use tokio::time::timeout;

/// How long the window may take for anything that is not real-time.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// The driver answers at once or, after a defect of its own, never.
const HANG: Duration = Duration::from_secs(30);

/// The driver's answer.
async fn answer<T>(request: impl Future<Output = T>) -> T {
    timeout(HANG, request).await.expect("the driver does not answer")
}

/// Ends the program as a power cut would.
fn kill_the_program() {
    Command::new("pkill").args(["-KILL", "-f"]).arg(program("dictum-desktop")).status().unwrap();
    the_program_has_ended();
}

/// Waits until the program is gone. Before that a start would only bring the window of the one that ends to the front.
fn the_program_has_ended() {
    let began = Instant::now();
    let running =
        || Command::new("pgrep").arg("-f").arg(program("dictum-desktop")).output().unwrap().status.success();
    while running() {
        assert!(began.elapsed() < PATIENCE, "the program does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A running Dictum with its own home.
pub struct Window {
    client: Client,
    driver: Child,
    shots: PathBuf,
    shot: usize,
}

impl Window {
    /// Starts the program on this home and waits for its window.
    pub async fn open(home: &Path, name: &str) -> Self {
        Self::open_with(home, name, &project().join("models/catalog.toml")).await
    }

    /// The same, with a catalogue of models of the test's own.
    pub async fn open_with(home: &Path, name: &str, catalog: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            // What tauri-driver sets: the window then lets itself be driven.
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("DICTUM_HOME", home)
            .env("DICTUM_EXPORT_DIR", home.join("exports"))
            .env("DICTUM_MODELS_DIR", project().join("models"))
            .env("DICTUM_CATALOG", catalog)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let application = program("dictum-desktop");
        let mut capabilities = Map::new();
        capabilities.insert("webkitgtk:browserOptions".into(), json!({ "binary": application, "args": [] }));
        let address = format!("http://127.0.0.1:{port}");
        let began = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match answer(builder.capabilities(capabilities.clone()).connect(&address)).await {
                Ok(client) => break client,
                Err(error) if began.elapsed() > PATIENCE => panic!("the window did not open: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        };
        let shots = project().join("tests/e2e/artefacts").join(name);
        // Pictures of an earlier run would mislead.
        let _ = fs::remove_dir_all(&shots);
        fs::create_dir_all(&shots).unwrap();
        Self { client, driver, shots, shot: 0 }
    }

    /// The element with this test id, as soon as it is there and shown.
    pub async fn find(&mut self, id: &str) -> Element {
        self.find_within(id, PATIENCE).await
    }

    /// The same, with this much patience.
    pub async fn find_within(&mut self, id: &str, patience: Duration) -> Element {
        let began = Instant::now();
        let css = format!("[data-testid='{id}']");
        loop {
            let found = answer(async {
                let element = self.client.find(Locator::Css(&css)).await.ok()?;
                element.is_displayed().await.unwrap_or(false).then_some(element)
            });
            if let Some(element) = found.await {
                return element;
            }
            if began.elapsed() > patience {
                self.shoot("stuck").await;
                let text = self.text_of_page().await;
                panic!("\"{id}\" did not appear. The window shows:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Whether there is such an element now.
    pub async fn has(&self, id: &str) -> bool {
        answer(self.client.find(Locator::Css(&format!("[data-testid='{id}']")))).await.is_ok()
    }

    /// All elements that fit the selector.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        answer(self.client.find_all(Locator::Css(css))).await.unwrap()
    }

    /// Clicks.
    pub async fn click(&mut self, id: &str) {
        let began = Instant::now();
        loop {
            match answer(self.find(id).await.click()).await {
                Ok(()) => return,
                Err(error) if began.elapsed() > PATIENCE => panic!("\"{id}\" cannot be clicked: {error}"),
                // A button that just then was drawn anew.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Types into a field.
    pub async fn type_into(&mut self, id: &str, text: &str) {
        answer(self.find(id).await.send_keys(text)).await.unwrap();
    }

    /// What an element says.
    pub async fn text(&mut self, id: &str) -> String {
        answer(self.find(id).await.text()).await.unwrap()
    }

    /// What the whole page says.
    pub async fn text_of_page(&self) -> String {
        answer(async {
            match self.client.find(Locator::Css("body")).await {
                Ok(body) => body.text().await.unwrap_or_default(),
                Err(error) => error.to_string(),
            }
        })
        .await
    }

    /// Waits until the element's text satisfies the condition.
    pub async fn wait_for_text(
        &mut self,
        id: &str,
        patience: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> String {
        let began = Instant::now();
        loop {
            let text = self.text(id).await;
            if wanted(&text) {
                return text;
            }
            assert!(began.elapsed() < patience, "\"{id}\" still says: {text}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Keeps a picture of the screen. It is taken from the display: the driver's own way hangs now and then, and every
    /// later request with it.
    pub async fn shoot(&mut self, name: &str) {
        self.shot += 1;
        let path = self.shots.join(format!("{:02}-{name}.png", self.shot));
        let status = Command::new("import").args(["-window", "root"]).arg(path).status().unwrap();
        assert!(status.success(), "no picture could be taken");
    }

    /// Closes the window.
    pub async fn close(self) {
        answer(self.client.clone().close()).await.unwrap();
        the_program_has_ended();
    }

    /// Ends the program as a power cut would.
    pub async fn kill(self) {
        assert!(self.has("stop").await, "the program is not recording");
        kill_the_program();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // The next test shall find no window open.
            kill_the_program();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
