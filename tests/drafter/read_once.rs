//! How much of a prompt is read, as the worker counts it: each word of a consult once, whoever needs it.

use clinical::{Segment, Transcript};
use dictum_tests::project;
use drafting::prompt::{Ask, Background, Role, asks, messages};
use drafting::{Template, grammar};
use worker::{
    ChatMessage, GenerateRequest, Generated, LlamaOptions, LlamaWorker, TextRequest, worker_program,
};

use super::corrected::{HEARD, MISHEARD, consult};

/// The worker reads a conversation in blocks of so many tokens; what fills none is read with what is asked behind it.
const BLOCK: u32 = 64;

fn worker() -> LlamaWorker {
    let model = project().join(format!("models/{}.gguf", super::MODEL));
    let options = LlamaOptions { context_tokens: 4_096, threads: 1 };
    LlamaWorker::new(worker_program("llama-worker"), model, options)
}

fn parts() -> Vec<Ask> {
    asks(&Template::built_in("soap").unwrap())
}

/// What came of asking for these parts of the note of this stretch; without any it is only read.
async fn asked(worker: &LlamaWorker, stretch: &[Segment], parts: &[Ask]) -> Generated {
    let template = Template::built_in("soap").unwrap();
    let chat = |message: drafting::prompt::Message| {
        let role = if message.role == Role::System { "system" } else { "user" };
        ChatMessage { role: role.to_owned(), content: message.content }
    };
    let text = |part: &Ask| TextRequest {
        ask: part.text.clone(),
        grammar: Some(grammar(&part.sections, stretch)),
        max_tokens: 8,
    };
    let request = GenerateRequest {
        messages: messages(&template, &Background::default(), stretch).into_iter().map(chat).collect(),
        texts: parts.iter().map(text).collect(),
        temperature: 0.0,
        seed: 0,
    };
    worker.generate(request).await.unwrap().texts().await.unwrap()
}

/// The tokens of a stretch that a worker which has read nothing reads of it before anything is asked: whole blocks.
async fn blocks_of(stretch: &[Segment]) -> u32 {
    asked(&worker(), stretch, &[]).await.read_tokens
}

#[test]
fn after_stop_only_the_rest_of_the_prompt_is_read() {
    let _turn = super::alone();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let said = consult(HEARD);
        let said = said.segments();
        let (worker, mut read) = (worker(), 0);
        for so_far in [said.len() / 3, said.len() / 2, said.len() - 1] {
            read += asked(&worker, &said[..so_far], &[]).await.read_tokens;
        }
        assert_eq!(read, blocks_of(&said[..said.len() - 1]).await, "what has grown is read once");
        let written = asked(&worker, said, &parts()).await;
        assert!(read > 0 && read % BLOCK == 0);
        assert_eq!(written.read_tokens, written.prompt_tokens - read);
        let again = asked(&worker, said, &parts()).await;
        assert_eq!(again.read_tokens, again.prompt_tokens - blocks_of(said).await);
    });
}

#[test]
fn what_the_parts_of_a_note_share_is_read_once() {
    let _turn = super::alone();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let said = consult(HEARD);
        let parts = parts();
        let together = asked(&worker(), said.segments(), &parts).await;
        assert_eq!(together.read_tokens, together.prompt_tokens);
        let conversation = asked(&worker(), said.segments(), &[]).await.prompt_tokens;
        let mut asked_behind_it = 0;
        for part in &parts {
            let alone = asked(&worker(), said.segments(), std::slice::from_ref(part)).await;
            assert_eq!(alone.read_tokens, alone.prompt_tokens);
            asked_behind_it += alone.prompt_tokens - conversation;
        }
        assert_eq!(together.read_tokens, conversation + asked_behind_it);
    });
}

#[test]
fn after_a_correction_in_the_middle_is_read_anew_what_stands_behind_it() {
    let _turn = super::alone();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (misheard, heard): (Transcript, Transcript) = (consult(MISHEARD), consult(HEARD));
        let corrected = heard.segments().iter().position(|one| one.text.as_str() == HEARD).unwrap();
        let before = blocks_of(&heard.segments()[..corrected]).await;
        let worker = worker();
        let all = asked(&worker, misheard.segments(), &[]).await.read_tokens;
        let written = asked(&worker, heard.segments(), &parts()).await;
        let kept = written.prompt_tokens - written.read_tokens;
        assert!(before > 0 && kept < all);
        // The passage itself begins as it did before.
        assert!((before..=before + BLOCK).contains(&kept), "{kept} of {all} kept, {before} before");
    });
}
