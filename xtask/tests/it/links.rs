//! Links from one document to another lead somewhere.

use std::path::{Component, Path, PathBuf};

use crate::tree::{File, assert_none, files, root};

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let documents: Vec<_> = files().into_iter().filter(|file| file.path.ends_with(".md")).collect();
    let broken = documents.iter().flat_map(|document| {
        let is_broken = |link: &&str| !leads_somewhere(document, link, &documents);
        let text = without_code(&document.text);
        let broken = links(&text).filter(is_broken);
        broken.map(|link| format!("{}: {link}", document.path)).collect::<Vec<_>>()
    });
    assert_none("a link leads nowhere", broken);
}

#[test]
fn a_heading_has_the_anchor_that_a_page_gives_it() {
    let anchors: Vec<_> =
        anchors("# A `get`, a put\n<a id=\"one\"></a>\n## Where's that?\n").collect();
    assert_eq!(anchors, ["a-get-a-put", "wheres-that", "one"]);
}

/// Returns the targets of links that are no addresses.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    targets.filter(|target| !target.contains(':'))
}

/// Returns the lines outside blocks of code.
fn without_code(text: &str) -> String {
    let outside = text.split("\n```").step_by(2);
    outside.map(|part| format!("{part}\n")).collect()
}

fn leads_somewhere(from: &File, link: &str, documents: &[File]) -> bool {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(p, a)| (p, Some(a)));
    let folder = Path::new(&from.path).parent().expect("a file lies in a folder");
    let target = if path.is_empty() { Some(from.path.clone()) } else { normal(&folder.join(path)) };
    let Some(target) = target else { return false };
    let Some(anchor) = anchor else { return root().join(target).exists() };
    let document = documents.iter().find(|document| document.path == target);
    document
        .is_some_and(|document| anchors(&without_code(&document.text)).any(|known| known == anchor))
}

/// Returns a path without `..`, or `None` if it leads out of the workspace.
fn normal(path: &Path) -> Option<String> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => normal.push(part),
            Component::CurDir => {}
            Component::ParentDir if normal.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(normal.to_str().expect("paths are UTF-8").replace('\\', "/"))
}

/// Returns the anchors of the headings, and then those that the text names itself.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let headings = headings.map(|line| slug(line.trim_start_matches('#').trim()));
    let named = text.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    headings.chain(named.map(str::to_owned))
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
