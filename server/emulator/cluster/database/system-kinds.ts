import type { KindEntry } from './kind';
import { reference } from './parameter';

/** The profiles in force where nothing nearer names one. Source: `docs/cms-wire.md`, section 3, /system/profiles. */
export const systemProfiles: KindEntry = {
  path: 'system/profiles',
  single: true,
  collection: 'profiles',
  entry: 'profiles',
  missing: 'unrecognisedObject',
  writes: ['change'],
  parameters: {
    callLegProfile: reference('callLegProfiles'),
    callProfile: reference('callProfiles'),
  },
};
