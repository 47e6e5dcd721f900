//! What crosses between Rust and the window. Times are RFC 3339, lengths are in ms, levels in dBFS.

mod app;
mod details;
mod encounter;
mod events;
mod history;
mod models;
mod note;
mod settings;
mod templates;
mod transcripts;

pub use app::*;
pub use encounter::*;
pub use events::*;
pub use history::*;
pub use models::*;
pub use note::*;
pub use settings::*;
pub use templates::*;
pub use transcripts::*;

/// An enum of the core that the window has by the same names.
macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident $typescript:literal = $core:ty { $($variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        #[serde(rename = $typescript)]
        pub enum $name { $(#[allow(missing_docs)] $variant),+ }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $core {
            fn from(json: $name) -> Self {
                match json { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}
use mirror;

fn ms(ms: u64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}
