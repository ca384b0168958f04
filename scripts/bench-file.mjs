// Runs one benchmark, which exports `bench(): Promise<Row[]>`, and hands its rows to scripts/bench.mjs.
import { pathToFileURL } from 'node:url';

const { bench } = await import(pathToFileURL(process.argv[2]).href);
const rows = await bench();
process.send(rows, () => process.exit(0));
