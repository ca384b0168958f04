import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while, such as what somebody types: `delayMs` after its last change. */
export function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
