import type { History } from '../../history/history';
import type { CallDetailRecords } from '../cdr/call-detail-records';
import type { DiagnosticsShelf } from '../log/diagnostics';
import type { PlacerParts } from '../placing/placer';
import type { Answer } from './answer';
import type { Operation, PathIds } from './operation';
import type { Parameters } from './parameters';

/** What a request brings, once it is known what it wants. */
export interface RestRequest<Name extends Operation = Operation> {
  readonly ids: PathIds<Name>;
  readonly query: Parameters;
  readonly form: Parameters;
  /** Address and user, for the log. */
  readonly from: string;
  readonly user: string;
}

/** What handlers work on. */
export interface RestParts extends PlacerParts {
  cdr: CallDetailRecords;
  diagnostics: DiagnosticsShelf;
  history: History;
  issueAuthToken(): string;
}

export type Handler<Name extends Operation> = (parts: RestParts, request: RestRequest<Name>) => Answer | Promise<Answer>;

export type Handlers<Name extends Operation = Operation> = { readonly [N in Name]: Handler<N> };
