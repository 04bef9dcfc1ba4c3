use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// A mistake that can be planted in the queues.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// What it does.
    pub name: String,
    /// The file that it changes, relative to the workspace.
    pub file: String,
    /// The text of the file with the mistake.
    pub text: String,
}

/// An entry of a file in `mutations`.
#[derive(Deserialize)]
struct Planted {
    file: String,
    find: String,
    replace: String,
}

/// Notifications whose loss the explorer cannot see, each as a function, the start of a call in it, and how many of such
/// calls, from the first on. They matter if a storage panics, or makes, drops or merges items, or if the count of
/// unfinished tasks is at its limit. The tests in `core_bad_input` and `core_operations` fail without them.
const UNSEEN: [(&str, &str, usize); 15] = [
    // No storage of the explorer refuses an item.
    ("poll_put_many", "self.after_cancel", 1),
    // No item of the explorer's storages comes without a put.
    ("notify_for_items", "self.lines.getters.notify", 1),
    // No program waits for an event beside a permit.
    ("after_release", "self.after_event", 1),
    // A join waits at zero only after a panic.
    ("recover", "self.notify_joiners_at_zero", 1),
    // The count of unfinished tasks stays far below its limit.
    ("notify_for_done", "self.pass_room_on", 1),
    ("notify_for_done", "self.notify_for_items", 1),
    // No storage of the explorer merges or displaces items, or makes any.
    ("after_change", "self.notify_for_items", 1),
    ("finish_put", "self.after_change", 1),
    ("put_items", "self.after_change", 2),
    ("force_put", "self.notify_for_items", 1),
    // All items of the explorer's storages weigh the same.
    ("force_put", "self.pass_room_on", 1),
    ("put_reserved", "self.after_release", 1),
    // In a fair queue, a put waits beside room only if the storage has made the room.
    ("pass_to_first", "self.admit_all", 1),
    // After a get or a put, an item or room is unclaimed only if the storage has made it.
    ("poll_get", "self.lines.getters.notify", 1),
    ("poll_put", "self.pass_room_on", 1),
];

/// The modules of the state that notify.
const MODULES: [&str; 8] = [
    "admission.rs",
    "attempts.rs",
    "batches.rs",
    "events.rs",
    "get_many.rs",
    "items.rs",
    "operations.rs",
    "permits.rs",
];

impl Mutation {
    /// Reads the mutations of a file in `mutations`.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or if what a mutation replaces does not occur exactly once.
    pub fn planted(workspace: &Path, set: &str) -> anyhow::Result<Vec<Self>> {
        let list = format!("tests/suite/mutations/{set}.toml");
        let planted: BTreeMap<String, Planted> = toml::from_str(&read(workspace, &list)?)?;
        let plant = |(name, Planted { file, find, replace }): (String, Planted)| {
            let file = format!("crates/{file}");
            let mut text = read(workspace, &file)?;
            let place = only_place(&text, &find).with_context(|| format!("{name}: {file}"))?;
            text.replace_range(place, &replace);
            Ok(Self { name, file, text })
        };
        planted.into_iter().map(plant).collect()
    }

    /// Drops each notification of the core in turn, except the `UNSEEN` ones. A notification is a call
    /// that hands on the list of notified waiters, as a statement or as the body of a match arm.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or if one of the `UNSEEN` is not there.
    pub fn dropped_notifications(workspace: &Path) -> anyhow::Result<Vec<Self>> {
        let (mut mutations, mut unseen) = (Vec::new(), [0; UNSEEN.len()]);
        for module in MODULES {
            let file = format!("crates/queue-core/src/state/{module}");
            let code = read(workspace, &file)?;
            for (start, list) in code.match_indices("notified)") {
                let end = start + list.len();
                let line = code[..end].lines().next_back().unwrap_or_default().trim_start();
                // What a variable is bound to is no notification alone.
                if line.starts_with("//")
                    || line.starts_with("let ")
                    || !code[end..].starts_with([';', ','])
                {
                    continue;
                }
                let call = line.rsplit("=> ").next().unwrap_or_default();
                let function = code[..end].rsplit("fn ").next().unwrap_or_default();
                let function = function.split(['(', '<']).next().unwrap_or_default();
                let is_it =
                    |(f, begin, _): &(&str, &str, usize)| *f == function && call.starts_with(begin);
                if let Some(index) = UNSEEN.iter().position(is_it) {
                    unseen[index] += 1;
                    if unseen[index] <= UNSEEN[index].2 {
                        continue;
                    }
                }
                let name = format!("{module}: {function} without {call}");
                let mut text = code.clone();
                text.replace_range(end - call.len()..end, "()");
                mutations.push(Self { name, file: file.clone(), text });
            }
        }
        for (found, notification) in unseen.iter().zip(UNSEEN) {
            ensure!(*found > 0, "{notification:?} is not there");
        }
        Ok(mutations)
    }
}

fn read(workspace: &Path, file: &str) -> anyhow::Result<String> {
    fs::read_to_string(workspace.join(file)).with_context(|| file.to_owned())
}

/// Returns the only place of a snippet in a text. White space does not count.
fn only_place(text: &str, snippet: &str) -> anyhow::Result<Range<usize>> {
    let solid = |text: &str| -> (Vec<usize>, Vec<char>) {
        text.char_indices().filter(|(_, c)| !c.is_whitespace()).unzip()
    };
    let ((places, text), (_, snippet)) = (solid(text), solid(snippet));
    let last = snippet.len().checked_sub(1).context("there is nothing to find")?;
    let found: Vec<_> = (0..text.len()).filter(|&at| text[at..].starts_with(&snippet)).collect();
    ensure!(found.len() == 1, "it occurs {} times: {}", found.len(), String::from_iter(snippet));
    Ok(places[found[0]]..places[found[0] + last] + text[found[0] + last].len_utf8())
}
