// BullMQ as `redis-bench` drives it: `node bullmq.js PORT`, a command a line, and a line for each answer.
//
// `put N` puts N jobs one after the other. `work N K` lets one worker process N jobs, K at once. Both answer with the
// nanoseconds. `fill N` leaves N jobs of 100 bytes.

const { Queue, Worker } = require("bullmq");
const { version } = require("bullmq/package.json");
const readline = require("readline");

const connection = { host: "127.0.0.1", port: Number(process.argv[2]) };
// By default, a job that is done stays on the server.
const queue = new Queue("bench", { connection, defaultJobOptions: { removeOnComplete: true } });

async function put(count) {
  const start = process.hrtime.bigint();
  for (let number = 0; number < count; number++) await queue.add("job", { number });
  return process.hrtime.bigint() - start;
}

async function work(count, concurrency) {
  const seen = new Set();
  let done = 0;
  const processor = async (job) => { seen.add(job.data.number); };
  const worker = new Worker("bench", processor, { connection, autorun: false, concurrency });
  await worker.waitUntilReady();
  const start = process.hrtime.bigint();
  const elapsed = await new Promise((resolve, reject) => {
    worker.on("completed", () => {
      if (++done === count) resolve(process.hrtime.bigint() - start);
    });
    worker.on("failed", (_, error) => reject(error));
    worker.run().catch(reject);
  });
  await worker.close();
  const left = await queue.getJobCountByTypes("waiting", "active", "delayed");
  if (seen.size !== count || done !== count || left !== 0) throw new Error("not each job once");
  return elapsed;
}

async function fill(count) {
  const job = { name: "job", data: "x".repeat(98) };
  for (let left = count; left > 0; left -= 1000) {
    await queue.addBulk(Array(Math.min(left, 1000)).fill(job));
  }
  if ((await queue.getWaitingCount()) !== count) throw new Error("not all are there");
  return 0n;
}

async function answer([command, count, atOnce]) {
  switch (command) {
    case "put": {
      const elapsed = await put(count);
      await work(count, atOnce);
      return elapsed;
    }
    case "work":
      await put(count);
      return work(count, atOnce);
    case "fill":
      return fill(count);
    default:
      throw new Error(`no command: ${command}`);
  }
}

async function main() {
  await queue.waitUntilReady();
  console.log(`${version} on Node.js ${process.versions.node}`);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, ...numbers] = line.split(" ");
    console.log(String(await answer([command, ...numbers.map(Number)])));
  }
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
