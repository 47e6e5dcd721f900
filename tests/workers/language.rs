use std::time::{Duration, Instant};

use dictum_tests::random_models::LlamaShape;
use worker::{GenerateRequest, GeneratedText, Generation, LlamaWorker, Stopped, TextRequest, WorkerError};

use super::{kill, language, request, runs, until};

fn within(grammar: &str, max_tokens: u32) -> GenerateRequest {
    let mut request = request("It hurts.", max_tokens);
    request.texts[0].grammar = Some(grammar.to_owned());
    request
}

async fn written(worker: &LlamaWorker, request: GenerateRequest) -> String {
    one(worker.generate(request).await.unwrap()).await.text
}

/// The one text of a request.
async fn one(stream: Generation) -> GeneratedText {
    let [text] = stream.texts().await.unwrap().texts.try_into().unwrap();
    text
}

#[tokio::test]
async fn a_model_says_what_it_is() {
    let info = language(LlamaShape::TINY).info().await.unwrap();
    assert_eq!((info.architecture.as_str(), info.vocabulary, info.context_tokens), ("llama", 260, 1024));
    assert!(info.chat_template && info.parameters > 50_000, "{info:?}");
    assert!(!language(LlamaShape::TINY_PLAIN).info().await.unwrap().chat_template);
}

#[tokio::test]
async fn the_pieces_are_the_text() {
    let worker = language(LlamaShape::TINY);
    let mut stream = worker.generate(request("It hurts.", 60)).await.unwrap();
    let first = stream.next().await.unwrap().unwrap().text;
    let all = one(stream).await;
    assert!(all.text.starts_with(&first) && all.text.len() > first.len());
    assert_eq!((all.tokens, all.stopped), (60, Stopped::MaxTokens));
}

#[tokio::test]
async fn the_seed_decides_when_there_is_a_temperature() {
    let worker = language(LlamaShape::TINY_PLAIN);
    let seeded = |seed| GenerateRequest { temperature: 1.0, seed, ..request("It hurts.", 40) };
    let one = written(&worker, seeded(1)).await;
    assert_eq!(written(&worker, seeded(1)).await, one);
    assert_ne!(written(&worker, seeded(2)).await, one);
}

#[tokio::test]
async fn a_grammar_holds_whatever_the_weights_say() {
    let grammar = r#"root ::= "{\"problem\":" text ",\"days\":" [1-9] [0-9]? "}"
text ::= "\"" [a-z ]{1,12} "\"""#;
    for temperature in [0.0, 1.5] {
        let request = GenerateRequest { temperature, ..within(grammar, 200) };
        let all = one(language(LlamaShape::TINY).generate(request).await.unwrap()).await;
        assert_eq!(all.stopped, Stopped::EndOfText);
        let value: serde_json::Value = serde_json::from_str(&all.text).unwrap();
        assert!(value["problem"].is_string() && value["days"].is_number(), "{value}");
    }
}

#[tokio::test]
async fn a_grammar_that_makes_no_sense_is_an_error_and_the_worker_goes_on() {
    let worker = language(LlamaShape::TINY);
    worker.info().await.unwrap();
    let pid = worker.pid();
    for grammar in ["root ::= (", "other ::= \"a\"", "root ::= missing", "root ::= root \"a\"", "", "\0"] {
        assert_eq!(
            worker.generate(within(grammar, 5)).await.err(),
            Some(WorkerError::Grammar),
            "{grammar:?}"
        );
    }
    written(&worker, request("It hurts.", 5)).await;
    assert_eq!(worker.pid(), pid);
}

#[tokio::test]
async fn a_prompt_over_the_context_is_refused_not_cut() {
    let worker = language(LlamaShape::TINY);
    let error = worker.generate(request(&"x".repeat(2_000), 5)).await.err().unwrap();
    assert!(matches!(error, WorkerError::TooLong { tokens: 2_000.., context: 1_024 }), "{error:?}");
}

#[tokio::test]
async fn a_text_ends_with_the_context() {
    let worker = language(LlamaShape::TINY);
    let all = worker.generate(request(&"x".repeat(900), 1_000)).await.unwrap().texts().await.unwrap();
    assert_eq!(all.texts[0].stopped, Stopped::MaxTokens);
    assert_eq!(all.prompt_tokens + all.texts[0].tokens, 1_024);
}

#[tokio::test]
async fn spoken_words_cannot_end_their_turn() {
    let worker = language(LlamaShape::TINY);
    let prompt_tokens = async |said: &str| {
        worker.generate(request(said, 1)).await.unwrap().texts().await.unwrap().prompt_tokens
    };
    // Ten bytes, ten tokens: read as the control token it would be one.
    assert_eq!(prompt_tokens("<|im_end|>").await, prompt_tokens("").await + 10);
}

#[tokio::test]
async fn what_was_read_before_changes_nothing() {
    what_was_read_before_changes_nothing_of(LlamaShape::TINY).await;
}

#[tokio::test]
async fn what_was_read_before_changes_nothing_where_the_state_cannot_be_cut() {
    what_was_read_before_changes_nothing_of(LlamaShape::RECURRENT).await;
}

async fn what_was_read_before_changes_nothing_of(shape: LlamaShape) {
    let long = "The knee hurts when climbing stairs. ".repeat(8);
    let fresh = written(&language(shape), request(&long, 50)).await;
    let worker = language(shape);
    written(&worker, request(&long[..200], 30)).await;
    let only_read = GenerateRequest { texts: Vec::new(), ..request(&long, 0) };
    assert!(worker.generate(only_read).await.unwrap().texts().await.unwrap().texts.is_empty());
    assert_eq!(written(&worker, request(&long, 50)).await, fresh);
    written(&worker, request("Something else.", 30)).await;
    assert_eq!(written(&worker, request(&long, 50)).await, fresh);
}

/// What is asked of each of four texts.
const ASKS: [&str; 4] =
    ["", " And the history?", " The plan.", " Why does it hurt, and since when, and where?"];

fn four_texts(said: &str, max_tokens: u32) -> GenerateRequest {
    let texts = ASKS.map(|ask| TextRequest { ask: ask.into(), grammar: None, max_tokens });
    GenerateRequest { texts: texts.into(), ..request(said, 0) }
}

#[tokio::test]
async fn texts_written_side_by_side_are_those_written_one_after_another() {
    side_by_side_as_one_after_another(LlamaShape::TINY).await;
}

#[tokio::test]
async fn texts_of_a_recurrent_model_are_the_same_side_by_side() {
    side_by_side_as_one_after_another(LlamaShape::RECURRENT).await;
}

async fn side_by_side_as_one_after_another(shape: LlamaShape) {
    let said = "The knee hurts when climbing stairs. ".repeat(5);
    let worker = language(shape);
    let all = worker.generate(four_texts(&said, 40)).await.unwrap().texts().await.unwrap();
    assert_eq!(all.texts.len(), ASKS.len());
    for (ask, text) in ASKS.into_iter().zip(all.texts) {
        let mut alone = four_texts(&said, 40);
        alone.texts.retain(|text| text.ask == ask);
        assert_eq!(written(&language(shape), alone).await, text.text, "{ask:?}");
        assert_eq!(text.tokens, 40);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_side_by_side_survive_the_death_of_their_worker() {
    let worker = language(LlamaShape::UNHURRIED);
    let undisturbed = worker.generate(four_texts("It hurts.", 60)).await.unwrap().texts().await.unwrap();
    let mut stream = worker.generate(four_texts("It hurts.", 60)).await.unwrap();
    for _ in 0..9 {
        stream.next().await.unwrap().unwrap();
    }
    kill(worker.pid().unwrap());
    assert_eq!(stream.texts().await.unwrap(), undisturbed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_while_writing_is_replaced_and_the_text_goes_on() {
    let worker = language(LlamaShape::UNHURRIED);
    let wanted = request("It hurts.", 120);
    let undisturbed = written(&worker, wanted.clone()).await;
    let mut stream = worker.generate(wanted).await.unwrap();
    for _ in 0..5 {
        stream.next().await.unwrap().unwrap();
    }
    let killed = worker.pid().unwrap();
    kill(killed);
    assert_eq!(one(stream).await.text, undisturbed);
    assert_ne!(worker.pid(), Some(killed));
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_takes_less_than_a_second_and_the_worker_goes_on() {
    let worker = language(LlamaShape::UNHURRIED);
    let mut stream = worker.generate(request("It hurts.", 900)).await.unwrap();
    stream.next().await.unwrap().unwrap();
    let begun = Instant::now();
    stream.cancel().await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    // Dropping does the same in the background.
    drop(worker.generate(request("It hurts.", 900)).await.unwrap());
    written(&worker, request("It hurts.", 3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_stopped_from_elsewhere_keeps_what_was_written() {
    let worker = language(LlamaShape::UNHURRIED);
    let mut stream = worker.generate(request("It hurts.", 900)).await.unwrap();
    let first = stream.next().await.unwrap().unwrap().text;
    stream.stopper().stop();
    let all = one(stream).await;
    assert_eq!(all.stopped, Stopped::Cancelled);
    assert!(all.text.starts_with(&first) && all.tokens < 900);
}

#[tokio::test(flavor = "multi_thread")]
async fn shutting_down_ends_the_process_and_the_text() {
    let worker = language(LlamaShape::UNHURRIED);
    let stream = worker.generate(request("It hurts.", 900)).await.unwrap();
    let pid = worker.pid().unwrap();
    worker.shut_down().await;
    assert!(!runs(pid));
    assert_eq!(stream.texts().await.unwrap_err(), WorkerError::Cancelled);
}

#[tokio::test]
async fn dropping_the_handle_and_the_stream_leaves_no_process() {
    let worker = language(LlamaShape::UNHURRIED);
    let stream = worker.generate(request("It hurts.", 900)).await.unwrap();
    let pid = worker.pid().unwrap();
    drop(worker);
    assert!(runs(pid));
    drop(stream);
    until("the process is gone", || !runs(pid)).await;
}
