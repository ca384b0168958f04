import { element } from '../dom';
import { field, input, linkButton, ProblemBox, SubmitButton } from '../form-parts';

export interface Credentials {
  username: string;
  password: string;
}

/** The page on which a user signs in. */
export class SignInPage {
  readonly element: HTMLElement;
  readonly #username = input('username-input', { autocomplete: 'username', autocapitalize: 'none', maxlength: '200', placeholder: 'name@example.org' });
  readonly #password = input('password-input', { type: 'password', autocomplete: 'current-password', maxlength: '200' });
  readonly #problem = new ProblemBox('sign-in-problem');
  readonly #button = new SubmitButton('sign-in-submit', 'Sign in', 'Signing in…');

  constructor(onSignIn: (credentials: Credentials) => void, onGuest: () => void) {
    const submit = (event: Event): void => {
      event.preventDefault();
      if (!this.#button.busy) this.#submit(onSignIn);
    };
    const form = element(
      'form',
      { class: 'join-form', attributes: { novalidate: '', 'aria-label': 'Sign in' }, on: { submit } },
      element('h1', { text: 'Sign in' }),
      element('p', { class: 'quiet', text: 'With the account that your organisation gave you.' }),
      field('User name', this.#username),
      field('Password', this.#password),
      this.#problem.element,
      this.#button.element,
      element('p', { class: 'quiet' }, 'No account? ', linkButton('guest-button', 'Join as a guest', onGuest)),
    );
    this.element = element('main', { class: 'join-page' }, element('div', { class: 'sign-in-card' }, form));
  }

  focus(): void {
    this.#username.focus();
  }

  showProblem(problem: { title: string; text: string }): void {
    this.#button.busy = false;
    this.#problem.show(problem);
    this.#password.focus();
    this.#password.select();
  }

  #submit(onSignIn: (credentials: Credentials) => void): void {
    const username = this.#username.value.trim();
    if (username === '' || this.#password.value === '') {
      this.#problem.show({ title: 'Something is missing', text: 'Signing in takes a user name and a password.' });
      return (username === '' ? this.#username : this.#password).focus();
    }
    this.#problem.clear();
    this.#button.busy = true;
    onSignIn({ username, password: this.#password.value });
  }
}
