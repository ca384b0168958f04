'use client';

import { useState } from 'react';

/**
 * Which entry of a changing list is highlighted: the one that was walked to, else the first. So that Enter always does
 * something as soon as there is something.
 */
export function useHighlight(values: readonly string[]): [string, (value: string) => void] {
  const [walkedTo, setWalkedTo] = useState('');
  return [values.includes(walkedTo) ? walkedTo : (values[0] ?? ''), setWalkedTo];
}
