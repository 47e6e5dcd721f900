//! The graphics cards that whisper.cpp can compute on. It says nothing where it does without one, so that it is only asked to
//! use a card that was found, and that starts.

use worker::{GraphicsCard, GraphicsSupport};

/// What this program can do with graphics.
pub const GRAPHICS: GraphicsSupport = GraphicsSupport {
    built_for: &[
        #[cfg(feature = "metal")]
        worker::GraphicsApi::Metal,
        #[cfg(feature = "vulkan")]
        worker::GraphicsApi::Vulkan,
        #[cfg(feature = "cuda")]
        worker::GraphicsApi::Cuda,
    ],
    cards: || found().into_iter().map(|found| found.card).collect(),
};

/// A graphics card, and the number by which whisper.cpp knows it.
pub(crate) struct Found {
    pub number: i32,
    pub card: GraphicsCard,
}

#[cfg(feature = "_graphics")]
pub(crate) use ggml::{found, starts};

#[cfg(feature = "_graphics")]
#[allow(unsafe_code)]
mod ggml {
    use std::ffi::CStr;
    use std::ptr;

    use whisper_rs::whisper_rs_sys as sys;

    use super::{Found, GraphicsCard};

    /// The cards, those with memory of their own first.
    pub(crate) fn found() -> Vec<Found> {
        let (mut own, mut shared) = (Vec::new(), Vec::new());
        for device in devices() {
            let number = (own.len() + shared.len()) as i32;
            // SAFETY: ggml keeps its devices and their names for as long as the process lives.
            let (kind, card) = unsafe { (sys::ggml_backend_dev_type(device), describe(device)) };
            match kind {
                sys::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_GPU => own.push(Found { number, card }),
                _ => shared.push(Found { number, card }),
            }
        }
        own.into_iter().chain(shared).collect()
    }

    /// Whether the card's driver can be started. whisper.cpp would not say so.
    pub(crate) fn starts(number: i32) -> bool {
        let Some(device) = devices().nth(number as usize) else { return false };
        // SAFETY: the device lives on, and what was started is only freed.
        unsafe {
            let started = sys::ggml_backend_dev_init(device, ptr::null());
            if !started.is_null() {
                sys::ggml_backend_free(started);
            }
            !started.is_null()
        }
    }

    /// ggml's graphics devices, in the order in which whisper.cpp counts them.
    fn devices() -> impl Iterator<Item = sys::ggml_backend_dev_t> {
        // SAFETY: each index is below the count, which does not change.
        unsafe {
            (0..sys::ggml_backend_dev_count()).map(|index| sys::ggml_backend_dev_get(index)).filter(
                |device| {
                    matches!(
                        sys::ggml_backend_dev_type(*device),
                        sys::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_GPU
                            | sys::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_IGPU
                    )
                },
            )
        }
    }

    /// # Safety
    /// The device is one of ggml's.
    unsafe fn describe(device: sys::ggml_backend_dev_t) -> GraphicsCard {
        let (mut free, mut total) = (0, 0);
        // SAFETY: as the caller says; both numbers outlive the call.
        let name = unsafe {
            sys::ggml_backend_dev_memory(device, &raw mut free, &raw mut total);
            CStr::from_ptr(sys::ggml_backend_dev_description(device))
        };
        GraphicsCard { name: name.to_string_lossy().trim().to_owned(), memory_mb: total as u64 / 1_000_000 }
    }
}

#[cfg(not(feature = "_graphics"))]
pub(crate) fn found() -> Vec<Found> {
    Vec::new()
}

#[cfg(not(feature = "_graphics"))]
pub(crate) fn starts(_number: i32) -> bool {
    false
}
