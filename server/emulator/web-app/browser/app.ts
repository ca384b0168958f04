import { CallClient } from '../client/call-client';
import type { ClientState } from '../client/client-state';
import { END_WORDS, type EndReason } from '../client/end-reason';
import { browserTransport } from './browser-transport';
import { CallPage } from './call/call-page';
import { endedPage } from './ended/ended-page';
import { type JoinForm, JoinPage, type JoinProblem } from './join/join-page';
import { noticesBetween } from './notices/notices';
import { Toasts } from './notices/toasts';
import { rememberedName, rememberName } from './remembered-name';

const FIRST_LAYOUT = 'automatic';
const WRONG_FIELD: Partial<Record<EndReason, JoinProblem['field']>> = {
  'meeting-not-found': 'numericId',
  'passcode-required': 'passcode',
  'passcode-wrong': 'passcode',
  'too-many-requests': 'passcode',
  invalid: 'numericId',
};

/** The web app: one page after another in one document, from joining to the end of the call. */
export class App {
  readonly #root: HTMLElement;
  readonly #toasts = new Toasts();
  readonly #frame = document.createElement('div');
  #form: JoinForm = {
    numericId: /^\/meeting\/(\d+)/.exec(location.pathname)?.[1] ?? '',
    name: rememberedName(),
    passcode: '',
    audioMuted: false,
    videoMuted: false,
  };
  #client: CallClient | null = null;
  #joinPage: JoinPage | null = null;
  #callPage: CallPage | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#frame.className = 'frame';
  }

  start(): void {
    this.#root.replaceChildren(this.#frame, this.#toasts.element);
    // A browser that goes says so where it still can, so that nobody waits for the guest.
    addEventListener('pagehide', () => this.#client?.dispatch({ type: 'leave' }));
    this.#showJoin();
  }

  #showJoin(): void {
    this.#callPage = null;
    this.#joinPage = new JoinPage(this.#form, (form) => this.#join(form));
    this.#frame.replaceChildren(this.#joinPage.element);
    document.title = 'Join a meeting';
    this.#joinPage.focus();
  }

  #join(form: JoinForm): void {
    this.#form = form;
    rememberName(form.name);
    this.#joinPage?.setBusy(true);
    const { audioMuted, videoMuted, numericId, name, passcode } = form;
    const client = new CallClient(browserTransport, { audioMuted, videoMuted, layout: FIRST_LAYOUT });
    this.#client = client;
    let before = client.state;
    client.onState((state) => {
      this.#follow(before, state, client);
      before = state;
    });
    void client.join(passcode === '' ? { numericId, name } : { numericId, name, passcode }, null);
  }

  #follow(before: ClientState, state: ClientState, client: CallClient): void {
    if (state.phase === 'joining') return;
    if (state.phase === 'ended') return this.#end(before, state);
    if (this.#callPage === null) {
      this.#joinPage = null;
      this.#callPage = new CallPage(client, this.#form.name);
      this.#frame.replaceChildren(this.#callPage.element);
    } else {
      this.#callPage.show(state);
    }
    document.title = state.space?.name ?? 'Meeting';
    if (state.space !== null) this.#address(state.space.numericId);
    for (const notice of noticesBetween(before, state)) this.#toasts.show(notice);
  }

  #end(before: ClientState, state: ClientState): void {
    this.#client = null;
    const reason = state.ended?.reason ?? 'left';
    const { title, text } = END_WORDS[reason];
    if (before.phase === 'joining') {
      this.#joinPage?.showProblem({ title, text, field: WRONG_FIELD[reason] ?? null });
      return;
    }
    this.#callPage?.close();
    this.#toasts.clear();
    this.#callPage = null;
    const moved = state.space !== null && state.space.numericId !== this.#form.numericId;
    this.#form = {
      ...this.#form,
      audioMuted: state.own.audioMuted,
      videoMuted: state.own.videoMuted,
      numericId: state.space?.numericId ?? this.#form.numericId,
      // The passcode of the meeting that was left does not open the one that the guest was moved to.
      passcode: moved ? '' : this.#form.passcode,
    };
    const page = endedPage({ title, text, meeting: state.space?.name ?? '' }, () => this.#rejoin(), () => this.#elsewhere());
    this.#frame.replaceChildren(page);
    document.title = title;
    page.querySelector('h1')?.focus();
  }

  /** By the join page, which shows where the join stands and asks for a passcode where there is one. */
  #rejoin(): void {
    this.#showJoin();
    this.#join(this.#form);
  }

  #elsewhere(): void {
    this.#form = { ...this.#form, numericId: '', passcode: '' };
    history.replaceState(null, '', '/');
    this.#showJoin();
  }

  /** After a move a reload leads to the meeting that the guest is in. */
  #address(numericId: string): void {
    const path = `/meeting/${encodeURIComponent(numericId)}`;
    if (location.pathname !== path) history.replaceState(null, '', path);
  }
}
