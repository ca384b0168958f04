import type { Participant } from '../world/participant';
import { element, text } from './xml';

const loss = text('packetLossPercentage', '0.0');
const jitter = text('jitter', 2);
const roundTripTime = text('roundTripTime', 12);
const opus = text('codec', 'opus');
const fullHd = [text('codec', 'h264'), text('width', 1_920), text('height', 1_080), text('frameRate', '30.0')];

/**
 * What a call leg's status says of its media: figures as of an undisturbed call, bit rates of zero for what is muted.
 * They are seen from the bridge: `rx` is what it gets. Source: `docs/cms-wire.md`, section 2.5.
 */
export function mediaStatistics({ hasMedia, rxAudioMute, txAudioMute, rxVideoMute, txVideoMute }: Participant): string[] {
  const rate = (muted: boolean, bitsPerSecond: number): string => text('bitRate', muted || !hasMedia ? 0 : bitsPerSecond);
  return [
    element('rxAudio', {}, opus, loss, jitter, rate(rxAudioMute, 48_000)),
    element('txAudio', {}, opus, loss, jitter, rate(txAudioMute, 48_000), roundTripTime),
    element('rxVideo', { role: 'main' }, ...fullHd, rate(rxVideoMute, 1_200_000), loss, jitter),
    element('txVideo', { role: 'main' }, ...fullHd, rate(txVideoMute, 1_500_000), loss, jitter, roundTripTime),
  ];
}
