use std::cell::RefCell;
use std::env;
use std::io::{self, Write as _};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use anyhow::bail;
use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::{Json, Options, Queue};
use redis::Client;
use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Builder;

use crate::setting::Setting;
use crate::{ANSWERS, floor, ours};

const NAME: &str = "wake";
const LIST: &str = "wake-list";

/// A take waits, and another process puts a job. An item is the time at which its put begins, by a clock that all
/// processes share.
pub(crate) fn lanes(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    let putter = Rc::new(RefCell::new(Putter::start(&setting.url())?));
    Ok(vec![take(setting, &putter)?, blpop(setting, &putter)?, ping(setting)?])
}

fn take(setting: &Rc<Setting>, putter: &Rc<RefCell<Putter>>) -> anyhow::Result<Lane> {
    let queue = setting.queue::<u64, _>(NAME, Json)?;
    let (setting, putter) = (Rc::clone(setting), Rc::clone(putter));
    Ok(ours("queue-redis", move |items| {
        let mut elapsed = Duration::ZERO;
        setting.block_on(async {
            for _ in 0..items {
                let queue_of_take = queue.clone();
                let take = tokio::spawn(async move {
                    let lease = queue_of_take.take().await.expect(ANSWERS);
                    (now(), lease)
                });
                while queue.counts().await.expect(ANSWERS).waiting_takers == 0 {}
                putter.borrow_mut().ask("put");
                let (end, lease) = take.await.expect("it does not panic");
                elapsed += Duration::from_nanos(end - *lease);
                lease.done().await.expect(ANSWERS);
            }
            assert_eq!(queue.counts().await.expect(ANSWERS).unfinished, 0);
        });
        Round { items, elapsed }
    }))
}

fn blpop(setting: &Rc<Setting>, putter: &Rc<RefCell<Putter>>) -> anyhow::Result<Lane> {
    let (popping, asking) = (setting.connection()?, setting.connection()?);
    let (setting, putter) = (Rc::clone(setting), Rc::clone(putter));
    Ok(floor("RPUSH + BLPOP", move |items| {
        let mut elapsed = Duration::ZERO;
        setting.block_on(async {
            let mut asking = asking.clone();
            for _ in 0..items {
                let mut popping = popping.clone();
                let pop = tokio::spawn(async move {
                    let pop = redis::cmd("BLPOP").arg(LIST).arg(0).to_owned();
                    let (_, start): (String, u64) =
                        pop.query_async(&mut popping).await.expect(ANSWERS);
                    now() - start
                });
                let list = redis::cmd("CLIENT").arg("LIST").to_owned();
                loop {
                    let clients: String = list.query_async(&mut asking).await.expect(ANSWERS);
                    let waits = |client: &str| client.contains(" flags=b ");
                    if clients.lines().any(|line| waits(line) && line.contains(" cmd=blpop ")) {
                        break;
                    }
                }
                putter.borrow_mut().ask("push");
                elapsed += Duration::from_nanos(pop.await.expect("it does not panic"));
            }
        });
        Round { items, elapsed }
    }))
}

/// One round trip.
fn ping(setting: &Rc<Setting>) -> anyhow::Result<Lane> {
    let (setting, connection) = (Rc::clone(setting), setting.connection()?);
    Ok(floor("PING + nothing", move |items| {
        let mut connection = connection.clone();
        let start = now();
        setting.block_on(async {
            for _ in 0..items {
                let ping = redis::cmd("PING");
                let pong: String = ping.query_async(&mut connection).await.expect(ANSWERS);
                assert_eq!(pong, "PONG");
            }
        });
        Round { items, elapsed: Duration::from_nanos(now() - start) }
    }))
}

/// The other process. It puts when it is asked to.
struct Putter(Child);

impl Putter {
    fn start(url: &str) -> anyhow::Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.args(["--putter", url]).stdin(Stdio::piped());
        Ok(Self(command.spawn()?))
    }

    fn ask(&mut self, what: &str) {
        let mut input = self.0.stdin.as_ref().expect("it has an input");
        writeln!(input, "{what}").expect("it reads");
    }
}

impl Drop for Putter {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Puts the time into a queue or a list, for each line of the input.
pub(crate) fn putter(url: &str) -> anyhow::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let queue: Queue<u64> = runtime.block_on(Queue::connect(url, NAME, Options::unbounded()))?;
    let client = Client::open(url)?;
    let mut connection = runtime.block_on(client.get_multiplexed_async_connection())?;
    for line in io::stdin().lines() {
        match &*line? {
            "put" => runtime.block_on(async { queue.put(now()).await })?,
            "push" => {
                let push = redis::cmd("RPUSH").arg(LIST).arg(now()).to_owned();
                runtime.block_on(push.exec_async(&mut connection))?;
            }
            other => bail!("{other} is not known"),
        }
    }
    Ok(())
}

/// Returns nanoseconds of a clock that all processes share.
fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    let time = Duration::try_from(time).expect("it is positive");
    u64::try_from(time.as_nanos()).expect("the machine started less than centuries ago")
}
