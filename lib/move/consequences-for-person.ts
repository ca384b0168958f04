import type { Participant } from '@/lib/meeting/participant';
import type { Rules, Told } from '@/lib/move/consequence-rule';
import { canKeepLayout } from '@/lib/move/person-settings';
import type { SettingName } from '@/lib/move/verdict-codes';

/** What comes to the person alone. Source: docs/cms-wire.md, section 6.3. */
export const personRules: Rules<'settings-reset' | 'stays-muted' | 'presentation-stops' | 'presentation-follows' | 'chat-lost'> = {
  /** Of whoever keeps their settings, only what cannot be asked for. */
  'settings-reset': ({ person, situation: { choices } }) => {
    const lost = settingsLost(person);
    const which = choices.settings === 'target' ? lost : lost.filter((name) => name === 'layout' && !canKeepLayout(person.layout));
    if (which.length === 0) return null;
    return person.kind === 'unknown' ? 'unknown' : { which };
  },

  /** Whoever was heard before and is muted now is sent back muted: a move opens nobody's microphone, and no camera. */
  'stays-muted': ({ person: { id, muted }, situation: { putBack } }) => {
    const before = putBack?.get(id);
    const which: SettingName[] = [...(before?.audioMute === false && muted.audio ? ['audioMute' as const] : []), ...(before?.videoMute === false && muted.video ? ['videoMute' as const] : [])];
    return which.length > 0 ? { which } : null;
  },

  'presentation-stops': ({ person }) => (person.presenting ? ifKind(person, 'web-app') : null),

  'presentation-follows': ({ person }) => (person.presenting ? ifKind(person, 'sip') : null),

  'chat-lost': ({ person }) => ifKind(person, 'web-app'),
};

function ifKind({ kind }: Participant, wanted: Participant['kind']): Told {
  if (kind === 'unknown') return 'unknown';
  return kind === wanted ? {} : null;
}

/**
 * The settings that fall back to the target's defaults. A web app carries its own mute and layout over; what the bridge holds
 * for it (importance) is lost like anybody's. Who is muted stays so: a move opens nobody's microphone.
 */
function settingsLost({ kind, muted, layout, importance }: Participant): SettingName[] {
  const carriesItsOwn = kind === 'web-app';
  const lost: SettingName[] = [];
  if (muted.video && !carriesItsOwn) lost.push('videoMute');
  if (layout !== null && layout !== 'automatic' && !carriesItsOwn) lost.push('layout');
  if (importance !== null && importance > 0) lost.push('importance');
  return lost;
}
