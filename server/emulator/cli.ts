import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmulator, UnknownScenarioError } from './emulator';
import type { Emulator } from './emulator';
import { PortTakenError } from './listener';

const usage = `Usage: npm run emulator -- [options]

  --scenario NAME       demo (default), empty, or scale:<call bridges>x<people>, at most scale:24x450
  --base-port PORT      first port of the block, default 4400; 0 takes free ports
  --data-dir DIRECTORY  where certificates are kept, default data/emulator
  --seed TEXT           the same seed gives the same ids and choices
  --ends-with-leases    end a minute after the last lease at the control port
  --instance TEXT       how whoever starts the emulator knows it again

EMULATOR_SCENARIO and EMULATOR_BASE_PORT stand in for the first two.
`;

/** Ends the program with a line of JSON that another program can read. */
function fail(code: string, detail: string, more: Record<string, unknown> = {}): never {
  process.stderr.write(`${JSON.stringify({ code, ...more, detail })}\n`);
  process.exit(1);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: process.env.EMULATOR_SCENARIO ?? 'demo' },
      'base-port': { type: 'string', default: process.env.EMULATOR_BASE_PORT ?? '4400' },
      'data-dir': { type: 'string', default: 'data/emulator' },
      seed: { type: 'string' },
      instance: { type: 'string' },
      'ends-with-leases': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const basePort = Number(values['base-port']);
  // The highest offset is that of the 24th call bridge's HTTPS port.
  if (!/^\d+$/.test(values['base-port']) || basePort > 65_535 - 174) {
    throw new TypeError(`--base-port ${values['base-port']} is not a port with room for a block above it.`);
  }
  return { ...values, basePort };
}

async function start(options: ReturnType<typeof readOptions>): Promise<Emulator> {
  return startEmulator({
    basePort: options.basePort,
    scenario: options.scenario,
    dataDir: options['data-dir'],
    seed: options.seed,
    instance: options.instance,
    // Whoever adopts a running emulator wants to know that it is made of the same program.
    build: createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url))).digest('hex').slice(0, 16),
    endsWithLeases: options['ends-with-leases'],
    onEnd: () => process.exit(0),
  });
}

function announce(emulator: Emulator): void {
  const { user, password } = emulator.account;
  console.log(`Emulator is up. Control port ${emulator.control}; API user "${user}", password "${password}".`);
  for (const { kind, name, cluster, version, http, https } of emulator.nodes) {
    console.log(`  ${name.padEnd(10)} ${kind.padEnd(11)} ${version.padEnd(4)} ${cluster.padEnd(15)} ${http}  ${https}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return void process.stdout.write(usage);
  let emulator: Emulator | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!emulator) process.exit(0);
      void emulator.close().then(() => process.exit(0));
    });
  }
  emulator = await start(options);
  announce(emulator);
}

main().catch((cause: unknown) => {
  if (cause instanceof PortTakenError) fail(cause.code, cause.message, { port: cause.port });
  if (cause instanceof UnknownScenarioError) fail(cause.code, cause.message);
  if (cause instanceof TypeError) fail('invalid', cause.message);
  fail('failed', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
});
