import { createHmac } from 'node:crypto';
import path from 'node:path';
import { pino, type Logger } from 'pino';
import type { Change } from '@/lib/meeting/change';
import type { Order } from '@/lib/move/order';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import { ProblemError, type Outcome } from '@/lib/problem/problem';
import { createApi, createConsoleData, type ApiParts } from '@/server/api/api';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { AuditForwarder } from '@/server/audit-forward/audit-forwarder';
import { openAuditSyslog } from '@/server/audit-forward/open-audit-syslog';
import { Erasure } from '@/server/audit/erasure';
import { systemClock } from '@/server/bridge-client/clock';
import { Patience } from '@/server/bridge-client/patience';
import { ChangeHub } from '@/server/changes/change-hub';
import { ConsoleSocket } from '@/server/changes/console-socket';
import { ownerOfSession, ownerOfToken, StreamRegistry } from '@/server/changes/stream-registry';
import { createBridges } from '@/server/clusters/bridges';
import { KeptReads } from '@/server/commands/kept-reads';
import { ReadyJson } from '@/server/commands/ready-json';
import { runCommand } from '@/server/commands/run-command';
import { commands, isCommandName } from '@/server/commands/table';
import { readConfig, type Config } from '@/server/config';
import { openDatabase } from '@/server/db/open-database';
import { openSecret } from '@/server/db/secret';
import { createCdrIntake } from '@/server/http/cdr-intake';
import { diagnoseApart } from '@/server/diagnoses/diagnose-apart';
import { DiagnosisDesk } from '@/server/diagnoses/diagnosis-desk';
import { SyslogReceiver } from '@/server/feeds/syslog/syslog-receiver';
import { createFront, createUpgrades } from '@/server/http/front';
import { createIdentify } from '@/server/http/identify';
import { sendCompressed } from '@/server/http/compressed-files';
import { prepareNext } from '@/server/http/next-app';
import { createOperations } from '@/server/http/operations';
import { servePages } from '@/server/http/pages';
import { listen } from '@/server/http/web-server';
import { LiveRecord } from '@/server/journal/live-record';
import { MeetingHistory } from '@/server/journal/meeting-history';
import { MeetingRecorder } from '@/server/journal/meeting-recorder';
import { LostPeople } from '@/server/moves/lost/lost-people';
import { Redials } from '@/server/moves/lost/redials';
import { Moves } from '@/server/moves/moves';
import { ObservedMoves } from '@/server/moves/observed-moves';
import type { Routes } from '@/server/moves/order-seen';
import { createPeople } from '@/server/people/people';
import { directLogs } from '@/server/rehearsal/direct-logs';
import { startRehearsal, type EmulatorDescription } from '@/server/rehearsal/emulator-process';
import { rehearsalDesk, type Stage } from '@/server/rehearsal/rehearsal-desk';
import { setRuntime } from '@/server/runtime';
import { FindingWatch } from '@/server/traces/finding-watch';
import { findingOfItem } from '@/server/traces/finding-of-item';
import { Webhooks } from '@/server/webhooks/webhooks';
import { sealer } from '@/server/clusters/seal';
import { isRehearsing } from '@/server/rehearsal/is-rehearsing';

/** A stop that hangs is worse than one that is not clean: what is on record is enough to go on from. */
const stopWithinMs = 4_500;

/** How the parts stop, in the order in which they were started. */
type Stops = (() => Promise<unknown> | void)[];

/** Puts the parts together: the only place that knows them all. */
async function start(config: Config, dist: string, log: Logger, stops: Stops): Promise<void> {
  const dev = process.env.NODE_ENV === 'development';
  const server = await listen(config);
  stops.push(() => server.close());

  const { db, isReady, close } = await openDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl ?? null,
    onLockLost: (reason) => giveUp(log, new Error(`This Usher may not act any more: ${reason}`)),
    log,
  });
  stops.push(close);
  const secret = await openSecret({ dataDir: config.dataDir, configured: config.secret ?? null, db });
  const cookieSecret = createHmac('sha256', secret).update('session cookie').digest('base64url');

  const audit = createAuditDesk(db, systemClock.now);
  const forwarder = config.auditSyslog && new AuditForwarder({ ...openAuditSyslog(config.auditSyslog), db, audit, clock: systemClock, log });
  await forwarder?.start();
  stops.push(() => forwarder?.stop());
  const erasure = new Erasure({ db, audit: audit.writer, clock: systemClock, log, days: config.auditDays, forwardedUpTo: () => forwarder?.upTo ?? null });
  stops.push(() => erasure.stop());
  erasure.start();
  const auditForwarding = () => forwarder && { ...forwarder.state, heldBack: erasure.heldBack };
  const people = createPeople({ db, apiToken: config.apiToken ?? null, putOnRecord: (entry) => audit.writer.append(entry), log });
  stops.push(() => people.stop());
  const first = await people.ensureFirstAdministrator({ name: config.admin.user, password: config.admin.password ?? null });

  const rehearsing = await isRehearsing(config.emulator.when, db);
  const starting = rehearsing
    ? startRehearsal({ ...config.emulator, dataDir: config.dataDir, program: path.join(dist, 'emulator.cjs'), log })
    : Promise.resolve(null);
  // Also an emulator that is still starting must not stay behind; that it failed is told below.
  stops.push(async () => (await starting.catch(() => null))?.stop());
  const [rehearsal, nextApp] = await Promise.all([
    starting,
    prepareNext({ root: path.dirname(dist), usherUrl: config.usherUrl, cookieSecret, dev }),
  ]);
  let emulator = rehearsal?.description ?? null;

  const bridges = createBridges({ db, secret, log, emulator, cdrUrl: config.cdrUrl, emulatorCdrUrl: config.ownUrl, onToldByRecord: (told) => recorder.heard(told) });
  const { clusters, inventory, joinLinks, tracing, closeLook, spaces, spaceLookup, numericIds, journal, cdr } = bridges;
  const changes = new ChangeHub({ membersOf: (meeting) => inventory.picture.participantsByMeeting.get(meeting) ?? [] });
  const kept = new KeptReads();
  const keeping = { db, journal, clock: systemClock, log, days: config.historyDays };
  const record = new LiveRecord(keeping);
  const history = new MeetingHistory({ ...keeping, inventory, record });
  stops.push(() => record.stop(), () => history.stop());
  await history.start();
  const recorder: MeetingRecorder = new MeetingRecorder({ journal, inventory, record, onEnded: (...end) => history.ended(...end) }, await record.load());
  record.start();
  const publish = (change: Change, routes: Routes | null = null): void => {
    kept.take(change);
    recorder.take(change);
    changes.publish(change, routes);
  };
  inventory.subscribe((change) => publish(change));
  const publishOrder = (data: Order, routes: Routes): void => {
    publish({ event: 'move', data }, routes);
    lost.take(data, routes);
    findings.take(data, routes);
  };
  const moves = new Moves({
    db,
    audit: audit.writer,
    inventory,
    clusters,
    rightsOf: people.rightsOf,
    publish: publishOrder,
    onCallMade: (call, by) => recorder.callMade(call, by),
    clock: systemClock,
    log,
  });
  const publishObserved = (data: Order, routes: Routes) => {
    moves.noteObserved(data, routes);
    publishOrder(data, routes);
  };
  const observed = new ObservedMoves({ db, inventory, ownItems: (participant) => moves.itemsMoving(participant), publish: publishObserved, clock: systemClock, log });
  const lost: LostPeople = new LostPeople({
    db,
    audit: audit.writer,
    inventory,
    clock: systemClock,
    log,
    publish: (data, routes) => publish({ event: 'notice', data }, routes),
    noteReturn: (found, isObserved) => (isObserved ? observed.noteReturn(found) : moves.noteReturn(found)),
  });
  const findings: FindingWatch = new FindingWatch({
    db,
    clock: systemClock,
    log,
    diagnose: (traced) => findingOfItem({ journal, inventory }, traced, systemClock.now()),
    noteFinding: (found, isObserved) => (isObserved ? observed.noteFinding(found) : moves.noteFinding(found)),
  });
  const redials = new Redials({ db, audit: audit.writer, inventory, clusters, legs: bridges.legs, lost, rightsOf: people.rightsOf, clock: systemClock, log });
  stops.push(() => bridges.stop(), () => moves.stop(), () => observed.stop(), () => lost.stop(), () => redials.stop(), () => findings.stop());
  await Promise.all([moves.recover(), observed.recover(), lost.recover()]);
  await Promise.all([redials.recover(), findings.recover()]);

  const webhooks = new Webhooks({ db, audit, seal: sealer(secret), clock: systemClock, log });
  stops.push(() => webhooks.stop());
  await webhooks.start();

  const streams = new StreamRegistry();
  people.onSessionEnded((session) => streams.closeAllOf(ownerOfSession(session)));
  people.onTokenEnded((token) => streams.closeAllOf(ownerOfToken(token)));
  stops.push(() => streams.closeEverything());

  const door = {
    isOn: () => emulator !== null,
    desk: () => emulator && rehearsalDesk(`http://127.0.0.1:${emulator.basePort}`, stageOf(emulator)),
    async leave() {
      emulator = null;
      await bridges.leaveRehearsal();
      await rehearsal?.stop();
    },
  };
  const syslog = new SyslogReceiver({ ...config.syslog, tls: config.tls, reachedBy: new URL(config.cdrUrl).hostname, intake: bridges.syslog, clock: systemClock, log });
  await syslog.open();
  stops.push(() => syslog.close());

  const diagnoses = new DiagnosisDesk({ folder: path.join(config.dataDir, 'diagnoses'), now: systemClock.now, diagnose: diagnoseApart(path.join(dist, 'diagnosis-thread.cjs')) });
  const parts = { clock: systemClock, inventory, journal, diagnoses, history, syslog, closeLook, spaces, spaceLookup, numericIds, clusters, moves, lost, redials, joinLinks, tracing, observed, findings, people, audit, auditForwarding, webhooks, changes, kept, rehearsal: door };
  const run: ApiParts['run'] = (name, caller, input) => runCommand({ parts, log, name, caller }, commands[name], input);
  const { usherUrl, trustProxy } = config;
  const identify = createIdentify({ people, trustProxy, cookieSecret, secure: usherUrl.startsWith('https:') });
  setRuntime({
    run: async (name, caller, input) =>
      isCommandName(name) ? plain(await run(name, caller, input)) : { ok: false, problem: { code: 'not-found', detail: 'There is no such command.' } },
    sessions: { signIn: people.signIn, caller: people.caller, signOut: people.signOut },
    settings: {
      usherUrl,
      get cdrUrl() {
        return emulator === null ? config.cdrUrl : config.ownUrl;
      },
      cookieSecret,
      trustProxy,
      confirm: config.confirm,
      get rehearsal() {
        return emulator !== null;
      },
      get webAppUrls() {
        return webAppsOf(emulator);
      },
    },
  });

  const shared = { run, changes, streams, log };
  const api = createApi({ ...shared, identify: identify.byToken, signInHint: 'Send a token: Authorization: Bearer usher_...' });
  const consoleData = createConsoleData({ ...shared, identify: identify.bySession, signInHint: 'Sign in first.' }, usherUrl);
  const operations = createOperations({ inventory, streams, changes, cdr, syslog, journal, auditForwarding, isReady, identify: identify.byToken });
  const fromNext = servePages({ next: nextApp.answer, usherUrl, trustProxy, dev, log });
  const pages = dev ? fromNext : sendCompressed(path.join(path.dirname(dist), '.next'), fromNext);
  const consoleSocket = new ConsoleSocket({
    changes,
    streams,
    log,
    usherUrl,
    sessionOf: identify.sessionOf,
    carry: (caller, carried) => void run('carry-people', caller, carried),
  });
  server.open(
    createFront({ api, consoleData, cdrIntake: createCdrIntake(cdr, systemClock), operations, run, callerOf: identify.byTokenOf, pages, usherUrl }),
    createUpgrades(consoleSocket, nextApp.devUpgrade),
  );
  await bridges.start();
  if (emulator) await followLogs(emulator, syslog.state, log);
  announce(config, first, webAppsOf(emulator));
}

/** Has the emulator's nodes send their logs here, as an administrator would have real bridges do. The rest works without. */
async function followLogs({ basePort }: EmulatorDescription, { listeners }: SyslogState, log: Logger): Promise<void> {
  const streams = listeners.find(({ transport }) => transport === 'tcp');
  if (!streams?.open) return;
  await directLogs(`http://127.0.0.1:${basePort}`, streams.port).catch((error: unknown) => log.warn({ err: error }, 'the emulator does not send its logs'));
}

/** Only plain values cross into Next's code. */
function plain(outcome: Outcome<unknown>): Outcome<unknown> {
  return outcome.ok && outcome.value instanceof ReadyJson ? { ok: true, value: outcome.value.value } : outcome;
}

function stageOf(emulator: EmulatorDescription): Stage {
  const nodes = emulator.nodes.map(({ kind, name, cluster }) => ({ kind, name, cluster }));
  return { scenario: emulator.scenario, webApps: webAppsOf(emulator), nodes };
}

function webAppsOf(emulator: { nodes: readonly { kind: string; http: string }[] } | null): string[] {
  return emulator?.nodes.filter(({ kind }) => kind === 'web-bridge').map(({ http }) => http) ?? [];
}

/** What the person at the terminal needs: where to go, with what, and where the guests are. */
function announce({ usherUrl }: Config, first: { name: string; password: string | null } | null, webApps: readonly string[]): void {
  const lines = ['', `Usher is ready. Sign in at ${usherUrl}`];
  if (first?.password) {
    lines.push(`  name      ${first.name}`, `  password  ${first.password}`, '  The password is shown this once; change it under Settings.');
  } else if (first) {
    lines.push(`  name      ${first.name}`, '  password  the one in USHER_ADMIN_PASSWORD');
  }
  if (webApps.length > 0) lines.push('', `Rehearsal: the bridges are emulated. Guests join at ${webApps.join(', ')}`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

function giveUp(log: Logger, error: unknown): never {
  if (error instanceof ProblemError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'Usher stops');
  process.exit(1);
}

async function stopAll(stops: Stops, log: Logger): Promise<void> {
  new Patience(systemClock, stopWithinMs).whenOver(() => process.exit(1));
  for (const stop of stops.toReversed()) {
    await Promise.resolve()
      .then(stop)
      .catch((error: unknown) => log.error({ err: error }, 'a part did not stop cleanly'));
  }
}

/** Runs Usher until it is told to stop. @param dist the folder of what was built: the bundle itself, the emulator */
export async function main(dist: string): Promise<void> {
  const log = pino({ level: process.env.NODE_ENV === 'test' ? 'silent' : 'warn' }, pino.destination({ dest: 2, sync: true }));
  // Next swallows these. A process that is no longer sound must end; what it did is on record.
  process.on('uncaughtException', (error) => giveUp(log, error));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed and nobody waited for it'));
  const stops: Stops = [];
  let stopping = false;
  const stop = () => {
    stopping = true;
    void stopAll(stops, log).then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    await start(readConfig(process.env), dist, log, stops);
  } catch (error) {
    // Stopped while it was starting: what has been taken away under its feet is not why it ends.
    if (stopping) return;
    await stopAll(stops, log);
    giveUp(log, error);
  }
}
