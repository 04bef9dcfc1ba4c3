use std::str::FromStr;

use super::{Act, Line, ORDERS, Script};
use crate::{Actor, Item, Op};

/// Why a text is no script: the number of the line, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ParseError {
    line: usize,
    message: String,
}

impl FromStr for Script {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or("");
        let mut lines = text
            .lines()
            .zip(1..)
            .map(|(line, number)| (line.split(" # ").next().unwrap_or("").trim(), number))
            .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        let at = |line| move |message| ParseError { line, message };
        let (head, number) = lines.next().ok_or_else(|| at(1)("there is no queue".to_owned()))?;
        let (order, maxsize) = parse_head(head).map_err(at(number))?;
        let mut names = Vec::new();
        let lines = lines
            .map(|(text, number)| {
                let line = parse_line(text).map_err(at(number))?;
                check_names(&line, &mut names).map_err(at(number))?;
                Ok(line)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { title: title.to_owned(), order, maxsize, lines })
    }
}

/// Each task has a name of its own, and only tasks that are there can be cancelled.
fn check_names(line: &Line, names: &mut Vec<Actor>) -> Result<(), String> {
    match line {
        Line::Task(actor, _) if names.contains(actor) => {
            Err(format!("there is a task `{actor}` already"))
        }
        Line::Task(actor, _) => {
            names.push(*actor);
            Ok(())
        }
        Line::Cancel(actor) if !names.contains(actor) => Err(format!("there is no task `{actor}`")),
        Line::Cancel(_) | Line::Now(..) | Line::Turn(_) | Line::Shows(_) => Ok(()),
    }
}

fn parse_head(line: &str) -> Result<(crate::Order, isize), String> {
    let wrong = || format!("`{line}` is no queue, such as `fifo, maxsize 2`");
    let (name, maxsize) = line.split_once(", maxsize ").ok_or_else(wrong)?;
    let (order, _) = ORDERS.into_iter().find(|&(_, known)| known == name).ok_or_else(wrong)?;
    Ok((order, maxsize.parse().map_err(|_| wrong())?))
}

fn parse_line(line: &str) -> Result<Line, String> {
    if let Some(text) = line.strip_prefix("shows ") {
        return Ok(Line::Shows(text.to_owned()));
    }
    let (does, expected) = match line.split_once(" ->") {
        Some((does, expected)) => (does.trim(), Some(expected.trim().to_owned())),
        None => (line, None),
    };
    if does == "turn" {
        return Ok(Line::Turn(expected.unwrap_or_default()));
    }
    if let Some(name) = does.strip_prefix("cancel ") {
        return Ok(Line::Cancel(parse_actor(name)?));
    }
    if let Some((name, acts)) = does.split_once(": ") {
        let acts = acts.split(", ").map(parse_act).collect::<Result<_, _>>()?;
        return Ok(Line::Task(parse_actor(name)?, acts));
    }
    let op = parse_op(does)?;
    if matches!(op, Op::Put(_) | Op::Get | Op::Join) {
        return Err(format!("`{does}` may wait, and belongs into a task, such as `a: {does}`"));
    }
    Ok(Line::Now(op, expected.unwrap_or_else(|| "done".to_owned())))
}

fn parse_actor(name: &str) -> Result<Actor, String> {
    match name.as_bytes() {
        [letter @ b'a'..=b'y'] => Ok(Actor(letter - b'a')),
        _ => Err(format!("`{name}` is no name of a task, which is a letter from a to y")),
    }
}

fn parse_act(text: &str) -> Result<Act, String> {
    if text == "yield" { Ok(Act::Yield) } else { parse_op(text).map(Act::Op) }
}

fn parse_op(text: &str) -> Result<Op, String> {
    let item = |text: &str| parse_item(text);
    match text.split_once(' ') {
        Some(("put", name)) => Ok(Op::Put(item(name)?)),
        Some(("put_nowait", name)) => Ok(Op::TryPut(item(name)?)),
        _ => [Op::Get, Op::TryGet, Op::Join, Op::TaskDone, Op::ShutDown, Op::ShutDownNow]
            .into_iter()
            .find(|op| op.to_string() == text)
            .ok_or_else(|| format!("`{text}` is nothing that a task can do")),
    }
}

fn parse_item(text: &str) -> Result<Item, String> {
    let (name, priority) = text.split_once('^').unwrap_or((text, "0"));
    let number = |digits: &str| digits.parse().map_err(|_| format!("`{text}` is no item"));
    Ok(Item { name: number(name)?, priority: number(priority)? })
}
