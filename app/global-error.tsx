'use client';

import './globals.css';

/** When even the frame could not be drawn. Has its own document, as there is none around it. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div className="grid gap-3">
            <h1 className="text-base font-semibold">Usher could not be shown</h1>
            <p className="text-sm text-muted">The server may be starting. Moves that were asked for go on.</p>
            <button type="button" onClick={reset} className="justify-self-center rounded-md border bg-raised px-3.5 py-2 text-sm font-medium">
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
