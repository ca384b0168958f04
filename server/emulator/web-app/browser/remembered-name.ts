const KEY = 'web-app.name';

/** The name that was used here last; empty where there is none, or where the browser keeps nothing. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a name for the next time. A browser that keeps nothing asks again, which is all that is lost. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    return;
  }
}
