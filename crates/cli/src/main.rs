//! The use cases without a window.
fn main() {}
