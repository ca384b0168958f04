'use client';

import { useCallBridges } from '@/components/live/live-provider';

/** Whether the bridges that are shown are the emulator's; false until any are known. */
export function useRehearsing(): boolean {
  return useCallBridges().some(({ origin }) => origin === 'emulator');
}
