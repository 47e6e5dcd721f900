//! A language model reads the consult while it goes on.

use dictum_tests::random_models::{LlamaShape, cached_llama};
use dictum_tests::usage::started_by;
use scribe::{Cancel, Places, import_model};

use super::{Speaking, consented, drafted, microphone, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn a_language_model_reads_along_and_a_draft_is_there_whatever_it_writes() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    // Its tokens are bytes: the instructions alone are thousands.
    let shape = LlamaShape { context: 16_384, ..LlamaShape::TINY };
    let model = cached_llama(home.path(), shape).unwrap();
    import_model(&Places::under(home.path()), model, &Cancel::default(), |_| {}).await.unwrap();
    let (scribe, session, id) = consented(home.path());
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("a model that reads", || started_by(std::process::id(), "llama-worker").is_some());
    scribe.stop_recording(id).unwrap();
    voice.stop();
    wait_until("the draft", || drafted(&scribe, id));
}
