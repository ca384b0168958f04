import type { RecordWord } from '@/lib/meeting/meeting-log';
import type { CdrRecord } from '@/server/feeds/cdr/read-records';
import { masked } from '@/server/journal/mask';
import type { ToldByRecord } from '@/server/journal/recent-lines';

const nothing: RecordWord = { party: null, address: null, direction: null, reason: null, alarms: [] };

/**
 * What a record says beyond events. Null where it says no more. Source: docs/cms-wire.md, section 5.
 * @param participant whose leg it is about; null if it is about none
 */
export function toldByRecord({ type, fields, alarms }: CdrRecord, participant: string | null): ToldByRecord | null {
  const field = (name: string) => masked(fields.get(name) ?? '') || null;
  const call = field('call');
  switch (type) {
    case 'callLegStart': {
      if (participant === null) return null;
      const way = field('direction');
      const direction = way === 'incoming' || way === 'outgoing' ? way : null;
      return { of: 'coming', id: participant, word: { ...nothing, party: field('remoteParty'), address: field('remoteAddress'), direction } };
    }
    case 'callLegEnd':
      return participant === null ? null : { of: 'leaving', id: participant, word: { ...nothing, reason: field('reason'), alarms: [...alarms] } };
    case 'recordingStart':
      return call === null ? null : { of: 'recording-on', id: call, word: { ...nothing, party: field('path'), address: field('recorderUri') ?? field('recorderUrl') } };
    case 'streamingStart':
      // The rest of a stream's address is often its key.
      return call === null ? null : { of: 'streaming-on', id: call, word: { ...nothing, party: hostOf(field('streamUrl')), address: field('streamerUri') } };
    default:
      return null;
  }
}

function hostOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).hostname || null : null;
}
