import type { CdrReceivers } from '@/server/bridge-client/bridge-objects';

/** The address that a bridge is to post to. */
export interface OwnAddress {
  readonly base: string;
  readonly callBridge: string;
  readonly secret: string;
}

export function cdrAddress({ base, callBridge, secret }: OwnAddress): string {
  return `${base}${pathOf(callBridge, secret)}`;
}

/** What is to be done to a bridge's list of receivers. */
export interface SlotDeeds {
  /** Slots to give up: all of them Usher's own. */
  readonly release: readonly string[];
  readonly take: boolean;
  /** A slot is wanted, and others have them all. */
  readonly full: boolean;
}

/**
 * What brings a bridge's list of receivers in line with what is wanted. Usher's own slots are those with the bridge's secret, under
 * whatever address Usher had when it took them; every other one is somebody else's, an empty one too, and is left alone.
 */
export function slotDeeds({ receivers, maximum }: CdrReceivers, own: OwnAddress, wanted: boolean): SlotDeeds {
  const path = pathOf(own.callBridge, own.secret);
  const ours = receivers.filter(({ uri }) => uri.endsWith(path));
  const kept = wanted ? ours.find(({ uri }) => uri === cdrAddress(own)) : undefined;
  const release = ours.filter((receiver) => receiver !== kept).map(({ id }) => id);
  const needed = wanted && !kept;
  const full = needed && receivers.length - release.length >= maximum;
  return { release, take: needed && !full, full };
}

function pathOf(callBridge: string, secret: string): string {
  return `/cdr/${encodeURIComponent(callBridge)}/${secret}`;
}
