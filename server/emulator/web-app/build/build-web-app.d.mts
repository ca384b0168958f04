/** Builds the web app into a directory: `index.html` and `assets/`. Rejects where the sources do not compile. */
export function buildWebApp(outDir: string): Promise<void>;

/** The web app built from the sources as they are and kept in a cache. Returns the directory. */
export function cachedWebApp(): Promise<string>;
