import type { NodeLog } from '../call-bridge/log/bridge-log';
import type { Clock } from '../clock';
import { syslogLine } from './syslog-line';
import type { SyslogSource } from './syslog-line';
import { SyslogSender } from './syslog-sender';
import type { SyslogDestination } from './syslog-transport';

export interface LoggingNode extends SyslogSource {
  readonly log: NodeLog;
}

/** Where the nodes of an emulator send their logs: at most one server each, none to begin with. */
export class Syslog {
  readonly #clock: Clock;
  readonly #nodes: readonly LoggingNode[];
  readonly #senders = new Map<string, { sender: SyslogSender; stop: () => void }>();

  constructor(nodes: readonly LoggingNode[], clock: Clock) {
    this.#nodes = nodes;
    this.#clock = clock;
  }

  /**
   * From now on the node by that name, or every node with null, sends there, or nowhere. What was logged before is not sent.
   * False if there is no such node.
   */
  direct(name: string | null, destination: SyslogDestination | null): boolean {
    const concerned = this.#nodes.filter((node) => name === null || node.name === name);
    for (const node of concerned) this.#directOne(node, destination);
    return concerned.length > 0;
  }

  list(): { node: string; destination: SyslogDestination; lost: number }[] {
    return [...this.#senders].map(([node, { sender }]) => ({ node, destination: sender.destination, lost: sender.lost }));
  }

  close(): void {
    this.direct(null, null);
  }

  #directOne(node: LoggingNode, destination: SyslogDestination | null): void {
    this.#senders.get(node.name)?.stop();
    this.#senders.delete(node.name);
    if (!destination) return;
    const sender = new SyslogSender(destination, this.#clock);
    const unfollow = node.log.follow((line) => sender.send(syslogLine(node, line)));
    const stop = (): void => {
      unfollow();
      sender.close();
    };
    this.#senders.set(node.name, { sender, stop });
  }
}
