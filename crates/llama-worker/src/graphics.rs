//! The graphics cards that llama.cpp can compute on.

use llama_cpp_2::{LlamaBackendDevice, LlamaBackendDeviceType, list_llama_ggml_backend_devices};
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

/// A graphics card, and the number by which llama.cpp knows it.
pub(crate) struct Found {
    pub number: usize,
    pub card: GraphicsCard,
}

/// The cards, those with memory of their own first.
pub(crate) fn found() -> Vec<Found> {
    if GRAPHICS.built_for.is_empty() {
        return Vec::new();
    }
    let kinds = [LlamaBackendDeviceType::Gpu, LlamaBackendDeviceType::IntegratedGpu];
    let devices = list_llama_ggml_backend_devices();
    let of_kind = |kind| devices.iter().filter(move |device| device.device_type == kind).map(describe);
    kinds.into_iter().flat_map(of_kind).collect()
}

fn describe(device: &LlamaBackendDevice) -> Found {
    let name = device.description.trim().to_owned();
    Found {
        number: device.index,
        card: GraphicsCard { name, memory_mb: device.memory_total as u64 / 1_000_000 },
    }
}
