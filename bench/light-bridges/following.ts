import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { askChild } from '../ask-child';
import type { Flow } from './light-bridges';

/** What a process that follows light bridges is asked to do; it answers each. */
export type ToFollower =
  | { readonly do: 'open'; readonly bridges: number; readonly calls: number; readonly people: number }
  | { readonly do: 'hold' }
  | ({ readonly do: 'flow' } & Flow);

export interface FromFollower {
  /** Microseconds of CPU that the whole process took meanwhile. */
  readonly microseconds: number;
  /** How many changes the bridges made, and how many came out of the inventory. */
  readonly changes: number;
  readonly heard: number;
}

/** Usher's feeds and inventory on light bridges of their own, in a process of their own. */
export class Following {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves once they know everybody. @param calls of each bridge @param people of each bridge */
  static async open(bridges: number, calls: number, people: number): Promise<Following> {
    const following = new Following(fork('bench/light-bridges/follower.ts', [], { execArgv: ['--import', 'tsx'] }));
    await following.#ask({ do: 'open', bridges, calls, people });
    return following;
  }

  /** From now on nothing is done but what events bring about. */
  async hold(): Promise<void> {
    await this.#ask({ do: 'hold' });
  }

  flow(flow: Flow): Promise<FromFollower> {
    return this.#ask({ do: 'flow', ...flow });
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.disconnect();
    await once(this.child, 'exit');
  }

  #ask(message: ToFollower): Promise<FromFollower> {
    return askChild(this.child, message);
  }
}
