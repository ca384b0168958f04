import { settingNames, type SettingName } from '@/lib/move/verdict-codes';

/** What a bridge holds for somebody in a meeting, and can be taken along. */
export interface PersonSettings {
  readonly audioMute: boolean;
  readonly videoMute: boolean;
  readonly layout: string | null;
  readonly importance: number | null;
  /** What is shown instead of the name; null for none. */
  readonly label: string | null;
}

/** What somebody is to have in the target. A mute is only ever wanted: nobody's microphone is opened. */
export interface WantedSettings {
  readonly audioMute?: true;
  readonly videoMute?: true;
  readonly layout?: string;
  readonly importance?: number;
  readonly label?: string;
}

/** Layouts that can be asked for. Source: docs/cms-wire.md, section 2.5. `automatic` is what everybody has anyhow. */
const layouts: readonly string[] = [
  'allEqual', 'speakerOnly', 'telepresence', 'stacked', 'allEqualQuarters', 'allEqualNinths', 'allEqualSixteenths',
  'allEqualTwentyFifths', 'onePlusFive', 'onePlusSeven', 'onePlusNine', 'onePlusN',
];

export function canKeepLayout(layout: string | null): boolean {
  return layout !== null && layouts.includes(layout);
}

/** What of somebody's settings has to be asked for, because newcomers do not have it. */
export function wantedOf({ audioMute, videoMute, layout, importance, label }: PersonSettings): WantedSettings {
  return {
    ...(audioMute && { audioMute }),
    ...(videoMute && { videoMute }),
    ...(layout !== null && canKeepLayout(layout) && { layout }),
    ...(importance !== null && importance > 0 && { importance }),
    ...(label !== null && label !== '' && { label }),
  };
}

/** What of the wish does not hold. */
export function missingOf(wanted: WantedSettings, has: PersonSettings): WantedSettings {
  return Object.fromEntries(settingNames.flatMap((name) => (wanted[name] === undefined || wanted[name] === has[name] ? [] : [[name, wanted[name]]])));
}

/** The settings that a wish names. */
export function namesOf(wanted: WantedSettings): SettingName[] {
  return settingNames.filter((name) => wanted[name] !== undefined);
}
