import type { Call, PeerInstance, SettingStamp, SettingStamps } from './world';

/** The stamps of a call once a bridge has set these settings: later than every one that the bridge knows of. */
export function stamped({ settingStamps }: Pick<Call, 'settingStamps'>, names: readonly string[], callBridge: string): SettingStamps {
  const number = 1 + Math.max(0, ...Object.values(settingStamps).map((stamp) => stamp.number));
  return { ...settingStamps, ...Object.fromEntries(names.map((name) => [name, { number, callBridge }])) };
}

/**
 * A call with each setting that was set later on a peer's part of the meeting; null if none was. Whatever order parts
 * hear of each other in, and however long they were cut off, they end with the same settings.
 */
export function withLaterSettings(call: Call, theirs: Pick<PeerInstance, 'settings' | 'settingStamps'>): Call | null {
  const later = Object.entries(theirs.settingStamps).filter(([name, stamp]) => isLater(stamp, call.settingStamps[name]));
  if (later.length === 0) return null;
  const names = new Set(later.map(([name]) => name));
  const values = Object.fromEntries(Object.entries(theirs.settings).filter(([name]) => names.has(name)));
  return { ...call, settings: { ...call.settings, ...values }, settingStamps: { ...call.settingStamps, ...Object.fromEntries(later) } };
}

function isLater(one: SettingStamp, other: SettingStamp | undefined): boolean {
  if (!other || one.number !== other.number) return one.number > (other?.number ?? 0);
  return one.callBridge > other.callBridge;
}
