//! whisper.cpp with one state, greedy, and silent.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperSegment, WhisperState,
};
use worker::{
    Asked, Failure, Heard, LanguageGuess, ModelInfo, RunsOn, SAMPLES_PER_MS, SpeechEngine, ToLoad,
    TranscribeParams,
};

use crate::file;
use crate::graphics::{self, GRAPHICS};

/// Shorter audio is lengthened with silence: below 100 ms whisper.cpp answers nothing, below a second poorly.
const SHORTEST_MS: u64 = 1_100;

/// A rest of fewer samples holds no word: whisper.cpp leaves it, too.
const LEAST_REST: usize = 100 * SAMPLES_PER_MS as usize;

/// What one pass over the sound gave.
struct Pass {
    heard: Vec<Heard>,
    /// Samples that it reached to, where it did not come to the end.
    reached: Option<usize>,
}

/// A Whisper model and its working memory, which every request uses again.
pub struct Whisper {
    context: WhisperContext,
    state: WhisperState,
    info: ModelInfo,
    threads: u16,
}

impl Whisper {
    /// Loads a model in ggml's format.
    ///
    /// # Errors
    /// [`Failure::ModelUnusable`] when it is not one, is cut off, or is damaged; [`Failure::Graphics`] when the card it shall be
    /// loaded onto is not there or cannot take it.
    pub fn load(to_load: &ToLoad) -> Result<Self, Failure> {
        // With none of whisper-rs's logging features on, the hooks drop every line: what it logs may quote speech.
        whisper_rs::install_logging_hooks();
        let contents = file::check(&to_load.model, to_load.file_bytes)?;
        let (runs_on, params) = if to_load.onto_card { on_card()? } else { on_processor() };
        let context =
            WhisperContext::new_with_params(&to_load.model, params).map_err(|_| match &runs_on {
                RunsOn::Card(card) => Failure::Graphics(format!("{card} could not take the model")),
                _ => Failure::ModelUnusable("its weights do not fit its header".to_owned()),
            })?;
        let state = context.create_state().map_err(|_| match &runs_on {
            RunsOn::Card(card) => Failure::Graphics(format!("{card} has not enough memory to listen")),
            _ => Failure::Engine("there is not enough memory to listen with it".to_owned()),
        })?;
        let languages = if context.is_multilingual() { "multilingual" } else { "English" };
        let info = ModelInfo {
            description: format!(
                "{} ({languages}, {}+{} layers)",
                name_of(&to_load.model),
                contents.layers.0,
                contents.layers.1
            ),
            architecture: "whisper".to_owned(),
            parameters: contents.parameters,
            quantisation: None,
            file_bytes: to_load.file_bytes,
            context_tokens: context.n_text_ctx().unsigned_abs(),
            vocabulary: context.n_vocab().unsigned_abs(),
            chat_template: false,
            runs_on,
        };
        Ok(Self { context, state, info, threads: to_load.threads })
    }

    /// The words in `samples`; `is_cancelled` is asked often, from the computing thread.
    ///
    /// # Errors
    /// [`Failure::Cancelled`] when it was; [`Failure::Engine`] for an unknown language or what the engine refused.
    pub fn hear(
        &mut self,
        samples: &[f32],
        params: &TranscribeParams,
        is_cancelled: Box<dyn FnMut() -> bool>,
    ) -> Result<Vec<Heard>, Failure> {
        let cancelled = Rc::new(RefCell::new(is_cancelled));
        let mut heard = Vec::new();
        let mut from = 0;
        while from < samples.len() && (from == 0 || samples.len() - from >= LEAST_REST) {
            if cancelled.borrow_mut()() {
                return Err(Failure::Cancelled);
            }
            let rest = &samples[from..];
            let pass = self.pass(rest, params, &cancelled)?;
            let from_ms = from as u64 / SAMPLES_PER_MS;
            let of_all = |piece: Heard| Heard {
                start_ms: from_ms + piece.start_ms,
                end_ms: from_ms + piece.end_ms,
                ..piece
            };
            heard.extend(pass.heard.into_iter().map(of_all));
            match pass.reached {
                Some(samples) => from += samples.max(LEAST_REST),
                None => break,
            }
        }
        Ok(heard)
    }

    /// Listens once. Behind a prompt the decoder goes through the sound but once: the next time it would have been prompted with
    /// what it wrote the time before, which is how repetitions grow, and short of its end with nothing.
    fn pass(
        &mut self,
        samples: &[f32],
        params: &TranscribeParams,
        cancelled: &Rc<RefCell<Box<dyn FnMut() -> bool>>>,
    ) -> Result<Pass, Failure> {
        let prompt = params.initial_prompt.as_ref().map(|prompt| prompt.replace('\0', " "));
        let mut full = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
        full.set_n_threads(self.threads.into());
        full.set_print_special(false);
        full.set_print_progress(false);
        full.set_print_realtime(false);
        full.set_print_timestamps(false);
        full.set_no_context(true);
        full.set_suppress_blank(true);
        full.set_language(self.language(params)?);
        full.set_translate(params.translate && self.context.is_multilingual());
        full.set_no_timestamps(!params.timestamps);
        full.set_single_segment(!params.timestamps);
        // How often the decoder has begun, and how far, in per cent, it had come the last time.
        let begun = Rc::new(Cell::new((0_u32, 0_i32)));
        match &prompt {
            Some(prompt) => {
                full.set_initial_prompt(prompt);
                let begun = begun.clone();
                let begins = move |per_cent| begun.set((begun.get().0 + 1, per_cent));
                full.set_progress_callback_safe::<_, Box<dyn FnMut(i32)>>(
                    Box::new(begins) as Box<dyn FnMut(i32)>
                );
            }
            None => full.set_n_max_text_ctx(0),
        }
        if !params.temperature_fallback {
            full.set_temperature_inc(0.0);
        }
        if let Some(frames) = params.audio_ctx {
            full.set_audio_ctx(frames.clamp(1, self.context.n_audio_ctx().unsigned_abs()) as i32);
        }
        if let Some(most) = params.max_tokens {
            full.set_max_tokens(most.min(i32::MAX as u32) as i32);
        }
        let stops = {
            let (begun, cancelled) = (begun.clone(), cancelled.clone());
            move || begun.get().0 > 1 || cancelled.borrow_mut()()
        };
        // The types are spelled out because whisper-rs hands a callback's address on as if it were always such a box.
        full.set_abort_callback_safe::<_, Box<dyn FnMut() -> bool>>(
            Box::new(stops) as Box<dyn FnMut() -> bool>
        );

        let ended = self.state.full(full, &lengthened(samples)).is_ok();
        let (times, per_cent) = begun.get();
        if !ended && times < 2 {
            return Err(self.failed("could not listen to the audio"));
        }
        let length_ms = samples.len() as u64 / SAMPLES_PER_MS;
        let reached = self.state.as_iter().last().map(|last| last.end_timestamp().max(0) as u64 * 10);
        let heard: Vec<Heard> =
            self.state.as_iter().filter_map(|segment| self.heard(&segment, length_ms)).collect();
        let so_far = || samples.len() * per_cent.unsigned_abs() as usize / 100;
        let reached = (!ended).then(|| reached.map_or_else(so_far, |ms| (ms * SAMPLES_PER_MS) as usize));
        Ok(Pass { heard, reached })
    }

    /// How likely each language is, the likeliest first; of nothing none, and of an English-only model English alone.
    ///
    /// # Errors
    /// [`Failure::Engine`] for what the engine refused.
    pub fn languages(&mut self, samples: &[f32]) -> Result<Vec<LanguageGuess>, Failure> {
        if samples.is_empty() {
            return Ok(Vec::new());
        }
        if !self.context.is_multilingual() {
            return Ok(vec![LanguageGuess { code: "en".to_owned(), probability: 1.0 }]);
        }
        let threads = usize::from(self.threads.max(1));
        let refused = "could not tell the language";
        self.state.pcm_to_mel(&lengthened(samples), threads).map_err(|_| self.failed(refused))?;
        let (_, likely) = self.state.lang_detect(0, threads).map_err(|_| self.failed(refused))?;
        let guess = |(id, probability): (usize, f32)| {
            let code = whisper_rs::get_lang_str(i32::try_from(id).ok()?)?.to_owned();
            Some(LanguageGuess { code, probability })
        };
        let mut guesses: Vec<LanguageGuess> = likely.into_iter().enumerate().filter_map(guess).collect();
        guesses.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Ok(guesses)
    }

    /// What whisper.cpp could not do: on a graphics card that is the card's failure, until the processor fails as well.
    fn failed(&self, what: &str) -> Failure {
        match &self.info.runs_on {
            RunsOn::Card(card) => Failure::Graphics(format!("{card} {what}")),
            _ => Failure::Engine(format!("it {what}")),
        }
    }

    fn language<'p>(&self, params: &'p TranscribeParams) -> Result<Option<&'p str>, Failure> {
        match params.language.as_deref() {
            None | Some("en") if !self.context.is_multilingual() => Ok(Some("en")),
            Some(_) if !self.context.is_multilingual() => {
                Err(Failure::Engine("it knows no language but English".to_owned()))
            }
            None => Ok(None),
            Some(code)
                if code.bytes().all(|byte| byte.is_ascii_lowercase())
                    && whisper_rs::get_lang_id(code).is_some() =>
            {
                Ok(Some(code))
            }
            Some(_) => Err(Failure::Engine("it does not know the language asked for".to_owned())),
        }
    }

    fn heard(&self, segment: &WhisperSegment<'_>, length_ms: u64) -> Option<Heard> {
        let text = segment.to_str_lossy().ok()?.into_owned();
        if text.is_empty() {
            return None;
        }
        let end_of_text = self.context.token_eot();
        let logprobs: Vec<f32> = (0..segment.n_tokens())
            .filter_map(|index| segment.get_token(index))
            .map(|token| token.token_data())
            .filter(|token| token.id < end_of_text && token.plog.is_finite())
            .map(|token| token.plog)
            .collect();
        let milliseconds = |hundredths: i64| (hundredths.max(0) as u64 * 10).min(length_ms);
        let start_ms = milliseconds(segment.start_timestamp());
        Some(Heard {
            start_ms,
            end_ms: milliseconds(segment.end_timestamp()).max(start_ms),
            text,
            no_speech_prob: segment.no_speech_probability(),
            avg_logprob: logprobs.iter().sum::<f32>() / logprobs.len().max(1) as f32,
        })
    }
}

impl SpeechEngine for Whisper {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn transcribe(
        &mut self,
        samples: &[f32],
        params: &TranscribeParams,
        asked: &Asked<'_>,
    ) -> Result<Vec<Heard>, Failure> {
        let heard = self.hear(samples, params, asked.cancelled_flag());
        if asked.is_cancelled() { Err(Failure::Cancelled) } else { heard }
    }

    fn languages(&mut self, samples: &[f32]) -> Result<Vec<LanguageGuess>, Failure> {
        Self::languages(self, samples)
    }
}

/// Parameters for the best card that is found.
fn on_card() -> Result<(RunsOn, WhisperContextParameters<'static>), Failure> {
    let found = graphics::found().into_iter().next().ok_or_else(|| GRAPHICS.no_card())?;
    let name = found.card.name;
    if !graphics::starts(found.number) {
        return Err(Failure::Graphics(format!("{name} does not start")));
    }
    let mut params = WhisperContextParameters::default();
    params.use_gpu(true).gpu_device(found.number);
    Ok((RunsOn::Card(name), params))
}

fn on_processor() -> (RunsOn, WhisperContextParameters<'static>) {
    let mut params = WhisperContextParameters::default();
    params.use_gpu(false);
    (RunsOn::Processor, params)
}

/// With silence after what is too short.
fn lengthened(samples: &[f32]) -> Cow<'_, [f32]> {
    let shortest = (SHORTEST_MS * SAMPLES_PER_MS) as usize;
    if samples.len() >= shortest {
        return Cow::Borrowed(samples);
    }
    let mut longer = samples.to_vec();
    longer.resize(shortest, 0.0);
    Cow::Owned(longer)
}

/// The file's name as people know it: `base.en` for `ggml-base.en.bin`.
fn name_of(model: &Path) -> String {
    let name = model.file_stem().unwrap_or_default().to_string_lossy();
    format!("Whisper {}", name.strip_prefix("ggml-").unwrap_or(&name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use dictum_tests::random_models::{WhisperShape, write_whisper};

    use super::*;

    /// Loads a model of random weights as often as it is asked for.
    fn model_of(folder: &Path, seed: u64) -> impl Fn() -> Whisper {
        let model = folder.join("random.bin");
        write_whisper(&model, WhisperShape::MICRO, seed).unwrap();
        let file_bytes = model.metadata().unwrap().len();
        let to_load = ToLoad { model, file_bytes, threads: 1, context_tokens: 0, onto_card: false };
        move || Whisper::load(&to_load).unwrap()
    }

    fn texts(heard: &[Heard]) -> Vec<String> {
        heard.iter().map(|piece| piece.text.clone()).collect()
    }

    /// A tone of so many samples.
    fn tone(samples: usize, seed: u64) -> Vec<f32> {
        (0..samples).map(|at| (at as f32 * 0.02 * seed as f32).sin() * 0.2).collect()
    }

    #[test]
    fn without_a_prompt_what_was_heard_before_does_not_change_what_is_heard_next() {
        const SECOND: usize = 16_000;
        let folder = tempfile::tempdir().unwrap();
        let params = TranscribeParams {
            timestamps: false,
            temperature_fallback: false,
            max_tokens: Some(40),
            ..TranscribeParams::default()
        };
        let mut compared = 0;
        for seed in 1..=6 {
            let fresh = model_of(folder.path(), seed);
            // Silence at both ends: no window sounds into the next one.
            let silence = vec![0.0; SECOND];
            let window = [silence.as_slice(), &tone(28 * SECOND, seed), &silence].concat();
            let hear = |whisper: &mut Whisper, sound: &[f32]| {
                whisper.hear(sound, &params, Box::new(|| false)).unwrap()
            };
            let once = hear(&mut fresh(), &window);
            let twice = hear(&mut fresh(), &[window.as_slice(), &window].concat());
            assert_eq!(texts(&twice), [texts(&once), texts(&once)].concat(), "in one request, seed {seed}");
            let mut whisper = fresh();
            hear(&mut whisper, &window);
            let next = hear(&mut whisper, &window);
            assert_eq!(texts(&next), texts(&once), "in the next request, seed {seed}");
            compared += once.len();
        }
        assert!(compared > 0, "no model heard anything");
    }

    #[test]
    fn behind_a_prompt_what_was_heard_before_does_not_change_what_is_heard_next() {
        let folder = tempfile::tempdir().unwrap();
        let params = TranscribeParams {
            timestamps: true,
            temperature_fallback: false,
            max_tokens: Some(40),
            initial_prompt: Some("amoxicillin, metformin, lisinopril".to_owned()),
            ..TranscribeParams::default()
        };
        let cancelled: Rc<RefCell<Box<dyn FnMut() -> bool>>> = Rc::new(RefCell::new(Box::new(|| false)));
        let mut went_on = 0;
        for seed in 1..=12 {
            let fresh = model_of(folder.path(), seed);
            let sound = tone(25 * 16_000, seed);
            let whole = fresh().hear(&sound, &params, Box::new(|| false)).unwrap();
            assert!(whole.iter().all(|piece| piece.start_ms <= piece.end_ms && piece.end_ms <= 25_000));
            let first = fresh().pass(&sound, &params, &cancelled).unwrap();
            assert_eq!(texts(&whole[..first.heard.len()]), texts(&first.heard));
            let Some(reached) = first.reached.filter(|reached| sound.len() - reached >= LEAST_REST) else {
                continue;
            };
            went_on += 1;
            let rest = fresh().hear(&sound[reached..], &params, Box::new(|| false)).unwrap();
            assert_eq!(texts(&whole[first.heard.len()..]), texts(&rest));
        }
        assert!(went_on > 0, "no model stopped before the end");
    }
}
