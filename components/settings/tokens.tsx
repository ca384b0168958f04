'use client';

import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { Plus } from 'lucide-react';
import type { Token } from '@/lib/access/token';
import { useDeed } from '@/components/forms/use-deed';
import { roleLabels } from '@/components/people/role-words';
import { ScopeCell } from '@/components/people/scope-cell';
import { tokensQuery } from '@/components/queries/tokens';
import type { TokenActions } from '@/components/settings/actions';
import { CreateTokenDialog } from '@/components/settings/create-token';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** The tokens of scripts. */
export function Tokens({ actions }: { actions: TokenActions }) {
  const { data, error, isPending } = useQuery(tokensQuery());
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const changed = () => void client.invalidateQueries({ queryKey: tokensQuery().queryKey });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="grow basis-64 text-sm text-muted">For scripts that call /api/v1. A token is shown once, when it is made.</p>
        <Button size="small" onClick={() => setCreating(true)}>
          <Plus size={14} aria-hidden /> New token
        </Button>
      </div>
      {isPending && <SkeletonRows rows={2} label="Loading the tokens" />}
      {error && <Notice tone="failed">{error.message}</Notice>}
      {data && (data.items.length > 0 ? <TokenTable tokens={data.items} remove={actions.delete} onChanged={changed} /> : <p className="text-sm">There is none yet.</p>)}
      {creating && <CreateTokenDialog create={actions.create} onClose={() => setCreating(false)} onCreated={changed} />}
    </div>
  );
}

const heads = [
  { name: 'Name' },
  { name: 'Role', look: 'max-sm:hidden' },
  { name: 'Meetings', look: 'max-sm:hidden' },
  { name: 'Made', look: 'max-lg:hidden' },
  { name: 'Expires', look: 'max-sm:hidden' },
  { name: 'Last used', look: 'max-sm:hidden' },
];

/** On a phone what it may do and until when stands below its name. */
function TokenTable({ tokens, remove, onChanged }: { tokens: readonly Token[]; remove: TokenActions['delete']; onChanged: () => void }) {
  return (
    <div className="scroll-thin relative overflow-x-auto rounded-lg border bg-raised">
      <table className="w-full text-left text-sm">
        <thead className="text-xs text-muted">
          <tr className="border-b">
            {heads.map(({ name, look }) => (
              <th key={name} scope="col" className={clsx('px-4 py-2 font-medium', look)}>
                {name}
              </th>
            ))}
            <th scope="col" className="px-4 py-2">
              <span className="sr-only">Options</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} className="border-b last:border-0">
              <td className="max-w-52 truncate px-4 py-2 font-medium max-sm:w-full max-sm:max-w-0" title={token.name}>
                {token.name}
                <span className="block truncate text-xs font-normal text-muted sm:hidden">
                  {roleLabels[token.role]}
                  {token.expiresAt && (
                    <>
                      , until <Time at={token.expiresAt} />
                    </>
                  )}
                </span>
              </td>
              <td className="px-4 py-2 max-sm:hidden">{roleLabels[token.role]}</td>
              <td className="max-w-40 truncate px-4 py-2 max-sm:hidden">
                <ScopeCell scope={token.scope} />
              </td>
              <td className="px-4 py-2 whitespace-nowrap max-lg:hidden" title={`By ${token.createdBy}`}>
                <Time at={token.createdAt} />
              </td>
              <td className="px-4 py-2 whitespace-nowrap max-sm:hidden">{token.expiresAt ? <Time at={token.expiresAt} /> : 'Never'}</td>
              <td className="px-4 py-2 whitespace-nowrap max-sm:hidden">{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : <span className="text-muted">Not yet</span>}</td>
              <td className="px-4 py-1 text-right">
                <DeleteToken token={token} remove={remove} onDeleted={onChanged} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeleteToken({ token, remove, onDeleted }: { token: Token; remove: TokenActions['delete']; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, problem, clear } = useDeed(remove);
  const close = () => {
    setAsking(false);
    clear();
  };
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setAsking(true)}>
        Delete…<span className="sr-only"> {token.name}</span>
      </Button>
      <Confirm
        open={asking}
        onClose={close}
        title={`Delete ${token.name}?`}
        description="Whatever uses this token is refused from now on, and what it has open ends."
        deed="Delete"
        busy={busy}
        refusal={problem?.detail ?? null}
        onConfirm={async () => {
          const outcome = await run({ id: token.id });
          if (!outcome.ok) return;
          close();
          onDeleted();
        }}
      />
    </>
  );
}
