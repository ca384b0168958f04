import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Participant } from '@/lib/meeting/participant';
import { isEnd } from '@/lib/move/item-state';
import { itemSchema, type Item } from '@/lib/move/item';
import { orderSchema } from '@/lib/move/order';
import { liveDiagnosisSchema, type DiagnosedMove, type DiagnosisReport, type LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import { faults, type FaultName } from '@/lib/trace/faults';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import type { GivenFile } from '@/server/diagnoses/read-files';
import { launchChromium } from './chromium';
import { hitsPort } from './diagnosing-house';
import { emulatorControl, type EmulatorControl } from './emulator-control';
import { LogTaker } from './log-taker';
import { joinAsGuest } from './pages';
import { meetingNamed, startStage, type Stage } from './stage';
import { unseen } from './told-of-faults';
import { waitUntil } from './wait-until';

/** A fault, or a move that goes well. */
export type Row = FaultName | 'none';
export const recordedRows: readonly Row[] = [...(Object.keys(faults) as FaultName[]), 'none'];

/** What a fault came to. */
export interface RecordedFault {
  /** Who was moved, by the id before. */
  readonly participant: string;
  readonly item: Item;
  /** What Usher made of it by its feeds. */
  readonly live: LiveDiagnosis;
  /** What the browser recorded. */
  readonly har: GivenFile;
}

const patience = { timeout: 120_000, interval: 250 };
/** The target is 1002, and 1008 the wrong one. */
const sources = ['1001', '1003', '1004', '1005', '1006', '1007'];
/** So many browsers start at once. */
const atOnce = 6;

/** The built Usher with its feeds, and a guest for each fault in a browser of their own that records. */
export class RecordedFaults {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'usher-har-'));
  readonly #contexts = new Map<Row, BrowserContext>();
  readonly #people = new Map<Row, Participant>();
  readonly found = new Map<Row, RecordedFault>();

  private constructor(
    private readonly stage: Stage,
    private readonly emulator: EmulatorControl,
    private readonly browser: Browser,
    private readonly logs: LogTaker,
  ) {}

  static async open(): Promise<RecordedFaults> {
    const [stage, browser] = await Promise.all([startStage(), launchChromium()]);
    return new RecordedFaults(stage, await emulatorControl(stage), browser, await LogTaker.of(stage.control));
  }

  /** Moves a guest with each of them, all at once as far as they can be told apart, and ends with what was recorded. */
  async provoke(rows: readonly Row[] = recordedRows): Promise<void> {
    await this.stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
    const target = await meetingNamed(this.stage, 'Space 2');
    // Guests come to the bridge that is least busy, and the target is on another.
    for (const name of ['cbcms2', 'cbcms3']) await this.emulator.setLoad(name, 60);
    for (let at = 0; at < rows.length; at += atOnce) await Promise.all(rows.slice(at, at + atOnce).map((row, more) => this.#join(row, sources[(at + more) % sources.length] ?? '')));
    for (const name of ['cbcms2', 'cbcms3']) await this.emulator.setLoad(name, 0);
    await this.logs.take();
    const orders = await this.#moved(rows, target.id);
    for (const [row, order] of orders) this.found.set(row, await this.#recorded(row, order));
    await this.logs.take();
    for (const context of this.#contexts.values()) {
      // What a browser asks for later shows that it was still being recorded.
      for (const page of context.pages()) await page.evaluate(() => fetch('/'));
      await context.close();
    }
  }

  /** What files tell of the moves. @param numericIds those of the target, as whoever asks says */
  async diagnosed({ logs, hars }: { readonly logs: boolean; readonly hars: readonly Row[] }, numericIds: readonly string[] = ['1002']): Promise<DiagnosisReport> {
    const files = [...(logs ? this.#logFiles() : []), ...hars.flatMap((row) => this.found.get(row)?.har ?? [])];
    return diagnoseFiles(files, { timeZone: 'UTC', nowMs: Date.now(), expected: { numericIds } });
  }

  /** The move of one, among those that were found. */
  moveOf(row: Row, { moves }: DiagnosisReport): DiagnosedMove | null {
    return moves.find(({ participant }) => participant === this.found.get(row)?.participant) ?? null;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stage.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #join(row: Row, numericId: string): Promise<void> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', recordHar: { path: this.#harOf(row).path } });
    this.#contexts.set(row, context);
    context.setDefaultTimeout(patience.timeout);
    await joinAsGuest(await context.newPage(), this.emulator.webApp('wbcms1'), numericId, `Guest of ${row}`);
    const found = await waitUntil(async () => {
      const { body } = await this.stage.api(`/participants?search=${encodeURIComponent(`Guest of ${row}`)}`);
      const person = (body as { items: Participant[] }).items.find(({ name }) => name === `Guest of ${row}`);
      return person?.state === 'connected' && person.kind === 'web-app' && person.canMove ? person : null;
    }, patience);
    this.#people.set(row, found);
  }

  /** @returns the ids of the orders, once all are over and it is on record why they failed */
  async #moved(rows: readonly Row[], meeting: string): Promise<Map<Row, string>> {
    const orders = new Map<Row, string>();
    const move = async (row: Row) => {
      orders.set(row, await this.#submit(row, meeting));
    };
    const ofWhole = rows.filter((row) => !isLost(row) && !isOfPort(row));
    await Promise.all(ofWhole.map(move));
    const turnedAway = rows.filter((row) => row === 'guest-not-admitted' || row === 'encryption-required').length;
    await waitUntil(async () => (await this.logs.count('may not join')) >= turnedAway, patience);
    // A web bridge does not say whom it refuses: each is told by that nobody else is left whom it could be.
    for (const row of unseen.filter((fault) => rows.includes(fault))) {
      await move(row);
      if (row !== 'client-left') await waitUntil(async () => (await this.logs.count(`JWT refused: ${row}`)) > 0, patience);
    }
    await this.#untilKnown(orders);
    for (const row of rows.filter(isOfPort)) {
      await move(row);
      await this.#untilKnown(new Map([...orders].filter(([name]) => name === row)));
      await this.emulator.delete('/faults');
      await waitUntil(async () => ((await this.stage.api('/call-bridges')).body as { items: { state: string }[] }).items.every(({ state }) => state === 'connected'), patience);
    }
    return orders;
  }

  async #submit(row: Row, meeting: string): Promise<string> {
    const participant = this.#people.get(row)?.id ?? '';
    if (row !== 'none') await this.emulator.post('/faults', isOfPort(row) ? { fault: row, callBridge: 'cbcms2', times: 'until-cleared' } : { fault: row, participant, times: 'once' });
    return orderSchema.parse((await this.stage.api('/moves', { body: { participants: [participant], to: { meeting } } })).body).id;
  }

  async #untilKnown(orders: ReadonlyMap<Row, string>): Promise<void> {
    for (const [row, id] of orders) {
      await waitUntil(async () => {
        const { items } = orderSchema.parse((await this.stage.api(`/moves/${id}`)).body);
        return items.every(({ state, finding }) => isEnd(state) && (finding !== null || goesWell(row) || state === 'refused'));
      }, patience);
      await this.logs.take();
    }
  }

  async #recorded(row: Row, order: string): Promise<RecordedFault> {
    const item = itemSchema.parse((orderSchema.parse((await this.stage.api(`/moves/${order}`)).body)).items[0]);
    const live = liveDiagnosisSchema.parse((await this.stage.api(`/moves/${order}/items/${item.id}/trace`)).body);
    return { participant: item.participant, item, live, har: this.#harOf(row) };
  }

  #harOf(row: Row): GivenFile {
    return { path: path.join(this.#folder, `${row}.har`), name: `${row}.har` };
  }

  #logFiles(): GivenFile[] {
    return Object.entries(this.logs.taken).map(([node, lines]) => {
      const file = { path: path.join(this.#folder, `${node}.log`), name: `${node}.log` };
      writeFileSync(file.path, `${lines.join('\n')}\n`);
      return file;
    });
  }
}

/** Whether somebody leaves for the new call and is not seen there. */
function isLost(row: Row): boolean {
  return row !== 'none' && unseen.includes(row);
}

function isOfPort(row: Row): row is FaultName {
  return row !== 'none' && hitsPort(row);
}

function goesWell(row: Row): boolean {
  return row === 'none' || faults[row].symptom === 'any';
}
