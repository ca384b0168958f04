import { element } from '../dom';
import { icon } from '../icons';
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

/** The page before the call: which meeting, under which name, and the passcode where the meeting has one. */
export class JoinPage {
  readonly element: HTMLElement;
  readonly #preview: PreviewTile;
  readonly #numericId = input('meeting-id-input', { inputmode: 'numeric', autocomplete: 'off', maxlength: '24', placeholder: '1001' });
  readonly #name = input('name-input', { autocomplete: 'name', maxlength: '100', placeholder: 'How others see you' });
  readonly #passcode = input('passcode-input', { type: 'password', autocomplete: 'off', maxlength: '64' });
  readonly #passcodeField = field('Passcode', this.#passcode);
  readonly #problem = element('div', { class: 'join-problem', testId: 'join-problem', attributes: { role: 'alert' } });
  readonly #button = element('button', { class: 'primary-button', testId: 'join-button', attributes: { type: 'submit' } }, 'Join meeting');
  #busy = false;

  constructor(form: JoinForm, onJoin: (form: JoinForm) => void) {
    this.#preview = new PreviewTile(form);
    this.#numericId.value = form.numericId;
    this.#name.value = form.name;
    this.#passcode.value = form.passcode;
    this.#passcodeField.hidden = form.passcode === '';
    this.#preview.setName(form.name);
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
    else this.#name.focus();
  }

  /** Shows that the join is under way: a second one cannot be sent meanwhile. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
    this.#button.setAttribute('aria-disabled', String(busy));
    this.#button.textContent = busy ? 'Joining…' : 'Join meeting';
  }

  showProblem({ title, text, field: wrong }: JoinProblem): void {
    this.setBusy(false);
    if (wrong === 'passcode') this.#passcodeField.hidden = false;
    const fields = { numericId: this.#numericId, name: this.#name, passcode: this.#passcode };
    for (const [name, control] of Object.entries(fields)) control.setAttribute('aria-invalid', String(name === wrong));
    this.#problem.replaceChildren(icon('info'), element('span', {}, element('strong', { text: title }), text));
    if (wrong !== null) {
      fields[wrong].focus();
      fields[wrong].select();
    }
  }

  #form(onJoin: (form: JoinForm) => void): HTMLElement {
    const submit = (event: Event): void => {
      event.preventDefault();
      if (this.#busy) return;
      const problem = this.#missing();
      if (problem !== null) return this.showProblem(problem);
      this.#problem.replaceChildren();
      onJoin({ ...this.#typed(), ...this.#preview.mutes });
    };
    return element(
      'form',
      { class: 'join-form', attributes: { novalidate: '', 'aria-label': 'Join a meeting' }, on: { submit } },
      element('h1', { text: 'Join a meeting' }),
      element('p', { class: 'quiet', text: 'You need the number of the meeting. No account, no download.' }),
      field('Meeting number', this.#numericId),
      field('Your name', this.#name),
      this.#passcodeField,
      this.#problem,
      this.#button,
    );
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

function input(testId: string, attributes: Record<string, string>): HTMLInputElement {
  return element('input', { testId, attributes: { type: 'text', spellcheck: 'false', ...attributes } });
}

function field(label: string, control: HTMLInputElement): HTMLElement {
  return element('label', { class: 'field' }, element('span', { class: 'field-label', text: label }), control);
}
