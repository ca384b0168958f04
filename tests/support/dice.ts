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

/**
 * What a run draws from. `npm test` says the same of the same code, and so always draws the same; the soak draws by chance, and whoever wants something else
 * says so, as in `INVENTORY_SEED=7`.
 */
export function seedOf(name: 'EMULATOR_SOAK_SEED' | 'INVENTORY_SEED' | 'KILL_USHER_SEED' | 'MOVES_IN_TROUBLE_SEED' | 'PROPERTY_SEED' | 'SHAKES_SEED'): number {
  return Number(process.env[name] ?? 1);
}
