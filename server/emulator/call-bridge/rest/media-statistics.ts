import type { Participant } from '../world/participant';
import { element, text } from './xml';

/** How well a leg's packets travel. */
export interface LinkQuality {
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

/** The alarms of a call leg. Source: `docs/cms-wire.md`, sections 1.2 and 2.5; from where on they are raised is a guess. */
export const legAlarms = ['packetLoss', 'excessiveJitter', 'highRoundTripTime'] as const;
export type LegAlarm = (typeof legAlarms)[number];

/**
 * A leg's quality in this minute: always the same for the same leg and minute, so that a seed and a clock give one run
 * twice. Most legs travel well; whoever comes from a user that begins with `lossy` does not.
 */
export function linkQuality({ leg, uri }: Pick<Participant, 'leg' | 'uri'>, nowMs: number): LinkQuality {
  const minute = Math.floor(nowMs / 60_000);
  // The digits of the leg's id, each going round at a pace of its own: this is asked for with every leg that is shown.
  const drawn = (place: number): number => (Number.parseInt(leg.charAt(place), 16) + minute * (2 * place + 1)) % 16;
  const isLossy = uri.startsWith('lossy');
  return {
    lossPercent: (isLossy ? 50 + 4 * drawn(0) : drawn(0) % 4) / 10,
    jitterMs: isLossy ? 60 + 4 * drawn(1) : 1 + (drawn(1) % 6),
    roundTripMs: isLossy ? 400 + 20 * drawn(2) : 8 + 2 * drawn(2),
  };
}

/** What is so bad that the bridge raises an alarm for it. */
export function alarmsOf({ lossPercent, jitterMs, roundTripMs }: LinkQuality): LegAlarm[] {
  const raised = { packetLoss: lossPercent >= 3, excessiveJitter: jitterMs >= 50, highRoundTripTime: roundTripMs >= 400 };
  return legAlarms.filter((alarm) => raised[alarm]);
}

const opus = text('codec', 'opus');
const fullHd = [text('codec', 'h264'), text('width', 1_920), text('height', 1_080), text('frameRate', '30.0')];

/**
 * What a call leg's status says of its media: bit rates of an undisturbed call, zero for what is muted.
 * They are seen from the bridge: `rx` is what it gets. Source: `docs/cms-wire.md`, section 2.5.
 */
export function mediaStatistics(participant: Participant, nowMs: number): string[] {
  const { hasMedia, rxAudioMute, txAudioMute, rxVideoMute, txVideoMute } = participant;
  const { lossPercent, jitterMs, roundTripMs } = linkQuality(participant, nowMs);
  const loss = text('packetLossPercentage', lossPercent.toFixed(1));
  const jitter = text('jitter', jitterMs);
  const roundTripTime = text('roundTripTime', roundTripMs);
  const rate = (muted: boolean, bitsPerSecond: number): string => text('bitRate', muted || !hasMedia ? 0 : bitsPerSecond);
  return [
    element('rxAudio', {}, opus, loss, jitter, rate(rxAudioMute, 48_000)),
    element('txAudio', {}, opus, loss, jitter, rate(txAudioMute, 48_000), roundTripTime),
    element('rxVideo', { role: 'main' }, ...fullHd, rate(rxVideoMute, 1_200_000), loss, jitter),
    element('txVideo', { role: 'main' }, ...fullHd, rate(txVideoMute, 1_500_000), loss, jitter, roundTripTime),
  ];
}
