import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium without a window and with a profile of its own, which ends with `close()`. Rejects where none is installed. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('There is no Chromium or Chrome here. Install one, or name it with CHROMIUM=/path/to/it.');
  }
  // Chromium's sandbox does not work as root, which is what containers and CI run as.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: asRoot ? [...flags, '--no-sandbox'] : flags });
}
