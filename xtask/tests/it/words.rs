//! Documentation has the words of the glossary, and short sentences.

use crate::tree::{File, assert_none, files};

/// Words for persons, and words for which the glossary has another.
const BANNED: [&str; 14] = [
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "nobody",
    "robbed",
    "robs",
    "somebody",
    "someone",
    "thread-safe",
    "who",
    "whoever",
    "whom",
    "whomever",
];

/// Where such a word may stand: a part of the line, and the reason.
const ALLOWED: [(&str, &str); 0] = [];

/// How many words a sentence of a document may have.
const LONGEST: usize = 30;

#[test]
fn documentation_uses_the_words_of_the_glossary() {
    let broken = files().into_iter().flat_map(|file| {
        let is_banned = |line: &&str| {
            let line = line.to_lowercase();
            let mut words = line.split(|c: char| c != '-' && !c.is_alphanumeric());
            let is_allowed = ALLOWED.iter().any(|(part, _)| line.contains(part));
            !is_allowed && words.any(|word| BANNED.contains(&word))
        };
        let lines = prose(&file).filter(is_banned);
        lines.map(|line| format!("{}: {}", file.path, line.trim())).collect::<Vec<_>>()
    });
    assert_none("another word says it", broken);
}

#[test]
fn sentences_of_documents_are_short() {
    let broken = files().into_iter().filter(|file| file.path.ends_with(".md")).flat_map(|file| {
        let too_long = sentences(&file.text).into_iter().filter(|s| words(s) > LONGEST);
        too_long.map(|s| format!("{}: {} words: {s}", file.path, words(&s))).collect::<Vec<_>>()
    });
    assert_none("one thought a sentence", broken);
}

#[test]
fn a_sentence_ends_where_a_reader_ends_it() {
    let text = "# A heading\n\nOne two,\nthree. Four: `a.b` five!\n\n- six\n- seven\n\n| a | b |\n\n```text\nx\n```\n";
    let ended = ["One two, three.", "Four:", "`a.b` five!", "six", "seven"];
    assert_eq!(sentences(text), ended);
    assert_eq!(words("Four: `a b` five"), 3);
}

/// Returns the lines of a document, or the comments of a program.
fn prose(file: &File) -> Box<dyn Iterator<Item = &str> + '_> {
    let lines = file.text.lines();
    match file.path.rsplit('.').next() {
        Some("md") => Box::new(lines),
        Some("rs") => Box::new(lines.filter_map(|line| Some(line.split_once("//")?.1))),
        Some("toml" | "queue" | "py") => {
            Box::new(lines.filter_map(|line| Some(line.split_once('#')?.1)))
        }
        _ => Box::new([].into_iter()),
    }
}

/// Returns the sentences of the paragraphs and lists of a document. A colon ends one, too.
fn sentences(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut is_code = false;
    for line in text.lines() {
        let line = line.trim();
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        let starts_item = ["- ", "* "].iter().any(|mark| line.starts_with(mark))
            || line.split_once(". ").is_some_and(|(n, _)| n.parse::<u8>().is_ok());
        let is_prose = !is_fence && !is_code && !line.starts_with(['|', '#', '!', '<']);
        if line.is_empty() || starts_item || !is_prose {
            blocks.push(String::new());
        }
        if is_prose && let Some(block) = blocks.last_mut() {
            let text = if starts_item { line.split_once(' ').map_or("", |(_, t)| t) } else { line };
            *block += " ";
            *block += text;
        }
    }
    blocks.iter().flat_map(|block| split(block)).collect()
}

fn split(block: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    for word in block.split_whitespace() {
        sentence.push(word);
        if word.trim_end_matches(['*', ')', '"', '`']).ends_with(['.', '!', '?', ':', ';']) {
            sentences.push(sentence.join(" "));
            sentence.clear();
        }
    }
    if !sentence.is_empty() {
        sentences.push(sentence.join(" "));
    }
    sentences
}

/// Counts the words. Code is one word.
fn words(sentence: &str) -> usize {
    let outside: Vec<_> = sentence.split('`').enumerate().collect();
    let text: String =
        outside.iter().map(|(n, part)| if n % 2 == 1 { "code" } else { *part }).collect();
    text.split_whitespace().count()
}
