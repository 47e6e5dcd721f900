//! Models in the real window, from a server that breaks off once.

use std::fs;
use std::time::{Duration, Instant};

use dictum_tests::project;
use unruly::{Act, Request, Server, cut_after, honest};

use crate::window::{PATIENCE, Window};
use crate::{desktop, first_run, turn};

/// Waits until the model's line is in this state.
async fn is(window: &mut Window, state: &str) {
    let began = Instant::now();
    while window.all(&format!("[data-id='hub-model'][data-state='{state}']")).await.is_empty() {
        assert!(began.elapsed() < PATIENCE, "not {state}: {}", window.text_of_page().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn click(window: &mut Window, button: &str) {
    let found = window.all(&format!("[data-id='hub-model'] [data-testid='{button}']")).await;
    found.first().unwrap_or_else(|| panic!("there is no {button}")).click().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_installs_a_model_stops_goes_on_and_removes_it() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let model = fs::read(project().join("models/dictum-micro-en.bin")).unwrap();
    let sum =
        std::process::Command::new("sha1sum").arg(project().join("models/dictum-micro-en.bin")).output();
    let sum = String::from_utf8(sum.unwrap().stdout).unwrap();
    let server = Server::start(move |number, request: &Request| match number {
        0 => [cut_after(1_000_000, honest(request, &model, "\"a\"")), vec![Act::FallSilent]].concat(),
        _ => honest(request, &model, "\"a\""),
    });
    let home = tempfile::tempdir().unwrap();
    let catalog = home.path().join("catalog.toml");
    let entry = format!(
        "[[model]]\nid = \"hub-model\"\ntask = \"speech\"\nname = \"Hub Model\"\nfile = \"hub-model.bin\"\n\
         address = \"{}\"\nsha1 = \"{}\"\nlanguages = [\"en\"]\nlicence = \"MIT\"\nmemory_mb = 300\nnote = \"For tests.\"\n",
        server.address("/model.bin"),
        sum.split(' ').next().unwrap()
    );
    let shipped = fs::read_to_string(project().join("models/catalog.toml")).unwrap();
    fs::write(&catalog, shipped + "\n" + &entry).unwrap();

    let mut window = Window::open_with(home.path(), "models", &catalog).await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    window.find("new-consult").await;
    window.click("nav-models").await;
    is(&mut window, "absent").await;
    window.shoot("list").await;
    click(&mut window, "install-model").await;
    is(&mut window, "installing").await;
    window.wait_for_text("model-progress", PATIENCE, |text| text.contains(" of ")).await;
    let part = home.path().join("models/.incoming/hub-model.bin.part");
    while fs::metadata(&part).map_or(0, |part| part.len()) < 1_000_000 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    window.shoot("installing").await;
    click(&mut window, "cancel-model").await;
    is(&mut window, "partly").await;
    assert!(!window.has("problem").await, "to be stopped on purpose is no problem");
    click(&mut window, "install-model").await;
    is(&mut window, "installed").await;
    window.shoot("installed").await;
    assert_eq!(server.requests()[1].start(), Some(1_000_000));
    assert!(home.path().join("models/hub-model.bin").is_file());
    click(&mut window, "remove-model").await;
    is(&mut window, "absent").await;
    assert!(!home.path().join("models/hub-model.bin").exists());
    window.close().await;
}
