import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExtraPages } from './board-stand-in';

const folder = path.resolve('bench/ag-grid');
const program = path.join(folder, 'node_modules/ag-grid-community/dist/ag-grid-community.min.js');

/** A row of ag-grid's, once it is drawn. */
export const agGridRow = '.ag-grid-scrolling-container .ag-row';

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>ag-grid</title></head>
  <body style="margin:0">
    <div id="grid" style="height:100vh"></div>
    <script src="/ag-grid/program.js"></script>
    <script src="/ag-grid/start.js"></script>
  </body>
</html>`;

/** As its documentation begins: columns, rows, one call. */
const start = `
const columnDefs = [
  { field: 'name', sort: 'asc' },
  { field: 'meeting' },
  { field: 'kind' },
  { field: 'state' },
  { headerName: 'Bridge', valueGetter: ({ data }) => data.callBridge.name },
];
fetch('/ag-grid/rows.json').then((answer) => answer.json()).then(({ items }) => {
  agGrid.createGrid(document.getElementById('grid'), { columnDefs, rowData: items, getRowId: ({ data }) => data.id });
});
`;

/** A page with ag-grid-community, from npm, that shows these rows; to be opened at `/ag-grid`. */
export function agGridPages(rows: readonly object[]): ExtraPages {
  if (!existsSync(program)) spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  return new Map([
    ['/ag-grid', { type: 'text/html', body: html }],
    ['/ag-grid/program.js', { type: 'text/javascript', body: readFileSync(program) }],
    ['/ag-grid/start.js', { type: 'text/javascript', body: start }],
    ['/ag-grid/rows.json', { type: 'application/json', body: JSON.stringify({ items: rows }) }],
  ]);
}
