// Builds the guests' web app into a directory: node scripts/build-web-app.mjs [dist/web-app]
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWebApp } from '../server/emulator/web-app/build/build-web-app.mjs';

export { buildWebApp };

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildWebApp(resolve(process.argv[2] ?? 'dist/web-app'));
}
