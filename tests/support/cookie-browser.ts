/** A browser as far as signing in is concerned: it keeps cookies, follows nothing, and runs no script. */
export class CookieBrowser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#fetch(path, { headers });
  }

  /** Signs in as next-auth's own client does; returns its `error`, null if somebody is signed in now. */
  async signIn(name: string, password: string, headers: Record<string, string> = {}): Promise<string | null> {
    const response = await this.#post('/api/auth/callback/credentials', { name, password }, headers);
    const { url } = (await response.json()) as { url: string };
    return new URL(url).searchParams.get('error');
  }

  async signOut(): Promise<void> {
    await this.#post('/api/auth/signout', {});
  }

  /** What next-auth says of the session: `{}` without one. */
  async session(): Promise<unknown> {
    return (await this.get('/api/auth/session')).json();
  }

  async #post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const { csrfToken } = (await (await this.get('/api/auth/csrf')).json()) as { csrfToken: string };
    return this.#fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin, ...headers },
      body: new URLSearchParams({ ...form, csrfToken, callbackUrl: this.#origin, json: 'true' }).toString(),
    });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) headers.set('cookie', this.cookieHeader);
    const response = await fetch(this.#origin + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0(;|$)/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}
