/** One line of a benchmark's result; `name` says in what unit `subject` and `against` are, which are medians. */
export interface Row {
  readonly name: string;
  readonly subject: number;
  readonly against: number;
  /** The median of the ratios of the rounds. */
  readonly ratio: number;
  /** How far apart the middle half of the ratios lie. */
  readonly spread: number;
  /** The ratio may be this at most. */
  readonly goal: number;
  readonly met: boolean;
}

export interface Comparison {
  readonly name: string;
  readonly goal: number;
  readonly rounds: number;
  /** One round of each, in the same unit. */
  runSubject(): Promise<number>;
  runPeer(): Promise<number>;
}

/**
 * Runs subject and peer in turns, each round in the other order, so that what else the machine does falls on both. The first
 * round warms up and does not count.
 */
export async function compare({ name, goal, rounds, runSubject, runPeer }: Comparison): Promise<Row> {
  const pairs: { subject: number; peer: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = round % 2 === 0 ? await inOrder(runSubject, runPeer) : (await inOrder(runPeer, runSubject)).toReversed();
    const [subject = NaN, peer = NaN] = pair;
    if (round > 0) pairs.push({ subject, peer });
  }
  const ratios = pairs.map(({ subject, peer }) => subject / peer);
  const ratio = quantile(ratios, 0.5);
  return {
    name,
    subject: quantile(pairs.map(({ subject }) => subject), 0.5),
    against: quantile(pairs.map(({ peer }) => peer), 0.5),
    ratio,
    spread: quantile(ratios, 0.75) - quantile(ratios, 0.25),
    goal,
    met: ratio <= goal,
  };
}

/** A row for something that has a limit instead of a peer: the median of `figures`, which are in the unit of `against`. */
export function withinLimit(name: string, figures: readonly number[], against: number): Row {
  const subject = quantile(figures, 0.5);
  const spread = (Math.max(...figures) - Math.min(...figures)) / against;
  return { name, subject, against, ratio: subject / against, spread, goal: 1, met: subject <= against };
}

async function inOrder(first: () => Promise<number>, second: () => Promise<number>): Promise<number[]> {
  return [await first(), await second()];
}

/** Milliseconds that `work` takes on average when done `times` over, one after the other. */
export async function meanMs(times: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < times; n += 1) await work();
  return (performance.now() - start) / times;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}
