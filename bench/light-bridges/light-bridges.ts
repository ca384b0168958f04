import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { askChild } from '../ask-child';

/** What the process of the light bridges is asked to do; it answers each. */
export type ToGenerator =
  | { readonly do: 'open'; readonly bridges: number; readonly calls: number; readonly people: number }
  | { readonly do: 'flow'; readonly perSecond: number; readonly forMs: number; readonly replaceEvery: number; readonly only: readonly string[] | null };
export type FromGenerator = { readonly addresses: readonly string[] } | { readonly changes: number };

export interface Flow {
  /** Changes in a second, over all bridges together. */
  readonly perSecond: number;
  readonly forMs: number;
  /** Every so manieth change is somebody who leaves and somebody else who comes; 0 for none. */
  readonly replaceEvery?: number;
  /** The meetings in which something changes, by their correlators; all unless told otherwise. */
  readonly only?: readonly string[];
}

/** Call bridges that say what the wire says and cost little, as many as are wanted, in one process of their own. */
export class LightBridges {
  readonly #child: ChildProcess;
  readonly addresses: readonly string[];

  private constructor(child: ChildProcess, addresses: readonly string[]) {
    this.#child = child;
    this.addresses = addresses;
  }

  /** @param calls of each bridge @param people of each bridge */
  static async open(bridges: number, calls: number, people: number): Promise<LightBridges> {
    const child = fork('bench/light-bridges/generator.ts', [], { execArgv: ['--import', 'tsx'] });
    const answer = await askChild<ToGenerator, FromGenerator>(child, { do: 'open', bridges, calls, people });
    if (!('addresses' in answer)) throw new Error('the light bridges do not open');
    return new LightBridges(child, answer.addresses);
  }

  /** @returns how many changes were made */
  async flow({ perSecond, forMs, replaceEvery = 0, only }: Flow): Promise<number> {
    const answer = await askChild<ToGenerator, FromGenerator>(this.#child, { do: 'flow', perSecond, forMs, replaceEvery, only: only ?? null });
    if (!('changes' in answer)) throw new Error('the light bridges do not flow');
    return answer.changes;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}
