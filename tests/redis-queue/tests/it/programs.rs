//! Random programs on which the engine and the core agree, and mistakes in the engine that such programs find.

use std::sync::OnceLock;

use queue_redis_suite::{Engines, Library, Mistake, Program, Server};
use queue_support::in_parallel;

/// The server of the programs, or `None` where there is no program for it. Another test flushes the functions of the
/// other one.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| Server::start("no").unwrap()).as_ref()
}

#[test]
fn the_engine_and_the_core_agree() {
    let Some(server) = server() else { return };
    let engines = Engines::new(&server.url(), Library::new(None)).unwrap();
    let run = |(): &mut (), seed, _: &_| {
        let result = Program::random(seed).run(&engines);
        assert!(result.is_ok(), "from --seed {seed} --programs 1:\n{}", result.unwrap_err());
        Ok(())
    };
    in_parallel((300, "programs"), None, || Ok(()), run).unwrap();
}

#[test]
fn a_mistake_in_the_engine_is_found() {
    let Some(server) = server() else { return };
    let find = |(): &mut (), index, _: &_| {
        let mistake = &MISTAKES[index as usize];
        let engines = Engines::new(&server.url(), Library::new(Some(mistake)))?;
        let found = (0..3_000).find(|&seed| Program::random(seed).run(&engines).is_err());
        assert!(found.is_some(), "{mistake:?} is not found");
        Ok(())
    };
    in_parallel((MISTAKES.len() as u64, "mistakes"), None, || Ok(()), find).unwrap();
}

const fn mistake(operation: &'static str, right: &'static str, wrong: &'static str) -> Mistake {
    Mistake { operation, right, wrong }
}

const MISTAKES: [Mistake; 38] = [
    // The order.
    mistake("", "job_of(-number,", "job_of(number,"),
    mistake("", "order == 'fifo' and id or rank_of(job)", "id"),
    mistake("", "'ZADD', returning, id, id)", "'ZADD', returning, next_number(), id)"),
    mistake("", "if where ~= 'place' then", "if where == 'later' then"),
    // Room.
    mistake("", "may_have('r') and let_in() or may_have('p') and admit()", "admit() or let_in()"),
    mistake("", "if one_by_one and popped[1]", "if false"),
    mistake("retry", "settle()\n", ""),
    mistake("cancel", "settle()\n", ""),
    mistake("put", "if may_have('t') then settle() end", ""),
    mistake("resize", "while fill() do end\n  settle()\n", ""),
    // A job that goes straight to a take.
    mistake("", "session, tonumber(waits:match('%d+$')))", "session, 0)"),
    mistake("put", "is_one and hand_new(job)", "hand_new(job)"),
    mistake(
        "put",
        "is_one and hand_new(job) then\n        record('put')",
        "is_one and hand_new(job) then",
    ),
    // Attempts, and the end of jobs.
    mistake("", "attempts_of(job) + 1", "attempts_of(job)"),
    mistake("", "attempts >= most_attempts", "attempts > most_attempts"),
    mistake("done", "check_end()\n", ""),
    mistake("", "if closed == 2 then return bury(id, job, 's') end", ""),
    mistake("shutdown", "{ ready, returning, delayed }", "{ ready, returning }"),
    mistake("letters", "rank_of(job), 0,", "rank_of(job), 1,"),
    // Leases.
    mistake("", "generation and its_generation ~= generation", "false"),
    mistake("extend", "now() + tonumber(ARGV[7])", "now()"),
    // What was taken or waits, and is cancelled.
    mistake("cancel", "if attempts then", "if false then"),
    mistake("cancel", "attempts - 1", "attempts"),
    mistake("cancel", "leave_lines(me .. '/' .. number)", ""),
    mistake("cancel", "if known == 'put' then return 'put' end", ""),
    // What may be busy.
    mistake("", "  has_now('r')\n", ""),
    mistake("", "  has_now(letter)\n", ""),
    mistake("", "(closed == 0 and not may_have('j'))", "not may_have('j')"),
    // Requests that are sent again, and late ones.
    mistake("", "call('HSET', my_session, request, answer)", ""),
    mistake("", "if known[1] ~= epoch then", "if not known[1] or known[1]:find('lost') then"),
    mistake(
        "",
        "if known[1] ~= epoch then",
        "if not known[1] or known[1]:match('%d+') ~= epoch then",
    ),
    // Sessions that end.
    mistake("", "if ends_at and tonumber(ends_at) > now() then", "if true then"),
    mistake("", "if ends_at and tonumber(ends_at) > now() then", "if ends_at then"),
    mistake("", "call('HDEL', session_key(session), request)", ""),
    mistake("beat", "give_back_all(session)", ""),
    mistake("", "table.sort(ids)", "table.sort(ids, function(a, b) return a > b end)"),
    // What one call leaves to the next.
    mistake("", "now_is = nil", ""),
    mistake("", "if base ~= keys[1] then", "if not base then"),
];
