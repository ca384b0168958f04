import { CallClient } from '../client/call-client';
import type { ClientState } from '../client/client-state';
import { END_WORDS, type EndReason } from '../client/end-reason';
import { Account } from './account';
import { browserTransport } from './browser-transport';
import { CallPage } from './call/call-page';
import { endedPage } from './ended/ended-page';
import { AccountPanel } from './join/account-panel';
import { type Joiner, type JoinForm, JoinPage, type JoinProblem } from './join/join-page';
import { noticesBetween } from './notices/notices';
import { Toasts } from './notices/toasts';
import { rememberedName, rememberName } from './remembered-name';
import { SignInPage } from './sign-in/sign-in-page';
import { WaitingPage } from './waiting/waiting-page';

const FIRST_LAYOUT = 'automatic';
const WRONG_FIELD: Partial<Record<EndReason, JoinProblem['field']>> = {
  'meeting-not-found': 'numericId',
  'passcode-required': 'passcode',
  'passcode-wrong': 'passcode',
  'secret-wrong': 'passcode',
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
  /** Of the link that led here; it opens that meeting only. */
  #link = { numericId: this.#form.numericId, secret: new URLSearchParams(location.search).get('secret') ?? '' };
  readonly #account = new Account();
  #client: CallClient | null = null;
  #joinPage: JoinPage | null = null;
  #callPage: CallPage | null = null;
  #waitingPage: WaitingPage | null = null;

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
    const page = new JoinPage(this.#form, this.#joiner(), (form) => this.#join(form));
    this.#joinPage = page;
    this.#show(page.element, 'Join a meeting');
    page.focus();
    if (this.#account.signedIn === null) void this.#account.isOffered().then((offered) => page.offerSignIn(offered));
  }

  #joiner(): Joiner {
    const { signedIn } = this.#account;
    if (signedIn === null) return { signIn: () => this.#showSignIn() };
    const account = new AccountPanel(signedIn.name, {
      join: ({ numericId }) => this.#join({ ...this.#form, ...this.#joinPage?.mutes, numericId, passcode: '' }),
      signOut: () => {
        this.#account.signOut();
        this.#showJoin();
      },
    });
    void this.#account.spaces().then((outcome) => {
      if ('spaces' in outcome) account.showSpaces(outcome.spaces);
      else if (outcome.isSignedOut) this.#showSignedOut();
      else account.showProblem(outcome.problem);
    });
    return { account, name: signedIn.name };
  }

  #showSignIn(): SignInPage {
    this.#joinPage = null;
    const page = new SignInPage(
      async ({ username, password }) => {
        const problem = await this.#account.signIn(username, password);
        if (problem === null) this.#showJoin();
        else page.showProblem(problem);
      },
      () => this.#showJoin(),
    );
    this.#show(page.element, 'Sign in');
    page.focus();
    return page;
  }

  #showSignedOut(): void {
    this.#account.forget();
    this.#showSignIn().showProblem(END_WORDS['signed-out']);
  }

  #show(page: HTMLElement, title: string): void {
    this.#frame.replaceChildren(page);
    document.title = title;
  }

  #join(form: JoinForm): void {
    if (this.#joinPage?.busy) return;
    const { signedIn } = this.#account;
    this.#form = signedIn === null ? form : { ...form, name: this.#form.name };
    if (signedIn === null) rememberName(form.name);
    this.#joinPage?.setBusy(true);
    const { audioMuted, videoMuted, numericId, name, passcode } = this.#form;
    const client = new CallClient(browserTransport, { audioMuted, videoMuted, layout: FIRST_LAYOUT });
    this.#client = client;
    let before = client.state;
    client.onState((state) => {
      this.#follow(before, state, client);
      before = state;
    });
    const secret = numericId === this.#link.numericId ? this.#link.secret : '';
    void client.join({ numericId, name, ...(passcode !== '' && { passcode }), ...(secret !== '' && { secret }) }, signedIn?.jwt ?? null);
  }

  #follow(before: ClientState, state: ClientState, client: CallClient): void {
    if (state.phase === 'joining') return;
    if (state.phase === 'ended') return this.#end(before, state);
    this.#joinPage = null;
    if (state.waiting) this.#showWaiting(state, client);
    else this.#showCall(state, client);
    document.title = state.space?.name ?? 'Meeting';
    if (state.space !== null) this.#address(state.space.numericId);
    for (const notice of noticesBetween(before, state)) this.#toasts.show(notice);
  }

  #showCall(state: ClientState, client: CallClient): void {
    this.#waitingPage = null;
    if (this.#callPage !== null) return this.#callPage.show(state);
    this.#callPage = new CallPage(client, this.#nameInCall);
    this.#frame.replaceChildren(this.#callPage.element);
  }

  #showWaiting(state: ClientState, client: CallClient): void {
    if (this.#waitingPage !== null) return this.#waitingPage.show(state);
    this.#callPage?.close();
    this.#callPage = null;
    this.#waitingPage = new WaitingPage(state, this.#nameInCall, {
      setMutes: ({ audioMuted, videoMuted }) => {
        client.dispatch({ type: 'set-audio-muted', muted: audioMuted });
        client.dispatch({ type: 'set-video-muted', muted: videoMuted });
      },
      leave: () => client.dispatch({ type: 'leave' }),
    });
    this.#frame.replaceChildren(this.#waitingPage.element);
    this.#waitingPage.focus();
  }

  get #nameInCall(): string {
    return this.#account.signedIn?.name ?? this.#form.name;
  }

  #end(before: ClientState, state: ClientState): void {
    this.#client = null;
    const reason = state.ended?.reason ?? 'left';
    const { title, text } = END_WORDS[reason];
    if (reason === 'signed-out') return this.#showSignedOut();
    // A link that does not open the meeting is not tried a second time.
    if (reason === 'secret-wrong') this.#link = { numericId: '', secret: '' };
    if (before.phase === 'joining') {
      this.#joinPage?.showProblem({ title, text, field: WRONG_FIELD[reason] ?? null });
      return;
    }
    this.#callPage?.close();
    this.#toasts.clear();
    this.#callPage = null;
    this.#waitingPage = null;
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
    this.#show(page, title);
    page.querySelector('h1')?.focus();
  }

  /** By the join page, which shows where the join stands and asks for a passcode where there is one. */
  #rejoin(): void {
    this.#showJoin();
    this.#join(this.#form);
  }

  #elsewhere(): void {
    this.#form = { ...this.#form, numericId: '', passcode: '' };
    this.#link = { numericId: '', secret: '' };
    history.replaceState(null, '', '/');
    this.#showJoin();
  }

  /** After a move a reload leads to the meeting that the guest is in. */
  #address(numericId: string): void {
    const path = `/meeting/${encodeURIComponent(numericId)}`;
    if (location.pathname !== path) history.replaceState(null, '', path);
  }
}
