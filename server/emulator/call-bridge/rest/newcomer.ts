import type { BridgeCore } from '../bridge-core';
import type { Newcomer } from '../placing/dial-out';
import { badParameters, failed } from './answer';
import type { Answer } from './answer';
import { readNewcomer } from './leg-parameters';
import { withLegProfile } from './leg-profile';
import type { Parameters } from './parameters';

/**
 * What a request that brings somebody into a call says of their leg, and under it what the call leg profile says that it names; the
 * answer where one of the two cannot be.
 */
export function newcomerIn({ cluster, version }: BridgeCore, form: Parameters): { newcomer: Newcomer } | { answer: Answer } {
  const profiled = withLegProfile(cluster, form);
  if (!profiled) return { answer: failed('callLegProfileDoesNotExist') };
  const read = readNewcomer(profiled, version);
  return read.ok ? { newcomer: read.newcomer } : { answer: badParameters(...read.invalid) };
}
