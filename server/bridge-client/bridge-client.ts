import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { BridgeReader } from '@/server/bridge-client/bridge-reader';
import { BridgeTransport, type TransportOptions } from '@/server/bridge-client/bridge-transport';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';
import { cdrSlotWriter, type CdrSlotWriter } from '@/server/bridge-client/cdr-slot-writer';
import { clusterWriter } from '@/server/bridge-client/cluster-writer';

/** Everything through which Usher speaks with one bridge. Reader and writer share its connections and its line. */
export interface BridgeClient {
  readonly transport: BridgeTransport;
  readonly reader: BridgeReader;
  /** Reads that give way to all others: of single calls and people, of which there are many. */
  readonly detailReader: BridgeReader;
  readonly writer: BridgeWriter;
  readonly cdrSlots: CdrSlotWriter;
  close(): Promise<void>;
}

export function bridgeClient(options: TransportOptions, mode: () => ClusterMode): BridgeClient {
  const transport = new BridgeTransport(options);
  return {
    transport,
    reader: new BridgeReader(transport, 'read'),
    detailReader: new BridgeReader(transport, 'detail'),
    writer: clusterWriter(transport, mode),
    cdrSlots: cdrSlotWriter(transport),
    close: () => transport.close(),
  };
}
