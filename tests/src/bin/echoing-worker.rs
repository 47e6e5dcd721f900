//! A language worker for tests. In each section that it is asked for it writes four times what it was asked by, and then, as no model
//! should, each statement that the ask quotes; in the chief complaint also what stands before the consult.
//! Where somebody says that the model fails, it does.

use std::process::ExitCode;

use serde_json::{Value, json};
use worker::{
    Asked, Failure, GenerateRequest, GraphicsSupport, LanguageEngine, ModelInfo, RunsOn, Stopped,
    TextRequest, ToLoad, Written,
};

const GRAPHICS: GraphicsSupport = GraphicsSupport { built_for: &[], cards: Vec::new };

struct Echo(ModelInfo);

impl Echo {
    fn load(to_load: &ToLoad) -> Result<Self, Failure> {
        Ok(Self(ModelInfo {
            description: String::new(),
            architecture: String::new(),
            parameters: 0,
            quantisation: None,
            file_bytes: to_load.file_bytes,
            context_tokens: to_load.context_tokens,
            vocabulary: 0,
            chat_template: false,
            runs_on: RunsOn::Processor,
        }))
    }
}

impl LanguageEngine for Echo {
    fn info(&self) -> ModelInfo {
        self.0.clone()
    }

    fn generate(&mut self, request: &GenerateRequest, asked: &Asked<'_>) -> Result<Written, Failure> {
        if request.messages.iter().any(|message| message.content.contains("the model fails")) {
            return Err(Failure::Engine("it was told to fail".to_owned()));
        }
        for (of, text) in request.texts.iter().enumerate() {
            asked.piece(of, &answer(text, before_the_consult(request)).to_string());
        }
        let texts = request.texts.iter().map(|_| (1, Stopped::EndOfText)).collect();
        Ok(Written { prompt_tokens: 1, read_tokens: 1, texts })
    }
}

fn before_the_consult(request: &GenerateRequest) -> &str {
    let user = request.messages.last().map_or("", |message| message.content.as_str());
    user.split_once("The consult:").map_or("", |(before, _)| before)
}

fn answer(text: &TextRequest, before: &str) -> Value {
    // The first rule of the grammar has the keys of the answer, in quotation marks that are escaped.
    let keys = text.grammar.iter().flat_map(|grammar| grammar.lines().next());
    let keys = keys.flat_map(|rule| rule.split("\\\"").skip(1).step_by(2));
    keys.map(|key| (key.to_owned(), statements(key, &text.ask, before))).collect()
}

fn statements(section: &str, ask: &str, before: &str) -> Value {
    let echoes = ["First", "Second", "Third", "Fourth"].map(|which| format!("{which} of {section}: {ask}"));
    let quoted = ask.split('"').skip(1).step_by(2).map(str::to_owned);
    let known = before.lines().filter(|_| section == "chief_complaint").map(|line| format!("Known: {line}"));
    echoes
        .into_iter()
        .chain(quoted)
        .chain(known)
        .map(|text| json!({ "text": text, "evidence": [0] }))
        .collect()
}

fn main() -> ExitCode {
    worker::serve_language(GRAPHICS, Echo::load)
}
