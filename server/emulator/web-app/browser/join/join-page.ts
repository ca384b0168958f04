import { element } from '../dom';
import { field, input, linkButton, ProblemBox, SubmitButton } from '../form-parts';
import type { AccountPanel } from './account-panel';
import { type Mutes, PreviewTile } from './preview-tile';

/** What the guest filled in. `passcode` is empty where none was asked for. */
export interface JoinForm extends Mutes {
  numericId: string;
  name: string;
  passcode: string;
}

export interface JoinProblem {
  title: string;
  text: string;
  /** The field to put right. */
  field: 'numericId' | 'name' | 'passcode' | null;
}

/** Who is about to join: a guest, who can sign in, or a user who has. */
export type Joiner = { signIn: () => void } | { account: AccountPanel; name: string };

/** The page before the call: which meeting, under which name, and the passcode where the meeting has one. */
export class JoinPage {
  readonly element: HTMLElement;
  readonly #preview: PreviewTile;
  readonly #numericId = input('meeting-id-input', { inputmode: 'numeric', autocomplete: 'off', maxlength: '24', placeholder: '1001' });
  readonly #name = input('name-input', { autocomplete: 'name', maxlength: '100', placeholder: 'How others see you' });
  readonly #passcode = input('passcode-input', { type: 'password', autocomplete: 'off', maxlength: '64' });
  readonly #passcodeField = field('Passcode', this.#passcode);
  readonly #problem = new ProblemBox('join-problem');
  readonly #button = new SubmitButton('join-button', 'Join meeting', 'Joining…');
  readonly #joiner: Joiner;
  /** Holds its place until it is known whether there is an account to have. */
  readonly #signIn = element('p', { class: 'quiet undecided' }, 'Have an account? ');

  constructor(form: JoinForm, joiner: Joiner, onJoin: (form: JoinForm) => void) {
    this.#joiner = joiner;
    this.#preview = new PreviewTile(form);
    this.#numericId.value = form.numericId;
    this.#name.value = this.#userName ?? form.name;
    this.#passcode.value = form.passcode;
    this.#passcodeField.hidden = form.passcode === '';
    this.#preview.setName(this.#name.value);
    this.#name.addEventListener('input', () => this.#preview.setName(this.#name.value));
    this.element = element(
      'main',
      { class: 'join-page' },
      element('div', { class: 'join-card' }, this.#preview.element, this.#form(onJoin)),
    );
  }

  /** Puts the cursor where the guest has to write next. */
  focus(): void {
    if (this.#numericId.value === '') this.#numericId.focus();
    else if (!this.#passcodeField.hidden) this.#passcode.focus();
    else if (this.#userName === null) this.#name.focus();
    else this.#button.element.focus();
  }

  /** What is set for the way in, whatever way that is. */
  get mutes(): Mutes {
    return this.#preview.mutes;
  }

  get #userName(): string | null {
    return 'account' in this.#joiner ? this.#joiner.name : null;
  }

  get busy(): boolean {
    return this.#button.busy;
  }

  /** Shows that the join is under way: a second one cannot be sent meanwhile. */
  setBusy(busy: boolean): void {
    this.#button.busy = busy;
  }

  /** Shows the way to sign in, or takes it away where nobody can. */
  offerSignIn(offered: boolean): void {
    if (offered) this.#signIn.classList.remove('undecided');
    else this.#signIn.remove();
  }

  showProblem({ title, text, field: wrong }: JoinProblem): void {
    this.setBusy(false);
    if (wrong === 'passcode') this.#passcodeField.hidden = false;
    const fields = { numericId: this.#numericId, name: this.#name, passcode: this.#passcode };
    for (const [name, control] of Object.entries(fields)) control.setAttribute('aria-invalid', String(name === wrong));
    this.#problem.show({ title, text });
    if (wrong !== null) {
      fields[wrong].focus();
      fields[wrong].select();
    }
  }

  #form(onJoin: (form: JoinForm) => void): HTMLElement {
    const submit = (event: Event): void => {
      event.preventDefault();
      if (this.#button.busy) return;
      const problem = this.#missing();
      if (problem !== null) return this.showProblem(problem);
      this.#problem.clear();
      onJoin({ ...this.#typed(), ...this.#preview.mutes });
    };
    return element(
      'form',
      { class: 'join-form', attributes: { novalidate: '', 'aria-label': 'Join a meeting' }, on: { submit } },
      ...this.#head(),
      this.#passcodeField,
      this.#problem.element,
      this.#button.element,
      ...this.#foot(),
    );
  }

  #head(): HTMLElement[] {
    if ('account' in this.#joiner) {
      const byNumber = field('Any meeting by its number', this.#numericId);
      return [element('h1', { text: 'Join a meeting' }), this.#joiner.account.element, byNumber];
    }
    return [
      element('h1', { text: 'Join a meeting' }),
      element('p', { class: 'quiet', text: 'You need the number of the meeting. No account, no download.' }),
      field('Meeting number', this.#numericId),
      field('Your name', this.#name),
    ];
  }

  #foot(): HTMLElement[] {
    if ('account' in this.#joiner) return [];
    this.#signIn.append(linkButton('sign-in-button', 'Sign in', this.#joiner.signIn));
    return [this.#signIn];
  }

  #typed(): Omit<JoinForm, keyof Mutes> {
    return {
      // People copy numbers as they are written on invitations: 100 1, 100-1.
      numericId: this.#numericId.value.replace(/[\s-]/g, ''),
      name: this.#name.value.trim(),
      passcode: this.#passcodeField.hidden ? '' : this.#passcode.value,
    };
  }

  #missing(): JoinProblem | null {
    const { numericId, name } = this.#typed();
    if (!/^\d{1,24}$/.test(numericId)) {
      return { title: 'Which meeting?', text: 'The number of a meeting has digits only.', field: 'numericId' };
    }
    if (name === '') return { title: 'Who are you?', text: 'Others in the meeting will see this name.', field: 'name' };
    return null;
  }
}
