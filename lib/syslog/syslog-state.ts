import { z } from 'zod';

/** A way by which log lines can come in; `problem` says why it is not open. */
export const syslogListenerSchema = z.object({
  transport: z.enum(['udp', 'tcp', 'tls']),
  host: z.string(),
  port: z.number(),
  open: z.boolean(),
  problem: z.string().nullable(),
});
export type SyslogListener = z.infer<typeof syslogListenerSchema>;

export const syslogFiguresSchema = z.object({
  lines: z.number(),
  /** No priority in front, or a part of the header is missing: not taken in. */
  malformed: z.number(),
  /** Of `lines`: those whose host is no connected call bridge. */
  unknownHostLines: z.number(),
});
export type SyslogFigures = z.infer<typeof syslogFiguresSchema>;

/** A host that writes and is no call bridge that is connected. */
export const unknownHostSchema = z.object({ host: z.string(), lines: z.number(), lastAt: z.string() });
export type UnknownHost = z.infer<typeof unknownHostSchema>;

/** How the logs of bridges come in. */
export const syslogStateSchema = syslogFiguresSchema.extend({
  /** How bridges reach Usher: a name or an address. */
  reachedBy: z.string(),
  listeners: z.array(syslogListenerSchema),
  /** Connections that are open right now. */
  connections: z.number(),
  /** Connections that were turned away: there were too many. */
  refused: z.number(),
  /** Lines that were longer than 16 kB; the rest of them is missing. */
  cut: z.number(),
  /** Datagrams that came in a flood and were thrown away. Streams wait instead. */
  dropped: z.number(),
  unknownHosts: z.array(unknownHostSchema),
});
export type SyslogState = z.infer<typeof syslogStateSchema>;
