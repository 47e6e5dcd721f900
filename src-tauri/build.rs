//! Compiles the window's configuration, icons and capabilities in.

fn main() {
    let attributes = tauri_build::Attributes::new();
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
