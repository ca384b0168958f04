import type { SeenPerson } from '../../../protocol/client-session';
import type { CallClient } from '../../client/call-client';
import { type ClientState, settingsInForce } from '../../client/client-state';
import { element } from '../dom';
import { CallHeader } from './call-header';
import { ChatPanel } from './chat-panel';
import { ControlBar } from './control-bar';
import { LayoutMenu } from './layout-menu';
import { askForScreen, stopScreen } from './screen-source';
import { listenForShortcuts } from './shortcuts';
import { CallStage } from './stage';

/** The call: who is there, what is presented, the chat, and the guest's own switches. */
export class CallPage {
  readonly element: HTMLElement;
  readonly #client: CallClient;
  readonly #name: string;
  readonly #header = new CallHeader();
  readonly #stage = new CallStage();
  readonly #layoutMenu: LayoutMenu;
  readonly #controls: ControlBar;
  readonly #chat: ChatPanel;
  readonly #moving = element('div', { class: 'moving' }, element('span', { class: 'spinner' }), element('span', { text: 'Moving you to another call…' }));
  readonly #stopShortcuts: () => void;
  #screen: MediaStream | null = null;
  /** Counts how often presenting began or ended, to tell for which time the browser's question was asked. */
  #turn = 0;
  #chatOpen = false;
  #readMessages = 0;

  /** `name` is how the guest joined, for the time until the bridge says who is there. */
  constructor(client: CallClient, name: string) {
    this.#client = client;
    this.#name = name;
    const actions = {
      toggleMute: () => this.#toggleMute(),
      toggleVideo: () => this.#toggleVideo(),
      togglePresenting: () => void this.#togglePresenting(),
      toggleChat: () => this.#toggleChat(),
      leave: () => client.dispatch({ type: 'leave' }),
    };
    this.#layoutMenu = new LayoutMenu((layout) => client.dispatch({ type: 'set-layout', layout }));
    this.#controls = new ControlBar(actions, this.#layoutMenu.element);
    this.#chat = new ChatPanel((text) => client.dispatch({ type: 'send-chat', text }), () => this.#closeChat());
    this.element = element(
      'main',
      { class: 'call-page' },
      this.#header.element,
      element('div', { class: 'call-body' }, this.#stage.element, this.#moving, this.#chat.element),
      this.#controls.element,
    );
    this.#stopShortcuts = listenForShortcuts({
      m: actions.toggleMute,
      v: actions.toggleVideo,
      p: actions.togglePresenting,
      c: actions.toggleChat,
      l: () => this.#layoutMenu.toggle(),
    });
    this.show(client.state);
  }

  show(state: ClientState): void {
    const settings = settingsInForce(state);
    if (state.presentation === 'off') this.#giveScreenBack();
    const people = peopleOf(state, this.#name);
    if (state.chat.length < this.#readMessages || this.#chatOpen) this.#readMessages = state.chat.length;
    this.#header.show({ space: state.space?.name ?? '', people: people.length, locked: state.locked });
    this.#stage.show({ people, layout: settings.layout, screen: this.#screen });
    this.#layoutMenu.show(settings.layout);
    this.#chat.show(state.chat, this.#ownName(people));
    this.#controls.show({
      ...settings,
      presenting: state.presentation !== 'off',
      chatOpen: this.#chatOpen,
      unread: state.chat.length - this.#readMessages,
    });
    this.#moving.hidden = state.phase !== 'moving';
    this.#chat.element.hidden = !this.#chatOpen;
    this.element.classList.toggle('chat-open', this.#chatOpen);
  }

  /** Lets go of what outlives the page: the screen and the keys. */
  close(): void {
    this.#stopShortcuts();
    this.#giveScreenBack();
  }

  #ownName(people: readonly SeenPerson[]): string {
    return people.find((person) => person.self)?.name ?? this.#name;
  }

  #toggleMute(): void {
    const { audioMuted } = settingsInForce(this.#client.state);
    this.#client.dispatch({ type: 'set-audio-muted', muted: !audioMuted });
  }

  #toggleVideo(): void {
    const { videoMuted } = settingsInForce(this.#client.state);
    this.#client.dispatch({ type: 'set-video-muted', muted: !videoMuted });
  }

  async #togglePresenting(): Promise<void> {
    if (this.#client.state.presentation !== 'off') {
      this.#client.dispatch({ type: 'set-presenting', presenting: false });
      return;
    }
    // At once, with the drawn picture: the screen takes its place when the guest has chosen one, if ever.
    this.#client.dispatch({ type: 'set-presenting', presenting: true });
    const turn = ++this.#turn;
    const screen = await askForScreen();
    // While the browser asked, the guest may have stopped or gone elsewhere: what was meant for one call is shown in no other.
    if (turn !== this.#turn || this.#client.state.presentation === 'off') return stopScreen(screen);
    this.#screen = screen;
    screen?.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (this.#screen === screen) this.#client.dispatch({ type: 'set-presenting', presenting: false });
    });
    this.show(this.#client.state);
  }

  #giveScreenBack(): void {
    this.#turn++;
    stopScreen(this.#screen);
    this.#screen = null;
  }

  #toggleChat(): void {
    if (this.#chatOpen) return this.#closeChat();
    this.#chatOpen = true;
    this.show(this.#client.state);
    this.#chat.focus();
  }

  #closeChat(): void {
    this.#chatOpen = false;
    this.show(this.#client.state);
    this.#controls.focusChatButton();
  }
}

/** Who is there, with the guest's own switches as they stand here: the bridge's word on them comes a moment later. */
function peopleOf(state: ClientState, name: string): SeenPerson[] {
  const { audioMuted, videoMuted } = settingsInForce(state);
  const presenting = state.presentation !== 'off';
  if (!state.people.some((person) => person.self)) {
    const self = { id: 'self', name, audioMuted, videoMuted, speaking: false, presenting, self: true };
    return [self, ...state.people];
  }
  return state.people.map((person) => (person.self ? { ...person, audioMuted, videoMuted, presenting } : person));
}
