import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const folder = path.resolve('bench/ag-grid');
const program = path.join(folder, 'node_modules/ag-grid-community/dist/ag-grid-community.min.js');

/** A row of ag-grid's, once it is drawn. */
export const agGridRow = '.ag-grid-scrolling-container .ag-row';

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>ag-grid</title></head>
  <body style="margin:0">
    <div id="grid" style="height:100vh"></div>
    <script src="/program.js"></script>
    <script src="/start.js"></script>
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
fetch('/rows.json').then((answer) => answer.json()).then(({ items }) => {
  agGrid.createGrid(document.getElementById('grid'), { columnDefs, rowData: items, getRowId: ({ data }) => data.id });
});
`;

/** A server of one page with ag-grid-community, from npm, that shows some rows. */
export class AgGridPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(rows: readonly object[]): Promise<AgGridPage> {
    if (!existsSync(program)) spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
    const files = new Map<string, { type: string; body: string | Buffer }>([
      ['/', { type: 'text/html', body: html }],
      ['/program.js', { type: 'text/javascript', body: readFileSync(program) }],
      ['/start.js', { type: 'text/javascript', body: start }],
      ['/rows.json', { type: 'application/json', body: JSON.stringify({ items: rows }) }],
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      if (!file) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'max-age=3600' }).end(file.body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new AgGridPage(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
