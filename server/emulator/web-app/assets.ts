import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Directory of the built web app: `web-app/` beside the bundle that the project's build wrote, else, where the emulator
 * runs from its sources, a build of these. Rejects where the sources do not compile.
 */
export async function webAppAssets(): Promise<string> {
  const beside = fileURLToPath(new URL('./web-app', import.meta.url));
  if (existsSync(join(beside, 'index.html'))) return beside;
  const { cachedWebApp } = await import('./build/build-web-app.mjs');
  return cachedWebApp();
}
