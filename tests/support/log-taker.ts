import { written, type Line, type NodeLogs } from './node-logs';

/** Takes down what the nodes of an emulator log, which keep only the last of it: as often as it is told to. */
export class LogTaker {
  readonly #taken = new Map<string, string[]>();
  readonly #last = new Map<string, number>();

  private constructor(
    private readonly control: string,
    private readonly nodes: readonly string[],
  ) {}

  static async of(control: string): Promise<LogTaker> {
    const { nodes } = (await (await fetch(`${control}/`)).json()) as { nodes: { name: string }[] };
    return new LogTaker(control, nodes.map(({ name }) => name).filter((name) => name !== 'control'));
  }

  get taken(): NodeLogs {
    return Object.fromEntries(this.#taken);
  }

  /** How many lines with these words there are by now. */
  async count(words: string): Promise<number> {
    await this.take();
    return [...this.#taken.values()].flat().filter((line) => line.includes(words)).length;
  }

  async take(): Promise<void> {
    for (const node of this.nodes) {
      const answer = await fetch(`${this.control}/log?node=${node}&after=${this.#last.get(node) ?? 0}`);
      const { lines = [] } = (await answer.json()) as { lines?: Line[] };
      this.#last.set(node, lines.at(-1)?.number ?? this.#last.get(node) ?? 0);
      this.#taken.set(node, [...(this.#taken.get(node) ?? []), ...lines.map((line) => written(node, line))]);
    }
  }
}
