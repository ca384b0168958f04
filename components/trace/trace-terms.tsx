'use client';

import { createContext, useContext, type ReactNode } from 'react';

/** What a trace has to know of the console that shows it. */
export interface TraceTerms {
  /** Usher's, for whoever reads a support bundle. */
  readonly version: string;
  /** Whether this person may have a bridge trace the requests to its API. */
  readonly mayTrace: boolean;
}

const TermsContext = createContext<TraceTerms>({ version: 'unknown', mayTrace: false });

export function TraceTermsProvider({ children, ...terms }: TraceTerms & { children: ReactNode }) {
  return <TermsContext.Provider value={terms}>{children}</TermsContext.Provider>;
}

export function useTraceTerms(): TraceTerms {
  return useContext(TermsContext);
}
