/** Numbers by chance from a seed: the same seed, the same numbers. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0, below `sides`. */
  roll(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * sides);
  }
}

/** The seed of a run: the one in the environment, or one by chance. It is printed, so that the run can be had again. */
export function seedOf(name: string): number {
  const seed = Number(process.env[name] ?? Math.floor(Math.random() * 1_000_000));
  process.stdout.write(`${name}=${seed}\n`);
  return seed;
}
