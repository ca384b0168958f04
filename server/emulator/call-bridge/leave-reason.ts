import type { LeaveReason } from './world/command';

const byRemote: ReadonlySet<string> = new Set(['clientInitiatedTeardown', 'remoteBusy', 'remoteRejected', 'remoteTeardown']);

/** Whether the far end hung up, and not this bridge. */
export function isRemoteTeardown(reason: LeaveReason): boolean {
  return byRemote.has(reason);
}
