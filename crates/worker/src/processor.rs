//! Whether this processor can run what the engines were compiled for.

/// The instruction sets that ggml is compiled for but this processor lacks; empty when all are there. Without this
/// check the first of them would end the child without a word (SIGILL).
pub(crate) fn lacking() -> Vec<&'static str> {
    #[cfg(target_arch = "x86_64")]
    {
        // ggml's own defaults with GGML_NATIVE=OFF (see .cargo/config.toml).
        [
            ("SSE4.2", std::arch::is_x86_feature_detected!("sse4.2")),
            ("AVX", std::arch::is_x86_feature_detected!("avx")),
            ("AVX2", std::arch::is_x86_feature_detected!("avx2")),
            ("FMA", std::arch::is_x86_feature_detected!("fma")),
            ("F16C", std::arch::is_x86_feature_detected!("f16c")),
            ("BMI2", std::arch::is_x86_feature_detected!("bmi2")),
        ]
        .into_iter()
        .filter_map(|(name, there)| (!there).then_some(name))
        .collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        Vec::new()
    }
}
