use std::fmt;
use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

/// The machine that was measured on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Machine {
    /// The processor.
    pub processor: String,
    /// The number of cores that this program may use.
    pub cores: usize,
    /// The operating system and the kind of processor.
    pub platform: String,
    /// The compiler.
    pub compiler: String,
    /// The load average of the last minute before the start, if the system tells.
    pub load: Option<f64>,
}

impl Machine {
    /// Returns a description of this machine.
    #[must_use]
    pub fn this() -> Self {
        let platform = [std::env::consts::ARCH, std::env::consts::OS].join(" ");
        Self {
            processor: processor().unwrap_or_else(|| "an unknown processor".to_owned()),
            cores: available_parallelism().map_or(1, usize::from),
            platform,
            compiler: compiler().unwrap_or_else(|| "an unknown compiler".to_owned()),
            load: load(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { processor, cores, platform, compiler, load } = self;
        write!(f, "{processor}, cores: {cores}, {platform}, {compiler}")?;
        match load.filter(|load| *load >= 1.0) {
            Some(load) => write!(
                f,
                "\nOther programs run at the same time: the load is {load}. Do not trust the times, and trust the ratios little."
            ),
            None => Ok(()),
        }
    }
}

fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn compiler() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// Returns the number of processes that wanted to run, on average over the last minute.
fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}
