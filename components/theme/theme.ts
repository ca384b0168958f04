/** Light, dark, or as the system has it. Kept in a cookie, so that the server's first byte has the right colours. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();

export const themeCookie = 'usher-theme';

/** Reads a cookie's value; anything unknown is `system`. */
export function themeFrom(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** The value of `data-theme` on `<html>`; undefined leaves it to the system. */
export function themeAttribute(theme: Theme): 'light' | 'dark' | undefined {
  return theme === 'system' ? undefined : theme;
}

/** Changes this page's colours and remembers them for a year. */
export function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
  for (const listener of listeners) listener();
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme that this page has now. */
export function currentTheme(): Theme {
  return themeFrom(document.documentElement.dataset.theme);
}
