use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// The lines before and after the tables.
const MARKERS: [&str; 2] = ["<!-- from here: cargo xtask probe --write -->\n", "<!-- to here -->"];

/// Renews the tables of `docs/comparison.md`.
pub(crate) fn write(tables: &str) -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/comparison.md");
    let text = fs::read_to_string(&path)?;
    fs::write(path, replaced(&text, tables).context("docs/comparison.md has no markers")?)?;
    Ok(())
}

fn replaced(text: &str, tables: &str) -> Option<String> {
    let [from, to] = MARKERS;
    let (before, rest) = text.split_once(from)?;
    let (_, after) = rest.split_once(to)?;
    Some([before, from, "\n", tables, to, after].concat())
}

#[cfg(test)]
mod tests {
    use super::{MARKERS, replaced};

    #[test]
    fn what_stands_between_the_markers_is_replaced() {
        let [from, to] = MARKERS;
        let text = format!("a\n{from}old\n{to}\nb\n");
        assert_eq!(replaced(&text, "new\n"), Some(format!("a\n{from}\nnew\n{to}\nb\n")));
        assert_eq!(replaced("no markers", "new\n"), None);
    }
}
